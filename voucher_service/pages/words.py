"""Every word of the pages' templates stands here, in both languages."""

from voucher_service.model.text import Language, Text
from voucher_service.pages.bridge_words import BRIDGE_WORDS
from voucher_service.pages.decision_words import DECISION_WORDS
from voucher_service.pages.desk_words import DESK_WORDS
from voucher_service.pages.dictionary_words import DICTIONARY_WORDS
from voucher_service.pages.feed_words import FEED_WORDS
from voucher_service.pages.sql_words import SQL_WORDS
from voucher_service.pages.voucher_words import VOUCHER_WORDS
from voucher_service.pages.what_if_words import WHAT_IF_WORDS

WORDS: dict[str, Text] = {
    **FEED_WORDS,
    **DECISION_WORDS,
    **BRIDGE_WORDS,
    **WHAT_IF_WORDS,
    **DESK_WORDS,
    **DICTIONARY_WORDS,
    **VOUCHER_WORDS,
    **SQL_WORDS,
    # every page
    "service": Text(zh="消费券活动数据", en="Consumption-voucher campaigns"),
    "skip": Text(zh="跳到正文", en="Skip to the content"),
    "campaigns": Text(zh="活动列表", en="Campaigns"),
    "other_language": Text(zh="English", en="中文"),
    "language_label": Text(zh="Switch to English", en="切换为中文"),
    "logout": Text(zh="退出登录", en="Sign out"),
    "synthetic": Text(zh="合成数据 synthetic data", en="合成数据 synthetic data"),
    "synthetic_more": Text(
        zh="本页含程序生成的演示数据，不是真实销售，不得对外引用。",
        en="This page holds made-up demonstration data: no real sales; not for citing.",
    ),
    "footer": Text(
        zh="数据由经销商上报，按活动条款逐车判定；每一辆车均可追溯到来源文件的行。",
        en="Dealers report the sales; each car is judged by the campaign's terms and "
        "traces back to a row of a file.",
    ),
    "list_mark": Text(zh="、", en=", "),
    "in_brackets": Text(zh="（{text}）", en=" ({text})"),
    # the list
    "list_title": Text(zh="消费券活动", en="Campaigns"),
    "list_lead": Text(
        zh="请选择一项活动查看销量、销售额和图表。",
        en="Choose a campaign for its sales and charts.",
    ),
    "none_open": Text(
        zh="尚未开设活动。请运维人员开设活动后再来查看。",
        en="No campaign is open yet. Ask the operator to open one.",
    ),
    "see_campaign": Text(zh="查看数据", en="See the figures"),
    "window_short": Text(zh="活动期", en="Window"),
    # headline figures
    "headline": Text(zh="主要数据", en="Headline figures"),
    "cars_sold": Text(zh="售出新车", en="Cars sold"),
    "cars_note": Text(zh="符合活动条件", en="eligible under the terms"),
    "cars_waiting": Text(
        zh="另有 {cars} 台候补或待认定，未计入", en="{cars} more wait, not counted"
    ),
    "cars_unit": Text(zh="台", en="cars"),
    "sales": Text(zh="销售额", en="Sales"),
    "wan_unit": Text(zh="万元", en="10k yuan"),
    "yuan_unit": Text(zh="元", en="yuan"),
    "vouchers": Text(zh="消费券", en="Vouchers"),
    "vouchers_note": Text(zh="应发面额", en="face value earned"),
    "mean_price": Text(zh="平均{basis}", en="Mean {basis}"),
    "gross_ratio": Text(zh="毛拉动比", en="Gross ratio"),
    "gross_note": Text(
        zh="消费券面额 : 销售额，不代表政策效果",
        en="gross: no measure of the policy's effect (vouchers : sales)",
    ),
    "nothing": Text(zh="—", en="—"),
    # which figures
    "as_of": Text(zh="数据截至", en="Data to"),
    "no_sales_after": Text(
        zh="此日之后尚无上报的销售：", en="No sale is reported yet after"
    ),
    "as_of_help": Text(zh="按销售日期，含当日", en="by date of sale, included"),
    "known_at": Text(zh="入库截至", en="Known at"),
    "known_at_zone": Text(zh="北京时间", en="UTC+8"),
    "known_at_help": Text(
        zh="只计该时点之前入库的上报", en="only reports recorded by then count"
    ),
    "basis": Text(zh="价格口径", en="Price basis"),
    "source": Text(zh="来源", en="Source"),
    "source_dealers": Text(zh="经销商上报", en="dealers' reports"),
    "show": Text(zh="查看", en="Show"),
    "latest": Text(zh="查看最新数据", en="Show the latest"),
    "figures_json": Text(zh="本页数字（JSON）", en="These figures (JSON)"),
    "sponsors": Text(zh="主办单位", en="Sponsors"),
    # charts
    "charts": Text(zh="图表", en="Charts"),
    "download": Text(zh="下载", en="Download"),
    "loading": Text(zh="图表加载中……", en="Loading the chart…"),
    "retry": Text(zh="重试", en="Try again"),
    "chart_failed": Text(zh="图表未能加载。", en="The chart could not be loaded."),
    "unreachable": Text(
        zh="无法连接服务，请检查网络或稍后重试。",
        en="The service cannot be reached. Check the network or try again later.",
    ),
    "signed_out": Text(
        zh="登录已失效，请用新的登录链接重新登录。",
        en="The session has ended. Sign in again with a new link.",
    ),
    "no_plotly": Text(
        zh="绘图程序未能加载，请刷新页面；图表仍可下载。",
        en="The drawing program did not load. Reload the page; downloads still work.",
    ),
    "no_script": Text(
        zh="浏览器未启用 JavaScript，图表不能在页面内显示；"
        "主要数据不受影响，图表可用下方链接下载。",
        en="JavaScript is off, so charts are not drawn here; the figures stand, and "
        "each chart can be downloaded below.",
    ),
    # terms
    "terms": Text(zh="现行活动条款", en="Terms in force"),
    "terms_version": Text(zh="条款版本", en="Terms version"),
    "effective_from": Text(zh="自 {day} 起施行", en="in force from {day}"),
    "window": Text(zh="活动期（按销售日期）", en="Window (by date of sale)"),
    "window_value": Text(
        zh="{start} 至 {end}，含首尾两日", en="{start} to {end}, both included"
    ),
    "floor": Text(zh="门槛", en="Floor"),
    "floor_value": Text(
        zh="{basis} {yuan} 元及以上", en="{basis} of {yuan} yuan or more"
    ),
    "vehicle": Text(zh="车辆", en="Vehicle"),
    "vehicle_new": Text(zh="新车", en="new cars"),
    "vehicle_used": Text(zh="二手车", en="used cars"),
    "vehicle_any": Text(zh="新车、二手车不限", en="new or used"),
    "voucher": Text(zh="消费券", en="Voucher"),
    "voucher_by_tier": Text(zh="{kind}，分档发放", en="{kind}, by tiers"),
    "all_rules": Text(zh="条款逐条", en="The rules one by one"),
    "rules_from": Text(
        zh="自 {day} 起（条款版本 {version}）", en="From {day} (terms {version})"
    ),
    "voucher_value": Text(zh="{kind}，每张 {yuan} 元", en="{kind} of {yuan} yuan"),
    "voucher_tiers": Text(
        zh="{kind}，金额按条款所列档次", en="{kind}; tiers say the amount"
    ),
    "voucher_fuel": Text(zh="加油券", en="fuel voucher"),
    "voucher_general": Text(zh="通用消费券", en="general voucher"),
    "voucher_shopping": Text(zh="购物券", en="shopping voucher"),
    "voucher_cash": Text(zh="现金补贴", en="cash subsidy"),
    "per_vehicle": Text(zh="每车张数", en="Vouchers a vehicle"),
    "per_vehicle_one": Text(zh="一车一券", en="one"),
    "per_vehicle_any": Text(zh="未限定", en="not limited"),
    "requires": Text(zh="必备信息", en="Required"),
    "requires_vin": Text(zh="车架号（VIN）", en="VIN"),
    "requires_invoice_number": Text(zh="发票号码", en="invoice number"),
    "requires_record_no": Text(zh="经销商记录号", en="dealer's record number"),
    "budget": Text(zh="预算", en="Budget"),
    "budget_none": Text(zh="未公布，不设上限", en="none published, none applied"),
    "banks": Text(zh="合作银行", en="Partner banks"),
    "assumed": Text(zh="含假定", en="partly assumed"),
    "sources": Text(zh="条款出处", en="Where the terms come from"),
    "assumptions": Text(
        zh="未公布、按假定处理的事项", en="Not published, handled by assumption"
    ),
    "assumptions_lead": Text(
        zh="以下事项公开资料未说明，本系统按所列假定计算；"
        "主办单位公布后以公布内容为准。",
        en="The published material is silent on these; the figures rest on the "
        "assumptions below until the sponsors say otherwise.",
    ),
    # errors and signing in
    "login_title": Text(zh="请登录", en="Please sign in"),
    "login_needed": Text(
        zh="需要一次性登录链接才能查看。",
        en="A one-time login link is needed.",
    ),
    "login_used": Text(
        zh="该登录链接已使用过、已过期或不完整。",
        en="This login link was used before, has expired or is incomplete.",
    ),
    "login_how": Text(
        zh="请联系运维人员，在服务所在计算机上运行下面的命令，"
        "然后在浏览器中打开它给出的链接；每个链接只能使用一次。",
        en="Ask the operator to run this command on the service's machine, then open "
        "the link it prints; each link works once.",
    ),
    "choices": Text(zh="可用的值", en="Valid values"),
    "request": Text(zh="请求编号", en="Request"),
    "home": Text(zh="返回活动列表", en="Back to the campaigns"),
}


class Speaker:
    """Says the words of the pages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @property
    def other(self) -> Language:
        """Give the language that is not spoken now."""
        return Language.EN if self.language is Language.ZH else Language.ZH

    def __call__(self, key: str, **blanks: object) -> str:
        """Say a word by its key, blanks filled; KeyError for an unknown key."""
        return WORDS[key].of(self.language).format(**blanks)

    def say(self, text: Text) -> str:
        """Say a text that comes with the data."""
        return text.of(self.language)
