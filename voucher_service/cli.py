"""The operator's commands; heavy libraries load only when a command needs them."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service import __version__
from voucher_service.administration import (
    access,
    campaign_app,
    log,
    login_link,
    sale_app,
    signing_key_app,
    token_app,
)
from voucher_service.banking import statement, webhook_app
from voucher_service.briefing import briefing_app
from voucher_service.explaining import decisions_app
from voucher_service.foresight import foresight_app
from voucher_service.hindsight import SinceOption, bridge, compare
from voucher_service.inquiry import inquiry_app
from voucher_service.invocation import (
    AsOfOption,
    CampaignArgument,
    HomeOption,
    JsonOption,
    KnownAtOption,
    SaleArgument,
    delivery_of,
    operate_on,
    print_answer,
    profile_choice,
    settings_of,
    write_document,
)
from voucher_service.issuing import expire, issue, voucher_app
from voucher_service.lottery import lottery_app
from voucher_service.publishing import publish
from voucher_service.rulebook import terms_app
from voucher_service.upkeep import audit, backup, restore

app = typer.Typer(
    name="voucher-service",
    help="消费券活动服务 · Consumption-voucher campaigns, feed to chart.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(campaign_app, name="campaign")
app.add_typer(sale_app, name="sale")
app.add_typer(terms_app, name="terms")
app.add_typer(token_app, name="token")
app.add_typer(signing_key_app, name="signing-key")
app.add_typer(webhook_app, name="webhook")
app.command()(statement)
app.add_typer(lottery_app, name="lottery")
app.add_typer(voucher_app, name="voucher")
app.command()(issue)
app.command()(expire)
app.command("login-link")(login_link)
app.command("log")(log)
app.command("access")(access)
app.add_typer(foresight_app)
app.add_typer(inquiry_app)
app.command("bridge")(bridge)
app.command("compare")(compare)
app.add_typer(briefing_app)
app.add_typer(decisions_app)
for upkeep in (audit, backup, restore, publish):
    app.command()(upkeep)


@app.callback(invoke_without_command=True)
def root(
    home: HomeOption = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the program's version.")
    ] = False,
) -> None:
    """消费券活动服务 · Consumption-voucher campaigns, feed to chart."""
    if version:
        typer.echo(f"voucher-service {__version__}")
        raise typer.Exit
    if home is not None:
        os.environ["VOUCHER_HOME"] = str(home)


def main() -> None:
    """Run a command; whatever happens ends in a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a GBK terminal lacks some signs
            stream.reconfigure(errors="replace")
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
    settings = settings_of(home, **{k: v for k, v in given.items() if v is not None})
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

    request = {"profile": profile_choice(profile), "dry_run": dry_run}
    deliveries = [delivery_of(path) for path in files]
    reports = operate_on(home, "ingest", request, deliveries)
    print_answer(
        reports,
        as_json=as_json,
        lines=lambda all_reports: [
            line for report in all_reports for line in feed_lines(report)
        ],
    )
    raise typer.Exit(ingest_exit_code(reports))


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(help="The folder that holds inbox/.")],
    once: Annotated[
        bool, typer.Option("--once", help="Deal with what is there, then end.")
    ] = False,
    every: Annotated[
        float,
        typer.Option(
            min=0,
            help="Seconds between two looks; a file unchanged for so long is whole.",
        ),
    ] = 5.0,
    profile: Annotated[
        str, typer.Option(help="A profile's name, or a YAML file of your own.")
    ] = "standard",
    home: HomeOption = None,
) -> None:
    """监视收件文件夹 · Take in files from FOLDER/inbox, one folder a dealer."""
    from voucher_service.watch.watcher import Watcher

    choice = profile_choice(profile)

    def receive(delivery: Any, dealer: str | None) -> Any:  # noqa: ANN401
        request = {"profile": choice, "dealer": dealer}
        return operate_on(home, "receive", request, [delivery], quiet=True)

    watcher = Watcher(folder.absolute(), receive, every)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: watcher.stop.set())
    watcher.run(once=once)


@app.command()
def feeds(
    feed: Annotated[
        str | None, typer.Argument(help="A feed's id, for all its refusals.")
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="FILE.xlsx: write that feed's rejected rows, to be mended."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """收件记录 · List the feeds that landed, or tell all of one."""
    from voucher_service.wording import feed_lines

    if rejects is not None:
        if feed is None:
            raise typer.BadParameter("--rejects 须同时给出收件编号 · wants a feed's id")
        document = operate_on(home, "feed-rejects", {"feed": feed})
        write_document(document, rejects, as_json=as_json)
        return
    if feed is not None:
        answer = operate_on(home, "feed-show", {"feed": feed})
        print_answer(answer, as_json=as_json, lines=feed_lines)
        return
    print_answer(
        operate_on(home, "feeds", {}),
        as_json=as_json,
        lines=lambda reports: [
            line for report in reports for line in feed_lines(report)
        ],
    )


@app.command()
def decide(
    campaign: CampaignArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show who flips, record nothing.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """判定资格 · Decide every known sale under a campaign's terms."""
    from voucher_service.wording import decision_lines

    request = {"campaign": campaign, "dry_run": dry_run}
    answer = operate_on(home, "decide", request)
    print_answer(answer, as_json=as_json, lines=decision_lines)


@app.command()
def explain(
    campaign: CampaignArgument,
    sale: SaleArgument,
    known_at: KnownAtOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """说明理由 · Explain a sale's decision, condition by condition."""
    from voucher_service.wording import explanation_lines

    request = {"campaign": campaign, "sale": sale, "known_at": known_at}
    print_answer(
        operate_on(home, "explain", request),
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
    print_answer(
        operate_on(home, "totals", request), as_json=as_json, lines=totals_lines
    )


@app.command()
def quality(
    first_day: Annotated[
        str | None, typer.Option("--from", help="The first day of receipt counted.")
    ] = None,
    last_day: Annotated[
        str | None, typer.Option("--to", help="The last day of receipt counted.")
    ] = None,
    known_at: KnownAtOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """数据质量 · Tell how well each dealer reports, worst first."""
    from voucher_service.wording import quality_lines

    request = {"first_day": first_day, "last_day": last_day, "known_at": known_at}
    print_answer(
        operate_on(home, "quality", request), as_json=as_json, lines=quality_lines
    )


@app.command()
def chart(
    campaign: CampaignArgument,
    name: Annotated[str, typer.Argument(help="The chart, e.g. cumulative-sales.")],
    out: Annotated[Path, typer.Option(help="FILE.html, .json, .png, .svg or .csv.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    since: SinceOption = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """导出图表 · Write a chart to a file; its ending names the format."""
    request = {
        "campaign": campaign,
        "chart": name,
        "as_of": as_of,
        "known_at": known_at,
        "since": since,
        "language": lang,
        "format": out.suffix.lstrip(".").lower(),
    }
    document = operate_on(home, "chart", request)
    write_document(document, out, as_json=as_json)


@app.command()
def reasons() -> None:
    """拒收和不符合的理由 · Print every reason with its remedy, as a table."""
    from voucher_service.console import say
    from voucher_service.wording import reason_table

    for line in reason_table():
        say(line)


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


if __name__ == "__main__":
    main()
