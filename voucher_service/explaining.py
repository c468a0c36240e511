"""The command that writes all decisions of a campaign to a file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    AsOfOption,
    CampaignArgument,
    HomeOption,
    JsonOption,
    KnownAtOption,
    operate_on,
    print_answer,
)

decisions_app = typer.Typer()


@decisions_app.command()
def decisions(
    campaign: CampaignArgument,
    out: Annotated[Path, typer.Option(help="FILE.csv, .xlsx or .parquet.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    outcome: Annotated[
        str | None,
        typer.Option(help="eligible, waitlisted, needs_review or ineligible alone."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """导出判定 · Write every decision with its reasons to a file, a row a sale."""
    request = {
        "campaign": campaign,
        "out": str(out.absolute()),  # the service that writes it may stand elsewhere
        "as_of": as_of,
        "known_at": known_at,
        "outcome": outcome,
    }
    answer = operate_on(home, "decisions", request)
    print_answer(answer, as_json=as_json, lines=_lines)


def _lines(report: dict[str, Any]) -> list[str]:
    """Give what was written, where, and of what it tells."""
    lines = ["【合成数据 synthetic data】"] if report["synthetic"] else []
    day = report["as_of"] or "全部 all"
    return [
        *lines,
        f"{report['file']}: {report['decisions']:,} 笔判定 decisions · "
        f"{report['bytes']:,} 字节 bytes",
        f"数据截至 / as of: {day} · 入库截至 / known at: {report['known_at']} · "
        f"SHA-256 {report['sha256']}",
    ]
