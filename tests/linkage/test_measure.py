"""Pairwise and B-cubed agreement of partitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.linkage.measure import Agreement, b_cubed, pairwise, restricted

labels = st.lists(st.integers(0, 4), min_size=1, max_size=12)


def partition(labels: list[int]) -> list[tuple[str, ...]]:
    """Return the groups of positions with one label each."""
    return [tuple(f"r{n:02}" for n, x in enumerate(labels) if x == label) for label in sorted(set(labels))]


def test_a_worked_example() -> None:
    """Six reports, found {1 2 3}{4 5 6}, true {1 2}{3 4 5 6}."""
    found, truth = [("1", "2", "3"), ("4", "5", "6")], [("1", "2"), ("3", "4", "5", "6")]

    # pairs joined: 6, of them true 1 + 3 = 4; true pairs: 1 + 6 = 7
    assert pairwise(found, truth) == Agreement(4 / 6, 4 / 7)
    # precision: (2/3 + 2/3 + 1/3 + 1 + 1 + 1) / 6; recall: (1 + 1 + 1/4 + 3 * 3/4) / 6
    assert b_cubed(found, truth).precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 3) / 6)
    assert b_cubed(found, truth).recall == pytest.approx((2 + 1 / 4 + 9 / 4) / 6)


@given(labels)
def test_a_partition_agrees_with_itself(found: list[int]) -> None:
    """Everything is 1."""
    for measure in (pairwise, b_cubed):
        agreement = measure(partition(found), partition(found))

        assert (agreement.precision, agreement.recall) == pytest.approx((1, 1))
        assert agreement.f1 == pytest.approx(1)


@given(labels, st.data())
def test_precision_turned_round_is_recall(found: list[int], data: st.DataObject) -> None:
    """Truth and finding swapped, precision and recall are swapped; both lie between 0 and 1."""
    truth = data.draw(st.lists(st.integers(0, 4), min_size=len(found), max_size=len(found)))
    for measure in (pairwise, b_cubed):
        one, two = measure(partition(found), partition(truth)), measure(partition(truth), partition(found))

        assert (one.precision, one.recall) == pytest.approx((two.recall, two.precision))
        assert 0 <= one.precision <= 1
        assert 0 <= one.f1 <= 1


@given(labels)
def test_everything_apart_is_precise_and_everything_joined_recalls(truth: list[int]) -> None:
    """Singletons never join wrongly; one group never misses."""
    ids = [id for g in partition(truth) for id in g]
    for measure in (pairwise, b_cubed):
        assert measure([(id,) for id in ids], partition(truth)).precision == pytest.approx(1)
        assert measure([tuple(ids)], partition(truth)).recall == pytest.approx(1)


@pytest.mark.parametrize("found", [[("1",)], [("1", "2"), ("2",)], [("1", "2"), ("3",)]])
def test_other_reports_are_refused(found: list[tuple[str, ...]]) -> None:
    """Partitions of other reports, or with one report twice, cannot be compared."""
    with pytest.raises(ValueError, match="same reports"):
        pairwise(found, [("1", "2")])


def test_restriction_keeps_the_rest_alone() -> None:
    """Reports outside are cut away; one that is in no group stands alone."""
    assert restricted([("a", "b", "x"), ("y",)], ["a", "b", "c"]) == [("a", "b"), ("c",)]
