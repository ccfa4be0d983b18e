"""People's decisions: they contract first, keep apart, and are never overruled in silence."""

from __future__ import annotations

from linkage.made import report
from solferino.linkage.cluster import cluster
from solferino.linkage.constraints import Judgement
from solferino.linkage.link import link
from solferino.linkage.prepared import prepare


def test_same_joins_what_nothing_else_would() -> None:
    """Two reports ten days apart are one event because somebody says so."""
    found = link(
        [report("a"), report("b", day=10)], judgements=[Judgement("J1", "same", ("a", "b"), "the date is a slip")]
    )

    assert found.base.groups == found.high.groups == (("a", "b"),)
    assert [(x.probability, x.relation) for x in found.links] == [(1.0, "same")]


def test_not_same_keeps_apart_what_everything_joins() -> None:
    """Two like reports stay two, and the link says whose decision blocked it."""
    found = link([report("a"), report("b")], judgements=[Judgement("J1", "not-same", ("a", "b"), "two streets")])

    assert found.low.groups == (("a",), ("b",))
    assert found.links[0].blocked == "decision J1: two streets"


def test_a_chain_of_same_that_joins_a_not_same_is_reported() -> None:
    """The group stands, and a note names every decision of the chain."""
    decisions = [
        Judgement("J1", "same", ("a", "b")), Judgement("J2", "same", ("b", "c")), Judgement("J3", "not-same", ("a", "c"), "no"),
    ]  # fmt: skip
    found = link([report("a"), report("b", day=5), report("c", day=10)], judgements=decisions)

    assert found.base.groups == (("a", "b", "c"),)
    (note,) = found.notes
    assert all(id in note for id in ("J1", "J2", "J3"))


def test_a_decision_beats_the_rule_of_a_source_only_with_a_reason() -> None:
    """Without a reason it is set aside, with a note; with one it holds."""
    pair = [report("a", publisher="p", deduplicated=True), report("b", publisher="p", deduplicated=True)]
    bare = link(pair, judgements=[Judgement("J1", "same", ("a", "b"))])
    reasoned = link(pair, judgements=[Judgement("J1", "same", ("a", "b"), "listed twice by mistake")])

    assert bare.base.groups == (("a",), ("b",))
    assert "J1 is set aside" in bare.notes[0]
    assert reasoned.base.groups == (("a", "b"),)


def test_a_not_same_holds_between_whole_groups() -> None:
    """What was joined to either side stays on that side."""
    told = [report(id, facility="Q7") for id in "abcd"]
    decisions = [
        Judgement("J1", "same", ("a", "b")),
        Judgement("J2", "same", ("c", "d")),
        Judgement("J3", "not-same", ("b", "c")),
    ]

    assert link(told, judgements=decisions).low.groups == (("a", "b"), ("c", "d"))


def test_a_denial_cannot_be_made_an_event() -> None:
    """Decided same or not, a denial joins nothing."""
    told = [report("a"), report("n", stance="denies")]
    found = link(told, judgements=[Judgement("J1", "same", ("a", "n"), "no")])

    assert found.base.groups == (("a",),)
    assert "a denial is no event" in found.notes[0]


def test_covers_and_denies_can_be_decided() -> None:
    """A decision ties a report to incidents that its words do not reach."""
    far = report("m", facility="two hospitals", scope="many", place="", place_id="", lat=None, lon=None)
    found = link([report("a"), far], judgements=[Judgement("J1", "covers", ("m", "a"))])

    assert [(m.report, m.relation) for m in found.memberships] == [("m", "covers"), ("a", "same")]


def test_decisions_about_reports_that_are_not_filed_are_noted() -> None:
    """A decision that outlived its report is said, not dropped."""
    found = link([report("a")], judgements=[Judgement("J1", "same", ("a", "gone"))])

    assert "gone" in found.notes[0]


def test_the_stored_links_hold_every_decision() -> None:
    """A world that groups stored links again keeps what people decided."""
    told = [report("a"), report("b", day=10), report("c"), report("d")]
    decisions = [Judgement("J1", "same", ("a", "b"), "slip"), Judgement("J2", "not-same", ("c", "d"))]
    prepared = prepare(told, judgements=decisions)
    groups = cluster(prepared.ids, prepared.links, prepared.constraints, -100_000).groups

    assert any({"a", "b"} <= set(g) for g in groups)
    assert not any({"c", "d"} <= set(g) for g in groups)
