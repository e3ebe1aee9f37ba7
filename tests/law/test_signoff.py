"""The page for a lawyer: every rule there, every text escaped, readable without sight, nothing fetched."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from sendsim.errors import OutputError
from sendsim.law.citation import Citation
from sendsim.law.clocks import CLOCKS
from sendsim.law.legislation import ALL_SOURCES
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.routes import ROUTES
from sendsim.law.signoff import COLUMNS, Row, _table, sections, signoff_html, weakest, write_signoff_html

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.counts: dict[str, int] = {}
        self.headers_without_scope = 0
        self.lang = ""
        self.outside: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.cells: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in VOID:
            self.stack.append(tag)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "th" and given.get("scope") not in {"row", "col"}:
            self.headers_without_scope += 1
        if tag in {"script", "img", "link", "iframe"} or "src" in given:
            self.outside.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.anchors.append(str(given["href"])[1:])
        if tag == "tr":
            self.cells.append(0)
        if tag in {"td", "th"}:
            self.cells[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def checked(text: str) -> Checker:
    checker = Checker()
    checker.feed(text)
    checker.close()
    assert not checker.stack
    return checker


def test_page_is_whole_and_accessible() -> None:
    page = checked(signoff_html())
    assert page.lang == "en-GB"
    assert page.counts["h1"] == 1
    assert page.counts["title"] == 1
    assert page.counts["table"] == page.counts["caption"] == len(sections())
    assert page.headers_without_scope == 0
    assert page.outside == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.anchors) <= set(page.ids)
    assert set(page.cells) == {len(COLUMNS)}


def test_every_rule_has_a_row_and_room_to_sign() -> None:
    named = {anchor: rows for anchor, _, rows in sections()}
    assert [row.name.split()[0] for row in named["routes"]] == list(ROUTES)
    assert [row.name for row in named["misconceptions"]] == [item.id for item in MISCONCEPTIONS]
    assert [row.name for row in named["sources"]] == [item.key for item in ALL_SOURCES]
    clocks = " ".join(row.name for row in named["clocks"])
    for name in CLOCKS:
        assert name in clocks
    assert all(row.law for anchor in ("clocks", "routes", "misconceptions") for row in named[anchor])
    page = signoff_html()
    rows = sum(len(rows) for rows in named.values())
    assert page.count('<td class="sign"></td><td class="sign"></td>') == rows
    assert "from general knowledge" in page
    assert "check it before relying on it" in page


def test_everything_is_escaped() -> None:
    rows = [Row("<b>&", ("<script>alert(1)</script>",), (Citation("CFA2014", "<s.51>", "read", "a & b"),))]
    text = _table("x", "<i>", rows)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "&lt;s.51&gt;" in text
    checked(text)


def test_a_rule_is_as_sure_as_its_weakest_text() -> None:
    sure, less = Citation("CFA2014"), Citation("CFA2014", "", "general_knowledge")
    assert weakest(()) == "read"
    assert weakest((sure, less)) == "general_knowledge"
    assert weakest((sure, less), "uncertain") == "uncertain"


def test_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = write_signoff_html(tmp_path / "law.html")
    assert target.read_text(encoding="utf-8") == signoff_html()
    with pytest.raises(OutputError):
        write_signoff_html(tmp_path / "nowhere" / "law.html")
    assert [item.name for item in tmp_path.iterdir()] == ["law.html"]
