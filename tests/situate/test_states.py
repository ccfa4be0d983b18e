"""From accounts of one person to the states that person was in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from solferino.situate.states import EVER, STATE, states

AS_OF = date(2016, 1, 1)
START = date(2014, 1, 1)


def told(what: str, day: int, wide: int = 0, *, known: date | None = None, id: str = "") -> dict[str, Any]:
    """One account: `what` happened from `day` on, counted from 2014, within `wide` days."""
    first = START + timedelta(day)
    return {"report_id": id or f"l/{what}{day}", "told": what, "date_from": first, "date_to": first + timedelta(wide),
            "known_since": known}  # fmt: skip


accounts = st.lists(
    st.builds(told, st.sampled_from(sorted(STATE)), st.integers(0, 700), st.integers(0, 90)), min_size=1, max_size=6
)


@given(accounts)
def test_what_is_sure_is_possible(rows: list[dict[str, Any]]) -> None:
    """The days on which a state surely was lie within those on which it may have been."""
    for row in states(rows, as_of=AS_OF):
        assert row["maybe_from"] <= row["maybe_to"]
        if row["surely_from"]:
            assert row["maybe_from"] <= row["surely_from"] <= row["surely_to"] <= row["maybe_to"]


@given(accounts, st.integers(0, 900))
def test_nobody_is_surely_in_two_states(rows: list[dict[str, Any]], after: int) -> None:
    """On no day are two states of one person sure."""
    day = START + timedelta(after)
    sure = [r for r in states(rows, as_of=AS_OF) if r["surely_from"] and r["surely_from"] <= day <= r["surely_to"]]

    assert len(sure) <= 1


@given(accounts)
def test_the_order_of_accounts_decides_nothing(rows: list[dict[str, Any]]) -> None:
    """The same accounts turned round give the same states."""
    named = [row | {"report_id": f"l/{n}"} for n, row in enumerate(rows)]

    assert states(named, as_of=AS_OF) == states(named[::-1], as_of=AS_OF)


def test_a_death_lasts_and_custody_only_until_it_is_last_told() -> None:
    """Nothing ends a death; of custody nothing is sure after the last account."""
    dead, held = (states([told(what, 10)], as_of=AS_OF)[0] for what in ("dead", "taken"))

    assert (dead["surely_to"], held["surely_to"], held["maybe_to"]) == (EVER, START + timedelta(10), EVER)


def test_a_death_within_a_year_does_not_exclude_that_somebody_was_seen_in_it() -> None:
    """Dead some day of a year and seen in March of it: seen first, and no conflict."""
    found = states([told("dead", 0, 364), told("seen", 70)], as_of=AS_OF)

    assert [r["status"] for r in found] == ["detained", "dead"]
    assert not any(r["conflicting"] for r in found)


def test_a_release_known_later_does_not_end_custody_as_it_was_known_then() -> None:
    """Then custody may have gone on; now it has not: both ends stand, and the release is not known then."""
    late = told("released", 100, known=AS_OF + timedelta(50))
    held, released = states([told("taken", 10, known=START + timedelta(11)), late], as_of=AS_OF)

    assert (held["surely_to"], held["maybe_to"]) == (START + timedelta(10), EVER)
    assert released["known_since"] > AS_OF


def test_two_days_of_one_death_leave_the_days_between_open() -> None:
    """One list says the tenth, another the twentieth: surely from the later, possibly from the earlier."""
    (row,) = states([told("dead", 10, id="a/1"), told("dead", 20, id="b/1")], as_of=AS_OF)

    assert (row["maybe_from"], row["surely_from"]) == (START + timedelta(10), START + timedelta(20))
