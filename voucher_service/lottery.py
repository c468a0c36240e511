"""The commands of a draw: commit to a seed, reveal it, publish the draw, prove it."""

from pathlib import Path
from typing import Annotated

import typer

from voucher_service.invocation import (
    CampaignArgument,
    HomeOption,
    JsonOption,
    operate_on,
    print_answer,
    text_of,
    write_document,
)

lottery_app = typer.Typer(help="抽取 · Drawing lots.", no_args_is_help=True)


@lottery_app.command("commit")
def lottery_commit(as_json: JsonOption = False) -> None:
    """生成种子 · Make a seed to keep secret, and the hash to publish in the terms."""
    from voucher_service.usecases.draw_lots import commit_to_seed

    print_answer(
        commit_to_seed().model_dump(),
        as_json=as_json,
        lines=lambda made: [
            f"种子（截止前保密）/ seed, secret until entries close: {made['seed']}",
            f"写入条款 / into the terms: seed_sha256: {made['seed_sha256']}",
        ],
    )


@lottery_app.command("reveal")
def lottery_reveal(
    campaign: CampaignArgument,
    seed: Annotated[str, typer.Option(help="The seed that was committed to.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """公布种子 · Reveal a draw's seed once entries have closed, and decide by it."""
    answer = operate_on(home, "lottery-reveal", {"campaign": campaign, "seed": seed})
    print_answer(
        answer,
        as_json=as_json,
        lines=lambda told: [
            f"{told['campaign']}：种子已公布，{told['changed']} 个判定改变"
            f" / the seed is revealed; {told['changed']} decisions changed"
        ],
    )


@lottery_app.command("record")
def lottery_record(
    campaign: CampaignArgument,
    out: Annotated[Path, typer.Option(help="FILE.json to publish.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """公布抽取 · Write down a draw so that anyone can prove it."""
    document = operate_on(home, "lottery-record", {"campaign": campaign})
    write_document(document, out, as_json=as_json)


@lottery_app.command("verify")
def lottery_verify(
    record: Annotated[Path, typer.Argument(help="The published draw, FILE.json.")],
    as_json: JsonOption = False,
) -> None:
    """验证抽取 · Prove a published draw; it needs nothing but the file."""
    from pydantic import ValidationError

    from voucher_service.model.draw_reports import DrawRecord
    from voucher_service.model.errors import UnreadableInput
    from voucher_service.model.text import Text
    from voucher_service.usecases.draw_lots import verify_draw

    try:
        published = DrawRecord.model_validate_json(text_of(record))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UnreadableInput(
            Text(
                zh=f"{record} 不是抽取记录：{field or '内容'} 无法读取",
                en=f"{record} is no record of a draw: {field} {first['msg']}",
            ),
            remedy=Text(
                zh="使用 voucher-service lottery record 公布的文件",
                en="give the file that voucher-service lottery record wrote",
            ),
        ) from error
    check = verify_draw(published)
    print_answer(check.model_dump(), as_json=as_json, lines=_check_lines)
    raise typer.Exit(0 if check.holds else 1)


def _check_lines(check: dict[str, object]) -> list[str]:
    verdict = "属实 / it holds" if check["holds"] else "不属实 / it does NOT hold"
    faults = check["faults"]
    assert isinstance(faults, tuple)
    return [
        f"{check['campaign']}：{check['entries']} 个参加，{check['drawn']} 个中签："
        f"{verdict}",
        *(f"  {fault['zh']} / {fault['en']}" for fault in faults),
    ]
