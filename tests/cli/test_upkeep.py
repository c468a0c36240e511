"""Audit, backup and restore as an operator runs them, also while the service runs."""

import json

import duckdb
import httpx
import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.control.service_process import ServiceProcess
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.store.audit_log import Head
from voucher_service.upkeep import audit_lines
from voucher_service.usecases.check_log import check_log

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path):
    (tmp_path / "dealers.csv").write_text(REGISTER, "utf-8")
    (tmp_path / "sales.csv").write_text(feed(sale_row(1), sale_row(2)), "utf-8")
    return tmp_path / "dealers.csv", tmp_path / "sales.csv"


def test_a_home_is_copied_while_it_is_served_and_comes_back(command, files, tmp_path):
    home, backup, new = (tmp_path / name for name in ("home", "backup", "new"))
    with ServiceProcess(home):
        assert command("ingest", *files).code == 0
        made = command("backup", backup, "--json")
        assert command("audit").code == 0
        totals = command("totals", SEED_CAMPAIGN, "--json").json
    assert made.code == 0
    assert made.json["audit"]["clean"]
    assert made.json["manifest"]["held_seconds"] < 5
    restored = command("restore", backup, "--home", new)
    assert restored.code == 0
    assert "已恢复" in restored.out
    again = command("totals", SEED_CAMPAIGN, "--home", new, "--json").json
    assert again == totals


def test_what_is_wrong_is_said_with_its_rows_and_exit_code(command, files, tmp_path):
    assert command("ingest", *files).code == 0
    with duckdb.connect(str(tmp_path / "home" / "voucher.duckdb")) as connection:
        connection.execute("DELETE FROM decision_versions")
    found = command("audit")
    assert found.code == 1
    assert "✗ every_sale_is_decided：2 行 rows" in found.out
    assert "campaign_id=zhangjiajie-2022-new-year" in found.out
    assert "Traceback" not in found.err


def test_a_torn_log_is_told_by_the_service_and_settled_by_a_person(
    command, files, tmp_path
):
    home, log = tmp_path / "home", tmp_path / "service.log"
    with ServiceProcess(home) as service:
        assert command("ingest", *files).code == 0
        service.process.kill()
        service.process.wait(30)
    torn = home / "voucher.duckdb.wal"
    with torn.open("r+b") as file:
        file.truncate(torn.stat().st_size - 9)
    with ServiceProcess(home, log=log) as service:
        ready = httpx.get(f"{service.url}/readyz").json()
        found = command("audit")
        settled = command("audit", "--accept-losses")
    assert (ready["ready"], ready["losses"]) == (True, 1)
    assert (found.code, settled.code) == (1, 0)
    assert "已答复的提交缺失" in found.out
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    [told] = [line for line in lines if line["event"] == "loss"]
    assert (told["level"], told["grave"]) == ("error", True)


def test_a_place_that_cannot_be_used_is_said_with_a_sentence(command, tmp_path):
    assert command("audit").code == 0
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine").touch()
    refused = command("backup", tmp_path / "backup")
    assert refused.code == 2
    assert "不会覆盖" in refused.err
    nothing = command("restore", tmp_path / "nothing", "--home", tmp_path / "new")
    assert nothing.code == 3
    assert "不是本程序的备份" in nothing.err


def test_a_log_that_is_not_as_written_is_told_with_the_reason(desk):
    desk.ingest(REGISTER)
    with desk.service.store.read() as connection:
        check = check_log(connection, known=Head(1, "0" * 64))
    report = {"log": check.model_dump(mode="json")}
    report |= {"clean": False, "audits": 1, "seconds": 0.1, "accepted": 0}
    _, line = audit_lines(report | {"findings": [], "losses": []})
    assert line == (
        "✗ 日志从第 1 条起与写入时不符：与已公布的哈希不符 / the log is not as written"
        " from entry 1 on: its hash is not the one that was published"
    )
