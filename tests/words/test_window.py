"""Windows include both edges; date arithmetic stays in the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.words.window import Window, day

days = st.dates(date(1946, 1, 1), date(2030, 1, 1))
AS_OF = {"as_of": date(2016, 11, 24)}


@given(days, days)
def test_both_edges_are_inside_and_their_neighbours_are_not(a: date, b: date) -> None:
    """A window holds its first and last day, and neither the day before nor the day after."""
    start, end = sorted((a, b))
    window = Window(start, end)

    assert start in window
    assert end in window
    assert start - timedelta(days=1) not in window
    assert end + timedelta(days=1) not in window


@given(days, days, days, days)
def test_meet_is_what_lies_in_both(a: date, b: date, c: date, d: date) -> None:
    """The common part covers nothing outside either, and is empty only when they do not touch."""
    one, two = Window(*sorted((a, b))), Window(*sorted((c, d)))
    common = one.meet(two)

    assert (common is None) == (one.end < two.start or two.end < one.start)  # type: ignore[operator]
    if common:
        assert one.covers(common)
        assert two.covers(common)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as_of", date(2016, 11, 24)),
        ("as_of - 5y", date(2011, 11, 24)),
        ("as_of + 1w", date(2016, 12, 1)),
        ("2016-02-29 - 1y", date(2015, 2, 28)),  # a day the target month lacks becomes its last
        ("2016-01-31 + 1m", date(2016, 2, 29)),
        ("2016-11-24 - 300m", date(1991, 11, 24)),
        ("as_of-10d", date(2016, 11, 14)),
    ],
)
def test_days_by_arithmetic(text: str, expected: date) -> None:
    """Anchors, ISO dates and offsets in days, weeks, months and years."""
    assert day(text, AS_OF) == expected


@pytest.mark.parametrize("text", ["", "asof", "2016-13-01", "as_of - 5", "as_of - 99999y", "24.11.2016"])
def test_what_is_no_day_is_refused(text: str) -> None:
    """A word that is neither a date nor an anchor raises ValueError."""
    with pytest.raises(ValueError):
        day(text, AS_OF)


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    """Swapped ends are an error, never an empty window in silence."""
    with pytest.raises(ValueError, match="before it starts"):
        Window(date(2016, 2, 1), date(2016, 1, 1))
