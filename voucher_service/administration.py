"""The commands that open campaigns, show sales, and let people and machines in."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    CampaignArgument,
    HomeOption,
    JsonOption,
    SaleArgument,
    delivery_of,
    operate_on,
    print_answer,
    settings_of,
)

campaign_app = typer.Typer(help="活动 · Campaigns.", no_args_is_help=True)
sale_app = typer.Typer(help="销售 · Sales as reported.", no_args_is_help=True)
token_app = typer.Typer(help="访问令牌 · Access tokens.", no_args_is_help=True)
signing_key_app = typer.Typer(
    help="签名密钥 · Keys with which banks sign.", no_args_is_help=True
)


@campaign_app.command("open")
def campaign_open(
    campaign: Annotated[
        str, typer.Argument(help="A shipped campaign's id, or a YAML.")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """开启活动 · Open a campaign and decide every known sale under its terms."""
    from voucher_service.wording import campaign_lines

    path = Path(campaign)
    files = [delivery_of(path)] if path.is_file() else []
    answer = operate_on(home, "campaign-open", {"campaign": campaign}, files)
    print_answer(answer, as_json=as_json, lines=campaign_lines)


@campaign_app.command("amend")
def campaign_amend(
    file: Annotated[Path, typer.Argument(help="The campaign's YAML, amended.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Record it; else only show who flips.")
    ] = False,
    rewrite_past: Annotated[
        bool,
        typer.Option("--rewrite-past", help="Let entries that were in force change."),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """修订条款 · Show who flips by amended terms; --apply puts them in force."""
    from voucher_service.wording import decision_lines

    request = {"apply": apply, "rewrite_past": rewrite_past}
    answer = operate_on(home, "campaign-amend", request, [delivery_of(file)])
    print_answer(answer, as_json=as_json, lines=decision_lines)


@campaign_app.command("list")
def campaign_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """活动列表 · List the open campaigns."""
    print_answer(
        operate_on(home, "campaign-list", {}),
        as_json=as_json,
        lines=lambda all_of_them: [
            f"{one['id']}\t{one['name']['zh']}\t{one['sales_from']} – {one['sales_to']}"
            for one in all_of_them
        ],
    )


@campaign_app.command("show")
def campaign_show(
    campaign: CampaignArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """活动条款 · Show a campaign's terms, sources and assumptions."""
    from voucher_service.wording import campaign_lines

    answer = operate_on(home, "campaign-show", {"campaign": campaign})
    print_answer(answer, as_json=as_json, lines=campaign_lines)


@sale_app.command("show")
def sale_show(
    sale: SaleArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """销售详情 · Show a sale as last reported, with its file and row."""
    from voucher_service.wording import sale_lines

    answer = operate_on(home, "sale-show", {"sale": sale})
    print_answer(answer, as_json=as_json, lines=sale_lines)


@sale_app.command("history")
def sale_history(
    sale: SaleArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """历次版本 · Show every version of a sale and what each changed."""
    from voucher_service.wording import sale_lines

    print_answer(
        operate_on(home, "sale-history", {"sale": sale}),
        as_json=as_json,
        lines=lambda versions: [
            line for version in versions for line in sale_lines(version)
        ],
    )


@sale_app.command("list")
def sale_list(
    status: Annotated[
        str | None,
        typer.Option(help="valid, conflicted, cancelled or set_aside."),
    ] = None,
    dealer: Annotated[str | None, typer.Option(help="The dealer's id.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """销售列表 · List sales, such as those in conflict that wait for a person."""
    from voucher_service.wording import sale_line

    request = {"status": status, "dealer": dealer, "limit": limit}
    print_answer(
        operate_on(home, "sale-list", request),
        as_json=as_json,
        lines=lambda page: (
            [sale_line(sale) for sale in page["items"]]
            or ["没有符合条件的销售 / there are no such sales"]
        ),
    )


@sale_app.command("resolve")
def sale_resolve(
    sale: SaleArgument,
    verdict: Annotated[
        str, typer.Option(help="uphold this sale against the others, or set_aside it.")
    ],
    who: Annotated[str, typer.Option(help="Who found it.")],
    why: Annotated[str, typer.Option(help="On what grounds.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """认定冲突 · Resolve which of two dealers sold a car."""
    from voucher_service.wording import sale_lines

    request = {"sale": sale, "verdict": verdict, "who": who, "why": why}
    answer = operate_on(home, "sale-resolve", request)
    print_answer(answer, as_json=as_json, lines=sale_lines)


@token_app.command("create")
def token_create(
    role: Annotated[
        str, typer.Option(help="operator, bureau, bank, dealer or analyst.")
    ],
    name: Annotated[str | None, typer.Option(help="Whose token it is.")] = None,
    bank: Annotated[str | None, typer.Option(help="The bank's id.")] = None,
    dealer: Annotated[str | None, typer.Option(help="The dealer's id.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """新建令牌 · Make a token; its secret is shown this once."""
    request = {"role": role, "name": name, "bank": bank, "dealer": dealer}
    print_answer(
        operate_on(home, "token-create", request),
        as_json=as_json,
        lines=lambda token: [token["token"]],
    )


@token_app.command("list")
def token_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """令牌列表 · List the tokens, never their secrets."""
    from voucher_service.wording import token_line

    print_answer(
        operate_on(home, "token-list", {}),
        as_json=as_json,
        lines=lambda tokens: [token_line(token) for token in tokens],
    )


@token_app.command("revoke")
def token_revoke(
    token_id: Annotated[str, typer.Argument(help="The token's id, e.g. tok_….")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """吊销令牌 · Revoke a token for good."""
    from voucher_service.wording import token_line

    answer = operate_on(home, "token-revoke", {"token_id": token_id})
    print_answer(answer, as_json=as_json, lines=lambda token: [token_line(token)])


@token_app.command("rotate")
def token_rotate(
    token_id: Annotated[str, typer.Argument(help="The token's id, e.g. tok_….")],
    grace_hours: Annotated[
        float,
        typer.Option(help="For how long the old one stays valid; 0 ends it at once."),
    ] = 24.0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """轮换令牌 · Make a token in another's place; the old one ends after the grace."""
    request = {"token_id": token_id, "grace_hours": grace_hours}
    print_answer(
        operate_on(home, "token-rotate", request),
        as_json=as_json,
        lines=lambda token: [token["token"]],
    )


@signing_key_app.command("create")
def signing_key_create(
    bank: Annotated[str, typer.Option(help="The bank's id.")],
    algorithm: Annotated[
        str, typer.Option(help="hmac-sha256 or hmac-sm3.")
    ] = "hmac-sha256",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """新建签名密钥 · Make a key for a bank; its secret is shown this once."""
    request = {"bank": bank, "algorithm": algorithm}
    print_answer(
        operate_on(home, "signing-key-create", request),
        as_json=as_json,
        lines=lambda key: [f"{key['id']}\t{key['secret']}"],
    )


@signing_key_app.command("list")
def signing_key_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """签名密钥列表 · List the keys, never their secrets."""
    print_answer(
        operate_on(home, "signing-key-list", {}),
        as_json=as_json,
        lines=lambda keys: [_key_line(key) for key in keys],
    )


@signing_key_app.command("retire")
def signing_key_retire(
    key_id: Annotated[str, typer.Argument(help="The key's id, e.g. key_….")],
    at: Annotated[
        str | None,
        typer.Option(help="An instant to come, e.g. 2023-02-01T00:00:00+08:00."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """停用签名密钥 · Let a key retire, at once or at an instant to come."""
    answer = operate_on(home, "signing-key-retire", {"key_id": key_id, "at": at})
    print_answer(answer, as_json=as_json, lines=lambda key: [_key_line(key)])


def log(
    limit: Annotated[int, typer.Option(help="How many entries at most.")] = 50,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read the whole log again, hash by hash.")
    ] = False,
    published: Annotated[
        str | None,
        typer.Option(help="NUMBER:HASH as printed before: the log must hold it still."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """日志 · Print who did what, latest first; 1 if the log was altered."""
    from voucher_service.wording import log_lines

    request = {"limit": limit, "verify": verify, "published": published}
    answer = operate_on(home, "log", request)
    print_answer(answer, as_json=as_json, lines=log_lines)
    if answer["check"] is not None and not answer["check"]["sound"]:
        raise typer.Exit(1)


def access() -> None:
    """访问权限 · Print which role may ask what, as docs/access.md."""
    from voucher_service.api.access_table import access_lines
    from voucher_service.console import say

    for line in access_lines():
        say(line)


def _key_line(key: dict[str, Any]) -> str:
    retires = key["retires_at"]
    state = f"停用 retires {retires}" if retires else "有效 valid"
    return f"{key['id']}\t{key['bank']}\t{key['algorithm']}\t{state}"


def login_link(
    role: Annotated[
        str, typer.Option(help="operator, bureau, analyst or dealer.")
    ] = "bureau",
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    dealer: Annotated[
        str | None, typer.Option(help="The dealer's id, for the role dealer.")
    ] = None,
    home: HomeOption = None,
    port: Annotated[
        int | None, typer.Option(help="The port, where no service runs yet.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """登录链接 · Make a one-time link that signs a person in to the pages."""
    from voucher_service.wording import login_address

    request = {"role": role, "name": name, "dealer": dealer}
    answer = operate_on(home, "login-link", request)
    address = answer["address"] or settings_of(home).address(port)
    link = login_address(address, answer["secret"])
    print_answer(
        {"link": link}, as_json=as_json, lines=lambda document: [document["link"]]
    )
