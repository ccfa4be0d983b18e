"""Repeat hits within towns: exact moments, level, power, and refusals."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.patterns.repeats import Event, break_even, drawn_pairs, repeats


def events(*hits: tuple[str, str, int]) -> list[Event]:
    """(town, place, number of attacks) as events."""
    return [Event(town, place) for town, place, n in hits for _ in range(n)]


def uniform(rng: random.Random, towns: dict[str, int], attacks: dict[str, int]) -> list[Event]:
    """Attacks that strike each standing place of their town alike."""
    return [Event(t, f"{t}{rng.randrange(m)}") for t, m in towns.items() for _ in range(attacks[t])]


def test_moments_are_those_of_the_multinomial() -> None:
    """Ten attacks on five places: 45 pairs, each equal with chance 1/5: mean 9, variance 45 x 1/5 x 4/5 = 7.2."""
    result = repeats(events(("t", "a", 6), ("t", "b", 4)), {"t": 5}, seed=1, draws=999)

    assert (result.observed, result.expected, result.variance) == (21.0, 9.0, 7.2)
    assert result.ratio == pytest.approx(21 / 9, abs=1e-6)


def test_moments_agree_with_the_draws() -> None:
    """The simulated null has the exact mean within four standard errors (9,999 draws, sd sqrt(7.2))."""
    null = drawn_pairs([10], [[1.0] * 5], 7, 9999)

    assert sum(null) / len(null) == pytest.approx(9.0, abs=4 * (7.2 / 9999) ** 0.5)


@pytest.mark.parametrize(
    ("told", "standing", "code"),
    [
        (events(("t", "a", 9)), None, "NO_UNHIT_LIST"),
        (events(("t", "a", 9)), {}, "NO_UNHIT_LIST"),
        (events(("t", "a", 9), ("t", "b", 1)), {"t": 1}, "LIST_TOO_SHORT"),
        (events(("t", "a", 2)), {"t": 50}, "FEW_EXPECTED"),
    ],
)
def test_it_refuses_rather_than_misleads(told: list[Event], standing: dict[str, int] | None, code: str) -> None:
    """No ratio, no p, a code with its facts, and a sentence that says it cannot be said."""
    result = repeats(told, standing, seed=1, draws=99)

    assert [r.code for r in result.refusals] == [code]
    assert (result.ratio, result.p) == (None, None)
    assert "cannot be said" in result.sentence


def test_events_without_town_or_place_are_dropped_and_counted() -> None:
    """What cannot be used is said."""
    result = repeats(
        [*events(("t", "a", 6), ("t", "b", 6)), Event("t", ""), Event("", "x")], {"t": 5}, seed=1, draws=99
    )

    assert (result.n, dict(result.dropped)) == (12, {"no town or place known": 2})


def test_the_sentence_never_speaks_of_intent() -> None:
    """Counts are one line of evidence; the words say chance, nothing more."""
    result = repeats(events(("t", "a", 30), ("t", "b", 1)), {"t": 20}, seed=1, draws=999)

    assert result.p is not None
    assert result.p <= 0.05
    assert not any(word in result.sentence for word in ("deliberate", "target", "intent"))


def test_a_seed_is_an_input() -> None:
    """The same seed gives the same value, another seed nearly so."""
    told = events(("t", "a", 6), ("t", "b", 4), ("t", "c", 2))

    assert repeats(told, {"t": 5}, seed=3, draws=499) == repeats(told, {"t": 5}, seed=3, draws=499)
    assert repeats(told, {"t": 5}, seed=4, draws=499).observed == repeats(told, {"t": 5}, seed=3, draws=499).observed


def test_under_chance_it_raises_about_five_false_alarms_in_a_hundred() -> None:
    """Uneven towns, 200 null worlds: 5 % +- 4 standard errors (notes: a uniform null over all towns gives 97 %)."""
    rng, towns, attacks = random.Random(11), {"a": 4, "b": 12, "c": 40}, {"a": 10, "b": 14, "c": 16}
    alarms = sum(
        1 for n in range(200) if (repeats(uniform(rng, towns, attacks), towns, seed=n, draws=199).p or 1) <= 0.05
    )

    assert alarms / 200 <= 0.05 + 4 * (0.05 * 0.95 / 200) ** 0.5


def test_an_attacker_who_returns_is_found() -> None:
    """Half of all attacks fall on one place of each town: found in nearly every world."""
    rng, towns = random.Random(5), {"a": 10, "b": 12}
    found = 0
    for n in range(40):
        told = [
            Event(t, f"{t}0" if rng.random() < 0.5 else f"{t}{rng.randrange(m)}")
            for t, m in towns.items()
            for _ in range(15)
        ]
        found += (repeats(told, towns, seed=n, draws=199).p or 1) <= 0.05

    assert found >= 36


@given(st.permutations(events(("t", "a", 4), ("t", "b", 3), ("u", "c", 5), ("u", "d", 4))))
def test_order_and_names_do_not_matter(told: list[Event]) -> None:
    """Rows shuffled, towns and places renamed: the same numbers."""
    renamed = [Event({"t": "u2", "u": "t2"}[e.town], e.facility.upper()) for e in told]
    a, b = repeats(told, {"t": 4, "u": 4}, seed=1, draws=99), repeats(renamed, {"u2": 4, "t2": 4}, seed=1, draws=99)

    assert (a.observed, a.expected, a.ratio) == (b.observed, b.expected, b.ratio)


def test_the_json_has_the_keys_of_the_contract() -> None:
    """Other programs read it."""
    assert set(repeats([], None, seed=1).json()) >= {
        "kind", "observed", "expected", "variance", "ratio", "ratio_low", "ratio_high", "p", "permutations", "seed",
        "n", "dropped", "refusals", "sentence",
    }  # fmt: skip


def test_weights_make_some_places_likelier() -> None:
    """Ten attacks, weights 1 and 3: pairs agree with chance 1/16 + 9/16; variance by the multinomial (45 pairs)."""
    result = repeats(events(("t", "a", 2), ("t", "b", 8)), {"t": [1.0, 3.0]}, seed=1, draws=9999)
    two, three = 10 / 16, 28 / 64

    assert result.expected == pytest.approx(45 * two)
    assert result.variance == pytest.approx(45 * two * (1 - two) + 720 * (three - two * two))
    assert drawn_pairs([10], [[1.0, 3.0]], 3, 9999).mean() == pytest.approx(
        45 * two, abs=4 * (result.variance / 9999) ** 0.5
    )


@pytest.mark.parametrize(("attacks", "struck", "places"), [(334, 267, 715), (541, 235, 272)])
def test_break_even_of_published_counts(attacks: int, struck: int, places: int) -> None:
    """Barten et al. 2023: 334 attacks on 267 facilities; SAMS 2016-22: 541 on 235 (break-even by our own formula)."""
    assert break_even(attacks, struck) == places
