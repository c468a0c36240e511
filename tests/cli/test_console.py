"""A fault of ours ends in a sentence; its trace is kept without personal numbers."""

import re
import resource
import signal
from pathlib import Path

import pytest

from voucher_service.console import fail_unexpectedly, write_file
from voucher_service.model.errors import BadParameter


def test_the_trace_of_a_fault_is_kept_without_long_numbers(capsys):
    error = ValueError("43080019900101001X and 13800000001 in row 12")
    with pytest.raises(SystemExit) as ended:
        fail_unexpectedly(error)
    said = capsys.readouterr()
    path = Path(re.search(r"see (\S+)", said.err)[1])
    trace = path.read_text(encoding="utf-8")
    path.unlink()
    assert ended.value.code == 1
    assert said.out == ""
    assert "ValueError: *** and *** in row 12" in trace


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(tmp_path):
    """A file may grow to 1 KiB alone here, as on a disk that is full."""
    path = tmp_path / "bulletin.docx"
    path.write_bytes(b"the old one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with pytest.raises(BadParameter):
            write_file(path, bytes(4096))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_file_is_written_to_as_it_is():
    write_file(Path("/dev/null"), b"gone")
    assert not Path("/dev/null").is_file()
