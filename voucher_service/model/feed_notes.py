"""What is noted of rows of a feed that land all the same."""

from voucher_service.model.reason_codes import FeedReason, ReasonText, Severity, stated

NOTES: dict[FeedReason, ReasonText] = {
    FeedReason.VIN_CHECK_DIGIT_FOREIGN: stated(
        "进口车架号的第9位校验码不符，境外厂商不一定采用校验码",
        "The ninth character of a VIN from abroad is not its check digit, which makers "
        "there need not use",
        ("核对易混字符 0/O、1/I、8/B、5/S", "Compare confusable characters: 0/O, 8/B"),
        Severity.NOTE,
    ),
    FeedReason.INVOICE_CODE_USED_CAR: stated(
        "发票代码属于二手车销售统一发票，该行却按新车上报",
        "The invoice code is that of a used car's invoice, the row tells of a new car",
        ("核对发票种类和新旧", "Check the kind of invoice and whether the car is new"),
        Severity.NOTE,
    ),
    FeedReason.REPORTED_LATE: stated(
        "上报时距开票日期已超过规定天数",
        "The sale was reported later than the days allowed after its invoice",
        ("今后请按期报送", "Report in time from now on"),
        Severity.NOTE,
    ),
    FeedReason.BUYER_ID_UNKNOWN_KIND: stated(
        "证件号码不像任何一种证件",
        "The identity number fits no kind of document",
        (
            "填写身份证、护照、通行证、军官证或单位信用代码的完整号码",
            "Give the whole number of an ID card, passport, permit, officer's card or "
            "the credit code of a company",
        ),
        Severity.NOTE,
    ),
    FeedReason.PHONE_DAMAGED: stated(
        "电话号码被表格软件存成科学计数法，后几位已经丢失",
        "A spreadsheet stored the phone number as a number: its last digits are lost",
        (
            "将该列设为文本格式后从原系统重新导出",
            "Format the column as text and export it again from the source",
        ),
        Severity.NOTE,
    ),
    FeedReason.PHONE_MALFORMED: stated(
        "电话号码既不是11位手机号，也不是固定电话",
        "The phone number is neither a mobile number of 11 digits nor a landline",
        ("核对后填写一个号码", "Check it and give one number"),
        Severity.NOTE,
    ),
    FeedReason.DISTRICT_UNKNOWN: stated(
        "区县不在本地区划之内，已按原文保留",
        "The district is none of this place; the text was kept as it is",
        (
            "填写区县名称或六位区划代码，如 永定区 或 430802",
            "Write the district's name or its six-digit code, e.g. 永定区 or 430802",
        ),
        Severity.NOTE,
    ),
    FeedReason.ENERGY_UNKNOWN: stated(
        "能源类型无法归入已知的几类，按未填写处理",
        "The kind of energy is none that is known and was read as if it were not given",
        (
            "填写 汽油、柴油、纯电动、插电混动、增程、油电混动 之一",
            "Write one of petrol, diesel, BEV, PHEV, EREV, HEV",
        ),
        Severity.NOTE,
    ),
    FeedReason.CONDITION_UNKNOWN: stated(
        "新旧一栏的写法无法识别，未能判断是否新车",
        "The word for new or used is not known, so the sale counts as neither",
        (
            "填写 新车 或 二手车；已上过牌的试驾车属二手车",
            "Write 新车 (new) or 二手车 (used); a demonstrator that was registered is "
            "a used car",
        ),
        Severity.NOTE,
    ),
    FeedReason.DATE_NOT_USED: stated(
        "该日期无法识别、晚于收件日或过早，按未填写处理",
        "The date cannot be read, is yet to come or too long ago, and was read as if "
        "it were not given",
        ("更正日期，写成 2023-01-05", "Correct the date; write it like 2023-01-05"),
        Severity.NOTE,
    ),
    FeedReason.BUYER_KIND_UNKNOWN: stated(
        "客户类型的写法无法识别，按证件号码判断个人或单位",
        "The kind of buyer is none that is known; it was told by the identity number",
        ("填写 个人 或 单位", "Write 个人 (a person) or 单位 (an organisation)"),
        Severity.NOTE,
    ),
    FeedReason.BUYER_KIND_CONTRADICTED: stated(
        "客户类型与证件号码不符（如写个人，号码却是单位信用代码），以客户类型为准",
        "The kind of buyer contradicts the identity number (a person with a company's "
        "credit code); the kind was taken as it is stated",
        (
            "核对购买方是个人还是单位，并更正其中一项",
            "Check whether a person or an organisation bought the car; correct one",
        ),
        Severity.NOTE,
    ),
    FeedReason.VEHICLE_USE_UNKNOWN: stated(
        "使用性质的写法无法识别，按未填写处理",
        "The use of the car is none that is known and was read as if it were not given",
        (
            "按行驶证填写，如 非营运、出租客运、租赁",
            "Write it as in the licence: 非营运 (non-commercial), 租赁 (rental)",
        ),
        Severity.NOTE,
    ),
    FeedReason.SEATS_UNREADABLE: stated(
        "限乘人数不是1到99的整数，按未填写处理",
        "The number of seats is no whole number from 1 to 99 and was read as if it "
        "were not given",
        ("只填数字，如 5", "Write the number alone, e.g. 5"),
        Severity.NOTE,
    ),
    FeedReason.EMISSION_STAGE_UNKNOWN: stated(
        "排放标准的写法无法识别，按未填写处理",
        "The emission standard is none that is known and was read as if it were not "
        "given",
        ("填写 国一 至 国六，如 国六b", "Write 国一 to 国六, e.g. 国六b"),
        Severity.NOTE,
    ),
    FeedReason.DISPLACEMENT_UNREADABLE: stated(
        "排量无法识别，按未填写处理",
        "The displacement cannot be read and was taken as if it were not given",
        ("填写升数或毫升数，如 1.5L 或 1498ml", "Write it like 1.5L or 1498ml"),
        Severity.NOTE,
    ),
    FeedReason.PLATE_MALFORMED: stated(
        "车牌号的写法无法识别，按未填写处理",
        "The plate is none that is known and was read as if it were not given",
        (
            "填写号牌号码，如 湘G12345；本系统只保留前两位",
            "Write the plate like 湘G12345; only its first two characters are kept",
        ),
        Severity.NOTE,
    ),
    FeedReason.OLD_DISPOSAL_UNKNOWN: stated(
        "旧车处置方式无法识别，或各栏说法不一，按未填写处理",
        "What became of the old car is unclear, or columns contradict each other; it "
        "was read as if it were not given",
        (
            "填写 报废、转让 或 无旧车",
            "Write 报废 (scrapped), 转让 (transferred) or 无旧车 (no old car)",
        ),
        Severity.NOTE,
    ),
    FeedReason.OLD_FUEL_UNKNOWN: stated(
        "旧车燃料种类无法识别，按未填写处理",
        "The old car's fuel is none that is known and was read as if it were not given",
        (
            "填写 汽油、柴油 或 新能源",
            "Write 汽油 (petrol), 柴油 (diesel) or 新能源 (new-energy)",
        ),
        Severity.NOTE,
    ),
    FeedReason.TEXT_BECAME_DATE: stated(
        "本格疑似被表格软件改成了日期（如 9-5 变成 5-Sep），原来的内容已经丢失",
        "A spreadsheet seems to have made a date of this cell (9-5 became 5-Sep):"
        " what it said is lost",
        (
            "先将该列设为文本格式，再重新填写原来的内容",
            "Make the column text first, then enter what stood there again",
        ),
        Severity.NOTE,
    ),
    FeedReason.AMOUNT_UNIT_MIXED: stated(
        "本格自带的金额单位与本列不同，已按自带单位换算",
        "The cell states another unit than its column and was read in its own",
        (
            "核对金额；请统一全列单位，并写在表头",
            "Check the amount; use one unit in the column and write it in the header",
        ),
        Severity.NOTE,
    ),
    FeedReason.DATE_YEAR_INFERRED: stated(
        "日期没有年份，已按表题所列期间或相邻行补上",
        "The date has no year; it was taken from the title's period or the rows "
        "beside it",
        ("核对年份；请写全，如 2023-01-05", "Check the year; write it like 2023-01-05"),
        Severity.NOTE,
    ),
    FeedReason.HIDDEN_IN_FILE: stated(
        "该列、该行或工作表在文件中被隐藏或筛掉，内容已照常读取",
        "The column, row or sheet is hidden in the file; it was read all the same",
        (
            "确认隐藏内容应当上报，否则删去后重新发送",
            "Make sure it is meant to be reported, or delete it and send again",
        ),
        Severity.NOTE,
    ),
}
