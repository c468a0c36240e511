"""Numbers are written as bulletins write them, rounded half up."""

from datetime import UTC, date, datetime

import pytest

from voucher_service.usecases import bulletin_numbers as written


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (written.cars(460), "460台", "460 cars"),
        (written.cars(1), "1台", "1 car"),
        (written.cars(12_345), "12345台", "12,345 cars"),
        (written.money(6_875_000_000), "6875.00万元", "68,750,000.00 yuan"),
        (written.money(5_000), "0.01万元", "50.00 yuan"),
        (written.money(4_999), "0.00万元", "49.99 yuan"),
        (written.about(6_875_000_000), "6875万元", "68.75 million yuan"),
        (written.about(100_500_000), "101万元", "1.01 million yuan"),
        (written.about(99_999_999), "100.00万元", "999,999.99 yuan"),
        (written.about(0), "0万元", "0 yuan"),
        (written.percent(121, 460), "26.3%", "26.3%"),
        (written.percent(1, 2000), "0.1%", "0.1%"),
        (written.percent(1, 2001), "0.0%", "0.0%"),
        (written.percent(0, 0), "—", "—"),
        (written.mean(460, 26), "17.7台", "17.7 cars"),
        (written.mean(1, 20), "0.1台", "0.1 cars"),
        (written.span(1), "1天", "1 day"),
        (written.day(date(2023, 1, 10)), "2023年1月10日", "10 January 2023"),
        (written.day_of("2022-12-31"), "2022年12月31日", "31 December 2022"),
        (
            written.instant(datetime(2023, 1, 10, 16, tzinfo=UTC)),
            "2023-01-11 00:00:00（北京时间）",
            "2023-01-11 00:00:00 (UTC+8)",
        ),
    ],
    ids=str,
)
def test_a_number_is_written_in_both_languages(text, zh, en):
    assert (text.zh, text.en) == (zh, en)
