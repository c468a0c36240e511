"""What a terminal says of a decision is in words, and in yuan."""

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row


@pytest.fixture
def home(command, tmp_path):
    """A home with one sale below the floor, and the file of its campaign."""

    def write(name: str, text: str):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    register = write("register.csv", REGISTER)
    sales = write("sales.csv", feed(sale_row(1, price="28800.00"), sale_row(3)))
    assert command("campaign", "open", SEED_CAMPAIGN).code == 0
    own = campaign(entry(), name="own-campaign")
    assert command("campaign", "open", write("own.yaml", own)).code == 0
    assert command("ingest", register, sales).code == 0
    return write


def test_a_condition_is_told_in_words_and_a_price_in_yuan(command, home):
    out = command("explain", SEED_CAMPAIGN, "00000001").out
    assert "要求 required: 30,000.00 元及以上 / 30,000.00 yuan or more" in out
    assert "实际 found: 28,800.00 元 / 28,800.00 yuan" in out
    assert "裸车价 28,800.00 元，低于门槛 30,000.00 元" in out
    assert "required: valid" not in out


def test_a_campaign_shows_the_source_of_each_entry(command, home):
    lines = command("campaign", "show", "own-campaign").out.splitlines()
    at = next(i for i, line in enumerate(lines) if "自 2022-12-16 起" in line)
    assert lines[at + 1].strip() == "依据 / by: 测试通知 · 测试局"


def test_a_flip_is_told_in_words(command, home):
    dearer = entry(effective_from="2023-01-04", floor="200000")
    amended = home("new.yaml", campaign(entry(), dearer, name="own-campaign"))
    out = command("campaign", "amend", amended).out
    assert "符合条件 1,500.00 元 → 不符合条件 0.00 元 · 现在：价格低于活动门槛" in out
    assert "eligible → not eligible" in out
