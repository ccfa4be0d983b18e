"""Greedy average link on hand-made scores."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from solferino.linkage.cluster import Clusters, cluster
from solferino.linkage.constraints import Constraints
from solferino.words.report import Link

IDS = "abcdef"
scores = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1]),
    st.integers(-6000, 6000),
    max_size=15,
)


def links(values: Mapping[tuple[str, str], int]) -> list[Link]:
    """Return links of scores by pair."""
    return [Link(a, b, value, 0.5, "apart") for (a, b), value in values.items()]


def test_a_mean_over_all_pairs_decides() -> None:
    """A chain of strong links does not drag in what its other end speaks against."""
    made = links({("a", "b"): 5000, ("b", "c"): 4000, ("a", "c"): -5200})

    assert cluster("abc", made).groups == (
        ("a", "b"),
        ("c",),
    )  # (4000 - 5200) / 2 is under -500


def test_a_pair_not_stored_speaks_against() -> None:
    """A missing link counts as far below zero, so one link does not join two pairs."""
    made = links({("a", "b"): 5000, ("c", "d"): 5000, ("b", "c"): 4000})

    assert cluster("abcd", made).groups == (("a", "b"), ("c", "d"))  # (4000 - 3 * 7000) / 4 < -500


def test_the_strongest_join_first() -> None:
    """Where a report can join either of two that exclude each other, it joins the better."""
    made = [
        Link("a", "b", 3000, 0.5, "apart"),
        Link("b", "c", 4000, 0.5, "apart"),
        Link("a", "c", 0, 0.5, "apart", (), "no"),
    ]

    assert cluster("abc", made).groups == (("a",), ("b", "c"))


def test_one_record_of_a_key_per_group() -> None:
    """Two records of one list never meet, though a third report joins both."""
    made = links({("a", "b"): 5000, ("b", "c"): 4000, ("a", "c"): 5000})
    rules = Constraints(exclusive={"a": ("list",), "c": ("list",)})

    assert cluster("abc", made, rules).groups == (("a", "b"), ("c",))


def test_must_comes_before_every_score() -> None:
    """Judged pairs are contracted first, and others are measured against the whole."""
    made = links({("b", "c"): 5000, ("a", "c"): -6200})
    rules = Constraints(must=(("a", "b"),))

    assert cluster("abc", made, rules).groups == (
        ("a", "b"),
        ("c",),
    )  # (5000 - 6200) / 2 is under -500


@given(scores, st.integers(-3000, 3000))
def test_groups_partition_the_ids(values: dict[tuple[str, str], int], threshold: int) -> None:
    """Every id is in one group, whatever the links."""
    groups = cluster(IDS, links(values), threshold=threshold).groups

    assert sorted(id for g in groups for id in g) == list(IDS)


@given(scores, st.integers(-3000, 3000))
def test_every_group_reached_the_threshold(values: dict[tuple[str, str], int], threshold: int) -> None:
    """No group falls into two halves of which each pair speaks under the threshold."""
    for group in cluster(IDS, links(values), threshold=threshold).groups:
        if len(group) > 1:
            assert max(values.get((a, b), -7000) for a in group for b in group if a < b) >= threshold


@given(scores, st.sets(st.sampled_from(IDS)), st.integers(-3000, 3000))
def test_leaving_out_is_never_having_had(values: dict[tuple[str, str], int], gone: set[str], threshold: int) -> None:
    """The groups without some reports are those of the remaining reports alone, remembered parts or not."""
    held = Clusters(IDS, links(values))
    held.partition(threshold)
    left = [id for id in IDS if id not in gone]

    assert held.partition(threshold, drop=frozenset(gone)) == cluster(left, links(values), threshold=threshold)


@given(scores, st.randoms())
def test_the_order_of_links_does_not_matter(values: dict[tuple[str, str], int], random: object) -> None:
    """Shuffled links and ids give the same groups."""
    turned, ids = links(values), list(IDS)
    random.shuffle(turned)  # type: ignore[attr-defined]
    random.shuffle(ids)  # type: ignore[attr-defined]

    assert cluster(ids, turned) == cluster(IDS, links(values))
