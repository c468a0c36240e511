"""The commands about vouchers: issue them, see and change one, hand them to a bank."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    CampaignArgument,
    HomeOption,
    JsonOption,
    operate_on,
    print_answer,
)

voucher_app = typer.Typer(help="消费券 · Vouchers.", no_args_is_help=True)

JsonObject = dict[str, Any]
CodeArgument = Annotated[str, typer.Argument(help="The voucher's code, in any case.")]
WhoOption = Annotated[str, typer.Option(help="Who does it.")]
WhyOption = Annotated[str, typer.Option(help="On what grounds.")]


def issue(
    campaign: CampaignArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be issued, issue none.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """发放消费券 · Issue a voucher to every eligible sale that holds none."""
    request = {"campaign": campaign, "dry_run": dry_run}
    answer = operate_on(home, "issue", request, shows_progress=True)
    print_answer(answer, as_json=as_json, lines=issuance_lines)


def expire(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """到期释放 · Release what is left on vouchers whose time has passed."""
    print_answer(
        operate_on(home, "expire", {}),
        as_json=as_json,
        lines=expiry_lines,
    )


def expiry_lines(told: JsonObject) -> list[str]:
    """Give what time alone did to vouchers, in both languages."""
    released = _yuan(told["released_fen"])
    return [
        f"过期 {told['expired']} 张，释放 {released} 元；预授权到期"
        f" {told['promises']} 笔；逾期未重开发票 {told['let_go']} 项",
        f"{told['expired']} vouchers expired, {released} yuan released;"
        f" {told['promises']} authorizations lapsed; {told['let_go']} changes for sales"
        " not made out anew in time",
    ]


@voucher_app.command("list")
def voucher_list(
    campaign: Annotated[str | None, typer.Option(help="Of this campaign.")] = None,
    status: Annotated[
        str | None,
        typer.Option(help="active, locked, suspended, redeemed, expired or voided."),
    ] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    cursor: Annotated[
        str | None, typer.Option(help="next_cursor of the list before.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """消费券列表 · List vouchers as they stand."""
    request = {
        "campaign": campaign,
        "status": status,
        "limit": limit,
        "cursor": cursor,
    }
    print_answer(
        operate_on(home, "voucher-list", request),
        as_json=as_json,
        lines=lambda page: [_line(voucher) for voucher in page["items"]],
    )


@voucher_app.command("show")
def voucher_show(
    code: CodeArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """消费券详情 · Show a voucher and all that happened to it."""
    answer = operate_on(home, "voucher-show", {"code": code})
    print_answer(answer, as_json=as_json, lines=voucher_lines)


@voucher_app.command("suspend")
def voucher_suspend(
    code: CodeArgument,
    who: WhoOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """暂停使用 · Suspend a voucher; its money stays committed."""
    request = {"operation": "suspend", "code": code, "who": who, "why": why}
    answer = operate_on(home, "voucher-change", request)
    print_answer(answer, as_json=as_json, lines=voucher_lines)


@voucher_app.command("resume")
def voucher_resume(
    code: CodeArgument,
    who: WhoOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """恢复使用 · Resume a suspended voucher whose sale holds."""
    request = {"operation": "resume", "code": code, "who": who, "why": why}
    answer = operate_on(home, "voucher-change", request)
    print_answer(answer, as_json=as_json, lines=voucher_lines)


@voucher_app.command("void")
def voucher_void(
    code: CodeArgument,
    who: WhoOption,
    why: WhyOption,
    claw_back: Annotated[
        bool, typer.Option("--claw-back", help="Claim what was spent of it, too.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """作废 · Void what is left of a voucher, for good."""
    request = {"operation": "void", "code": code, "who": who, "why": why}
    asked = {**request, "claw_back": claw_back}
    answer = operate_on(home, "voucher-change", asked)
    print_answer(answer, as_json=as_json, lines=voucher_lines)


@voucher_app.command("export")
def voucher_export(
    campaign: CampaignArgument,
    bank: Annotated[str, typer.Option(help="The bank's id.")],
    out: Annotated[Path, typer.Option(help="FILE.csv or .xlsx.")],
    encoding: Annotated[
        str, typer.Option(help="Of a .csv: utf-8 or gb18030.")
    ] = "utf-8",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """交付银行 · Write the live vouchers for a bank: codes and money, no person."""
    request = {
        "campaign": campaign,
        "bank": bank,
        "out": str(out.absolute()),  # the service that writes it may stand elsewhere
        "encoding": encoding,
    }
    print_answer(
        operate_on(home, "voucher-export", request),
        as_json=as_json,
        lines=lambda told: [
            *_nature(told),
            f"{told['file']}: {told['vouchers']:,} 张 vouchers · 面额合计 faces "
            f"{_yuan(told['face_fen'])} 元",
            f"SHA-256 {told['sha256']}",
        ],
    )


@voucher_app.command("budget")
def voucher_budget(
    campaign: CampaignArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """资金状态 · Tell where a campaign's money is."""
    answer = operate_on(home, "voucher-budget", {"campaign": campaign})
    print_answer(answer, as_json=as_json, lines=budget_lines)


def issuance_lines(told: JsonObject) -> list[str]:
    """Give what an issuance came to, and what was held back."""
    done = ("将发放", "would be issued") if told["dry_run"] else ("发放", "issued")
    lines = [
        *_nature(told),
        f"{told['campaign']}：{done[0]} {told['issued']:,} 张，"
        f"{_yuan(told['amount_fen'])} 元；已有券 {told['already_live']:,} 张",
        f"{told['campaign']}: {told['issued']:,} vouchers {done[1]} of "
        f"{_yuan(told['amount_fen'])} yuan; {told['already_live']:,} hold one already",
    ]
    for held in told["held_back"]:
        part = f" [{held['part']}]" if held["part"] else ""
        message = held["message"]
        lines.append(
            f"  未发 / held back{part} {held['vouchers']:,} · "
            f"{_yuan(held['amount_fen'])} 元：{message['zh']} / {message['en']}"
        )
    if told["id"]:
        lines.append(f"批次 / issuance: {told['id']} · {told['known_at']}")
    return lines


def voucher_lines(told: JsonObject) -> list[str]:
    """Give a voucher and its life."""
    lines = [
        *_nature(told),
        _line(told),
        f"  {told['campaign']} · {told['sale_id']} · {told['id']}",
        f"  有效 / valid: {told['starts_at'] or '…'} – {told['expires_at'] or '…'}",
    ]
    for event in told["events"]:
        text, reason = event["text"], event["reason"]
        why = event["reason_text"]
        said = f"{why['zh']} / {why['en']}" if why else reason
        lines.append(
            f"  {event['recorded_at']}  {text['zh']} / {text['en']}"
            f"  {_yuan(event['amount_fen'])} 元 → {_yuan(event['balance_fen'])}"
            f"  {event['actor']}{f'：{said}' if said else ''}"
        )
    return lines


def budget_lines(told: JsonObject) -> list[str]:
    """Give where a campaign's money is, as a table."""
    heads = (
        ("budget_fen", "预算 / budget"),
        ("available_fen", "可用 / available"),
        ("held_fen", "待发放 / held"),
        ("committed_fen", "已发放 / committed"),
        ("payable_fen", "应付 / payable"),
        ("recoverable_fen", "应追回 / recoverable"),
        ("unfunded_fen", "无资金 / unfunded"),
    )
    lines = _nature(told)
    for part in (told["whole"], *told["parts"]):
        lines.append(f"{told['campaign']} · {part['part']}")
        lines += [
            f"  {head}\t{'未公布 / none stated' if fen is None else _yuan(fen)}"
            for name, head in heads
            for fen in (part[name],)
        ]
    counts = " · ".join(f"{name} {n:,}" for name, n in sorted(told["vouchers"].items()))
    return [*lines, f"券 / vouchers: {counts or '0'}"]


def _nature(told: JsonObject) -> list[str]:
    return ["【合成数据 synthetic data】"] if told["synthetic"] else []


def _line(voucher: JsonObject) -> str:
    status = voucher["status_text"]
    return (
        f"{voucher['code']}  {status['zh']} / {status['en']}  "
        f"{_yuan(voucher['balance_fen'])} / {_yuan(voucher['face_fen'])} 元"
        + ("  合成 synthetic" if voucher["synthetic"] else "")
    )


def _yuan(fen: int) -> str:
    from voucher_service.model.money import yuan_text

    return yuan_text(fen)
