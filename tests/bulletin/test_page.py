"""A bulletin as a page stands alone, and every sign in it is only itself."""

import re
from html.parser import HTMLParser

from tests.bulletin.written import AWKWARD, MARK, NOTE, small_bulletin
from voucher_service.bulletin.page import as_page
from voucher_service.model.text import Language

VOID = {"meta", "link", "img", "br"}


class Tree(HTMLParser):
    """Follows the elements of a page, and keeps texts and attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_every_element_is_closed_and_every_sign_is_itself():
    tree = Tree(as_page(small_bulletin("image/svg+xml")))
    assert tree.open == []
    said = "".join(tree.texts)
    assert said.count(AWKWARD) == 5  # title twice, sentence, note, cell
    assert f"口径：{AWKWARD}" in said
    assert tree.every("script") == []


def test_nothing_is_fetched():
    page = as_page(small_bulletin("image/svg+xml"))
    tree = Tree(page)
    assert [each["src"].split(";")[0] for each in tree.every("img")] == [
        "data:image/svg+xml"
    ]
    assert not re.search(
        rb"url\(|@import|https?:", re.sub(rb"base64,[^\"]*", b"", page)
    )


def test_each_mention_leads_to_its_note_and_the_note_back_to_the_first():
    tree = Tree(as_page(small_bulletin("image/svg+xml")))
    links = [each["href"] for each in tree.every("a")]
    assert links == ["#note-1", "#note-1", "#note-2", "#note-2", "#from-1", "#from-2"]
    ids = [each["id"] for _, each in tree.found if "id" in each]
    assert sorted(ids) == ["from-1", "from-2", "note-1", "note-2"]
    assert NOTE in "".join(tree.texts)


def test_made_up_data_are_marked_in_the_title_and_above():
    tree = Tree(as_page(small_bulletin()))
    marks = [each for each in tree.every("span") if each.get("class") == "mark"]
    assert len(marks) == 2
    assert tree.texts.count(MARK) == 2


def test_a_picture_is_described_or_told_of():
    (picture,) = Tree(as_page(small_bulletin("image/svg+xml"))).every("img")
    assert picture["alt"] == f"各区县{AWKWARD}"
    assert "数据见附表1。" in Tree(as_page(small_bulletin())).texts


def test_the_page_says_its_language():
    for language, said in ((Language.ZH, "zh-CN"), (Language.EN, "en")):
        page = as_page(small_bulletin(language=language))
        assert Tree(page).every("html") == [{"lang": said}]
        assert page == as_page(small_bulletin(language=language))
