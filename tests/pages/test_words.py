"""The words of the pages: none missing, none left over, each in both languages."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

import voucher_service.pages
from voucher_service.model.text import Language
from voucher_service.pages.words import WORDS, Speaker

TEMPLATES = Path(voucher_service.pages.__path__[0]) / "templates"
SOURCE = "\n".join(file.read_text("utf-8") for file in TEMPLATES.glob("*.html"))
SAID = set(re.findall(r"\b(?:t|zh|en)\(\s*'(\w+)'\s*[,)]", SOURCE))
CHOSEN = set(re.findall(r"'(\w+)' if ", SOURCE)) | set(
    re.findall(r" else '(\w+)'", SOURCE)
)
STARTS = set(re.findall(r"\bt\('(\w+_)' ~", SOURCE))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_word_a_template_says_is_known():
    assert set(WORDS) >= SAID


def test_no_word_is_left_that_no_template_says():
    used = SAID | CHOSEN
    assert {
        key
        for key in WORDS
        if key not in used and not any(key.startswith(start) for start in STARTS)
    } == set()


def test_no_word_has_two_meanings():
    keys = [
        key.value
        for file in sorted(TEMPLATES.parent.glob("*words.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert set(keys) == set(WORDS)


def test_templates_hold_no_words_of_their_own():
    assert CHINESE.findall(SOURCE) == []


@pytest.mark.parametrize("key", list(WORDS))
def test_a_word_has_the_same_blanks_in_both_languages(key):
    zh, en = (re.findall(r"{(\w+)}", text) for text in (WORDS[key].zh, WORDS[key].en))
    assert sorted(zh) == sorted(en)


def test_a_speaker_fills_blanks_in_its_language():
    assert Speaker(Language.ZH)("mean_price", basis="裸车价") == "平均裸车价"
    assert Speaker(Language.EN)("mean_price", basis="bare price") == "Mean bare price"
    assert Speaker(Language.ZH).other is Language.EN
    assert Speaker(Language.EN).other is Language.ZH
