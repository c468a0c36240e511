"""The operator's commands; heavy libraries load only when a command needs them."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from voucher_service.settings import Settings

app = typer.Typer(
    name="voucher-service",
    help="消费券活动服务 · Consumption-voucher campaigns, feed to chart.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
campaign_app = typer.Typer(help="活动 · Campaigns.", no_args_is_help=True)
token_app = typer.Typer(help="访问令牌 · Access tokens.", no_args_is_help=True)
app.add_typer(campaign_app, name="campaign")
app.add_typer(token_app, name="token")

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The data directory (or VOUCHER_HOME; default ./var)."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout.")
]
CampaignArgument = Annotated[str, typer.Argument(help="The campaign's id.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="A business day, e.g. 2023-01-10.")
]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", help="An instant, e.g. 2023-01-11T09:00:00+08:00."),
]

Answer = Any  # plain JSON values

_root_home: list[Path] = []


@app.callback()
def root(home: HomeOption = None) -> None:
    """消费券活动服务 · Consumption-voucher campaigns, feed to chart."""
    _root_home[:] = [home] if home is not None else []


def main() -> None:
    """Run a command; whatever happens ends in a sentence and an exit code."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last edge before the user
        from voucher_service.console import fail, fail_unexpectedly
        from voucher_service.model.errors import VoucherServiceError

        if isinstance(error, VoucherServiceError):
            fail(error, as_json="--json" in sys.argv)
        fail_unexpectedly(error)


def _operate(
    home: Path | None, name: str, request: dict[str, Any], files: Sequence[Any] = ()
) -> Answer:
    from voucher_service.console import clock, progress_bar
    from voucher_service.control.client import operate

    opening = _settings(home).opening()
    if not files:
        return operate(opening, clock, name, request, progress=_silent)
    with progress_bar("") as move:
        return operate(opening, clock, name, request, files, progress=move)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


def _settings(home: Path | None, **given: Any) -> "Settings":  # noqa: ANN401
    from pydantic import ValidationError

    from voucher_service.model.errors import BadParameter
    from voucher_service.model.text import Text
    from voucher_service.settings import Settings

    named = home or (_root_home[0] if _root_home else None)
    if named is not None:
        given["home"] = named
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "VOUCHER_" + str(first["loc"][0]).upper()
        raise BadParameter(
            Text(zh=f"设置 {name} 无效：{first['msg']}", en=f"{name}: {first['msg']}")
        ) from error


def _print(
    answer: Answer, *, as_json: bool, lines: Callable[[Any], Sequence[str]]
) -> None:
    from voucher_service.console import say, say_json

    if as_json:
        say_json(answer)
    else:
        for line in lines(answer):
            say(line)


def _delivery(path: Path) -> Answer:
    from voucher_service.console import read_file
    from voucher_service.usecases.ingest_feed import Delivery

    return Delivery(str(path), read_file(path))


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the synthetic sample into the home.")
    ] = False,
    home: HomeOption = None,
    host: Annotated[
        str | None, typer.Option(help="The address to serve on (default 127.0.0.1).")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="The port (default 8000); 0 takes a free one.")
    ] = None,
) -> None:
    """启动服务 · Serve the bureau's pages and the API."""
    from voucher_service.serve import run_service

    given = {"host": host, "port": port}
    settings = _settings(home, **{k: v for k, v in given.items() if v is not None})
    run_service(settings, demo=demo)


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(help="Feed files, or a register.")],
    profile: Annotated[
        str, typer.Option(help="A profile's name, or a YAML file of your own.")
    ] = "standard",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report what would happen, store nothing.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """接收经销商文件 · Take in dealers' files, each wholly or not at all."""
    from voucher_service.console import ingest_exit_code
    from voucher_service.wording import feed_lines

    choice: dict[str, Any] = {"name": profile}
    if Path(profile).is_file():
        choice["document"] = _text(Path(profile))
    request = {"profile": choice, "dry_run": dry_run}
    deliveries = [_delivery(path) for path in files]
    reports = _operate(home, "ingest", request, deliveries)
    _print(
        reports,
        as_json=as_json,
        lines=lambda all_reports: [
            line for report in all_reports for line in feed_lines(report)
        ],
    )
    raise typer.Exit(ingest_exit_code(reports))


@app.command()
def feeds(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """收件记录 · List the feeds that landed."""
    from voucher_service.wording import feed_lines

    _print(
        _operate(home, "feeds", {}),
        as_json=as_json,
        lines=lambda reports: [
            line for report in reports for line in feed_lines(report)
        ],
    )


@app.command()
def decide(
    campaign: CampaignArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """判定资格 · Decide every known sale under a campaign's terms."""
    from voucher_service.wording import decision_lines

    answer = _operate(home, "decide", {"campaign": campaign})
    _print(answer, as_json=as_json, lines=decision_lines)


@app.command()
def explain(
    campaign: CampaignArgument,
    sale: Annotated[str, typer.Argument(help="A sale id, VIN or invoice number.")],
    known_at: KnownAtOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """说明理由 · Explain a sale's decision, condition by condition."""
    from voucher_service.wording import explanation_lines

    request = {"campaign": campaign, "sale": sale, "known_at": known_at}
    _print(
        _operate(home, "explain", request),
        as_json=as_json,
        lines=lambda all_of_them: [
            line for one in all_of_them for line in explanation_lines(one)
        ],
    )


@app.command()
def totals(
    campaign: CampaignArgument,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    by: Annotated[
        str | None,
        typer.Option(help="Split by day, district, dealer, brand or energy."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """活动合计 · Give a campaign's totals."""
    from voucher_service.wording import totals_lines

    request = {"campaign": campaign, "as_of": as_of, "known_at": known_at, "by": by}
    _print(_operate(home, "totals", request), as_json=as_json, lines=totals_lines)


@app.command()
def chart(
    campaign: CampaignArgument,
    name: Annotated[str, typer.Argument(help="The chart, e.g. cumulative-sales.")],
    out: Annotated[Path, typer.Option(help="FILE.html, .json, .png, .svg or .csv.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """导出图表 · Write a chart to a file; its ending names the format."""
    import base64

    from voucher_service.console import write_file

    request = {
        "campaign": campaign,
        "chart": name,
        "as_of": as_of,
        "known_at": known_at,
        "language": lang,
        "format": out.suffix.lstrip(".").lower(),
    }
    document = _operate(home, "chart", request)
    body = base64.b64decode(document.pop("body"))
    write_file(out, body)
    _print(
        {**document, "file": str(out), "bytes": len(body)},
        as_json=as_json,
        lines=lambda answer: [f"{answer['file']}: {answer['bytes']} 字节 bytes"],
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
    files = [_delivery(path)] if path.is_file() else []
    answer = _operate(home, "campaign-open", {"campaign": campaign}, files)
    _print(answer, as_json=as_json, lines=campaign_lines)


@campaign_app.command("list")
def campaign_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """活动列表 · List the open campaigns."""
    _print(
        _operate(home, "campaign-list", {}),
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

    answer = _operate(home, "campaign-show", {"campaign": campaign})
    _print(answer, as_json=as_json, lines=campaign_lines)


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
    _print(
        _operate(home, "token-create", request),
        as_json=as_json,
        lines=lambda token: [token["token"]],
    )


@token_app.command("list")
def token_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """令牌列表 · List the tokens, never their secrets."""
    from voucher_service.wording import token_line

    _print(
        _operate(home, "token-list", {}),
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

    answer = _operate(home, "token-revoke", {"token_id": token_id})
    _print(answer, as_json=as_json, lines=lambda token: [token_line(token)])


@app.command("login-link")
def login_link(
    role: Annotated[str, typer.Option(help="For whom the link is.")] = "bureau",
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    home: HomeOption = None,
    port: Annotated[int | None, typer.Option(help="The service's port.")] = None,
    as_json: JsonOption = False,
) -> None:
    """登录链接 · Make a one-time link that signs a person in to the pages."""
    settings = _settings(home, **({"port": port} if port is not None else {}))
    answer = _operate(home, "login-link", {"role": role, "name": name})
    link = settings.login_link(answer["secret"])
    _print({"link": link}, as_json=as_json, lines=lambda document: [document["link"]])


@app.command("sample-data")
def sample_data(
    directory: Annotated[Path, typer.Argument(help="Where to write the files.")],
) -> None:
    """合成示例 · Write the synthetic sample, the same bytes every time."""
    from voucher_service.console import say, write_file
    from voucher_service.samples.generate import sample_files

    for file in sample_files():
        path = directory / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, file.content)
        say(str(path))


def _text(path: Path) -> str:
    from voucher_service.console import read_file
    from voucher_service.model.errors import UnreadableInput
    from voucher_service.model.text import Text

    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Text(zh=f"文件 {path} 不是 UTF-8 文本", en=f"{path} is not UTF-8 text")
        ) from error


if __name__ == "__main__":
    main()
