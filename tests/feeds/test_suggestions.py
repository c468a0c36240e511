"""An unknown header is told beside the known one it resembles, and never used."""

import pytest

from voucher_service.feeds.suggestions import SUGGESTION, nearest_field
from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.model.errors import UnreadableInput

NEAR = [
    ("开票日其", "sold_on"),
    ("裸车价价", "bare_price"),
    ("车辆识别代码号", "vin"),
    ("经销商名", "dealer_name"),
    ("invoice_nmber", "invoice_number"),
    ("身份证件号码", "buyer_id"),
    ("车牌号码号", "plate_region"),
]
FAR = ["备注", "发动机号码", "交车日期", "旧车车牌号", "车牌颜色", "销售顾问",
       "颜色", "x", "", "说明一二三四五", "万元", "车架号" * 11]  # fmt: skip


@pytest.mark.parametrize(("header", "field"), NEAR)
def test_a_header_close_to_a_known_one_suggests_its_field(header, field):
    assert nearest_field(header)[0] == field


@pytest.mark.parametrize("header", FAR)
def test_what_resembles_nothing_or_is_known_to_be_something_else_suggests_none(header):
    assert nearest_field(header) is None


def test_headers_that_are_not_ours_are_no_fields_headers():
    known = {
        plain(word)
        for words in synonyms().fields.values()
        for word in (*words.exact, *words.loose)
    }

    assert not known.intersection(map(plain, synonyms().not_ours))


def test_a_suggestion_is_told_and_nothing_is_read_of_its_column(read, sale):
    reading = read(sale(车型=None, 品牌型号一="B2", 备注="x"))

    assert dict(reading.suggestions.schema) == SUGGESTION
    assert reading.suggestions.select("header", "field", "nearest").rows() == [
        ("品牌型号一", "model", "品牌型号")
    ]
    assert reading.accepted["model"].to_list() == [None]
    columns = dict(reading.columns.select("header", "field").iter_rows())
    assert columns["品牌型号一"] is None


def test_a_field_that_has_its_column_is_not_suggested_again(read, sale):
    assert read(sale(品牌型号一="B2")).suggestions.is_empty()


def test_a_header_that_lacks_a_field_is_told_which_column_may_be_meant(read, sale):
    with pytest.raises(UnreadableInput) as caught:
        read(sale(开票日期=None, 开票日其="2023-01-05"))

    message = caught.value.message
    assert "“开票日其”或为“开票日期”" in message.zh
    assert "开票日其 may be invoice date" in message.en
