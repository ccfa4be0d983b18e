"""The other side's brief: every form of a claim, what is filed against it, and what would change each sentence."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

import solferino as sol
from cases.river import write_river
from cases.small import write_case
from prose import bench
from solferino.claims.missing import Gap, change, gaps, ranked
from solferino.words.result import Weaker
from solferino.words.verdict import Lack


def text_of(page: Path) -> str:
    """Return the words of a page, tags left out."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8"))).split())


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case, built."""
    root = write_case(tmp_path_factory.mktemp("council") / "case")
    sol.open(root).build()
    return root


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The river case, built."""
    root = write_river(tmp_path_factory.mktemp("river") / "case")
    sol.open(root).build()
    return root


def test_what_is_missing_of_the_small_case(council: Path) -> None:
    """Two things are missing, each keeps one sentence down; more evidence does not mend what the record refutes."""
    built = sol.open(council).check()
    found = ranked(built.sentences, built.claims)

    assert [(m.gap.key, m.alone, m.among) for m in found] == [
        ("confirm acts/a3", (("statement.md", 5),), ()),
        ("table incidents", (("statement.md", 5),), ()),
    ]
    refuted = next(s for s in built.sentences if s.claims == ("referrals",))
    assert change(refuted, built.claims) is not None
    assert gaps(built.claims["referrals"], built.claims) == []


def test_what_would_let_most_sentences_stand_comes_first() -> None:
    """A gap that two sentences share is named before one that a single sentence waits for."""
    both = bench.judged("[Raids hit](claim:unfiled). [They hit again](claim:unfiled). [Two more](claim:unsure).")
    found = ranked(both, bench.RESULTS)

    assert [m.claims[0] for m in found] == ["unfiled", "unsure"]
    assert [len(m.alone) for m in found] == [1, 1]  # one line holds both sentences of the first
    assert found[1].gap.text.startswith("what settles 1 of the 2 rows of incidents")


def test_a_sentence_that_lacks_two_things_stands_by_neither() -> None:
    """Each is listed among others, never as what would do by itself."""
    found = ranked(bench.judged("[Raids hit](claim:unfiled) [twice or so](claim:fact-unsure)."), bench.RESULTS)

    assert {len(m.alone) for m in found} == {0}
    assert {len(m.among) for m in found} == {1}


def test_a_grade_that_keeps_rows_out_is_what_is_missing() -> None:
    """Nine incidents match without the grade and none with it: two of them must be lifted."""
    short = bench.result(
        "aimed", holds="n >= 2", n=0, status="insufficient", type_=Lack.NOT_FILED, table="incidents",
        weaker=(Weaker("occurrence", "without occurrence >= 3", True, bench.bounds({"n": 9})),),
    )  # fmt: skip

    assert gaps(short, {}) == [
        Gap("grade occurrence aimed", "a second independent origin for 2 of the 9 incidents that match aimed"
            " without occurrence >= 3")
    ]  # fmt: skip


def test_an_inference_lacks_what_its_premises_lack() -> None:
    """The gap is that of the premise, named once."""
    weak = bench.RESULTS["weak-inference"]

    assert gaps(weak, bench.RESULTS) == gaps(bench.RESULTS["unfiled"], bench.RESULTS)
    assert gaps(replace(weak, depends=("weak-inference",)), bench.RESULTS) != []


def test_the_brief_puts_the_query_to_others_and_moves_the_window(council: Path) -> None:
    """Party swapped, joint actor, window longer and halved, each condition left out: with value and outcome."""
    said = text_of(council / "build/dossier/brief.html")

    # D/2 and D/3 are Southland's: one on Isle within five years.
    assert "somebody else is asked about the same with member = Southland 1 does not hold" in said
    assert "who did it with them Southland did the same in 1 of 2: D/2" in said
    assert "the time asked about a year longer, 30 June 2014 to 30 June 2020 2" in said.replace("\u00a0", " ")
    assert "the time asked about its second half" in said
    assert "a condition is left out without topic = Isle" in said


def test_the_brief_is_one_click_from_the_statement_and_from_each_claim(council: Path) -> None:
    """The statement links the brief, each claim its own table in it; sentences say what would change them."""
    site = council / "build/dossier"
    brief = (site / "brief.html").read_text("utf-8")

    assert 'href="brief.html"' in (site / "index.html").read_text("utf-8")
    for page in (site / "claims").glob("*.html"):
        for name in re.findall(r'href="\.\./brief\.html#([^"]+)"', page.read_text("utf-8")):
            assert f'id="{name}"' in brief
    assert "What would change it: a primary source for acts/a3" in text_of(site / "index.html")


def test_denials_and_accounts_that_blame_others_are_told(river: Path) -> None:
    """Blue Army's denial (r10) stands against the claims about its strikes, and Blue Herald's account blames Green."""
    said = text_of(river / "build/dossier/brief.html")

    assert "Filed against it" in said
    assert re.search(r"Blue Army ?: denies upper-school", said)
    assert re.search(r"Blue Herald ?: blames Green Army", said)


def test_a_dossier_with_its_brief_is_made_again_byte_for_byte(river: Path) -> None:
    """verify makes the brief from data and tables alone; one letter altered is found."""
    site = river / "build/dossier"
    assert sol.verify(site).ok

    page = site / "brief.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"between", b"betwixt", 1) + b" ")
    found = sol.verify(site)
    page.write_bytes(before)

    assert "brief.html" in found.altered


def test_why_says_what_would_change_a_sentence(council: Path) -> None:
    """The trail of a sentence and of a claim name what is missing."""
    trail = sol.open(council).why("finding")

    assert [c.text for c in trail.children if c.kind == "lacks"] == [
        "a primary source for acts/a3, which rests on general knowledge"
    ]


def test_a_refusal_is_told_in_words_with_its_code_behind(river: Path) -> None:
    """A reader learns what is not on file, and finds the code beside it; a value stands for each world."""
    said = text_of(river / "build/dossier/brief.html")

    (gap,) = gaps(sol.open(river).check().claims["hit-again"], {})
    assert gap.text == "what the method of hit-again lacks: places that stood and were never hit (NO_UNHIT_LIST)"
    assert "how reports are linked Only reports that surely tell of one event are joined. strict 3 holds" in said
    assert "“Three schools were struck in March 2020.” (line 1)" in said
