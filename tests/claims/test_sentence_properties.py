"""What holds of every sentence: names change no verdict, offsets fit, more evidence never makes words worse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prose.bench import RESULTS, ROWS, case, judged, statement
from solferino.claims.sentence import judge_sentences
from solferino.law import facts
from solferino.words.bounds import Bounds
from solferino.words.party import Parties, Party
from solferino.words.result import SentenceResult
from solferino.words.verdict import SentenceStatus

SAID = [
    "[{a} repeatedly used its veto against {b}](claim:vetoes) [to block a referral](claim:referral).",
    "[{a} cast four vetoes](claim:vetoes), and [{b} cast none](claim:no-vetoes).",
    "[Most of the accounts name {a}](claim:most); [dozens of raids hit {b}](claim:raids).",
    "[Internationally banned mines were laid by {a}](claim:ban) in {b}.",
    "[{a} said that it struck no school in {b}](source:letters/L2).",
    "{a} said that [no school was hit](source:letters/L2).",
    "[{b} should press {a} to end the raids](claim:call).",
    "[{a} and {b} may yet talk](context:).",
    "{a} besieges {b}.",
    "[Only {a} vetoed the drafts](claim:only-one).",
    "[{a} has done as {b} did](opinion:).",
]
# Names without a numeral, a verb or a word of law in them, as States mostly are; invented ones beside them.
NAMES = ["Freedonia", "Sylvania", "Peru", "Norway", "Viet Nam", "South Africa", "Ruritania", "Grand Fenwick"]
known = Parties.of(
    [
        *facts.parties().by_id.values(),
        *(Party(n.upper(), n) for n in NAMES if n not in ("Peru", "Norway", "Viet Nam")),
    ]
)


@given(said=st.sampled_from(SAID), a=st.sampled_from(NAMES), b=st.sampled_from(NAMES))
def test_renaming_or_swapping_parties_changes_no_verdict(said: str, a: str, b: str) -> None:
    """A sentence keeps its verdict and rules whoever it is about."""

    def told(one: str, two: str) -> list[tuple[str, list[tuple[str, str]]]]:
        found = judged(said.format(a=one, b=two), known)
        return [(str(s.verdict), [(f.rule, str(f.status)) for f in s.findings]) for s in found]

    assert told(a, b) == told(b, a) == told("Freedonia", "Sylvania")


words = st.lists(
    st.sampled_from(
        [
            "Freedonia",
            "the Court",
            "four",
            "repeatedly",
            "vetoed",
            "since 2015",
            "a referral",
            "38 raids",
            "most of the",
            "never",
            "and",
            ";",
            "once",
            "S/2018/516",
            "banned",
            "said",
            "3 May 2019",
            "40 %",
            "no",
            "all",
            "people.",
            "The",
        ]
    ),
    max_size=14,
).map(" ".join)
targets = st.sampled_from(
    [
        "claim:vetoes",
        "claim:referral",
        "claim:raids+killed",
        "claim:ban",
        "claim:unheard-of",
        "claim:share",
        "claim:unsure",
        "claim:inference",
        "claim:call",
        "source:letters/L1",
        "source:nowhere/1",
        "context:",
        "opinion:",
        "https://example.org",
    ]
)
texts = st.lists(st.tuples(words, words, targets), min_size=1, max_size=5).map(
    lambda parts: " ".join(f"{free} [{linked or 'it'}]({to})" for free, linked, to in parts)
)


@given(text=texts)
def test_judging_is_total_and_offsets_fit(text: str) -> None:
    """Whatever is written gets a verdict, no better than any finding; every offset lies in the sentence."""
    order = list(SentenceStatus)
    for s in judged(text):
        spots = [*s.bare, *((a, b) for a, b, _, _ in s.spans), *((f.start, f.end) for f in s.findings)]
        assert all(0 <= a <= b <= len(s.text) for a, b in spots), s
        assert all(order.index(s.verdict) <= order.index(f.status) for f in s.findings if f.status), s
        assert bool(s.bare) == any(f.status is SentenceStatus.BARE for f in s.findings), s
        assert list(s.bare) == sorted(set(s.bare)), s


def _with(n: int, text: str) -> SentenceResult:
    results = {**RESULTS, "raids": replace(RESULTS["raids"], values={"n": Bounds.exactly(n)})}
    (found,) = judge_sentences(statement(text), results, case(), row_text=ROWS.get)
    return found


@given(
    n=st.integers(1, 400),
    more=st.integers(0, 400),
    word=st.sampled_from(
        [
            "Several",
            "Dozens of",
            "Many",
            "Hundreds of",
            "At least 41",
            "More than 30",
            "Numerous",
            "A series of",
            "Scores of",
        ]
    ),
)
def test_more_evidence_never_makes_a_floor_worse(n: int, more: int, word: str) -> None:
    """A word that asks at least so many, once borne out, stays so when there is more."""
    text = f"[{word} raids hit the valley](claim:raids)."
    if _with(n, text).verdict is SentenceStatus.SUPPORTED:
        assert _with(n + more, text).verdict is SentenceStatus.SUPPORTED


@given(n=st.integers(0, 3000), said=st.integers(0, 3000))
def test_a_bare_number_is_that_number(n: int, said: int) -> None:
    """A number without a modifier is borne out by that value alone."""
    assume(not 1800 <= said <= 2100)  # four digits that may be a year
    found = _with(n, f"[The count of raids is {said} in all](claim:raids).")

    assert (found.verdict is SentenceStatus.SUPPORTED) == (n == said)


@pytest.mark.parametrize("name", sorted(k for k, r in RESULTS.items() if not r.grades))
def test_a_sentence_is_no_better_than_its_claim(name: str) -> None:
    """Words that ask nothing leave the claim's own verdict, or what S3 makes of it."""
    (found,) = judged(f"[It was not otherwise](claim:{name}).")
    status = str(RESULTS[name].verdict.status)

    assert str(found.verdict) in ({"contradicted", "overstated"} if status == "contradicted" else {status})
