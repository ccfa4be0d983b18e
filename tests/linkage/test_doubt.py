"""What linking leaves open: the tree of joins, draws, questions for people, and an audit that nobody selected."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.made import many, report
from solferino.linkage.calibrate import EDGES, audit_sample, isotonic, reliability, repaired
from solferino.linkage.constraints import Judgement
from solferino.linkage.doubt import Doubt, doubt
from solferino.linkage.draws import counts, events, partitions
from solferino.linkage.prepared import Prepared, prepare
from solferino.words.report import Report

DRAWN = st.floats(0, 1).filter(lambda p: p < 1)


@pytest.fixture(scope="module")
def prepared(reports: tuple[Report, ...], atlas) -> Prepared:
    """The example, scored once."""
    return prepare(reports, apart=atlas.apart)


@pytest.fixture(scope="module")
def found(prepared: Prepared) -> Doubt:
    """What is open about the example."""
    return doubt(prepared)


@given(many(), st.integers(-5_000, 5_000))
def test_a_tree_cut_anywhere_gives_the_groups_of_that_threshold(told: list[Report], threshold: int) -> None:
    """One pass down to the lowest threshold has every partition above it."""
    clusters = prepare(told).clusters()
    tree = clusters.tree(-5_000)
    groups = sorted(g for branch in tree for g in branch.cut(branch.made(threshold)))

    assert tuple(groups) == clusters.partition(threshold).groups
    assert events(tree, threshold) == len(groups)


@given(many())
def test_constraints_hold_in_every_draw(told: list[Report]) -> None:
    """No drawn group holds two records of one deduplicated source, and each draw has as many incidents as are told."""
    prepared = prepare(told)
    tree, keys = prepared.clusters().tree(-5_000), prepared.constraints.exclusive
    drawn = list(partitions(tree, base=-500, draws=8))

    assert [len(groups) for groups in drawn] == counts(tree, base=-500, draws=8)
    for group in (g for groups in drawn for g in groups):
        for a, b in combinations(group, 2):
            assert not set(keys.get(a, ())) & set(keys.get(b, ()))


def test_draws_lie_around_what_was_linked(found: Doubt) -> None:
    """A hundred draws of the example differ, repeat, and have the 54 incidents linked between their ends."""
    again = counts(found.tree, base=-500)
    told = found.summary()["draws"]

    assert list(found.drawn) == again
    assert len(again) == 100
    assert len(set(again)) > 5
    assert told["low"] < 54 < told["high"]


def test_the_curve_has_the_three_numbers_linked(found: Doubt) -> None:
    """Fewest and base as linked; fewer incidents never come with a higher threshold."""
    curve = dict(found.curve)

    assert (curve[-2000], curve[-500]) == (52, 54)
    assert [n for _, n in found.curve] == sorted(n for _, n in found.curve)


def test_questions_come_dearest_first_and_once(found: Doubt) -> None:
    """No pair is asked twice; what is worth less than a twentieth of an incident is not asked."""
    worths = [q.worth for q in found.queue]

    assert worths == sorted(worths, reverse=True)
    assert worths[-1] >= 0.05
    assert len({(q.a, q.b) for q in found.queue}) == len(worths)


def test_a_report_that_fits_two_events_is_asked_about_both() -> None:
    """The wire copy that says only "hospital", on a day when two were hit in the town."""
    told = [
        report("a1", facility="Alpha hospital"), report("a2", facility="Alpha hospital"),
        report("b1", facility="Beta hospital"), report("b2", facility="Beta hospital"), report("v"),
    ]  # fmt: skip
    asked = [q for q in doubt(prepare(told)).queue if "v" in (q.a, q.b)]

    assert [(q.a, q.b, q.joined) for q in asked] == [("a2", "v", False), ("b2", "v", False)]
    assert {q.probability for q in asked} == {0.3333}


def test_more_dead_are_asked_first() -> None:
    """Of two questions alike, the one that moves more dead comes first."""
    towns = {"Aa": (10.0, 20.0), "Bb": (11.0, 21.0)}
    told = [
        report(
            f"{place}{n}", place=place, place_id=place, lat=at[0], lon=at[1], day=n, killed=(dead, dead), facility=""
        )
        for (place, at), dead in zip(towns.items(), (1, 30), strict=True)
        for n in range(2)
    ]
    first = doubt(prepare(told)).queue[0]

    assert (first.a, first.b) == ("Bb0", "Bb1")


@given(st.dictionaries(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)), DRAWN, max_size=60))
def test_an_audit_has_pairs_of_every_bin(told: dict[tuple[str, str], float]) -> None:
    """As many as asked for of each bin that has so many; a pair more pushes out one at most."""
    sample = audit_sample(told, per_bin=2)
    for low, high in pairwise(EDGES):
        here = [p for p, said in told.items() if low <= said < high]

        assert len([p for p in sample if p in here]) == min(2, len(here))
    more = audit_sample({**told, ("z", "z"): 0.5}, per_bin=2)

    assert len(set(sample) - set(more)) <= 1


def test_reliability_says_what_people_found(prepared: Prepared, reports: tuple[Report, ...], atlas) -> None:
    """Decisions about audited pairs fill the table; a pair that nobody drew, judged too, does not."""
    sample = {(a, b): p for a, b, p, _ in doubt(prepared).audit}
    high = [pair for pair, p in sorted(sample.items()) if p >= 0.95][:4]
    decided = [Judgement(f"d{n}", "same" if n < 3 else "not-same", pair, "seen by two") for n, pair in enumerate(high)]
    bins = doubt(prepare(reports, judgements=decided, apart=atlas.apart)).bins

    assert bins[-1].matches >= 3
    assert bins[-1].audited > bins[-1].matches
    assert [b.audited for b in bins[1:-1]].count(0) >= 4
    assert bins[-1].said >= 0.95


def test_an_audit_repairs_what_was_said() -> None:
    """Of the pairs said to be .9, the audit finds half: the repair halves them."""
    told = {("a", f"{n:03}"): 0.1 if n < 50 else 0.9 for n in range(100)}
    sample = audit_sample(told, per_bin=10)
    judged = {pair: told[pair] > 0.5 and n % 2 == 0 for n, pair in enumerate(sample)}
    low, high = (b for b in reliability(told, sample, judged) if b.pairs)

    assert (low.pairs, low.audited, low.true, high.audited, high.matches) == (50, 10, 0.0, 10, 5)
    assert repaired(0.9, isotonic((low, high))) == pytest.approx(0.5)


@given(st.lists(st.tuples(DRAWN, st.booleans()), min_size=1, max_size=60))
def test_a_repair_never_turns_the_order(pairs: list[tuple[float, bool]]) -> None:
    """Repaired probabilities never fall where the old ones rise, and stay between 0 and 1."""
    told = {("a", f"{n:03}"): said for n, (said, _) in enumerate(pairs)}
    curve = isotonic(reliability(told, told, {pair: pairs[n][1] for n, pair in enumerate(told)}))
    out = [repaired(p, curve) for p in sorted(told.values())]

    assert all(b >= a - 1e-12 for a, b in pairwise(out))
    assert all(0 <= p <= 1 for p in out)
