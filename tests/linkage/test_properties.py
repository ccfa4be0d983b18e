"""What linking keeps whatever the reports: order, names of sources, renamed ids, constraints."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from linkage.made import many, report
from solferino.linkage.candidates import candidates
from solferino.linkage.compare import compare
from solferino.linkage.features import features
from solferino.linkage.link import link
from solferino.linkage.pattern import Patterns
from solferino.linkage.settings import shipped
from solferino.words.report import Report


@given(many(), st.integers(0, 10))
def test_the_order_of_rows_does_not_matter(reports: list[Report], seed: int) -> None:
    """Shuffled rows give the same result, to the last score."""
    turned = list(reports)
    Random(seed).shuffle(turned)

    assert link(turned) == link(reports)


@given(many(), st.permutations(["p", "q", "w"]))
def test_names_of_sources_do_not_matter(reports: list[Report], names: list[str]) -> None:
    """Sources and documents renamed, the partition is the same."""
    new = dict(zip(["p", "q", "w"], names, strict=True))
    renamed = [
        replace(r, source="other", publisher=new[r.publisher], document=r.document and f"x{r.document}")
        for r in reports
    ]

    assert link(renamed).base == link(reports).base


@given(many())
def test_every_report_is_accounted_for(reports: list[Report]) -> None:
    """A single affirming report is in exactly one incident or, where rivals leave it open, in none; others in none."""
    found = link(reports)
    held = [r for group in found.base.groups for r in group]
    single = {r.id for r in reports if r.scope == "one" and r.stance == "affirms"}
    noted = {note.split()[0] for note in found.notes if " fits " in note}

    assert len(held) == len(set(held))
    assert set(held) <= single
    assert single - set(held) <= noted
    assert {r for group in found.high.groups for r in group} == single


@given(many())
def test_rules_hold_in_every_group(reports: list[Report]) -> None:
    """No group holds two records of a deduplicated source, or two of one document, at any threshold."""
    index = {r.id: r for r in reports}
    found = link(reports)
    for group in (*found.low.groups, *found.base.groups, *found.high.groups):
        listed = [index[r].publisher for r in group if index[r].deduplicated]
        documents = [(index[r].publisher, index[r].document) for r in group if index[r].document]

        assert len(listed) == len(set(listed))
        assert len(documents) == len(set(documents))


@given(many())
def test_counts_are_in_order(reports: list[Report]) -> None:
    """Fewest, base and most are in order."""
    found = link(reports)

    assert len(found.low) <= len(found.base) <= len(found.high)


@given(many())
def test_scores_are_the_sum_of_their_reasons(reports: list[Report]) -> None:
    """Reasons add up exactly, probabilities lie in 0 to 1 and never reach certainty without a judgement."""
    for x in link(reports).links:
        assert sum(part for _, _, part in x.reasons) == x.score
        assert 0 <= x.probability < 1
        assert x.a < x.b


@given(many())
def test_comparison_is_symmetric(reports: list[Report]) -> None:
    """A pair has one pattern, whichever report comes first."""
    made = features(reports, shipped())
    for a in made:
        for b in made:
            if a.id != b.id:
                assert compare(a, b, shipped()) == compare(b, a, shipped())


@given(many())
def test_a_pattern_is_its_code(reports: list[Report]) -> None:
    """Every pattern comes back from its integer."""
    made, patterns = features(reports, shipped()), Patterns(shipped())
    for a in made[:4]:
        for b in made:
            pattern = compare(a, b, shipped())

            assert patterns.pattern(patterns.code(pattern)) == pattern


@given(many())
def test_no_pair_is_offered_twice_and_none_that_could_score_is_missed(reports: list[Report]) -> None:
    """The sweep offers each pair once, and every pair over the floor that a comparison of all with all finds."""
    settings = shipped()
    made, patterns = features(reports, settings), Patterns(settings)
    offered = list(candidates(made, settings))
    everyone = {
        (a, b)
        for a in range(len(made))
        for b in range(a + 1, len(made))
        if made[a].start and made[b].start
        and patterns.score(patterns.code(compare(made[a], made[b], settings))) >= settings.cuts["floor"]
        and abs(made[a].start - made[b].start) <= settings.windows["days"]
    }  # fmt: skip

    assert len(offered) == len(set(offered))
    assert all(a < b for a, b in offered)
    far_apart = {(a, b) for a, b in everyone if compare(made[a], made[b], settings)[1] == "far"}
    assert everyone - far_apart <= set(offered)


@given(st.lists(st.sampled_from(["", "hospital"]), min_size=2, max_size=6))
def test_a_report_that_tells_nothing_never_links(facilities: list[str]) -> None:
    """No day, no place, no name: each stays alone, in every world."""
    blank = [Report(f"b{n}", facility=name) for n, name in enumerate(facilities)]
    found = link([*blank, report("r1"), report("r2")])

    assert found.low.groups == (*((b.id,) for b in blank), ("r1", "r2"))
    assert not any(x.a.startswith("b") or x.b.startswith("b") for x in found.links)


def test_across_the_date_line_and_at_the_pole() -> None:
    """Two reports a few metres apart meet, even where longitude jumps or all but vanishes."""
    line = [
        report("a", place_id="", place="", lat=0.0, lon=179.999),
        report("b", place_id="", place="", lat=0.0, lon=-179.999),
    ]
    pole = [
        report("a", place_id="", place="", lat=89.99, lon=0.0),
        report("b", place_id="", place="", lat=89.99, lon=90.0),
    ]

    assert link(line).base.groups == (("a", "b"),)
    assert len(link(pole).links) == 1
