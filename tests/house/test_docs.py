"""What README.md and docs/ show is run, and nothing we offer goes unnamed.

The ``console``, ``bash`` and ``python`` blocks of a file run in order as one script,
in a folder and a home of their own. In a ``console`` block a line after ``$ `` is a
command and the lines below it are what it prints, ``...`` standing for anything; the
program may print more lines than are shown. ``make serve`` and ``voucher-service
serve`` run in the background until the file ends, and 127.0.0.1:8000 means that
server. Commands that prepare a machine are shown and not run. The program is the
installed one where README.md calls it; where others do it is forked, which is quicker.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command_nursery import nursery

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"^```(?P<kind>console|bash|python)\b[^\n]*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")
RUN = re.compile(r"(voucher-service|curl|python|cat|head|ls|echo|export|[A-Z_]+=\S)")
SHOWN = re.compile(r"(make|git|cd|pip|sudo|apt-get|systemctl)\b")
SERVES = re.compile(r"(make|voucher-service) serve\b(?P<options>.*)")
IMAGE = re.compile(r"\.(png|svg)\b|format=(png|svg)\b")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STAND = "127.0.0.1:8000"
MARK = "==== step"
PATIENCE = 300
SERVE = """\
mkfifo server.out
voucher-service serve --demo {options} --port {port} >server.out 2>server.log &
trap 'kill {pid}' EXIT
exec 3<server.out
until [[ ${{line-}} == *"127.0.0.1:{port}/"* ]]; do
  read -r line <&3 || {{ cat server.log >&2; exit 1; }}
  echo "$line"
done
cat <&3 >/dev/null 2>&1 &"""

FORKED = """\
#!{python} -IS
import json, os, socket, sys
if sys.argv[1] == "serve":
    os.execv({program!r}, [{program!r}, *sys.argv[1:]])
order = json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
with socket.socket(socket.AF_UNIX) as line:
    line.connect({nursery!r})
    socket.send_fds(line, [len(order).to_bytes(4, "big")], [0, 1, 2])
    line.sendall(order)
    told = line.makefile().read().split()
sys.exit(int(told[1]))
"""


@dataclass
class Step:
    """One thing a reader is told to do, and what the page says it prints."""

    source: str
    output: list[str] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        assert RUN.match(self.source) or SHOWN.match(self.source), self.source
        image_only = IMAGE.search(self.source) and not _drawing_possible()
        return bool(RUN.match(self.source)) and not image_only


def _drawing_possible() -> bool:
    return bool(os.environ.get("CI")) or any(map(shutil.which, CHROMIUMS))


def steps(text: str) -> list[Step]:
    found: list[Step] = []
    for block in BLOCK.finditer(text):
        body = block["body"]
        if block["kind"] == "python":
            found.append(Step(f"python - <<'END_OF_BLOCK'\n{body}END_OF_BLOCK"))
            continue
        for line in re.sub(r" *\\\n(> )?\s*", " ", body).splitlines():
            shown = line.removeprefix("$ ").strip()
            if block["kind"] == "console" and not line.startswith("$ "):
                assert found, f"output before any command: {line}"
                found[-1].output += [shown] if shown else []
            elif shown and not shown.startswith("#"):
                found.append(Step(shown))
    return found


def script(plan: list[Step], port: int) -> str:
    """Write the steps as one bash script that marks where each begins."""
    lines = ["set -euo pipefail"]
    served = False
    for number, step in enumerate(plan):
        lines.append(f"echo {shlex.quote(f'{MARK} {number}')}")
        if serves := SERVES.match(step.source):
            options = serves["options"].replace("--demo", "")
            start = SERVE.format(options=options, port=port, pid="$SERVER")
            start = start.replace("server.log &", "server.log & SERVER=$!")
            lines += [] if served else [start]
            served = True
        elif step.runs:
            lines.append(step.source.replace(STAND, f"127.0.0.1:{port}"))
    return "\n".join(lines)


def forked_program(folder: Path) -> Path:
    """Put ``voucher-service`` into a folder, as a script that has it forked."""
    folder.mkdir()
    python = Path(sys.executable)
    program = str(python.with_name("voucher-service"))
    script = FORKED.format(python=python, program=program, nursery=nursery().path)
    (folder / "voucher-service").write_text(script, "utf-8")
    (folder / "voucher-service").chmod(0o700)
    return folder


def run(
    plan: list[Step], folder: Path, *programs: Path
) -> tuple[int, list[list[str]], str]:
    """Run the steps; give the exit code, what each printed, and the errors."""
    for name in ("sample_data", "sql", "docs", "README.md"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    port = _free_port()
    out, err = folder / "script.out", folder / "script.err"
    own = {name: v for name, v in os.environ.items() if not name.startswith("VOUCHER_")}
    path = [*map(str, programs), str(Path(sys.executable).parent), own["PATH"]]
    own |= {"PATH": ":".join(path), "VOUCHER_HOME": str(folder / "home")}
    with out.open("wb") as printed, err.open("wb") as errors:
        process = subprocess.Popen(
            ["bash", "-c", script(plan, port)],
            cwd=folder,
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=errors,
            start_new_session=True,
        )
        try:
            code = process.wait(PATIENCE)
        finally:
            _end(process)
    text = out.read_text("utf-8").replace(f"127.0.0.1:{port}", STAND)
    parts = re.split(rf"^{MARK} \d+\n", text, flags=re.MULTILINE)[1:]
    return code, [part.splitlines() for part in parts], err.read_text("utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def not_printed(shown: list[str], printed: list[str]) -> list[str]:
    """Give the shown lines that the printed ones do not hold in this order."""
    rest = iter(_even(line) for line in printed)
    return [line for line in shown if not any(map(_pattern(line).fullmatch, rest))]


def _even(line: str) -> str:
    return " ".join(line.split())


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(re.escape(_even(line)).replace(r"\.\.\.", ".*"))


@pytest.mark.slow
@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_runs_and_prints_what_is_shown(page: Path, tmp_path: Path) -> None:
    plan = steps(page.read_text("utf-8"))
    if any("curl" in step.source for step in plan) and not shutil.which("curl"):
        assert not os.environ.get("CI"), "curl is not installed"
        pytest.skip("curl is not installed, and the page shows requests made with it")
    programs = [] if page.name == "README.md" else [forked_program(tmp_path / "bin")]
    code, printed, errors = run(plan, tmp_path, *programs)
    last = plan[len(printed) - 1].source if printed else "nothing"
    assert code == 0, f"{last}\n{errors}"
    missing = {
        step.source: lost
        for step, lines in zip(plan, printed, strict=True)
        if (step.runs or SERVES.match(step.source))
        and (lost := not_printed(step.output, lines))
    }
    assert missing == {}


def documentation() -> str:
    return "\n".join(page.read_text("utf-8") for page in DOCS)


def commands() -> Iterator[str]:
    """Name every command of the program in full, such as ``token create``."""
    from typer.main import get_command

    from voucher_service.cli import app

    waiting = [("", get_command(app))]
    while waiting:
        name, command = waiting.pop()
        below = getattr(command, "commands", {})
        waiting += [(f"{name} {word}".strip(), it) for word, it in below.items()]
        if not below:
            yield name


def test_every_command_is_documented() -> None:
    text = documentation()
    named = {name: f"voucher-service {name}" in text for name in commands()}
    assert named
    assert [name for name, found in named.items() if not found] == []


def test_every_reason_is_documented() -> None:
    from voucher_service.model.reasons import EligibilityReason, FeedReason

    text = documentation()
    codes = [*FeedReason, *EligibilityReason]
    assert [code.value for code in codes if f"`{code.value}`" not in text] == []


def test_every_view_is_documented() -> None:
    text = documentation()
    views = {file.stem for file in (ROOT / "sql" / "views").rglob("*.sql")}
    names = {re.sub(r"^\d+_", "", view) for view in views}
    assert names
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_setting_is_documented() -> None:
    from voucher_service.settings import Settings

    text = documentation()
    prefix = Settings.model_config.get("env_prefix", "")
    names = [f"{prefix}{name}".upper() for name in Settings.model_fields]
    assert names
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_make_target_a_page_names_exists() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )
    named = set(
        re.findall(r"(?:^\$?\s*|`)make ([a-z-]+)", documentation(), re.MULTILINE)
    )
    assert {"serve", "test"} <= named <= targets


@pytest.mark.parametrize(
    "page",
    [*DOCS, ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md"],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = [link["target"] for link in LINK.finditer(page.read_text("utf-8"))]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("```console\n$ echo one; echo two\none\n```\n", (0, [])),
        ("```console\n$ echo two of 3\ntwo ... 3\n```\n", (0, [])),
        ("```console\n$ echo one \\\n> two\none two\n```\n", (0, [])),
        ("```console\n$ echo two\none\n```\n", (0, ["one"])),
        ("```console\n$ echo b; echo a\na\nb\n```\n", (0, ["b"])),
        ("```bash\n# a remark\necho one\n```\n", (0, [])),
        ("```bash\nmake nothing\n```\n", (0, [])),
        ("```bash\ncat missing.csv\n```\n", (1, [])),
        ("```bash\nX=7\n```\ntext\n```console\n$ echo $X\n7\n```\n", (0, [])),
        ("```python\nassert 1 + 1 == 2\n```\n", (0, [])),
        ("```python\nassert 1 + 1 == 3\n```\n", (1, [])),
        ("```text\nvoucher-service ingest FILE...\n```\n", (0, [])),
    ],
)
def test_a_page_that_does_not_hold_is_found(
    page: str, found: tuple[int, list[str]], tmp_path: Path
) -> None:
    plan = steps(page)
    code, printed, _ = run(plan, tmp_path)
    lost = [
        line
        for step, lines in zip(plan, printed, strict=False)
        for line in not_printed(step.output, lines)
    ]
    assert (code, lost) == found


def test_a_command_nobody_vouched_for_is_refused() -> None:
    (step,) = steps("```bash\nmkfs /dev/sda\n```\n")
    with pytest.raises(AssertionError, match="mkfs"):
        script([step], 8000)
