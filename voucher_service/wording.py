"""How answers read on a terminal, Chinese first and English beside it."""

from typing import Any

from voucher_service.model.money import yuan_text

JsonObject = dict[str, Any]
_FLIPS_SHOWN = 50
_WHEN = ("before", "after")


def login_address(address: str | None, secret: str) -> str:
    """Give the address that signs a person in, once."""
    return f"{address}/login?token={secret}"


def totals_lines(totals: JsonObject) -> list[str]:
    """Give the headline figures of a campaign."""
    cars = totals["cars_sold"]
    sales = yuan_text(totals["sales_fen"])
    vouchers = yuan_text(totals["vouchers_fen"])
    day = totals["as_of"]
    lines = ["【合成数据 synthetic data】"] if totals["synthetic"] else []
    lines += [
        f"{totals['campaign']}：截至 {day}，售出新车 {cars} 台，销售额 {sales} 元"
        f"（{_basis(totals, 'zh')}），消费券 {vouchers} 元。",
        f"{totals['campaign']}: as of {day}, {cars} cars sold for {sales} yuan"
        f" ({_basis(totals, 'en')}); vouchers {vouchers} yuan.",
    ]
    if totals["mean_price_fen"] is not None:
        mean = yuan_text(totals["mean_price_fen"])
        lines.append(f"平均价 / mean price: {mean} 元")
    if totals["gross_ratio"] is not None:
        ratio = totals["gross_ratio"]
        lines.append(
            f"毛拉动比 / gross ratio: 1:{ratio}（不代表政策效果 / not an effect）"
        )
    lines.append(
        f"入库截至 / known at: {totals['known_at']} · "
        f"条款 / terms: {totals['terms_version']}"
    )
    lines += [
        f"  {group['label']}\t{group['cars_sold']} 台\t"
        f"{yuan_text(group['sales_fen'])} 元"
        for group in totals["groups"] or ()
    ]
    return lines


def _basis(totals: JsonObject, language: str) -> str:
    from voucher_service.model.kinds import PRICE_BASIS_TEXT, PriceBasis

    text = PRICE_BASIS_TEXT[PriceBasis(totals["price_basis"])]
    return text.zh if language == "zh" else text.en


def feed_lines(report: JsonObject) -> list[str]:
    """Give what became of a file, with the first refusals."""
    if report["error"]:
        return [
            f"{report['file']}：{report['error']['zh']}",
            f"  {report['error']['en']}",
            *_remedy_lines(report["remedy"]),
        ]
    marks = ""
    if report["duplicate"]:
        marks += "（重复文件，未作改动 / duplicate, nothing changed）"
    if report["dry_run"]:
        marks += "（试运行，未入库 / dry run, nothing stored）"
    lines = [
        f"{report['file']}：{report['rows']} 行 rows"
        f" = 接收 accepted {report['accepted']}"
        f" + 未变 unchanged {report['unchanged']} + 拒收 refused {report['refused']}"
        f" + 待核 review {report['review']}{marks}"
    ]
    lines += [_finding_line(finding) for finding in report["first_refusals"]]
    untold = report["refused"] + report["review"] - report["rows_told"]
    if untold:
        lines.append(
            f"  还有 {untold} 行未列出 / {untold} more rows: "
            f"voucher-service feeds {report['feed_id']}"
        )
    return lines + _remark_lines(report)


def _finding_line(finding: JsonObject) -> str:
    where = f"{finding['sheet']} " if finding["sheet"] else ""
    return (
        f"  {where}第 {finding['row']} 行 row {finding['row']}"
        f" · {finding['header'] or finding['field'] or ''}"
        f" · {finding['found'] or '（空 empty）'}：{finding['sentence']['zh']}；"
        f"{finding['remedy']['zh']} / {finding['sentence']['en']};"
        f" {finding['remedy']['en']}"
    )


def _remark_lines(report: JsonObject) -> list[str]:
    """Give what there is to say of a file beside its refused rows."""
    lines = []
    if report["warning"]:
        lines.append(f"  注意 / note: {report['warning']['zh']}")
        lines.append(f"    {report['warning']['en']}")
    lines += [f"  {code}: {count}" for code, count in report["reasons"].items()]
    if report["conflicts"]:
        lines.append(
            f"  {report['conflicts']} 笔销售与其他经销商上报的车架号相同，待人工认定 / "
            "claimed by another dealer too; a person decides"
        )
    if report["unknown_headers"]:
        lines.append("  未识别的列 / unknown: " + "、".join(report["unknown_headers"]))
    lines += [
        f"  {told['sentence']['zh']} / {told['sentence']['en']}"
        for told in report["suggestions"]
    ]
    if report["skipped_sheets"]:
        sheets = "、".join(report["skipped_sheets"])
        lines.append(f"  未读取的工作表（没有可识别的表头）/ sheets not read: {sheets}")
    if report["notes"]:
        told, count = len(report["notes"]), report["notes_count"]
        first = f"，前 {told} 条 / the first {told}" if count > told else ""
        lines.append(f"  读取说明 / notes: {count} 条{first}")
        lines += [f"  {_finding_line(note)}" for note in report["notes"]]
    return lines


def _remedy_lines(remedy: JsonObject | None) -> list[str]:
    return [f"  处理 / remedy: {remedy['zh']} / {remedy['en']}"] if remedy else []


def decision_lines(report: JsonObject) -> list[str]:
    """Give what deciding a campaign came to, or would, and who flips by it."""
    waiting, review = report["waitlisted"], report["needs_review"]
    lines = [
        f"{report['campaign']}：{report['sales']} 笔销售，符合 {report['eligible']}，"
        f"候补 {waiting}，待认定 {review}，不符合 {report['ineligible']}，"
        f"变动 {report['changed']}",
        f"{report['campaign']}: {report['sales']} sales, "
        f"{report['eligible']} eligible, {waiting} waiting, {review} for a person, "
        f"{report['ineligible']} not, {report['changed']} changed",
        *(f"  {code}: {count}" for code, count in report["reasons"].items()),
    ]
    if report["flipped"] or not report["applied"]:
        lines.append(f"判定改变 / flips: {report['flipped']}")
    lines += [_flip_line(flip) for flip in report["flips"][:_FLIPS_SHOWN]]
    untold = report["flipped"] - min(_FLIPS_SHOWN, len(report["flips"]))
    if untold:
        lines.append(f"  还有 {untold} 笔 / {untold} more: --json")
    if not report["applied"]:
        lines.append("未作改动 / nothing was recorded")
    return lines


def _flip_line(flip: JsonObject) -> str:
    from voucher_service.model.kinds import OUTCOME_TEXT, Outcome

    before, after = (OUTCOME_TEXT[Outcome(flip[f"outcome_{at}"])] for at in _WHEN)
    sum_before, sum_after = (yuan_text(flip[f"amount_fen_{at}"]) for at in _WHEN)
    return (
        f"  {flip['sold_on']} {flip['vin'] or flip['sale_id']}: "
        f"{before.zh} {sum_before} 元 → {after.zh} {sum_after} 元 · {flip['why']['zh']}"
        f" / {before.en} → {after.en} · {flip['why']['en']}"
    )


def explanation_lines(explanation: JsonObject) -> list[str]:
    """Give why one sale is decided as it is, condition by condition."""
    verdict = explanation["verdict"]
    mark = "【合成数据 synthetic data】" if explanation["synthetic"] else ""
    lines = [
        f"{mark}{explanation['sale_id']}（VIN {explanation['vin'] or '—'}，发票 "
        f"{explanation['invoice_number'] or '—'}，{explanation['sold_on']}）",
        f"  {verdict['zh']}",
        f"  {verdict['en']}",
        f"  条款 / terms: {explanation['terms_version']} · "
        f"{explanation['terms_source']}",
        f"  判定于 / decided at: {explanation['decided_at']}",
    ]
    lines += [
        f"  金额 / amount: {step['sentence']['zh']} / {step['sentence']['en']}"
        for step in explanation["amount_steps"]
    ]
    for condition in explanation["conditions"]:
        lines += _condition_lines(condition)
    return lines


def _condition_lines(condition: JsonObject) -> list[str]:
    place = f"{condition['file']} {condition['sheet'] or ''} 第 {condition['row']} 行"
    column = condition["column"] or "（无此列 no such column）"
    if condition["cell"]:
        column += f" {condition['cell']}"
    mark = "✗" if not condition["holds"] else "✓" if condition["applies"] else "–"
    lines = [
        f"  {mark} {condition['code']}: "
        f"{condition['sentence']['zh']} / {condition['sentence']['en']}",
        f"      要求 required: {_both(condition['required_text'])} · "
        f"实际 found: {_both(condition['found_text'])} · {place} · {column}",
    ]
    if condition["instead"]:
        instead = condition["instead"]
        lines.append(f"      须 / instead: {instead['zh']} / {instead['en']}")
    return lines


def _both(text: JsonObject | None) -> str:
    """Give words in both languages, once where they are alike."""
    if text is None:
        return "—"
    return text["zh"] if text["zh"] == text["en"] else f"{text['zh']} / {text['en']}"


def sale_lines(sale: JsonObject) -> list[str]:
    """Give one version of a sale, field by field, with the row it came from."""
    source = sale["source"]
    sheet = f" {source['sheet']}" if source["sheet"] else ""
    lines = [
        f"{sale['sale_id']} · 版本 version {sale['version']} · {sale['recorded_at']} · "
        f"{source['file']}{sheet} 第 {source['row']} 行 row {source['row']}"
    ]
    if sale["changed"]:
        lines.append("  更改 / changed: " + "、".join(sale["changed"]))
    lines += [
        f"  认定 / resolved {event['recorded_at']}: {event['verdict']} · "
        f"{event['who']} · {event['why']}"
        for event in sale["resolutions"]
    ]
    if sale["conflicts_with"]:
        others = "、".join(sale["conflicts_with"])
        lines.append(f"  冲突 / in conflict with: {others}")
    shown = {
        *("sale_id", "version", "recorded_at", "source", "changed"),
        *("resolutions", "conflicts_with"),
    }
    lines += [
        f"  {name}: {yuan_text(value) + ' 元' if name.endswith('_fen') else value}"
        for name, value in sale.items()
        if name not in shown and value is not None
    ]
    return lines


def sale_line(sale: JsonObject) -> str:
    """Give a sale in one line, with what contradicts it."""
    against = "、".join(sale["conflicts_with"])
    told = (
        sale["sale_id"],
        sale["status"],
        sale["dealer_id"],
        sale["vin"] or "—",
        sale["invoice_number"] or "—",
        sale["sold_on"],
        *([f"冲突 / against {against}"] if against else []),
    )
    return "\t".join(told)


def quality_lines(board: JsonObject) -> list[str]:
    """Give how well each dealer reports, worst first."""
    lines = ["【合成数据 synthetic data】"] if board["synthetic"] else []
    for dealer in board["dealers"]:
        lines += [
            f"{dealer['dealer_id'] or '—'} {dealer['dealer_name']}："
            f"接收率 rate {_percent(dealer['acceptance_rate'])} · "
            f"{dealer['rows']} 行 rows = 接收 accepted {dealer['accepted']}"
            f" + 未变 unchanged {dealer['unchanged']}"
            f" + 拒收 refused {dealer['refused']} + 待核 review {dealer['review']}",
            f"  文件 deliveries {dealer['deliveries']}"
            f"（无法读取 unreadable {dealer['unreadable']}）· "
            f"更正 corrections {dealer['corrections']} · "
            f"退车红冲 cancellations {dealer['cancellations']} · "
            f"冲突 conflicts {dealer['conflicts']} · "
            f"最近入库 last feed {dealer['last_feed_at'] or '—'}",
        ]
        if dealer["lateness_median_days"] is not None:
            lines.append(
                f"  迟报 lateness: 中位数 median {dealer['lateness_median_days']} 天 "
                f"days, P90 {dealer['lateness_p90_days']} 天 days"
            )
        lines += [
            f"  {told['code']}: {told['rows']} · {told['sentence']['zh']}"
            for told in dealer["reasons"]
        ]
    return [*lines, f"入库截至 / known at: {board['known_at']}"]


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate * 100:.2f}%"


def campaign_lines(campaign: JsonObject) -> list[str]:
    """Give a campaign's terms and what had to be assumed."""
    lines = [
        f"{campaign['id']}：{campaign['name']['zh']} / {campaign['name']['en']}",
        f"  {campaign['sales_from']} – {campaign['sales_to']} · "
        f"{campaign['price_basis_text']['zh']} ≥ "
        f"{yuan_text(campaign['price_floor_fen'])} 元 · "
        f"消费券 {_voucher(campaign['voucher_fen'])} · "
        f"条款 / terms {campaign['terms_version']}",
    ]
    for entry in campaign["entries"]:
        lines.append(
            f"  自 {entry['effective_from']} 起 / from that day"
            f" · 条款 / terms {entry['version']}"
        )
        lines.append(f"    依据 / by: {_source(entry['source'])}")
        lines += [
            f"    {rule['text']['zh']} / {rule['text']['en']}"
            for rule in entry["rules"]
        ]
    lines += [f"  出处 / source: {_source(source)}" for source in campaign["sources"]]
    lines += [
        f"  假定 / assumed · {assumption['field']}: {assumption['text']['zh']} / "
        f"{assumption['text']['en']}"
        for assumption in campaign["assumptions"]
    ]
    return lines


def _source(source: JsonObject) -> str:
    address = f" · {source['url']}" if source["url"] else ""
    return f"{source['title']} · {source['publisher']}{address}"


def _voucher(fen: int | None) -> str:
    return "按档次 by tiers" if fen is None else f"{yuan_text(fen)} 元"


def token_line(token: JsonObject) -> str:
    """Give a token without its secret."""
    owner = token["bank"] or token["dealer"] or ""
    state = "有效 valid"
    if token["retires_at"]:
        state = f"到期停用 retires {token['retires_at']}"
    if token["revoked_at"]:
        state = f"已吊销 revoked {token['revoked_at']}"
    return f"{token['id']}\t{token['role']}\t{token['name']}\t{owner}\t{state}"


def log_lines(report: JsonObject) -> list[str]:
    """Give the log's entries, a check where there was one, and the head."""
    lines = [_log_line(entry) for entry in report["entries"]]
    check = report["check"]
    if check is not None and check["sound"]:
        lines.append(
            f"已核对 {check['entries']} 条，哈希链完好 · {check['entries']} entries"
            " read again: the chain is whole"
        )
    elif check is not None:
        why = check["why"]
        lines.append(
            f"第 {check['broken_at']} 条有误：{why['zh']} · entry"
            f" {check['broken_at']}: {why['en']}"
        )
    lines.append(f"日志头 · head {report['head_no']}:{report['head_hash']}")
    return lines


def _log_line(entry: JsonObject) -> str:
    return "\t".join(
        str(entry[name])
        for name in ("entry_no", "recorded_at", "actor", "action", "subject", "outcome")
    )


def reason_table() -> list[str]:
    """Give every reason with its sentence and remedy, as a Markdown table."""
    from voucher_service.model.reasons import ELIGIBILITY_REASONS, FEED_REASONS

    lines = []
    for title, reasons in (
        ("收件时 / when a row comes in", FEED_REASONS),
        ("判定资格时 / when a sale is decided", ELIGIBILITY_REASONS),
    ):
        lines += [
            f"## {title}",
            "",
            "| code | 后果 / effect | 理由 / reason | 处理 / remedy |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{code.value}` | {text.severity.value} "
            f"| {text.sentence.zh}<br>{text.sentence.en} "
            f"| {text.remedy.zh}<br>{text.remedy.en} |"
            for code, text in reasons.items()
        ]
        lines.append("")
    return lines[:-1]
