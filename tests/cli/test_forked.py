"""A command that is forked says what one says that imports all it needs itself."""

from pathlib import Path

import pytest

from tests.conftest import SEED_CAMPAIGN, run_command, run_process


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("totals", SEED_CAMPAIGN, "--json"), 0),
        (("--help",), 0),
        (("nosuch",), 2),
        (("ingest", "nowhere.csv"), 3),
        (("terms", "show", "nosuch"), 2),
    ],
)
def test_a_forked_command_says_and_ends_as_any_other(
    arguments: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    home = {"VOUCHER_HOME": str(tmp_path / "home")}
    run_command("feeds", **home)
    forked, alone = run_command(*arguments, **home), run_process(*arguments, **home)
    assert (forked.code, forked.out, forked.err) == (code, alone.out, alone.err)
    assert alone.code == code
