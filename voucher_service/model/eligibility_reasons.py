"""What is said of sales that earn no voucher, or not yet."""

from voucher_service.model.reason_codes import (
    EligibilityReason,
    ReasonText,
    Severity,
    stated,
)

_told: dict[EligibilityReason, ReasonText] = {
    EligibilityReason.SALE_CANCELLED: stated(
        "该销售已退车或其发票已红冲",
        "The sale was taken back",
        (
            "重新开票的，请上报新发票",
            "Where a new invoice was made out, report it",
        ),
    ),
    EligibilityReason.SALE_SET_ASIDE: stated(
        "经人工认定，该车由另一家经销商售出",
        "A person found that another dealer sold this car",
        ("有异议的，请向商务局提供发票", "To object, show the bureau the invoice"),
    ),
    EligibilityReason.IDENTITY_REQUIRED: stated(
        "缺少活动条款要求的识别项",
        "An identity that the terms require is missing",
        ("补报车架号等识别项", "Report the missing identity, such as the VIN"),
    ),
    EligibilityReason.VALUE_MISSING: stated(
        "缺少条款判断所需的数据",
        "A value that a rule needs is missing",
        ("补报该数据后重新判定", "Report the value; the sale is decided again"),
    ),
    EligibilityReason.SOLD_BEFORE_START: stated(
        "开票日期早于活动开始日",
        "The car was sold before the campaign began",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.SOLD_AFTER_END: stated(
        "开票日期晚于活动截止日",
        "The car was sold after the campaign ended",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.NOT_NEW: stated(
        "不是新车",
        "The car is not new",
        ("仅新车可享受", "Only a new car earns the voucher"),
    ),
    EligibilityReason.NOT_USED: stated(
        "不是二手车",
        "The car is not a used one",
        ("仅二手车可享受", "Only a used car earns the voucher"),
    ),
    EligibilityReason.PRICE_BELOW_FLOOR: stated(
        "价格低于活动门槛",
        "The price is below the campaign's floor",
        ("如金额有误，请经销商更正上报", "If it is wrong the dealer corrects it"),
    ),
    EligibilityReason.VEHICLE_IN_CONFLICT: stated(
        "两家以上经销商上报了同一车架号，待人工认定",
        "Two or more dealers report this vehicle; a person must resolve it",
        (
            "由商务局核对发票后认定；录错车架号的经销商请更正后重新上报",
            "The bureau resolves it from the invoices; a dealer who mistyped the VIN "
            "sends the row again, corrected",
        ),
        Severity.REVIEW,
    ),
    EligibilityReason.VEHICLE_ALREADY_COUNTED: stated(
        "该车架号已有一笔更早的合格销售",
        "An earlier sale of this vehicle already counts",
        (
            "一车一券；如系误报，请按原发票号码更正后重新上报",
            "One voucher a vehicle; send a mistaken row again, corrected, "
            "under its invoice number",
        ),
    ),
    EligibilityReason.CONTRACT_OUTSIDE_WINDOW: stated(
        "合同（订单）日期不在规定期间内",
        "The contract's day lies outside the days allowed",
        ("如日期有误，请经销商更正上报", "If the day is wrong the dealer corrects it"),
    ),
    EligibilityReason.REGISTERED_OUTSIDE_WINDOW: stated(
        "注册登记（上牌）日期不在规定期间内",
        "The car was registered outside the days allowed",
        (
            "上牌后或日期更正后由经销商补报",
            "The dealer reports it once registered, or corrects the day",
        ),
    ),
    EligibilityReason.APPLIED_OUTSIDE_WINDOW: stated(
        "申领日期不在规定期间内",
        "The application lies outside the days allowed",
        ("不在申领期内，无法补救", "Outside the days of application; nothing mends it"),
    ),
    EligibilityReason.USE_NOT_COVERED: stated(
        "车辆使用性质不在活动范围内",
        "The car's use is not covered",
        (
            "如使用性质有误，请经销商更正上报",
            "If the use is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.SEATS_NOT_COVERED: stated(
        "车辆座位数不在活动范围内",
        "The car's number of seats is not covered",
        (
            "如座位数有误，请经销商更正上报",
            "If the number is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.EMISSION_BELOW_STAGE: stated(
        "车辆排放标准低于活动要求",
        "The car's emission standard is below the one required",
        (
            "如排放标准有误，请经销商更正上报",
            "If the standard is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.DISPLACEMENT_ABOVE_LIMIT: stated(
        "车辆排量超过活动上限",
        "The engine's displacement is above the limit",
        (
            "如排量有误，请经销商更正上报",
            "If the displacement is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.ENERGY_NOT_COVERED: stated(
        "车辆能源类型不在活动范围内",
        "The car's kind of energy is not covered",
        (
            "如能源类型有误，请经销商更正上报",
            "If the kind is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.BUYER_KIND_NOT_COVERED: stated(
        "购车人类型（个人或单位）不在活动范围内",
        "This kind of buyer is not covered",
        ("仅限条款所列购车人", "Only the buyers that the terms name are covered"),
    ),
    EligibilityReason.BUYER_AGE_NOT_COVERED: stated(
        "购车人年龄不在活动范围内",
        "The buyer's age is not covered",
        ("仅限条款所列年龄", "Only the ages that the terms name are covered"),
    ),
    EligibilityReason.DISTRICT_NOT_COVERED: stated(
        "销售所属区县不在活动范围内",
        "The sale's district is not covered",
        (
            "如区县有误，请经销商更正上报",
            "If the district is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.TAX_AUTHORITY_NOT_COVERED: stated(
        "发票的主管税务机关不在活动范围内",
        "The invoice's tax authority is not covered",
        (
            "如主管税务机关有误，请经销商更正上报",
            "If the authority is wrong the dealer corrects it",
        ),
    ),
    EligibilityReason.PLATE_NOT_COVERED: stated(
        "车辆号牌归属地不在活动范围内",
        "The car's plate is of a place that is not covered",
        (
            "在规定地区上牌后由经销商补报",
            "The dealer reports the plate once it is of a place covered",
        ),
    ),
    EligibilityReason.DEALER_NOT_LISTED: stated(
        "经销商不在活动名单内",
        "The dealer is not on the campaign's list",
        ("须在名单内经销商处购车", "The car has to be bought from a listed dealer"),
    ),
    EligibilityReason.OLD_VEHICLE_NOT_COVERED: stated(
        "旧车的处置方式、处置日期或注册日期不符合条款",
        "The old car's disposal or its days do not meet the terms",
        (
            "如旧车信息有误，请经销商更正上报",
            "If the old car's facts are wrong the dealer corrects them",
        ),
    ),
    EligibilityReason.PRICE_OUTSIDE_TIERS: stated(
        "价格不在任何一档之内",
        "The price lies in none of the tiers",
        ("如金额有误，请经销商更正上报", "If it is wrong the dealer corrects it"),
    ),
    EligibilityReason.COUNTED_ELSEWHERE: stated(
        "该车或购车人已享受不可叠加的其他活动",
        "This vehicle or buyer is counted in a campaign that excludes this one",
        (
            "不可叠加；原活动资格取消后重新判定",
            "The two exclude each other; it is decided again once the other no longer"
            " counts",
        ),
    ),
    EligibilityReason.ENTERED_AFTER_CLOSE: stated(
        "报名截止后才上报，未参加抽取",
        "It was reported after entries to the draw had closed",
        ("报名已截止，无法补救", "Entries are closed; nothing mends it"),
    ),
    EligibilityReason.BUYER_CAP_REACHED: stated(
        "该购车人已达到每人上限",
        "The buyer has reached the cap per buyer",
        (
            "每人限量；前一笔退车后自动重新判定",
            "The cap is per buyer; it is decided again once an earlier sale is taken"
            " back",
        ),
    ),
    EligibilityReason.PHONE_CAP_REACHED: stated(
        "该手机号已达到每号上限",
        "The phone number has reached the cap per phone",
        (
            "每个手机号限量；如号码有误请更正上报",
            "The cap is per phone; a wrong number is corrected by the dealer",
        ),
    ),
    EligibilityReason.DEALER_DAY_FULL: stated(
        "该经销商当日名额已满",
        "The dealer's places of that day are taken",
        (
            "当日名额已满；名额退回后自动重新判定",
            "The day is full; once a place returns it is decided again",
        ),
    ),
    EligibilityReason.DRAW_PENDING: stated(
        "等待抽取：种子尚未公布",
        "The draw is still to come: its seed is not revealed yet",
        ("抽取后自动判定", "It is decided once the seed is revealed"),
        Severity.WAIT,
    ),
    EligibilityReason.QUOTA_FULL: stated(
        "名额已满，列入候补",
        "The quota is full; the sale is on the waiting list",
        ("名额退回时按顺序递补", "Promoted in turn when a place returns"),
        Severity.WAIT,
    ),
    EligibilityReason.SUB_BUDGET_SPENT: stated(
        "分项资金已用完，列入候补",
        "This part of the budget is spent; the sale is on the waiting list",
        ("资金退回时按顺序递补", "Promoted in turn when money returns"),
        Severity.WAIT,
    ),
    EligibilityReason.BUDGET_SPENT: stated(
        "活动资金已用完，列入候补",
        "The budget is spent; the sale is on the waiting list",
        ("资金退回时按顺序递补", "Promoted in turn when money returns"),
        Severity.WAIT,
    ),
}

ELIGIBILITY_REASONS: dict[EligibilityReason, ReasonText] = {
    reason: _told[reason] for reason in EligibilityReason
}
