"""What the commands tell of files: limits kept, notes and likely headers told."""

import pytest

from tests.feed_texts import HEADER, REGISTER, feed, sale_row, vin

FEED = "\n".join([HEADER, sale_row(1), sale_row(2)]) + "\n"
pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path):
    """Write a register and a feed, and give their paths."""
    written = []
    for name, text in (("dealers.csv", REGISTER), ("feed.csv", FEED)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


@pytest.mark.parametrize(
    ("setting", "kept", "broken"),
    [
        ("VOUCHER_MAX_FEED_ROWS", "2", "1"),
        ("VOUCHER_MAX_FEED_COLUMNS", "11", "10"),
        (
            "VOUCHER_MAX_FEED_BYTES",
            str(len(FEED.encode())),
            str(len(FEED.encode()) - 1),
        ),
    ],
)
def test_a_file_beyond_a_limit_is_refused_whole(command, files, setting, kept, broken):
    register, feed = files
    assert command("ingest", register).code == 0
    refused = command("ingest", feed, "--json", **{setting: broken})
    assert refused.code == 3
    assert refused.json[0]["status"] == "unreadable"
    assert command("ingest", feed, **{setting: kept}).code == 0


def test_a_limit_that_cannot_be_is_named(command, files):
    answer = command("ingest", files[1], VOUCHER_MAX_FEED_ROWS="0")
    assert answer.code == 2
    assert "VOUCHER_MAX_FEED_ROWS" in answer.err


def test_a_file_is_told_with_its_receipt_and_the_headers_it_may_mean(
    command, files, tmp_path
):
    register = files[0]
    odd = tmp_path / "odd.csv"
    odd.write_text(FEED.replace("联系电话", "联系电活", 1), encoding="utf-8")
    (_, report) = command("ingest", register, odd, "--json").json
    assert report["sender"] == {
        "channel": "command",
        "name": "operator",
        "role": "operator",
        "dealer_id": None,
    }
    listed = command("feeds").out
    assert "“联系电活”未识别，未读取" in listed
    by_delivery = command("feeds", report["delivery_id"], "--json").json
    assert by_delivery == command("feeds", report["feed_id"], "--json").json == report


def test_quality_tells_of_each_dealer_worst_first(command, tmp_path):
    feeds = tmp_path / "dealers.csv", tmp_path / "sales.csv"
    bad = sale_row(4).replace(vin(4), "LSVAA0BR0N0000000")
    feeds[0].write_text(REGISTER, encoding="utf-8")
    feeds[1].write_text(feed(sale_row(1), sale_row(2), bad), encoding="utf-8")
    assert command("ingest", *feeds).code == 0
    board = command("quality", "--json").json
    told = [(row["dealer_id"], row["acceptance_rate"]) for row in board["dealers"]]
    assert told == [("T-02", 0.5), ("T-01", 1.0)]
    spoken = command("quality", "--from", "2000-01-01").out
    assert "接收率 rate 50.00%" in spoken
    assert "vin_check_digit: 1" in spoken
    refused = command("quality", "--from", "2023-01-02", "--to", "2023-01-01")
    assert refused.code == 2
    assert "调换" in refused.err
