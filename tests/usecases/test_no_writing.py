"""A process that gave writing up can read, and changes no file by any name."""

import subprocess
import sys

import pytest

from voucher_service.usecases import no_writing

PROGRAM = """
import os, sys
from voucher_service.usecases.no_writing import forbid_writing
place, other = sys.argv[1:]
held = os.open(place, os.O_RDONLY)
if not forbid_writing():
    sys.exit("no landlock")
for harm in (
    lambda: open(place, "a"),
    lambda: os.open(place, os.O_RDONLY | os.O_TRUNC),
    lambda: os.truncate(place, 0),
    lambda: os.open(f"/proc/self/fd/{held}", os.O_RDWR),
    lambda: open(other, "w"),
    lambda: os.rename(place, other),
    lambda: os.link(place, other),
    lambda: os.remove(place),
):
    try:
        harm()
    except OSError:
        continue
    sys.exit("harmed")
print(open(place).read())
"""


def test_it_reads_and_changes_nothing(tmp_path):
    place, other = tmp_path / "kept", tmp_path / "other"
    place.write_text("as it was")
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(place), str(other)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "no landlock" in ran.stderr:
        pytest.skip("this kernel takes nothing away")
    assert (ran.returncode, ran.stdout.strip()) == (0, "as it was"), ran.stderr
    assert list(tmp_path.iterdir()) == [place]
    assert place.read_text() == "as it was"


def test_another_system_goes_without(monkeypatch):
    monkeypatch.setattr(no_writing.sys, "platform", "darwin")
    assert no_writing.forbid_writing() is False
