"""No name, identity or phone number leaves this room in clear."""

import itertools
import json

import pytest

from tests.feeds.feed_rows import csv_of
from voucher_service.feeds.profile import Profile
from voucher_service.model.errors import UnreadableInput

NAME, NUMBER, PHONE = "张合成", "430800199001010011", "13812345678"
CLEAR = (NAME, NUMBER, PHONE)
REGISTER = Profile(unknown_dealers="register")


def _everything(reading):
    frames = (
        reading.accepted,
        reading.refused,
        reading.cancellations,
        reading.columns,
        reading.new_dealers,
        reading.notes,
        reading.suggestions,
    )
    return "\n".join(frame.write_json() for frame in frames)


@pytest.mark.parametrize(
    "broken", [{}, {"税额": "面议"}, {"身份证号": f"{NUMBER[:-1]}2"}]
)
def test_neither_accepted_nor_refused_rows_show_a_person(read, sale, broken):
    shown = _everything(read(sale(**broken)))

    assert not [clear for clear in (*CLEAR, *broken.values()) if clear in shown
                and clear != "面议"]  # fmt: skip
    assert "138****5678" in shown


FIELDS = ["经销商名称", "品牌", "车型", "区县", "单据编号", "发票代码", "车架号",
          "发票号码", "开票日期", "裸车价", "能源类型", "备注", "数据性质"]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "clear"), list(itertools.product(FIELDS, [NUMBER, PHONE, f"x{PHONE}y"]))
)
def test_numbers_that_strayed_into_any_column_are_masked(read, sale, header, clear):
    stray = sale(姓名=None) | {header: clear}
    both = read(stray, stray | {"税额": "面议"}, profile=REGISTER)

    shown = _everything(both)
    assert both.refused.height >= 1
    assert NUMBER not in shown
    assert PHONE not in shown


def test_columns_no_field_took_are_masked_if_they_speak_of_people(read, sale):
    row = sale(税额="面议", 紧急联系人="李合成", 客户名称=NAME, 家庭住址="永定区1号")

    cells = read(row).refused["cells"].item()
    for clear in ("李合成", NAME, "永定区1号"):
        assert clear not in cells
    assert '"紧急联系人":"李*"' in cells


BUYERS_AGAIN = [
    ("品牌", f"{NAME}自购", "张*自购"),
    ("车型", f"A1 {NAME}", "A1 张*"),
    ("备注", f"车主{NAME}来电", "车主张*来电"),
    ("备注", "联系人李四", "联系人李*"),
    ("备注", "介绍人：欧阳锋，已提车", "介绍人：欧*，已提车"),
    ("备注", "李四先生来取", "李*先生来取"),
    ("备注", "赠送脚垫", "赠送脚垫"),
    ("单据编号", "E12345678-2", "E****-2"),
    ("备注", "固话07448222222转", "固话074****2222转"),
]


@pytest.mark.parametrize(("header", "cell", "shown"), BUYERS_AGAIN)
def test_a_refused_row_names_its_buyer_in_no_other_column(
    read, sale, header, cell, shown
):
    own = {"身份证号": "E12345678", "联系电话": "07448222222", "税额": "面议"}
    reading = read(sale(**own) | {header: cell})

    cells = json.loads(reading.refused["cells"].item())
    assert cells[header] == shown


def test_a_company_that_buys_is_no_person(read, sale):
    own = "张家界合成甲汽车销售有限公司"
    reading = read(sale(客户姓名=own, 税额="面议"))

    assert json.loads(reading.refused["cells"].item())["经销商名称"] == own


def test_a_noted_cell_names_no_buyer(read, sale):
    reading = read(sale(区县=f"{NAME}家"))

    assert reading.notes["found"].to_list() == ["张*家"]


def test_a_file_without_a_header_shows_no_buyer(read, sale):
    row = sale()
    with pytest.raises(UnreadableInput) as caught:
        read(",".join(row.values()) + "\n")

    said = str(caught.value.message)
    assert not [clear for clear in CLEAR if clear in said]
    assert "永定区" in said


def test_a_row_that_slipped_sideways_shows_no_name_under_another_header(read, sale):
    row = sale()
    slipped = ["1", "2", *list(row.values())[1:]]
    text = ",".join(row) + "\n" + ",".join(slipped) + "\n"

    reading = read(text)
    assert "cells_beyond_header" in reading.refused["reasons"].item()
    assert not [clear for clear in CLEAR if clear in _everything(reading)]


def test_what_strayed_into_a_noted_cell_is_masked(read, sale):
    reading = read(f"2023年1月台账\n{csv_of(sale(开票日期='1月5日', 车型=PHONE))}")
    mixed = read(sale(裸车价="11.3万"), sale(发票号码="1", 联系电话=PHONE))

    assert reading.notes["found"].to_list() == ["1月5日"]
    assert mixed.notes["found"].to_list() == ["11.3万"]
    assert PHONE not in _everything(reading)
    assert PHONE not in _everything(mixed)


def test_the_same_buyer_has_the_same_key_however_written(read, sale):
    one = read(sale()).accepted
    same = read(sale(身份证号=f"'{NUMBER} ", 联系电话="+86 138-1234-5678")).accepted
    other = read(sale(身份证号="43080019850715232X", 联系电话="13812345679")).accepted

    for column in ("buyer_key", "phone_key"):
        assert one[column].item() == same[column].item() != other[column].item()
        assert len(one[column].item()) == 32
    assert one["buyer_id_masked"].item() == "4308********0011"
    assert one["buyer_name_masked"].item() == "张*"


def test_a_vin_is_shown_as_it_is(read, sale):
    vin = "1GB13812345678ABC"

    assert vin in read(sale(车架号=vin, 税额="面议")).refused["cells"].item()


OWN_BUYER = [
    ("品牌", f"{NAME}自购", "brand", "张*自购"),
    ("车型", f"A1 {NAME}", "model", "A1 张*"),
    ("车型", "A1 E12345678", "model", "A1 E****"),
    ("区县", f"{NAME}家", "district", "张*家"),
]


@pytest.mark.parametrize(("header", "cell", "column", "kept"), OWN_BUYER)
def test_an_accepted_row_keeps_its_buyer_in_no_other_column(
    read, sale, header, cell, column, kept
):
    reading = read(sale(身份证号="E12345678") | {header: cell})

    assert reading.accepted[column].item() == kept


def test_a_known_district_stays_though_a_buyer_is_called_like_it(read, sale):
    plain = read(sale()).accepted["district"].item()
    named = read(sale(姓名=plain[:2]))

    assert named.accepted["district"].item() == plain


PLATE, OLD_PLATE = "湘G8K6D7", "湘G·D54321"
# (header, cell of a row with this plate, what a refused row shows of it)
PLATES = [
    ("车牌号", PLATE, "湘G*****"),
    ("号牌号码", f" {PLATE.lower()}", "湘g*****"),
    ("车牌", "8K6D7", "8*****"),
    ("旧车车牌号", OLD_PLATE, "湘*"),
    ("备注", f"车牌{PLATE}，旧车{OLD_PLATE}", "车牌湘G*****，旧车湘G*****"),
    ("车型", PLATE, "湘G*****"),
    ("单据编号", PLATE, "湘G*****"),
]


@pytest.mark.parametrize(("header", "cell", "shown"), PLATES)
def test_no_plate_leaves_in_clear(read, sale, header, cell, shown):
    row = sale() | {header: cell}
    reading = read(row, row | {"税额": "面议", "发票号码": "1"})

    assert (reading.accepted.height, reading.refused.height) == (1, 1)
    assert json.loads(reading.refused["cells"].item())[header] == shown
    told = _everything(reading).upper()
    assert not [clear for clear in ("8K6D7", "54321") if clear in told]


def test_a_plate_that_its_row_says_again_is_masked_there(read, sale):
    row = sale(车型=f"A1 {PLATE}", 主管税务机关=f"{PLATE}分局") | {"车牌": PLATE}
    reading = read(row, row | {"税额": "面议", "发票号码": "1"})

    accepted = reading.accepted.row(0, named=True)
    assert (accepted["model"], accepted["tax_authority"]) == (
        "A1 湘G*****",
        "湘G*****分局",
    )
    assert PLATE not in _everything(reading)


def test_a_plate_nobody_can_read_is_noted_without_it(read, sale):
    reading = read(sale() | {"车牌": f"{PLATE}{PLATE}"})

    assert reading.notes.select("code", "found").rows() == [
        ("plate_malformed", "湘G*****")
    ]


def test_a_file_without_a_header_shows_no_plate(read, sale):
    row = sale(车型=f"A1{PLATE}") | {"车牌": PLATE}
    with pytest.raises(UnreadableInput) as caught:
        read(",".join(row.values()) + "\n")

    assert PLATE not in str(caught.value.message)


def test_a_return_shows_no_plate(read, sale):
    row = sale(
        退车日期="2023-01-06", 裸车价=None, 不含税价=None, 税额=None, 价税合计=None
    )
    reading = read(row | {"车牌": PLATE, "备注": PLATE})

    assert reading.cancellations.height == 1
    assert PLATE not in _everything(reading)
