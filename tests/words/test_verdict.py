"""The verdict algebra is total, and more evidence never makes it worse."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.words.truth import Truth
from solferino.words.verdict import (
    EXIT,
    Lack,
    SentenceStatus,
    Status,
    Track,
    Verdict,
    join,
    judge,
    worst,
)

truths = st.sampled_from(list(Truth))
statuses = st.sampled_from(list(Status))
pairs = st.tuples(truths, truths)


def test_every_combination_of_inputs_has_exactly_one_verdict() -> None:
    """judge is total over its whole finite domain with up to one world."""
    for holds, fails, lack, sealed, unconfirmed in product(Truth, Truth, [None, *Lack], (False, True), (False, True)):
        for world in [None, *product(Truth, Truth)]:
            worlds = {} if world is None else {"w": world}
            status, kind, broken = judge(
                holds, fails=fails, lack=lack, sealed=sealed, unconfirmed=unconfirmed, worlds=worlds
            )
            Verdict(status, kind)  # raises where a type does not go with its status
            assert (broken != "") == (kind is Lack.FRAGILE and lack is None)


@given(holds=truths, worlds=st.dictionaries(st.sampled_from("abc"), pairs), sealed=st.booleans())
def test_supported_means_it_holds_everywhere(
    holds: Truth, worlds: dict[str, tuple[Truth, Truth]], sealed: bool
) -> None:
    """No verdict is supported or attested unless the claim holds in the base build and in every world."""
    status, _, _ = judge(holds, worlds=worlds, sealed=sealed)

    everywhere = holds is Truth.YES and all(h is Truth.YES for h, _ in worlds.values())
    assert (status in (Status.SUPPORTED, Status.ATTESTED)) == everywhere


@given(low=truths, high=truths, worlds=st.dictionaries(st.sampled_from("abc"), pairs))
def test_judge_is_monotone_in_what_holds(low: Truth, high: Truth, worlds: dict[str, tuple[Truth, Truth]]) -> None:
    """A claim that holds more surely never gets a worse verdict."""
    order = list(Status)
    weaker, stronger = sorted((low, high))

    assert order.index(judge(weaker, worlds=worlds)[0]) <= order.index(judge(stronger, worlds=worlds)[0])


@given(a=st.lists(statuses), b=st.lists(statuses))
def test_join_is_associative_commutative_and_idempotent(a: list[Status], b: list[Status]) -> None:
    """The worst of a+b wins, in any order and grouping."""
    assert join([*a, *b]) == join([*b, *a]) == join([join(a), join(b)]) == join([*a, *a, *b])


@given(statuses)
def test_tracked_is_neutral(status: Status) -> None:
    """A call beside a claim does not change the claim's verdict."""
    assert join([status, Status.TRACKED]) == status


@given(st.lists(st.sampled_from(list(SentenceStatus)), min_size=1))
def test_a_sentence_is_as_bad_as_its_worst_passage(found: list[SentenceStatus]) -> None:
    """worst returns one of its inputs, and none of them is worse."""
    order = list(SentenceStatus)

    assert worst(found) in found
    assert all(order.index(worst(found)) <= order.index(s) for s in found)


def test_sealed_evidence_attests_and_never_supports() -> None:
    """A claim that rests on sealed evidence is attested."""
    assert judge(Truth.YES, sealed=True) == (Status.ATTESTED, None, "")


def test_an_open_table_contradicts_nothing_by_default() -> None:
    """Holding at neither end, with no fails, is not filed: never contradicted."""
    assert judge(Truth.NO) == (Status.INSUFFICIENT, Lack.NOT_FILED, "")


def test_the_breaking_world_is_named() -> None:
    """Fragile comes with the first world that breaks the claim."""
    worlds = {"a": (Truth.YES, Truth.NO), "b": (Truth.BETWEEN, Truth.NO)}

    assert judge(Truth.YES, worlds=worlds) == (Status.INSUFFICIENT, Lack.FRAGILE, "b")


def test_a_status_refuses_a_type_that_does_not_go_with_it() -> None:
    """Only insufficient has a lack, only tracked a track."""
    with pytest.raises(ValueError, match="does not go with"):
        Verdict(Status.SUPPORTED, Lack.BETWEEN)
    with pytest.raises(ValueError, match="does not go with"):
        Verdict(Status.TRACKED)
    assert str(Verdict(Status.TRACKED, Track.MET)) == "tracked (met)"


def test_what_stands_costs_nothing() -> None:
    """Supported, attested, tracked, context, attributed and not checkable exit 0."""
    for name in ("supported", "attested", "tracked", "context", "attributed", "not_checkable"):
        assert EXIT.get(name, 0) == 0
