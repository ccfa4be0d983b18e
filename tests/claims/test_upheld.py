"""What a sentence says of a claim, held against the worlds that the claim must survive, though it asks less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import solferino as sol
from cases.river import REPORTS, write_river
from prose.bench import case, result, statement
from solferino.claims.sentence import judge_sentences
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, SentenceResult

# Six were found where three are asked; without one origin four remain, and strict linking gives seven.
WORLDS = {"strict": 7, "lenient": 6, "draws": (5, 5, 7), "each-root-left-out": (4, 4, 6)}


def _over(worlds: Mapping[str, int | tuple[int, int, int]], **more: int) -> ClaimResult:
    made = result("blows", holds="n >= 3", table="incidents", **(more or {"n": 6}))
    ends = {w: Bounds(*v) if isinstance(v, tuple) else Bounds.exactly(v) for w, v in worlds.items()}
    return replace(made, elsewhere={w: {"n": v} for w, v in ends.items()})


def _judge(text: str, *results: ClaimResult, language: str = "en") -> SentenceResult:
    found = {r.id: r for r in results or (_over(WORLDS),)}
    (one,) = judge_sentences(statement(text, language), found, case(), row_text=lambda _: None)
    return one


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("At least six blows fell", "en"),
        ("Six blows fell", "en"),
        ("More than four blows fell", "en"),
        ("Between five and seven blows fell", "en"),
        ("Exactly six blows fell", "en"),
        ("Many blows fell", "en"),
        ("Au moins six coups furent portés", "fr"),
        ("Не менее шести ударов нанесено", "ru"),
        ("سقطت ست ضربات على الأقل", "ar"),
    ],
)
def test_a_number_above_the_threshold_answers_for_itself_in_every_world(said: str, language: str) -> None:
    """The claim asks three and stands; what the sentence says more than that does not, in a world of four."""
    found = _judge(f"[{said}](claim:blows).", language=language)

    assert str(found.verdict) == "insufficient", found.findings
    assert any("fragile" in f.text and "each-root-left-out" in f.text for f in found.findings)
    assert {f.holds_instead for f in found.findings if f.status} == {"n is at least 4 in every world"}


@pytest.mark.parametrize(
    "said",
    [
        "At least four blows fell",
        "No fewer than three blows fell",
        "Four or more blows fell",
        "More than three blows fell",
        "Blows fell repeatedly",
        "Several blows fell",
        "Up to seven blows fell",
        "Blows fell",
    ],
)
def test_what_every_world_bears_out_stands(said: str) -> None:
    """Four are left in the least of worlds and seven in the most."""
    assert str(_judge(f"[{said}](claim:blows).").verdict) == "supported"


def test_a_bare_number_is_no_less_true_where_a_world_has_more() -> None:
    """Strict linking splits six into seven: the sentence says too little there, which is noted and no more."""
    found = _judge("[Six blows fell](claim:blows).", _over({"strict": 7, "unknown-all": 30}))

    assert str(found.verdict) == "supported"
    assert [f.text for f in found.findings] == ["\"Six\" is less than blows gives in the world 'strict': n = 7"]


def test_a_most_answers_for_the_worlds_that_have_more() -> None:
    """At most six is no bare number: seven in one world break it."""
    found = _judge("[At most six blows fell](claim:blows).", _over({"strict": 7}))

    assert str(found.verdict) == "insufficient"


def test_one_claim_of_several_that_bears_a_number_out_everywhere_is_enough() -> None:
    """Two claims give six; the one that gives it in every world carries the sentence."""
    other = replace(_over({"strict": 6}), id="more")

    assert str(_judge("[At least six blows fell](claim:blows+more).", _over(WORLDS), other).verdict) == "supported"


def test_the_message_is_short_enough_to_be_read() -> None:
    """One line says what, where and how much; one what holds."""
    (finding,) = (f for f in _judge("[At least six blows fell](claim:blows).").findings if f.status)

    assert "\n" not in finding.text + finding.holds_instead
    assert finding.text == (
        "fragile: \"At least six\" does not hold of blows in the world 'each-root-left-out': n = 4 to 6"
    )


def test_a_grade_holds_however_the_reports_are_linked(tmp_path: Path) -> None:
    """Two origins told a day apart are joined by a doubtful link: strict linking has two blows, each of one origin."""
    head = REPORTS.splitlines()[0]
    told = (
        "r1,2020-03-03,,2020-03-03,River Agency,news,River Agency,Upton,Upper school,school,artillery,BLU,exactly,,,,,one,affirms",
        "r2,2020-03-04,,2020-03-05,Teachers' Union,ngo,Teachers' Union,Upton,,school,artillery,BLU,exactly,,,,,one,affirms",
    )
    claims = (
        '[struck]\nsays = "count"\nof = "incidents"\nwhere = { object = "school", party = "BLU" }\nholds = "n >= 1"\n'
    )
    text = "[A school was struck.](claim:struck)\n"
    root = write_river(tmp_path / "case", reports="\n".join([head, *told, ""]), claims=claims, statement=text)

    build = sol.open(root).build()

    assert [row["occurrence"] for row in build.table("incidents")] == [3]
    found = build.claims["struck"]
    assert (found.grades["occurrence"], found.grades["attribution"]) == (2, 2)
    assert found.elsewhere["strict"]["n"] == Bounds.exactly(2)
    assert str(build.sentences[0].verdict) == "overstated"
