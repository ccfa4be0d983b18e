"""What stands on the pages, and what never does."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from dossier import synthetic
from dossier.conftest import Made
from dossier.html_text import Page, parse
from solferino.dossier.pages import SHAPE

_SRC = ("script", "img", "iframe", "embed", "source", "video", "audio")
LOADS = dict.fromkeys(_SRC, "src") | {"link": "href", "use": "href", "base": "href", "object": "data", "form": "action"}


@pytest.fixture(scope="module")
def parsed(made: Made) -> dict[str, Page]:
    """Every page, parsed; the parser refuses elements that are not closed in order."""
    return {path: parse(text) for path, text in made.pages().items()}


def test_what_pages_are_made_with_is_known() -> None:
    """Every room that a module of the pages asks is in SHAPE, but for those that only fetch bytes, rows and what was
    attested; else `verify` would call pages altered that an update of the program made otherwise."""
    at = files("solferino.dossier")
    waiting, seen, rooms = ["pages"], set[str](), set[str]()
    while waiting:
        seen.add(module := waiting.pop())
        tree = ast.parse(at.joinpath(f"{module}.py").read_text("utf-8"))
        asked = [
            n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("solferino")
        ]
        for node in asked:
            for room, *rest in ([*str(node.module).split(".")[1:], name.name] for name in node.names):
                rooms.add(room)
                near = rest[0] if rest else ""
                if room == "dossier" and near not in seen and at.joinpath(f"{near}.py").is_file():
                    waiting.append(near)

    assert len(seen) > 30
    assert rooms - {"store", "vault", "pipeline"} == set(SHAPE)


def test_every_claim_and_every_known_vote_has_its_page(parsed: dict[str, Page]) -> None:
    """Ten claims, five votes by name, and the six pages of the bar."""
    assert sum(p.startswith("claims/") for p in parsed) == len(synthetic.CLAIMS) + 1
    assert sum(p.startswith("votes/") for p in parsed) == len(synthetic.DRAFTS) + 1
    assert {
        "index.html",
        "claims/index.html",
        "votes/index.html",
        "exhibits.html",
        "tables.html",
        "methods.html",
    } <= set(parsed)


def test_no_page_asks_anything_of_anywhere_else(parsed: dict[str, Page]) -> None:
    """What a browser loads by itself stands in the folder; nothing is inline but the empty icon."""
    for path, page in parsed.items():
        for tag, attributes in page.elements:
            found = attributes.get(LOADS.get(tag, ""), "")
            assert not urlsplit(found).netloc, (path, found)
            assert urlsplit(found).scheme in ("", "data"), (path, found)
            assert "style" not in attributes, (path, tag)
            assert not [a for a in attributes if a.startswith("on")], (path, tag)
            assert "srcset" not in attributes


def test_the_style_sheet_and_the_script_ask_nothing_of_anywhere_else(made: Made) -> None:
    """No url(), no import, no fetch."""
    css = (made.folder / "static/site.css").read_text("utf-8")
    scripts = sorted((made.folder / "static").glob("*.js"))

    assert not re.search(r"url\(|@import|//[a-z]", css)
    assert len(scripts) == 4
    for script in scripts:
        assert not re.search(
            r"fetch|XMLHttp|import\(|WebSocket|sendBeacon|https?:|innerHTML|eval", script.read_text("utf-8")
        )


def test_every_page_forbids_requests_elsewhere(parsed: dict[str, Page]) -> None:
    """The policy comes before anything it governs, allows nothing by default and no inline script."""
    for page in parsed.values():
        metas = [a for t, a in page.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        assert len(metas) == 1
        assert metas[0]["content"].startswith("default-src 'none'")
        assert "unsafe" not in metas[0]["content"]
        tags = [t for t, _ in page.elements]
        assert tags.index("meta") < tags.index("link") < tags.index("script")


def test_every_internal_link_resolves(made: Made, parsed: dict[str, Page]) -> None:
    """Each link leads to a file of the dossier, each fragment to an id on that page."""
    files = set(made.files())
    for path, page in parsed.items():
        for tag, attributes in page.elements:
            if tag not in ("a", "link", "script") or not (target := attributes.get("href") or attributes.get("src")):
                continue
            url = urlsplit(target)
            if url.scheme in ("http", "https", "data"):
                continue
            assert url.scheme == "", (path, target)
            parts: list[str] = []
            for part in (
                (PurePosixPath(path).parent / unquote(url.path)).parts if url.path else PurePosixPath(path).parts
            ):
                parts = parts[:-1] if part == ".." else [*parts, part]
            to = "/".join(parts)
            assert to in files, (path, target)
            if url.fragment:
                assert url.fragment in parsed[to].ids, (path, target)


def test_ids_are_unique_on_each_page(parsed: dict[str, Page]) -> None:
    """Two elements of one id would send a link to the wrong one."""
    for path, page in parsed.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_hostile_text_reaches_no_page_as_markup(made: Made, parsed: dict[str, Page]) -> None:
    """A script in a title, a body and the statement is text, and the characters that turn its order are written out."""
    for path, text in made.pages().items():
        assert "<script>alert" not in text, path
        assert "\u202e" not in text, path
    assert "<script>alert(1)</script>⟨U+202E⟩drowssap" in parsed["exhibits.html"].said()
    assert "<script>alert(1)</script>⟨U+202E⟩drowssap" in parsed["index.html"].said()
    assert sum(t == "script" for t, _ in parsed["exhibits.html"].elements) == 1


def test_a_link_that_runs_something_is_printed_and_not_linked(parsed: dict[str, Page]) -> None:
    """A source whose address is javascript: shows the address as text."""
    page = parsed["exhibits.html"]

    assert "javascript:alert(1)" in page.said()
    assert not [a for _, a in page.elements if a.get("href", "").startswith("javascript")]


def test_every_card_stands_in_the_page_without_script(made: Made, parsed: dict[str, Page]) -> None:
    """Each passage and each margin note is a plain link to a card further down that says all of it."""
    page = parsed["index.html"]
    cards = {i for i in page.ids if re.fullmatch(r"c\d+", i)}
    opens = [a for t, a in page.elements if t == "a" and "data-card" in a]

    assert len(cards) == len(made.checked.sentences)
    assert {a["href"].removeprefix("#") for a in opens} == cards
    assert all(a["href"] == f"#{a['data-card']}" for a in opens)
    for sentence in made.checked.sentences:
        assert " ".join(sentence.text.split())[:20] in page.said()
    assert "1 found asks at least 2" in page.said()


def test_every_verdict_says_what_it_holds_on(made: Made, parsed: dict[str, Page]) -> None:
    """The line stands under each card and each claim."""
    said = parsed["index.html"].said()

    assert said.count("Holds on the evidence filed.") >= len(made.checked.sentences)
    for claim_id in made.checked.claims:
        assert "Holds on the evidence filed." in parsed[f"claims/{claim_id}.html"].said()


def test_the_summary_counts_in_a_sentence_and_lists_what_does_not_stand(parsed: dict[str, Page]) -> None:
    """14 sentences, one bare (line 4); overstated, contradicted, needs a qualifier, bare and two insufficient."""
    said = parsed["index.html"].said()

    assert "Of 14 sentences, 13 have every checkable word tied to a claim, a source or a stated context" in said
    assert "1 has not (line 4)" in said
    assert "6 sentences do not stand as written." in said
    assert "What holds: once (1); 4 without asks = court-referral" in said
    assert "score" not in said.casefold()
    assert "%" not in said.replace("100 %", "")


def test_verdicts_are_told_in_words_and_by_line_style(made: Made) -> None:
    """The word stands in the margin; each verdict has an underline of its own in the style sheet."""
    css = (made.folder / "static/site.css").read_text("utf-8")
    styles = {"supported": "solid", "overstated": "dashed", "contradicted": "double", "insufficient": "dotted"}

    for verdict, style in styles.items():
        assert re.search(rf"a\.p\.{verdict}[^{{]*\{{[^}}]*underline {style}", css), verdict
        assert f'class="verdict {verdict}"' in made.pages()["index.html"]


def test_a_claim_page_shows_query_threshold_window_rows_and_what_stands_beside(parsed: dict[str, Page]) -> None:
    """Everything that a stranger needs to ask the question again."""
    said = parsed["claims/referrals-vetoed.html"].said()

    for text in (
        "contradicted", "1 found asks at least 2", "the number of different values of draft",
        "24 November 2012 to 24 November 2017",
        "both days included", "C/2015/11", "Weaker forms", "4 without asks = court-referral",
        "Belmark did the same in 1 of 1: C/2015/11", "the same with member = Belmark", "Two clocks",
        "SHA-256 of the definition", "every draft put to a vote",
    ):  # fmt: skip
        assert text in said, text


def test_a_claim_about_vetoes_draws_the_votes_and_links_them(parsed: dict[str, Page]) -> None:
    """Four drafts: a timeline, four votes of fifteen marks, each linked to its page."""
    page = parsed["claims/lake-vetoes.html"]
    figures = [a["class"] for t, a in page.elements if t == "svg"]
    links = {a["href"] for t, a in page.elements if t == "a" and a.get("href", "").startswith("../votes/C-")}

    assert figures.count("figure timeline") == 1
    assert figures.count("figure votes") == 4
    assert len(links) == 4


def test_a_call_says_what_would_count_and_what_came(parsed: dict[str, Page]) -> None:
    """What would have met it, said beforehand, and that nothing on file answers it."""
    said = parsed["claims/press-arvania.html"].said()

    assert "tracked: no public record found" in said
    assert "met an act where kind is order; about is Arvania (ARV)" in said
    assert "partly met nothing was named when the call was made" in said
    assert "Estmark (EST), then Arvania (ARV)" in said
    assert "No act on file answers it." in said


def test_the_methods_page_is_honest(parsed: dict[str, Page]) -> None:
    """Forms tried, what moved, what nobody searched, and that its pages carry no time stamp."""
    said = parsed["methods.html"].said()

    for text in ("13 forms", "10 reported", "lake-vetoes: holds moved from n ≥ 3", "nobody searched it",
                 "carries no time stamp of the log", "its times are claims", "a translation carries"):  # fmt: skip
        assert text in said.replace(">=", "≥"), text
