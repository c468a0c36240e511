"""The command that writes a campaign's bulletin, for an office to edit and send."""

from pathlib import Path
from typing import Annotated

import typer

from voucher_service.invocation import (
    AsOfOption,
    CampaignArgument,
    HomeOption,
    JsonOption,
    KnownAtOption,
    operate_on,
    write_document,
)

briefing_app = typer.Typer()


@briefing_app.command("bulletin")
def bulletin(
    campaign: CampaignArgument,
    out: Annotated[Path, typer.Option(help="FILE.docx, .pdf, .html or .md.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    issue: Annotated[
        int | None, typer.Option(help="The number of the bulletin (第N期).")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """工作简报 · Write a campaign's bulletin; the file's ending names the format."""
    request = {
        "campaign": campaign,
        "as_of": as_of,
        "known_at": known_at,
        "language": lang,
        "issue": issue,
        "format": out.suffix.lstrip(".").lower(),
    }
    document = operate_on(home, "bulletin", request)
    write_document(document, out, as_json=as_json)
