"""A draw from the seed to the proof, as its officers and its doubters run it."""

import hashlib
import json
from datetime import date, timedelta

import pytest

from tests.campaign_texts import campaign, entry

pytestmark = pytest.mark.slow


def test_a_seed_is_committed_to_and_a_record_is_proved(command, tmp_path):
    made = command("lottery", "commit", "--json").json
    close = date.today() + timedelta(days=30)  # noqa: DTZ011 - the command's own clock
    lottery = (
        "quotas:\n  - {name: places, count: 1}\nallocation:\n  method: lottery\n"
        f"  seed_sha256: {made['seed_sha256']}\n  entries_close: {close}\n"
    )
    terms = tmp_path / "draw.yaml"
    terms.write_text(campaign(entry(lottery)), "utf-8")
    assert command("campaign", "open", terms).code == 0
    early = command("lottery", "reveal", "test-campaign", "--seed", made["seed"])
    assert early.code != 0
    assert "此前不能公布种子" in early.err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"campaign": 1}', "no json"])
def test_what_is_no_record_is_refused_with_a_sentence(command, tmp_path, text):
    file = tmp_path / "draw.json"
    file.write_text(text, "utf-8")
    ran = command("lottery", "verify", file)
    assert ran.code == 3
    assert "不是抽取记录" in ran.err
    assert "Traceback" not in ran.err


def test_a_record_is_proved_from_the_file_alone(command, tmp_path):
    record = {
        "campaign": "test-campaign",
        "terms_version": "0" * 12,
        "seed_sha256": hashlib.sha256(b"abc").hexdigest(),
        "seed": "abc",
        "committed_at": "2023-01-01T00:00:00Z",
        "entries_close": "2023-01-20",
        "known_at": "2023-01-21T00:00:00Z",
        "synthetic": True,
        "limits": [],
        "entries": [],
    }
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record), "utf-8")
    assert command("lottery", "verify", file).code == 0
    file.write_text(json.dumps(record | {"seed": "abd"}), "utf-8")
    ran = command("lottery", "verify", file, "--json")
    assert ran.code == 1
    assert ran.json["holds"] is False
