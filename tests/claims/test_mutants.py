"""Sentences changed one word at a time: what is changed, what notices, and what is said of what does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solferino as sol
from cases.small import ACTS, CLAIMS, write_case
from prose import bench
from solferino.claims.mutants.language import language
from solferino.claims.mutants.make import mutants
from solferino.claims.mutants.mutant import Mutant, mutated
from solferino.claims.mutants.outcome import Outcome, noticed
from solferino.claims.sentence import judge, views
from solferino.claims.view import View
from solferino.prose.lexicon import lexicon
from solferino.prose.tongues import tongues

# NOR cast two vetoes on Isle by 30 June 2020 (D/1 and D/2): tests/cases/small.py. P/1 is another document.
MORE = """[letter]
says = "act"
where = { by = "NOR", symbol = "D/2017/12" }
[isle-attack]
says = "exists"
of = "figures"
where = { made_by = "Watch", area = "Isle" }
[rule]
says = "norm"
norm = "CCM-1-1-a"
binds = ["EAS"]
"""
SENTENCES = {
    "number": ("Northland vetoed two drafts on the Isle", "isle-vetoes", "two", "three"),
    "quantity": ("Northland repeatedly vetoed drafts on the Isle", "isle-vetoes", "repeatedly", "thousands of times"),
    "party": ("Northland vetoed drafts on the Isle", "isle-vetoes", "Northland", "Southland"),
    "window": ("Northland vetoed drafts on the Isle in the past five years", "isle-vetoes", "five", "10"),
    "hedge": ("Northland apparently deliberately vetoed the drafts", "isle-vetoes", "apparently deliberately",
              "deliberately"),
    "treaty": ("A Court finding that Northland broke D/RES/2139 (2014) stands", "finding", "2139", "2140"),
}  # fmt: skip


def tried(root: Path, statement: str, claims: str = CLAIMS, acts: str = ACTS) -> Outcome:
    """Return what becomes of the mutants of a statement over the small case."""
    write_case(root, statement=statement, claims=claims, acts=acts)
    case = sol.open(root)
    return case.mutate(case.build())


@pytest.mark.parametrize("operator", [k for k in SENTENCES if k != "treaty"])
def test_each_operator_is_made_and_caught(tmp_path: Path, operator: str) -> None:
    """A number, a word of quantity, a party, a window, a hedge changed in a small case: each is noticed."""
    said, claim, was, now = SENTENCES[operator]
    found = tried(tmp_path, f"[{said}](claim:{claim}).\n")

    assert (was, now) not in {(s.mutant.was, s.mutant.now) for s in found.survivors}
    assert found.caught > 0
    assert (operator, was, now) in {(m.operator, m.was, m.now) for m in made(said, claim)}


def made(said: str, claim: str, scheme: str = "claim") -> list[Mutant]:
    """Return the mutants of one sentence on the bench, which knows the parties of the small case too."""
    return [m for m, _ in mutants(view(f"[{said}]({scheme}:{claim})."))]


def view(text: str) -> View:
    """Return the one sentence of a text as its rules see it, with two invented members and places."""
    from dataclasses import replace

    from solferino.words.party import Parties, Party

    known = bench.case()
    two = [Party("NOR", "Northland"), Party("SOU", "Southland")]
    statement = bench.statement(text)
    case = replace(known, parties=Parties.of([*known.parties.by_id.values(), *two]), statements=(statement,))
    case = replace(case, statements=(bench.statement(text + " Southland answered."),))
    places = {"Upton": frozenset({"upton"}), "Lowton": frozenset({"lowton"})}
    ((_, found),) = views(statement, bench.RESULTS, case, row_text=bench.ROWS.get, places=places)
    return found


@pytest.mark.parametrize(
    ("said", "operator", "was", "now", "weaker"),
    [
        ("At least 41 raids hit the valley", "number", "41", "410", False),
        ("At least 41 raids hit the valley", "number", "41", "40", True),
        ("Freedonia or Sylvania raided the valley", "conjunction", "or", "and", False),
        ("Freedonia and Sylvania raided the valley", "conjunction", "and", "or", True),
        ("Neither mines and nor shells hit the valley", "conjunction", "and", "or", False),
        ("Raids on Upton were counted", "place", "Upton", "Lowton", False),
        ("The Convention on Cluster Munitions binds them", "treaty", "Convention on Cluster Munitions", None, False),
        ("Article 8 binds both", "treaty", "8", "9", False),
        ("Resolution 2504 (2020) was recalled", "treaty", "2504", "2505", False),
        ("Raids since 3 March 2019 were counted", "window", "2019", "2018", False),
        ("Raids since 3 March 2019 were counted", "window", "3", "4", False),
        ("Several raids hit the valley", "quantity", "Several", "Some", True),
        ("The raid may amount to a crime", "hedge", "may amount to", "amounts to", False),
        ("The raid was reportedly seen", "hedge", "reportedly ", "", False),
    ],
)
def test_what_is_changed(said: str, operator: str, was: str, now: str | None, weaker: bool) -> None:
    """Each operator changes the words that it should, and knows which change says no more than the sentence."""
    found = [m for m in made(said, "raids") if m.operator == operator and m.was == was]

    assert [m.weaker for m in found if now is None or m.now == now] == [weaker]


@given(st.lists(st.sampled_from([
    "at least 41 raids", "Freedonia or Sylvania", "in the past five years", "repeatedly", "on 3 March 2019",
    "apparently deliberate", "under Article 8(2)", "near Upton", "most of the raids", "and", "S/2017/315",
]), min_size=1, max_size=6))  # fmt: skip
def test_a_mutant_differs_in_one_place_and_parses(parts: list[str]) -> None:
    """Outside the words changed nothing differs, the passages stay, and the changed sentence can be judged."""
    whole = view(f"[It struck {' '.join(parts)}](claim:raids) and [went on](claim:vetoes).")
    for mutant, changed in mutants(whole):
        assert changed.text == whole.text[: mutant.start] + mutant.now + whole.text[mutant.end :]
        assert whole.text[mutant.start : mutant.end] == mutant.was != mutant.now
        assert [p.ids for p in changed.passages] == [p.ids for p in whole.passages]
        assert judge(changed, 0).text == changed.text


def test_words_that_straddle_a_passage_are_not_changed() -> None:
    """No change runs over the edge of a link."""
    whole = view("[It struck](claim:raids) twice.")

    assert mutated(whole, Mutant("number", 3, whole.text[3:14], "x")) is None


def test_context_and_opinions_are_left_alone() -> None:
    """What claims nothing has no mutants."""
    assert made("Freedonia and Sylvania met", "", "context") == made("Freedonia and Sylvania met", "", "opinion") == []


def test_a_weaker_true_form_is_its_own_class(tmp_path: Path) -> None:
    """ "At least one" for "at least two" says no more: neither caught nor a survivor."""
    found = tried(tmp_path, "[Northland vetoed at least two drafts on the Isle](claim:isle-vetoes).\n")

    assert found.weaker == 1
    assert "one" not in {s.mutant.now for s in found.survivors}


def test_a_survivor_names_file_line_words_and_the_line_that_would_catch_it(tmp_path: Path) -> None:
    """A claim that leaves out who did it is loose: the message says where it stands and which line would ask."""
    statement = "# [Said](context:)\n\n[Northland\nvetoed drafts](claim:isle-vetoes).\n\n[Southland should show restraint.](claim:call-restraint)\n"
    claims = CLAIMS.replace('member = "NOR", topic = "Isle"', 'topic = "Isle"')
    found = tried(tmp_path, statement, claims)
    (first,) = [s for s in found.survivors if s.mutant.was == "Northland"]

    assert (first.file, first.line, first.mutant.now) == ("statement.md", 3, "Southland")
    assert first.why == "isle-vetoes asks about no party"
    assert first.catch == "claims/claims.toml:5 isle-vetoes: ask about one party: member = …"


def test_of_a_failing_sentence_any_change_of_findings_counts() -> None:
    """What makes an overstated sentence stand was noticed too."""
    before, after = (bench.judge(f"[Freedonia {w} vetoed a referral](claim:referral).") for w in ("repeatedly", "once"))

    assert before.verdict == "overstated"
    assert noticed(before, after, Mutant("quantity", 10, "repeatedly", "once"))
    assert not noticed(before, before, Mutant("quantity", 10, "repeatedly", "again"))


def test_the_example_is_tight(tmp_path: Path, examples: Path) -> None:
    """At least 95 of 100 changes of the example that say something else are caught."""
    shutil.copytree(examples / "aleppo-2016", tmp_path / "case")
    case = sol.open(tmp_path / "case")
    found = case.mutate(case.build())

    assert found.made > 80
    assert found.share >= 0.95
    assert found.made == found.caught + found.weaker + len(found.survivors)
    assert case.mutate(case.check()).json() == found.json()


def test_another_name_for_the_one_asked_needs_a_qualifier(tmp_path: Path) -> None:
    """S2: a sentence that says Southland where its claim asks about Northland does not stand; one that adds it does."""
    text = "[{} vetoed drafts on the Isle](claim:isle-vetoes).\n"
    swapped, added = (
        sol.open(write_case(tmp_path / who, statement=text.format(who))).build().sentences[0]
        for who in ("Eastland", "Northland, watched by Eastland,")
    )

    assert (swapped.verdict, added.verdict) == ("needs_qualifier", "supported")
    assert [f.text for f in swapped.findings][:1] == ['"Eastland" is a party that isle-vetoes does not ask about']
    assert added.findings == swapped.findings[:0] + tuple(f for f in added.findings if f.status is None)


def test_a_language_without_words_of_its_own_has_numbers_and_names_changed() -> None:
    """No file of changes is no error: what needs none is changed all the same."""
    assert set(language("xx")) == {"conjunction", "quantity", "hedge", "unit"}
    assert not any(language("xx").values())


def test_flat_words_of_intent_are_held_to_the_grade_of_intent() -> None:
    """S4: "deliberately" without a hedge is a note where nothing cited is graded on intent; a hedge or a call has none."""
    flat, hedged, call = (
        [f.text for f in bench.judge(text).findings if f.rule == "S4"]
        for text in (
            "[Raids deliberately hit the valley](claim:raids).",
            "[Raids apparently deliberately hit the valley](claim:raids).",
            "[They should not deliberately hit the valley](claim:call).",
        )
    )

    assert flat == ['"deliberately" says flatly what was meant, and raids gives no grade of intent']
    assert hedged == call == []


@pytest.mark.parametrize("tag", tongues())
def test_words_that_replace_others_are_words_of_the_lexicon(tag: str) -> None:
    """A word of quantity that replaces another asks something, and what is changed as a hedge is one."""
    data, words = language(tag), lexicon(tag)

    for text in (t for texts in data["quantity"].values() for t in texts):
        assert [q for q in words.quantities(text) if q.quantity.measure != "idle"], text
    for text in data["hedge"]:
        assert words.hedges(text), text
