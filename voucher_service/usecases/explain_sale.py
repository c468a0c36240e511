"""A decision is explained condition by condition, down to the cell it came from."""

from datetime import datetime
from typing import Any

from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.explain import RuleOutcome, check
from voucher_service.model.errors import NotFound
from voucher_service.model.money import yuan_text
from voucher_service.model.reports import ConditionCheck, Explanation
from voucher_service.model.text import Text
from voucher_service.store.feeds import feed_columns
from voucher_service.store.sales import find_sales
from voucher_service.usecases.service import Service, find_campaign


def explain_sale(
    service: Service, campaign_id: str, needle: str, known_at: datetime | None = None
) -> tuple[Explanation, ...]:
    """Explain the decisions on the sales a sale id, VIN or invoice number names.

    An invoice number that several sales carry explains each, earliest first. Raises
    NotFound for an unknown campaign or sale.
    """
    known = known_at or service.store.data_version()
    campaign = find_campaign(service, campaign_id, known)
    with service.store.read() as connection:
        sales = find_sales(connection, campaign_id, needle.strip(), known)
        headers = [
            feed_columns(connection, sale["feed_id"], sale["sheet"]) for sale in sales
        ]
    if not sales:
        raise NotFound(
            Text(
                zh=f"没有销售编号、车架号或发票号码为 {needle} 的销售",
                en=f"no sale has the id, VIN or invoice number {needle}",
            ),
            remedy=Text(
                zh="核对号码；被拒收的行见该文件的收件报告",
                en="check the number; refused rows stand in their feed's report",
            ),
        )
    return tuple(
        _explanation(campaign, sale, columns, known)
        for sale, columns in zip(sales, headers, strict=True)
    )


def _explanation(
    campaign: Campaign, sale: dict[str, Any], columns: dict[str, str], known: datetime
) -> Explanation:
    outcomes = check(sale, sale, campaign.terms_of(sale["terms_version"]))
    source = campaign.source_of(campaign.terms_of(sale["terms_version"]))
    return Explanation(
        campaign=campaign.id,
        sale_id=sale["sale_id"],
        version=sale["version"],
        vin=sale["vin"],
        invoice_number=sale["invoice_number"],
        sold_on=sale["sold_on"],
        eligible=sale["eligible"],
        amount_fen=sale["amount_fen"],
        reasons=tuple(sale["reasons"]),
        terms_version=sale["terms_version"],
        terms_source=f"{source.publisher}：{source.title}",
        input_hash=sale["input_hash"],
        known_at=known,
        synthetic=sale["synthetic"],
        verdict=_verdict(sale, outcomes),
        conditions=tuple(_condition(sale, columns, outcome) for outcome in outcomes),
    )


def _verdict(sale: dict[str, Any], outcomes: tuple[RuleOutcome, ...]) -> Text:
    if sale["eligible"]:
        amount = yuan_text(sale["amount_fen"])
        return Text(
            zh=f"符合条件，可获 {amount} 元消费券",
            en=f"eligible: earns a voucher of {amount} yuan",
        )
    failing = [outcome.sentence for outcome in outcomes if not outcome.holds]
    return Text(
        zh="不符合条件：" + "；".join(text.zh for text in failing),
        en="not eligible: " + "; ".join(text.en for text in failing),
    )


def _condition(
    sale: dict[str, Any], columns: dict[str, str], outcome: RuleOutcome
) -> ConditionCheck:
    column = columns.get(outcome.field.removesuffix("_fen"))
    return ConditionCheck(
        code=outcome.reason.value,
        holds=outcome.holds,
        required=outcome.required,
        found=outcome.found,
        field=outcome.field,
        file=sale["file"],
        sheet=sale["sheet"] or None,
        row=sale["row_no"],
        column=column,
        sentence=outcome.sentence,
        remedy=outcome.remedy,
    )
