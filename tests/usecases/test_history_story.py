"""One sale as an officer may ask after it: corrected twice, then returned."""

import sys

from tests.feed_texts import REGISTER, vin
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.show_sales import find_sale, sale_history

HEADER = (
    "经销商编号,发票代码,发票号码,原发票号码,车架号,开票日期,裸车价,区县,"
    "身份证号,红冲原因,数据性质"
)
CAMPAIGN = "zhangjiajie-2022-new-year"
COLUMNS = ("version", "recorded_at", "file", "status", "price", "district", "changed")


def sent(
    price: str, district: str, number: str = "00000001", returned: bool = False
) -> str:
    original = "00000001" if returned else ""
    day = "2023-01-09" if returned else "2023-01-05"
    reason = "销货退回" if returned else ""
    return (
        f"{HEADER}\nT-01,143002220001,{number},{original},{vin(1)},{day},{price},"
        f"{district},430800199001010011,{reason},合成数据\n"
    )


def table(history) -> str:
    rows = [COLUMNS] + [
        (
            str(version.version),
            f"{version.recorded_at:%Y-%m-%d %H:%M:%S}",
            version.source.file,
            version.status.value,
            f"{version.bare_price_fen / 100:.2f}",
            version.district or "",
            ", ".join(version.changed),
        )
        for version in history
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def test_a_sale_corrected_twice_and_returned_once_keeps_its_four_versions(desk, capsys):
    desk.ingest(REGISTER, "dealers.csv")
    cars = []
    for name, content in {
        "1-sale.csv": sent("150000.00", "永定区"),
        "2-price.csv": sent("148000.00", "永定区"),
        "3-district.csv": sent("148000.00", "慈利县"),
        "4-return.csv": sent("-148000.00", "慈利县", "00000009", returned=True),
    }.items():
        report = desk.ingest(content, name)
        assert (report.accepted, report.refused, report.review) == (1, 0, 0)
        cars.append(report_totals(desk.service, TotalsQuery(CAMPAIGN)).cars_sold)
    history = sale_history(desk.service, find_sale(desk.service, "00000001"))

    with capsys.disabled():
        sys.stdout.write(f"\n{table(history)}\n")
    assert [(v.version, v.status.value, v.changed) for v in history] == [
        (1, "valid", ()),
        (2, "valid", ("bare_price_fen",)),
        (3, "valid", ("district",)),
        (4, "cancelled", ("cancelled",)),
    ]
    assert [v.source.file for v in history] == [
        "1-sale.csv", "2-price.csv", "3-district.csv", "4-return.csv",
    ]  # fmt: skip
    assert [v.bare_price_fen for v in history] == [15_000_000] + [14_800_000] * 3
    assert [v.recorded_at for v in history] == sorted({v.recorded_at for v in history})
    assert str(history[-1].cancelled_on) == "2023-01-09"
    assert cars == [1, 1, 1, 0]
