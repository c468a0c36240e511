"""A service killed at any moment has kept all it answered, and nothing twice."""

import pytest

from tests.faults.torture import Torture, tell
from tests.long_run import long_run

pytestmark = pytest.mark.slow

SEED = 20230110


def test_a_service_killed_under_load_keeps_its_word(tmp_path, capsys):
    moments, vouchers = long_run(short=(6, 40), long=(320, 400))
    found = Torture(tmp_path, SEED, banks=5, vouchers=vouchers).run(moments)
    with capsys.disabled():
        tell(found.table())
    assert (found.lost, found.doubled) == ([], [])
    assert found.audit is not None
    assert found.audit.findings == ()
    assert found.audit.clean
    assert not any(loss.grave for loss in found.audit.losses)
    assert found.acknowledged > moments * 5
    assert found.unanswered > moments
