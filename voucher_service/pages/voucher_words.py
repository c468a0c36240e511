"""The words of the pages on which vouchers are looked up and their lives are read."""

from voucher_service.model.text import Text

VOUCHER_WORDS: dict[str, Text] = {
    "look_for_voucher": Text(zh="查询本笔销售的券", en="look for this sale's voucher"),
    # the list
    "vouchers_title": Text(zh="消费券查询", en="Voucher search"),
    "voucher_named": Text(zh="券码、销售编号或车架号", en="Code, sale id or VIN"),
    "voucher_named_help": Text(
        zh="不分大小写，可含空格", en="in any case, with or without blanks"
    ),
    "the_campaign": Text(zh="活动", en="Campaign"),
    "voucher_status": Text(zh="状态", en="Status"),
    "show_all_vouchers": Text(zh="显示全部", en="Show all"),
    "vouchers_found": Text(zh="查询结果", en="Found"),
    "all_vouchers": Text(zh="已发放的券", en="Vouchers issued"),
    "voucher_code": Text(zh="券码", en="Code"),
    "face": Text(zh="面额", en="Face"),
    "balance": Text(zh="余额", en="Balance"),
    "spent": Text(zh="已核销", en="Redeemed"),
    "valid_from": Text(zh="可用自", en="Valid from"),
    "valid_until": Text(zh="可用至", en="Valid to"),
    "included": Text(zh="（含当日）", en="(included)"),
    "no_last_day": Text(zh="未限定", en="no last day"),
    "at_once": Text(zh="发放之时", en="when issued"),
    "issued_at": Text(zh="发放于", en="Issued"),
    "first_page": Text(zh="回到第一页", en="First page"),
    "next_page": Text(zh="下一页", en="Next page"),
    "no_voucher_named": Text(
        zh="没有券码、销售编号或车架号为“{named}”的券。",
        en="No voucher has the code, sale id or VIN “{named}”.",
    ),
    "no_voucher_fits": Text(zh="没有符合的券。", en="No voucher fits."),
    "no_voucher_yet": Text(
        zh="尚未发放消费券。由运维人员运行 voucher-service issue 发放。",
        en="No voucher is issued yet. The operator issues them: voucher-service issue.",
    ),
    # today
    "redeemed_today": Text(zh="今日核销", en="Redeemed today"),
    "redeemed_today_help": Text(
        zh="按受理时间，北京时间零时起",
        en="by when it was recorded, from midnight UTC+8",
    ),
    "redemptions": Text(zh="核销", en="Redemptions"),
    "reversals": Text(zh="冲正", en="Reversals"),
    "times": Text(zh="笔", en="in all"),
    "net_help": Text(zh="核销减冲正", en="redeemed less given back"),
    "by_bank": Text(zh="按银行", en="By bank"),
    "by_station": Text(zh="按网点", en="By station"),
    "bank": Text(zh="银行", en="Bank"),
    "station": Text(zh="网点 · 终端", en="Station · terminal"),
    "not_told": Text(zh="（未注明）", en="(not told)"),
    "redeemed_count": Text(zh="笔数", en="Number"),
    "redeemed_yuan": Text(zh="核销（元）", en="Redeemed"),
    "reversed_yuan": Text(zh="冲正（元）", en="Reversed"),
    "net_yuan": Text(zh="净额（元）", en="Net"),
    "last_redemptions": Text(zh="最近几笔", en="The last ones"),
    "what_happened": Text(zh="事项", en="What"),
    "kind_of_move_captured": Text(zh="核销", en="redeemed"),
    "kind_of_move_reversed": Text(zh="冲正", en="reversed"),
    "nothing_redeemed_today": Text(zh="今日尚无核销。", en="Nothing yet today."),
    # money
    "where_money_is": Text(zh="资金状态", en="Where the money is"),
    "money_of_campaign": Text(zh="所属活动的资金", en="The campaign's money"),
    "no_budget_stated": Text(
        zh="条款未公布预算，不计可用余额",
        en="no budget is stated, so nothing is told as AVAILABLE",
    ),
    "money_available": Text(zh="可用 AVAILABLE", en="AVAILABLE"),
    "money_held": Text(zh="待发放 HELD", en="HELD: to be issued"),
    "money_committed": Text(zh="已发放未用 COMMITTED", en="COMMITTED: issued"),
    "money_payable": Text(zh="已核销应付 PAYABLE", en="PAYABLE: redeemed"),
    "money_recoverable": Text(
        zh="其中应追回 {yuan} 元", en="{yuan} yuan of it are to be repaid"
    ),
    "money_unfunded": Text(
        zh="另有 {yuan} 元符合条件而资金不足",
        en="{yuan} yuan more are earned and not covered",
    ),
    # a voucher
    "voucher_title": Text(zh="消费券", en="Voucher"),
    "how_it_stands": Text(zh="现状", en="How it stands"),
    "share_captured": Text(zh="已核销", en="redeemed"),
    "share_locked": Text(zh="预授权中", en="locked"),
    "share_balance": Text(zh="余额", en="left"),
    "share_released": Text(zh="已收回", en="released"),
    "to_be_repaid": Text(
        zh="应由{payer}退回 {yuan} 元", en="{yuan} yuan are to be repaid by the {payer}"
    ),
    "payer_dealer": Text(zh="经销商", en="dealer"),
    "payer_buyer": Text(zh="购车人", en="buyer"),
    "spent_how": Text(zh="使用方式", en="Spent"),
    "in_parts": Text(zh="可分次使用任意金额", en="in parts of any size"),
    "in_pieces": Text(
        zh="按张整张使用：{pieces} 元", en="whole piece by piece: {pieces} yuan"
    ),
    "see_decision": Text(zh="查看判定", en="see the decision"),
    "issuance": Text(zh="发放批次", en="Issuance"),
    "voucher_json": Text(zh="本券（JSON）", en="This voucher (JSON)"),
    "voucher_life": Text(zh="经过", en="Its life"),
    "why": Text(zh="原因", en="Why"),
    "reversal_customer_refund": Text(zh="顾客退款", en="the customer was refunded"),
    "reversal_duplicate": Text(zh="重复核销", en="redeemed twice"),
    "reversal_wrong_amount": Text(zh="金额有误", en="wrong amount"),
    "reversal_system_error": Text(zh="系统差错", en="an error of a system"),
    "reversal_other": Text(zh="其他", en="other"),
    "bank_number": Text(zh="流水号", en="number"),
    "by_whom": Text(zh="经手", en="by"),
    "happened_at": Text(zh="发生于", en="happened"),
    "for_sale": Text(zh="当时所属销售", en="then of sale"),
    "balance_after": Text(zh="之后余额", en="left after it"),
}
