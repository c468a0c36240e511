"""What did not land goes back whole, is mended where it is coloured, and lands."""

import io

import openpyxl
import polars as pl
import pytest

from tests.feeds.feed_rows import SALE, csv_of
from tests.usecases.bad_files import (
    FAULTS,
    HOSTILE,
    REGISTER,
    BadFile,
    bad_file,
    gb18030,
    grouped_xlsx,
    html_xls,
    in_wan,
    mended,
    right_rows,
)
from voucher_service.feeds.headers import lexicon
from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.model.errors import HomeUnusable, NotFound
from voucher_service.model.kinds import Role
from voucher_service.model.reasons import FEED_REASONS, Severity
from voucher_service.model.reports import Principal
from voucher_service.usecases.rejects_workbook import rejects_workbook
from voucher_service.usecases.show_sales import SalesQuery, list_sales

RED, AMBER = "FFFFC7CE", "FFFFEB9C"


@pytest.fixture
def dealt(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def workbook(desk, report):
    return rejects_workbook(desk.service, report.feed_id).body


def page_of(body, sheet=0):
    return openpyxl.load_workbook(io.BytesIO(body)).worksheets[sheet]


def cells_of(page):
    return [[cell.value for cell in row] for row in page.iter_rows()]


def kinds_of_files() -> list[BadFile]:
    grouped = bad_file("销售明细.xlsx", grouped_xlsx, 4, 200)
    truth = {row_no: in_wan(row) for row_no, row in grouped.truth.items()}
    return [
        bad_file("销售明细.csv", gb18030, 2, 100),
        BadFile(grouped.name, grouped.content, truth, grouped.codes),
        bad_file("销售明细.xls", html_xls, 1, 300),
    ]


@pytest.mark.parametrize("bad", kinds_of_files(), ids=lambda bad: bad.name)
def test_a_bad_file_mended_where_it_is_coloured_lands_wholly(dealt, bad):
    first = dealt.ingest(bad.content, bad.name)
    fallen = len(FAULTS) + 2
    assert (first.rows, first.accepted) == (fallen + 1, 1)
    assert (first.refused, first.review) == (len(FAULTS), 2)
    assert set(first.reasons) == bad.codes
    body, coloured = mended(workbook(dealt, first), bad.truth)
    assert coloured < fallen * 8
    second = dealt.ingest(body, "改正.xlsx")
    assert (second.rows, second.accepted, second.refused, second.review) == (
        *(fallen, fallen),
        *(0, 0),
    )
    assert second.unknown_headers == first.unknown_headers
    sales = list_sales(dealt.service, SalesQuery(limit=100)).items
    assert {sale.source.file for sale in sales} == {bad.name, "改正.xlsx"}
    assert {sale.bare_price_fen for sale in sales} == {11_300_000}
    assert {sale.synthetic for sale in sales} == {True}
    assert {sale.vin for sale in sales} == {row["车架号"] for row in bad.truth.values()}


@pytest.mark.parametrize("bad", kinds_of_files(), ids=lambda bad: bad.name)
def test_a_workbook_sent_back_untouched_is_refused_for_the_same_reasons(dealt, bad):
    first = dealt.ingest(bad.content, bad.name)
    again = dealt.ingest(workbook(dealt, first), "原样.xlsx")
    assert again.reasons == first.reasons
    assert (again.accepted, again.rows) == (0, first.refused + first.review)
    assert again.unknown_headers == first.unknown_headers
    assert not again.skipped_sheets
    third = dealt.ingest(workbook(dealt, again), "再次原样.xlsx")
    assert third.reasons == first.reasons


def test_cells_beyond_the_header_come_back_beside_it_and_stay_beyond_it(dealt):
    right = right_rows(1)[0]
    broken = right | {"品牌": "合成牌,进口"}
    line = ",".join(broken.values())
    first = dealt.ingest(csv_of(right).splitlines()[0] + "\n" + line + "\n")
    assert first.reasons["cells_beyond_header"] == 1
    body = workbook(dealt, first)
    header, row = cells_of(page_of(body))[-2:]
    assert header[len(right)] == "表头外内容1"
    assert row[: len(right) + 1] == line.split(",")
    assert dealt.ingest(body, "原样.xlsx").reasons == first.reasons
    again, _ = mended(body, {2: right})
    assert dealt.ingest(again, "改正.xlsx").accepted == 1


@pytest.mark.parametrize("kept", [0, 1])
def test_of_two_rows_in_conflict_the_one_that_is_left_lands(dealt, kept):
    one, _ = right_rows(2)
    rows = [one, one | {"裸车价": "99000.00"}]
    first = dealt.ingest(csv_of(*rows))
    assert (first.review, first.reasons) == (2, {"identity_conflict": 2})
    book = openpyxl.load_workbook(io.BytesIO(workbook(dealt, first)))
    page = book.active
    assert {cell.fill.fgColor.rgb for cell in page[3] if cell.comment} == {AMBER}
    page.delete_rows(4 - kept)
    out = io.BytesIO()
    book.save(out)
    second = dealt.ingest(out.getvalue(), "改正.xlsx")
    assert (second.rows, second.accepted) == (1, 1)
    [sale] = list_sales(dealt.service, SalesQuery()).items
    assert sale.bare_price_fen == (11_300_000, 9_900_000)[kept]


def test_the_cells_to_be_mended_are_coloured_and_say_why_in_chinese(dealt):
    bad = right_rows(1)[0] | {"车架号": "LSVAA4183E2184847", "裸车价": "面议"}
    page = page_of(workbook(dealt, dealt.ingest(csv_of(bad))))
    rows = cells_of(page)
    assert rows[0][0].startswith("请在着色单元格中更正")
    assert rows[1] == [*bad, "退回原因", "修改建议", "原文件行号"]
    assert rows[2][: len(bad)] == list(bad.values())
    coloured = {
        page.cell(2, cell.column).value: cell.comment.text
        for cell in page[3]
        if cell.fill.fill_type == "solid"
    }
    assert set(coloured) == {"车架号", "裸车价"}
    assert "车架号第9位校验码不符" in coloured["车架号"]
    assert "修改建议：填写数字" in coloured["裸车价"]
    reason, remedy, row_no = rows[2][len(bad) :]
    assert reason.startswith("1. 【车架号】车架号第9位校验码不符")
    assert "2. 【裸车价】金额无法识别" in reason
    assert "2. 填写数字" in remedy
    assert row_no == "2"
    assert page.freeze_panes == "A3"


def test_what_has_no_column_to_be_mended_in_is_given_an_empty_one(dealt):
    rows = [
        {key: row[key] for key in ("客户姓名", "开票日期", "裸车价", "数据性质")}
        for row in right_rows(2)
    ]
    first = dealt.ingest(csv_of(*rows))
    assert first.reasons == {"dealer_missing": 2, "identity_missing": 2}
    body = workbook(dealt, first)
    assert cells_of(page_of(body))[1][4:6] == ["车架号", "经销商名称"]
    truth = {
        at: {**row, "车架号": right["车架号"], "经销商名称": right["经销商名称"]}
        for at, (row, right) in enumerate(
            zip(rows, right_rows(2), strict=True), start=2
        )
    }
    again, coloured = mended(body, truth)
    assert (coloured, dealt.ingest(again, "改正.xlsx").accepted) == (4, 2)


def test_every_field_has_a_name_that_is_a_header_of_its_own():
    words = synonyms().fields
    known = {field: lexicon()[plain(text.zh)][0] for field, text in words.items()}
    assert known == {field: field for field in words}


def test_hostile_cells_are_text_and_come_back_as_they_were(dealt):
    hostile = {"品牌": "\t=1+1", "车型": "\r@A1", "区县": "-2+3", **HOSTILE}
    bad = right_rows(1)[0] | hostile | {"裸车价": '=HYPERLINK("http://x")'}
    first = dealt.ingest(csv_of(bad))
    page = page_of(workbook(dealt, first))
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert all(
        cell.value is None for row in page for cell in row if cell.data_type == "n"
    )
    assert dealt.ingest(workbook(dealt, first), "原样.xlsx").reasons == first.reasons


def test_a_day_whose_year_came_from_its_neighbours_comes_back_whole(dealt):
    rows = right_rows(3)
    rows[1] |= {"开票日期": "1月5日", "裸车价": "面议"}
    first = dealt.ingest(csv_of(*rows))
    assert first.reasons == {"price_unreadable": 1}
    body = workbook(dealt, first)
    again, _ = mended(body, {3: right_rows(3)[1]})
    assert dealt.ingest(again, "改正.xlsx").accepted == 1


def test_rejected_rows_are_nowhere_in_clear(dealt):
    secret = {"客户姓名": "张合成明月", "身份证号": "430800199001010012"}
    dealt.ingest(csv_of(right_rows(1)[0] | secret | {"联系电话": "13898765432"}))
    home = dealt.service.store.home
    dealt.service.close()
    kept = b"".join(path.read_bytes() for path in home.path.glob("voucher.duckdb*"))
    assert b"4308********0012" in kept
    for word in (*secret.values(), "13898765432", "合成明月"):
        assert word.encode() not in kept


def test_the_same_rows_are_sealed_anew_for_each_feed(dealt):
    for name in ("a", "b"):
        dealt.ingest(csv_of(right_rows(1)[0] | {"裸车价": "面议", "车型": name}))
    with dealt.service.store.read() as connection:
        rows = connection.execute("SELECT sealed FROM sealed_rejects").fetchall()
    assert len({sealed[:12] for (sealed,) in rows}) == 2


def test_rows_of_another_feed_or_key_are_not_opened(dealt):
    reports = [
        dealt.ingest(csv_of(right_rows(1)[0] | {"裸车价": "面议", "车型": name}))
        for name in ("a", "b")
    ]
    first, second = (report.feed_id for report in reports)

    def swap(writing):
        writing.connection.execute(
            "UPDATE sealed_rejects SET sealed ="
            " (SELECT sealed FROM sealed_rejects WHERE feed_id = ?) WHERE feed_id = ?",
            [first, second],
        )

    dealt.service.store.write("swap", swap)
    assert rejects_workbook(dealt.service, first).body
    with pytest.raises(HomeUnusable, match="无法解密"):
        rejects_workbook(dealt.service, second)


def test_only_the_dealer_that_sent_a_feed_gets_its_workbook(dealt):
    report = dealt.ingest(csv_of(right_rows(1)[0] | {"裸车价": "面议"}))
    stranger = Principal(name="d", role=Role.DEALER, dealer="D01")
    with pytest.raises(NotFound):
        rejects_workbook(dealt.service, report.feed_id, stranger)
    bureau = Principal(name="b", role=Role.BUREAU)
    assert rejects_workbook(dealt.service, report.feed_id, bureau).filename == (
        "feed-退回.xlsx"
    )


def test_a_feed_that_is_unknown_or_landed_wholly_has_no_workbook(dealt):
    report = dealt.ingest(csv_of(*right_rows(1)))
    for feed_id in (report.feed_id, "fed_nope", ""):
        with pytest.raises(NotFound):
            rejects_workbook(dealt.service, feed_id)


def test_a_workbook_is_the_same_bytes_each_time(dealt):
    report = dealt.ingest(csv_of(right_rows(1)[0] | {"裸车价": "面议"}))
    assert workbook(dealt, report) == workbook(dealt, report)


def test_a_return_that_fits_no_sale_is_sent_back_as_it_came(dealt):
    row = SALE | {"裸车价": "-113000", "发票号码": "00000009", "车架号": ""}
    row |= {"不含税价": "", "税额": "", "价税合计": "", "身份证号": ""}
    first = dealt.ingest(csv_of(row | {"原发票号码": "00000008"}))
    assert first.reasons == {"original_sale_unknown": 1}
    page = page_of(workbook(dealt, first))
    coloured = {
        page.cell(2, cell.column).value
        for cell in page[3]
        if cell.fill.fill_type == "solid"
    }
    assert coloured == {"原发票号码", "车架号", "发票号码"}
    assert "张合成" in cells_of(page)[2]


def test_a_register_is_sent_back_too(desk):
    first = desk.ingest(REGISTER.replace("91430800MA4L1A2B3K", "91430800MA4L1A2B3J"))
    assert first.reasons == {"uscc_invalid": 1}
    page = page_of(workbook(desk, first))
    assert cells_of(page)[2][1] == "91430800MA4L1A2B3J"
    assert page["B3"].fill.fgColor.rgb == RED


def test_every_reason_that_stops_a_row_colours_something(dealt):
    from voucher_service.feeds.corrections import corrections
    from voucher_service.feeds.rejects import RejectedSheet

    stopping = [c for c, t in FEED_REASONS.items() if t.severity is not Severity.NOTE]
    rows = pl.DataFrame({"row_no": [2]}, schema={"row_no": pl.Int32})
    bare = RejectedSheet("", (), (), rows)
    for code in stopping:
        for field in ("vin", "bare_price", "sold_on", "dealer_name", None):
            sheet = corrections(bare, [(code.value, field)])
            cells = [None] * len(sheet.sheet.columns)
            assert sheet.places((code.value, field), cells) or not cells
