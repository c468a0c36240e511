"""What campaigns may ask of is read from the columns that tell of it, or is null."""

from datetime import date

import pytest

from tests.feeds.corpus import lines, sales, table, text
from tests.feeds.corpus_books import xlsx
from tests.feeds.corpus_facts import FACTS, ODD, grouped
from voucher_service.model.frames import LATER_FACTS, SaleRow
from voucher_service.model.kinds import BuyerKind, OldDisposal, OldFuel, VehicleUse

DAY = date(2022, 12, 20)
# (field, headers it goes by)
HEADERS = [
    ("contract_on", ["订单日期", "合同日期", "签约日期", "下定日期", "Order Date"]),
    ("registered_on", ["注册日期", "初登日期", "上牌日期", "行驶证日期"]),
    ("applied_on", ["申领日期", "申报日期", "application_date"]),
    ("old_registered_on", ["旧车注册登记日期", "旧车初登日期", "报废车注册日期"]),
    ("old_disposed_on", ["报废日期", "旧车转让日期", "旧车过户日期"]),
]
SPELLINGS = [(field, header) for field, headers in HEADERS for header in headers]


@pytest.mark.parametrize(("field", "header"), SPELLINGS)
def test_a_day_is_known_by_any_of_its_headers(read, field, header):
    accepted = read(text({header: "2022年12月20日"})).accepted

    assert accepted[field].to_list() == [DAY]
    others = set(LATER_FACTS) - {field, "buyer_kind", "buyer_age"}
    assert accepted.select(others).null_count().row(0) == (1,) * len(others)


# (cells, what they become)
DAYS = [
    ({"注册日期": "2023-01-10"}, date(2023, 1, 10)),
    ({"注册日期": "2023-01-11"}, None),
    ({"注册日期": "1990-01-01"}, date(1990, 1, 1)),
    ({"注册日期": "1989-12-31"}, None),
    ({"注册日期": "44915"}, DAY),
    ({"注册日期": "待上牌"}, None),
    ({"注册日期": "-"}, None),
]


@pytest.mark.parametrize(("cells", "day"), DAYS)
def test_a_day_that_cannot_be_is_none_and_its_row_lands(read, cells, day):
    reading = read(text(cells))

    assert reading.accepted["registered_on"].to_list() == [day]
    noted = day is None and cells["注册日期"] != "-"
    assert reading.notes["code"].to_list() == ["date_not_used"] * noted


@pytest.mark.parametrize(("cell", "day"), [("1950-01-01", date(1950, 1, 1)),
                                           ("1949-12-31", None)])  # fmt: skip
def test_an_old_car_may_be_old(read, cell, day):
    accepted = read(text({"旧车注册日期": cell})).accepted

    assert accepted["old_registered_on"].to_list() == [day]


def test_a_day_without_a_year_has_that_of_the_title(read):
    reading = read(text({"订车日期": "12月20日"}, above="2022年12月台账\n"))

    assert reading.accepted["contract_on"].to_list() == [DAY]
    assert reading.notes.select("code", "field").rows() == [
        ("date_year_inferred", "contract_on")
    ]


# (header, column, cells and what each becomes; a cell without a value is noted)
VALUES = [
    ("限乘人数", "seats", {"5": 5, "7座": 7, "5人": 5, "限乘5人": 5, "5.0": 5, "５": 5,
                           "1": 1, "99": 99, "0": None, "100": None, "5+2": None}),
    ("座位数(座)", "seats", {"5": 5}),
    ("核定载客", "seats", {"9": 9}),
    ("排放标准", "emission_stage",
     {"国六": 6, "国VI": 6, "国Ⅵ": 6, "国6b": 6, "国Ⅵ(B)": 6, "国六A": 6, "国 5": 5,
      "国Ⅳ": 4, "国三": 3, "国III": 3, "国II": 2, "国I": 1, "6": 6, "VIb": 6, "六": 6,
      "国家第六阶段": 6, "GB18352.6-2016国VI": 6, "GB18352.6-2016": 6,
      "GB18352.5-2013": 5, "欧VI": None, "国七": None, "国1V": None, "国VII": None,
      "国五/国六": None, "GB18352.3-2005": None}),
    ("排量", "displacement_ml",
     {"1.5L": 1500, "1.5T": 1500, "1498ml": 1498, "1.998": 1998, "1498": 1498,
      "1,498cc": 1498, "2.0 升": 2000, "1498毫升": 1498, "20": 20_000, "50": 50,
      "0": 0, "纯电动": 0, "21": None, "49": None, "1498L": None, "1.5L/2.0L": None,
      "9" * 5000: None}),
    ("排量(ml)", "displacement_ml", {"1498": 1498}),
    ("排量(L)", "displacement_ml", {"1.5": 1500}),
    ("使用性质", "vehicle_use",
     {"非营运": VehicleUse.NON_COMMERCIAL, "家庭自用": VehicleUse.NON_COMMERCIAL,
      "营转非": VehicleUse.NON_COMMERCIAL, "营运": VehicleUse.COMMERCIAL,
      "出租客运": VehicleUse.COMMERCIAL, "租赁": VehicleUse.COMMERCIAL,
      "预约出租客运": VehicleUse.COMMERCIAL, "其他": None}),
    ("是否营运", "vehicle_use",
     {"是": VehicleUse.COMMERCIAL, "否": VehicleUse.NON_COMMERCIAL}),
    ("旧车燃料", "old_fuel",
     {"汽油": OldFuel.PETROL, "柴油车": OldFuel.DIESEL, "新能源": OldFuel.NEV,
      "纯电动": OldFuel.NEV, "燃油": None}),
    ("旧车处置方式", "old_disposal",
     {"报废": OldDisposal.SCRAPPED, "转让": OldDisposal.TRANSFERRED,
      "置换": OldDisposal.TRANSFERRED, "无旧车": OldDisposal.NONE, "是": None}),
    ("置换类型", "old_disposal",
     {"报废更新": OldDisposal.SCRAPPED, "置换更新": OldDisposal.TRANSFERRED,
      "新购": OldDisposal.NONE}),
    ("是否报废", "old_disposal",
     {"是": OldDisposal.SCRAPPED, "否": OldDisposal.NONE}),
    ("是否置换", "old_disposal",
     {"是": OldDisposal.TRANSFERRED, "否": OldDisposal.NONE, "可能": None}),
    ("是否以旧换新", "old_disposal", {"是": None, "否": OldDisposal.NONE}),
    ("客户类型", "buyer_kind",
     {"个人": BuyerKind.PERSON, "自然人": BuyerKind.PERSON}),
    ("车牌", "plate_region",
     {"湘G12345": "湘G", "湘G·D12345": "湘G", "湘gd12345": "湘G", "湘Ｇ 12345": "湘G",
      "湘G1234学": "湘G", "湘G": "湘G", "湘G****5": "湘G", "新A12345": "新A",
      "G12345": None, "WJ湘12345": None, "张合成": None}),
    ("号牌号码", "plate_region", {"川A12345": "川A"}),
]  # fmt: skip
CELLS = [
    pytest.param(header, column, cell, value, id=f"{header} {cell[:20]}")
    for header, column, cells in VALUES
    for cell, value in cells.items()
]


@pytest.mark.parametrize(("header", "column", "cell", "value"), CELLS)
def test_a_fact_is_read_as_people_write_it_or_noted(read, header, column, cell, value):
    reading = read(text({header: cell}))

    SaleRow.validate(reading.accepted)
    assert reading.accepted[column].to_list() == [value]
    assert reading.notes["field"].to_list() == [column] * (value is None)


NOTHING = [
    ("排放标准", "emission_stage", "纯电动"),
    ("排放标准", "emission_stage", "不适用"),
    ("车牌", "plate_region", "未上牌"),
    ("车牌", "plate_region", "临牌"),
    *[(header, column, cell) for header, column, _ in VALUES for cell in ("", "/")
      if column != "buyer_kind"],
]  # fmt: skip


@pytest.mark.parametrize(("header", "column", "cell"), NOTHING)
def test_a_cell_that_says_there_is_nothing_is_not_noted(read, header, column, cell):
    reading = read(text({header: cell}))

    assert reading.accepted[column].to_list() == [None]
    assert reading.notes.is_empty()


# (cells of columns side by side, what became of the old car, whether it is noted)
DISPOSALS = [
    ({"是否报废": "是", "是否置换": "否"}, OldDisposal.SCRAPPED, False),
    ({"是否报废": "否", "是否置换": "是"}, OldDisposal.TRANSFERRED, False),
    ({"是否报废": "否", "是否置换": "否"}, OldDisposal.NONE, False),
    ({"是否报废": "", "是否置换": "否"}, OldDisposal.NONE, False),
    ({"是否报废": "是", "是否置换": "是"}, None, True),
    ({"是否以旧换新": "是", "旧车处置方式": "报废"}, OldDisposal.SCRAPPED, False),
    ({"是否以旧换新": "是", "旧车处置方式": ""}, None, True),
    ({"是否以旧换新": "是", "旧车处置方式": "无旧车"}, None, True),
    ({"是否报废": "是", "旧车处置方式": "？？"}, OldDisposal.SCRAPPED, True),
]


@pytest.mark.parametrize(("cells", "became", "noted"), DISPOSALS)
def test_columns_side_by_side_tell_of_one_old_car(read, cells, became, noted):
    reading = read(text(cells))

    assert reading.accepted["old_disposal"].to_list() == [became]
    assert reading.notes["code"].to_list() == ["old_disposal_unknown"] * noted


NAME = "国家税务总局张家界市永定区税务局"
# (cells, the tax office)
OFFICES = [
    ({"主管税务机关代码": "14308020000"}, "14308020000"),
    ({"主管税务机关代码": "14308020000.0"}, "14308020000"),
    ({"主管税务机关代码": "15101040000"}, "15101040000"),
    ({"主管税务机关代码": "15101041234"}, "151****1234"),
    ({"主管税务机关代码": "13812345600"}, "138****5600"),
    ({"主管税务机关": NAME}, NAME),
    ({"主管税务机关": "14308020000"}, "14308020000"),
    ({"主管税务机关及代码": f"{NAME} 14308020000"}, "14308020000"),
    ({"主管税务机关": NAME, "主管税务机关代码": "14308020000"}, "14308020000"),
    ({"主管税务机关": "14308020000", "主管税务机关代码": ""}, "14308020000"),
    ({"主管税务机关": NAME, "主管税务机关代码": ""}, NAME),
    ({"主管税务机关": "", "主管税务机关代码": "—"}, None),
]


@pytest.mark.parametrize(("cells", "office"), OFFICES)
def test_a_tax_office_is_known_by_its_code_or_else_its_name(read, cells, office):
    assert read(text(cells)).accepted["tax_authority"].to_list() == [office]


def resident(birthday: str) -> str:
    """A resident ID of this birthday with the right check digit; no such area is."""
    digits = f"430800{birthday}001"
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, weights, strict=True)
    )
    return digits + "10X98765432"[total % 11]


# (birthday, sold on, full years)
AGES = [
    ("19900105", "2023-01-05", 33),
    ("19900106", "2023-01-05", 32),
    ("20050105", "2023-01-05", 18),
    ("20050106", "2023-01-05", 17),
    ("20040229", "2022-02-28", 17),
    ("20040229", "2022-03-01", 18),
    ("20230105", "2023-01-05", 0),
    ("20230106", "2023-01-05", None),
]


@pytest.mark.parametrize(("birthday", "sold_on", "years"), AGES)
def test_a_birthday_counts_on_the_day_itself(read, birthday, sold_on, years):
    cells = {"身份证号": resident(birthday), "开票日期": sold_on}
    accepted = read(text(cells)).accepted

    assert accepted["buyer_age"].to_list() == [years]
    assert birthday not in accepted.write_json()


CODE = "91430800MA4L1A2B3K"
# (kind stated, number, kind, whether they contradict each other)
BUYERS = [
    (None, resident("19900101"), BuyerKind.PERSON, False),
    (None, CODE, BuyerKind.COMPANY, False),
    (None, "12345678-9", BuyerKind.COMPANY, False),
    (None, "E12345678", BuyerKind.PERSON, False),
    (None, "H1234567890", BuyerKind.PERSON, False),
    (None, "南字第01234567号", BuyerKind.PERSON, False),
    (None, "430800900101001", None, False),
    (None, "", None, False),
    (None, "4308********0011", None, None),
    ("单位", "", BuyerKind.COMPANY, False),
    ("老客户", CODE, BuyerKind.COMPANY, False),
    ("", CODE, BuyerKind.COMPANY, False),
    ("甲类", CODE, BuyerKind.COMPANY, None),
    ("单位", CODE, BuyerKind.COMPANY, False),
    ("个人", CODE, BuyerKind.PERSON, True),
    ("单位", resident("19900101"), BuyerKind.COMPANY, True),
    ("个体工商户", CODE, BuyerKind.COMPANY, False),
]


@pytest.mark.parametrize(("stated", "number", "kind", "contradicted"), BUYERS)
def test_a_buyer_is_what_the_row_says_or_else_what_the_number_is(
    read, stated, number, kind, contradicted
):
    reading = read(
        text({"身份证号": number} | ({} if stated is None else {"客户类型": stated}))
    )

    assert reading.accepted["buyer_kind"].to_list() == [kind]
    if contradicted is not None:
        noted = ["buyer_kind_contradicted"] * contradicted
        assert reading.notes["code"].to_list() == noted


def test_a_resident_id_that_could_be_a_credit_code_is_a_persons(read):
    ids = [resident(f"1990{month:02}{day:02}") for month in range(1, 13)
           for day in range(1, 29)]  # fmt: skip
    accepted = read(text(*({"身份证号": number} for number in ids))).accepted

    assert set(accepted["buyer_kind"]) == {"person"}


def test_a_file_without_any_of_it_has_no_fact_but_of_its_buyers(read, sale):
    accepted = read(sale(身份证号=None)).accepted

    SaleRow.validate(accepted)
    assert accepted.select(LATER_FACTS).null_count().row(0) == (1,) * len(LATER_FACTS)


ALL = table(sales(FACTS, ODD))


@pytest.mark.parametrize("content", [lines(*ALL), xlsx(("台账", ALL))])
def test_all_facts_of_a_row_stand_side_by_side(read, content):
    reading = read(content)

    assert reading.accepted.select(LATER_FACTS).row(0) == (
        date(2022, 12, 20),
        date(2023, 1, 6),
        date(2023, 1, 7),
        "person",
        33,
        "non_commercial",
        5,
        6,
        1500,
        "14308020000",
        "湘G",
        "scrapped",
        "petrol",
        date(2009, 6, 30),
        date(2022, 12, 30),
    )
    assert set(reading.notes["row_no"]) == {3}
    assert set(reading.notes["field"]) == set(LATER_FACTS) - {
        "buyer_age",
        "tax_authority",
    }


@pytest.mark.parametrize("content", [lines(*grouped()), xlsx(("台账", grouped()))])
def test_a_group_about_the_old_car_tells_of_the_old_car_alone(read, content):
    reading = read(content)

    old = reading.accepted.select(
        *("old_registered_on", "old_fuel", "old_disposal", "old_disposed_on"),
        *("registered_on", "plate_region"),
    )
    assert old.row(0) == (
        *(date(2010, 5, 1), "diesel", "transferred", date(2023, 1, 2)),
        *(None, None),
    )
    assert "54321" not in reading.accepted.write_json()


def test_a_sale_told_twice_with_other_facts_waits_for_a_person(read):
    rows = sales({"限乘人数": "5"}, {"限乘人数": "7"})
    rows[1] |= {"发票号码": rows[0]["发票号码"], "单据编号": rows[0]["单据编号"]}

    reading = read(lines(*table(rows)))
    assert reading.refused["reasons"].to_list() == [["identity_conflict"]] * 2


def test_a_profile_may_assume_a_fact_of_every_row(read):
    assumed = "{seats: '5', old_disposal: 无旧车, tax_authority: '14308020000'}"
    accepted = read(text({}), profile=f"assume: {assumed}").accepted

    told = accepted.select("seats", "old_disposal", "tax_authority")
    assert told.rows() == [(5, "none", "14308020000")]
