"""Sentences in the manner of many bodies, each with the verdict that the numbers of the bench call for."""

from __future__ import annotations

import pytest

from prose.bench import judge, judged

# What is asked of each follows from tests/prose/bench.py: vetoes n = 4 from 2015-06-30 to 2020-06-30, referral n = 1
# where two are asked, raids n = 38 found in an open table, killed 38 to 41, share 3 of 8.
STANDS = [
    # a human-rights organisation
    "[In the past five years Freedonia repeatedly used its veto on the matter](claim:vetoes).",
    "[Freedonia has cast four vetoes since 30 June 2015](claim:vetoes).",
    "[At least 38 raids hit the valley](claim:raids).",
    "[More than 20 raids hit the valley between 30 June 2015 and 30 June 2020](claim:raids).",
    "[Dozens of raids hit the valley](claim:raids), [some of them on markets](claim:markets).",
    "[Up to 40 raids were counted, several of them in March 2019](claim:raids).",
    "[About 40 raids were counted](claim:raids) and [the General Assembly received a letter](claim:letter).",
    "[At least 38 people were killed](claim:killed).",
    "[Nearly 40 raids were counted](claim:raids).",
    "[Mines, which are banned by a treaty that neither State has joined, were laid](claim:ban-known).",
    # the United Nations
    "[Three of the eight drafts were stopped](claim:share).",
    "[Some 38 per cent of the drafts were stopped](claim:share).",
    "[37.5% of the drafts were stopped](claim:share).",
    "[More than a third of the drafts were stopped](claim:share).",
    "[Most of the accounts name an aircraft](claim:most).",
    "[Three quarters of the accounts name an aircraft](claim:most).",
    "[All four vetoes concerned the matter](claim:vetoes).",
    "[Throughout 2019 and 2020 raids hit the valley](claim:raids).",
    "[38 raids hit the valley in a single week](claim:raids).",
    "[Three out of four accounts name an aircraft](claim:most).",
    "[Rule 28 binds both parties](claim:rule).",
    "[Article 8(2)(e) binds both parties](claim:rule).",
    "[In document A/74/611 57 States asked for an inquiry](claim:letter).",
    "[The Council recalled resolution 2504 (2020)](claim:letter).",
    "[The commission repeatedly found violations](claim:findings).",
    "[On 2 November 2019 a letter was sent](claim:letter).",
    "[On 2 November a letter was sent](claim:letter).",
    # a government, an army
    "[Sylvania has never cast a veto](claim:no-vetoes).",
    "[Our State cast no veto on the matter](claim:no-vetoes).",
    "[Two drafts were stopped](claim:drafts-two) [in the same five years](claim:vetoes).",
    "[Only Freedonia vetoed the drafts](claim:vetoes).",
    "[The four vetoes weigh on the Council](claim:inference).",
    "[A single draft was stopped](claim:single), [and 38 raids followed](claim:raids).",
    "[The veto of 12 April 2017 (S/2017/315) was the first](claim:vetoes).",
    "[Sylvania stopped the draft once and for all](claim:drafts-two).",
]

FALLS = [
    # what was said, its verdict, words of the finding, words of what holds instead
    (
        "[Freedonia repeatedly used its veto](claim:vetoes) [to block a referral](claim:referral).",
        "overstated",
        '"repeatedly" asks at least 2',
        "once (n = 1); n = 4 without asks = icc-referral",
    ),
    (
        "[Freedonia repeatedly used its veto](claim:vetoes), [which blocked a referral](claim:referral).",
        "overstated",
        "S/2018/516 of 2018-06-01",
        "once",
    ),
    ("[Freedonia twice used its veto](claim:vetoes).", "contradicted", "exactly 2", "n = 4"),
    (
        "[Freedonia repeatedly used its veto](claim:vetoes) and [blocked a referral](claim:referral).",
        "overstated",
        "repeatedly",
        "once",
    ),
    ("[Freedonia vetoed a referral](claim:referral).", "overstated", "it asks n >= 2", "n = 4 without asks"),
    (
        "[Freedonia repeatedly vetoed](claim:vetoes) [and stopped a draft](claim:single).",
        "overstated",
        "repeatedly",
        "once",
    ),
    ("[Freedonia cast six vetoes](claim:vetoes).", "overstated", "six", "n = 4"),
    ("[Freedonia cast more than four vetoes](claim:vetoes).", "overstated", "more than four", "n = 4"),
    ("[Freedonia cast three vetoes](claim:vetoes).", "contradicted", "three", "n = 4"),
    ("[Freedonia cast four vetoes, two of them on one day](claim:vetoes).", "overstated", "two", "n = 4"),
    ("[Freedonia cast only three vetoes](claim:vetoes).", "contradicted", "only three", "n = 4"),
    ("[Freedonia never used its veto](claim:vetoes).", "contradicted", "asks none", "n = 4"),
    ("[Freedonia cast no veto](claim:vetoes).", "contradicted", "asks none", "n = 4"),
    ("[Only Freedonia vetoed the drafts](claim:only-one).", "overstated", "nobody else", ""),
    ("[Freedonia stopped the draft](claim:none-at-all).", "contradicted", "n = 0", ""),
    ("[At least 41 raids hit the valley](claim:raids).", "overstated", "At least 41", "n = 38"),
    ("[12 raids hit the valley](claim:raids).", "overstated", "12", "n = 38"),
    ("[Hundreds of raids hit the valley](claim:raids).", "overstated", "at least 200", "dozens (n = 38)"),
    ("[Several markets were struck](claim:markets).", "overstated", "at least 3", "repeatedly (n = 2)"),
    ("[Exactly 40 people were killed](claim:killed).", "insufficient", "in some readings only", "n = 38 to 41"),
    ("[Several markets were struck](claim:vague).", "insufficient", "between", ""),
    ("[A pattern of strikes emerged](claim:one-or-more).", "insufficient", "between", ""),
    ("[All the drafts were stopped](claim:all).", "overstated", "all of them", "most (share = 0.75)"),
    ("[All accounts name an aircraft](claim:most).", "overstated", "all of them", "most"),
    ("[Most of the drafts were stopped](claim:share).", "overstated", "more than 50 %", "a minority of"),
    ("[Half of the drafts were stopped](claim:share).", "overstated", "Half", "share"),
    ("[52 per cent of the drafts were stopped](claim:share).", "overstated", "52 per cent", "share = 0.375"),
    ("[Most of the raids came at night](claim:raids).", "insufficient", "gives a share", ""),
    ("[Every veto counted](claim:vetoes).", "insufficient", "gives a share", ""),
    ("[The parties have always denied it](claim:letter).", "insufficient", "gives a share", ""),
    ("[Internationally banned mines were laid](claim:ban).", "needs_qualifier", "parties only", "did not bind A or B"),
    ("[Illegal mines were laid](claim:ban-known).", "needs_qualifier", "parties only", "did not bind"),
    ("[The mines convention bound both](claim:ban).", "contradicted", "did not bind", ""),
    ("[In the past ten years Freedonia repeatedly used its veto](claim:vetoes).", "needs_qualifier", "window", ""),
    ("[On 3 May 2019 a letter was sent](claim:letter).", "needs_qualifier", "3 May 2019", ""),
    ("[The draft S/2014/348 was vetoed](claim:vetoes).", "needs_qualifier", "S/2014/348", ""),
    ("[Raids hit the valley in 2011](claim:raids).", "needs_qualifier", "2011", ""),
    ("[Raids hit the valley](claim:unfiled).", "insufficient", "not_filed: no incidents", ""),
    ("[Dozens of raids, 60 in all, hit the valley in 2011](claim:unfiled).", "insufficient", "not_filed", ""),
    ("[Two raids hit the valley](claim:unsure).", "insufficient", "between", ""),
    (
        "[Ms Example, whom the Assembly has appointed, is in the capital](claim:fact-unsure).",
        "insufficient",
        "unconfirmed_fact",
        "",
    ),
    ("[This shows intent](claim:weak-inference).", "insufficient", "not_filed", ""),
    ("[Freedonia cast four vetoes](claim:broken).", "error", "column 'membr'", ""),
    ("[Freedonia cast four vetoes](claim:vetos).", "error", "did you mean 'vetoes'?", ""),
    ("[Freedonia cast four vetoes](claim:vetoes+broken).", "error", "broken", ""),
    ("[The ministry said that clinics had closed](source:leters/L1).", "error", "did you mean 'letters'?", ""),
    ("[The ministry said that clinics had closed](source:letters/L9).", "error", "no row 'L9'", ""),
    ("[14 clinics were closed](source:letters/L1).", "bare", "nobody is said", ""),
    ("[United States aircraft closed 14 clinics](source:letters/L1).", "bare", "nobody is said", ""),
    ("[The ministry said that 20 clinics had closed](source:letters/L1).", "bare", "20", ""),
    ("[The ministry said on 2 May 2020 that clinics had closed](source:letters/L1).", "bare", "2 May 2020", ""),
    ("[The siege began in July 2016](context:).", "bare", "in context", ""),
    ("The valley has been under siege since July 2016.", "bare", "siege", ""),
    ("[Freedonia cast four vetoes](claim:vetoes), killing 300 people.", "bare", "killing", ""),
    ("# Sylvanian war crimes", "bare", "Sylvanian", ""),
    ("# SYLVANIA ATTACKS", "bare", "SYLVANIA", ""),
]

OTHERS = [
    ("[The next envoy should press for an end to unlawful attacks](claim:call).", "tracked"),
    ("[Next week the office will publish new research](claim:promise).", "tracked"),
    ("[Six people told us of it](claim:told).", "attested"),
    ("[Six people told us of it](claim:told) and [four vetoes followed](claim:vetoes).", "attested"),
    ("[Four vetoes followed](claim:vetoes), and [the envoy should speak](claim:call).", "supported"),
    ("[Four vetoes followed, and the envoy should speak](claim:vetoes+call).", "supported"),
    ("[The ministry said that 14 clinics had closed](source:letters/L1).", "attributed"),
    ("The ministry said that [14 clinics had closed](source:letters/L1).", "attributed"),
    ("[14 clinics have closed](source:letters/L1), according to the ministry.", "attributed"),
    ("[The ministry reported 3 to 5 people hurt in May 2020](source:letters/L1).", "attributed"),
    ("The Joint Command denied that [a school had been hit](source:letters/L2).", "attributed"),
    ("[The ministry wrote last month that clinics had closed](source:letters/L1).", "attributed"),
    ("[That would send a strong message](opinion:7).", "not_checkable"),
    ("[Here is the background](context:).", "context"),
    ("And so it went.", "context"),
    ("# [What is asked](context:)", "context"),
]


@pytest.mark.parametrize("text", STANDS)
def test_what_the_numbers_bear_out_is_supported(text: str) -> None:
    """A sentence whose every word its claims bear out is supported, with no finding that costs anything."""
    found = judge(text)

    assert (str(found.verdict), [f.text for f in found.findings if f.status]) == ("supported", [])
    assert found.bare == ()


@pytest.mark.parametrize(("text", "verdict", "told", "instead"), FALLS)
def test_what_they_do_not_bear_out_falls(text: str, verdict: str, told: str, instead: str) -> None:
    """A sentence that says more, or other, than what is filed falls; the finding says why and what holds."""
    found = judge(text)
    mine = [f for f in found.findings if f.status == verdict]

    assert str(found.verdict) == verdict, [f.text for f in found.findings]
    assert any(told in f.text for f in mine), [f.text for f in mine]
    assert any(instead in f.holds_instead for f in mine), [f.holds_instead for f in mine]


@pytest.mark.parametrize(("text", "verdict"), OTHERS)
def test_other_kinds_of_sentence(text: str, verdict: str) -> None:
    """Calls are tracked, sources attributed, opinions not checked, and plain words are context."""
    found = judge(text)

    assert str(found.verdict) == verdict, [f.text for f in found.findings]
    assert not [f for f in found.findings if f.status]


@pytest.mark.parametrize(
    "text",
    [
        "[Freedonia repeatedly used its veto](claim:vetoes), and [the Council heard a draft](claim:single).",
        "[Freedonia repeatedly used its veto](claim:vetoes); [a draft was stopped](claim:single).",
        "[Dozens of raids hit the valley](claim:raids) [and reports of a letter came](claim:letter).",
    ],
)
def test_a_word_does_not_reach_into_another_clause(text: str) -> None:
    """A word of quantity scores nothing across a semicolon, a new subject, or, counting a noun, another table."""
    found = judge(text)

    assert str(found.verdict) == "supported", [f.text for f in found.findings]


def test_a_qualified_ban_stands_on_a_claim_that_fails() -> None:
    """A ban said to reach only its parties is a note, even where the claim asks that it bound everyone."""
    found = judge("[Mines, banned by a treaty that neither State has joined, were laid](claim:ban).")

    assert (str(found.verdict), [f.status for f in found.findings]) == ("supported", [None])


def test_loaded_words_are_notes() -> None:
    """A loaded word is named and costs nothing."""
    found = judge("[Freedonia shamelessly cast four vetoes](claim:vetoes).")

    assert str(found.verdict) == "supported"
    assert [(f.rule, f.status) for f in found.findings] == [("loaded", None)]


def test_a_checkable_opinion_is_a_note() -> None:
    """An opinion is not checked; that it holds words which could be is said."""
    found = judge("[Freedonia killed 500 people](opinion:).")

    assert str(found.verdict) == "not_checkable"
    assert "500" in found.findings[0].text
    assert found.bare == ()


def test_a_number_nobody_vouches_for_in_a_call_is_a_note() -> None:
    """A call gives no values: a numeral in it is noted, not scored."""
    found = judge("[The Assembly should meet within 10 days](claim:call) and [bring 14 envoys](claim:call).")

    assert str(found.verdict) == "tracked"
    assert {f.rule for f in found.findings} == {"S2"}


def test_claims_stand_in_the_order_cited() -> None:
    """A sentence lists the ids it cites once each, in order, unknown ones too."""
    found = judge("[Four vetoes](claim:vetoes+letter), [38 raids](claim:raids), [and more](claim:vetoes+unheard-of).")

    assert found.claims == ("vetoes", "letter", "raids", "unheard-of")


def test_blocks_headings_and_lines_are_kept() -> None:
    """Each sentence knows its block, the kind of that block, and its line."""
    found = judged(
        "# [What is asked](context:)\n\n[Here it is](context:).\n[There it is](context:).\n\n- [An item](context:)\n"
    )

    assert [(s.block, s.block_kind, s.line) for s in found] == [
        (0, "heading", 1),
        (1, "paragraph", 3),
        (1, "paragraph", 4),
        (2, "item", 6),
    ]


def test_an_offset_of_a_finding_is_that_of_its_words() -> None:
    """Findings, spans and bare words count characters of the sentence, not of the block."""
    text = "[Here is more](context:). [Freedonia cast six vetoes](claim:vetoes) in a siege."
    found = judged(text)[1]
    number = next(f for f in found.findings if f.rule == "S2")

    assert found.text[number.start : number.end] == "six"
    assert [found.text[a:b] for a, b in found.bare] == ["siege"]
    assert [found.text[a:b] for a, b, _, _ in found.spans] == ["Freedonia cast six vetoes"]
    assert found.spans[0][2:] == ("claim", ("vetoes",))
