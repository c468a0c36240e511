"""A fault of ours ends in a sentence; its trace is kept without personal numbers."""

import re
from pathlib import Path

import pytest

from voucher_service.console import fail_unexpectedly


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
