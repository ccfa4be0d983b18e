"""From deposit to entry into force: each treaty's rule at its edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.law.lag import after, title, treaty_rules


@pytest.mark.parametrize(
    ("treaty", "deposit", "bound"),
    [
        # first day of the sixth month after the deposit: stopclustermunitions.org on Belize and Guyana
        ("CCM", date(2014, 9, 2), date(2015, 3, 1)),
        ("CCM", date(2014, 10, 31), date(2015, 4, 1)),
        ("CCM", date(2014, 9, 1), date(2015, 3, 1)),
        ("CCM", date(2014, 9, 30), date(2015, 3, 1)),
        # first day of the month after the 60th day: Ukraine (notes/standards.md, T2), Palestine (T3)
        ("Rome Statute", date(2024, 10, 25), date(2025, 1, 1)),
        ("Rome Statute", date(2015, 1, 2), date(2015, 4, 1)),  # 60th day: 3 March
        ("Rome Statute", date(2015, 1, 30), date(2015, 4, 1)),  # 60th day: 31 March
        ("Rome Statute", date(2015, 1, 31), date(2015, 5, 1)),  # 60th day: 1 April
        # thirtieth day: Syria, 14 September to 14 October 2013 (norms.csv, CWC-1)
        ("CWC", date(2013, 9, 14), date(2013, 10, 14)),
        ("CAT", date(2004, 8, 19), date(2004, 9, 18)),
        ("ICPPED", date(2012, 2, 1), date(2012, 3, 2)),  # over a 29 February
        ("OPCAT", date(2013, 2, 1), date(2013, 3, 3)),
        # ninetieth day: Article XIII
        ("Genocide Convention", date(1955, 6, 25), date(1955, 9, 23)),
        ("ATT", date(2015, 1, 1), date(2015, 4, 1)),
        # six months, the last day of a shorter month where the day is missing
        ("Additional Protocol I", date(1989, 9, 29), date(1990, 3, 29)),
        ("Additional Protocol II", date(1989, 8, 31), date(1990, 2, 28)),
        ("Geneva Conventions I-IV", date(1954, 5, 10), date(1954, 11, 10)),
        ("CCW", date(1995, 8, 31), date(1996, 2, 29)),
        ("CCW Protocol III", date(1995, 3, 24), date(1995, 9, 24)),
        ("ICCPR", date(1991, 11, 30), date(1992, 2, 29)),  # three months
    ],
)
def test_entry_into_force_for_a_state(treaty: str, deposit: date, bound: date) -> None:
    """Each treaty's own article says how long after the deposit a State is bound."""
    assert treaty_rules()[treaty].effective(deposit) == bound


def test_every_treaty_has_its_edge_tested() -> None:
    """No rule is without a case above."""
    tested = {
        case[0]
        for mark in test_entry_into_force_for_a_state.pytestmark  # type: ignore[attr-defined]
        for case in mark.args[1]
    }

    assert tested == set(treaty_rules())


@pytest.mark.parametrize(
    ("treaty", "day"),
    [
        ("Additional Protocol I", date(1978, 12, 7)),  # notes/standards.md, section 4
        ("Additional Protocol II", date(1978, 12, 7)),  # same
        ("ATT", date(2014, 12, 24)),  # from memory
        ("CAT", date(1987, 6, 26)),  # year: notes/standards.md, section 4; day from memory
        ("CCM", date(2010, 8, 1)),  # notes/standards.md, section 4
        ("CCW", date(1983, 12, 2)),  # from memory
        ("CCW Protocol III", date(1983, 12, 2)),  # from memory
        ("CWC", date(1997, 4, 29)),  # from memory
        ("Geneva Conventions I-IV", date(1950, 10, 21)),  # notes/standards.md, section 4
        ("Genocide Convention", date(1951, 1, 12)),  # UN Treaty Collection IV-1
        ("ICCPR", date(1976, 3, 23)),  # year: notes/standards.md, section 4; day from memory
        ("ICPPED", date(2010, 12, 23)),  # UN Treaty Collection IV-16, in a copy
        ("OPCAT", date(2006, 6, 22)),  # from memory
        ("Rome Statute", date(2002, 7, 1)),  # notes/standards.md, section 4
    ],
)
def test_nobody_is_bound_before_the_treaty_is_in_force(treaty: str, day: date) -> None:
    """A consent given on the day of adoption takes effect when the treaty itself enters into force."""
    rule = treaty_rules()[treaty]

    assert rule.in_force == day
    assert rule.effective(rule.adopted) == day


@given(st.sampled_from(sorted(treaty_rules())), st.dates(date(1945, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_later_deposit_never_binds_earlier(treaty: str, deposit: date, days: int) -> None:
    """Entry into force does not go back in time when a deposit is made later."""
    rule = treaty_rules()[treaty]
    later = date.fromordinal(deposit.toordinal() + days)

    assert rule.effective(deposit) <= rule.effective(later)


@given(st.sampled_from(sorted(treaty_rules())), st.dates(date(1945, 1, 1), date(2100, 1, 1)))
def test_every_lag_is_at_least_four_weeks_and_below_a_year(treaty: str, deposit: date) -> None:
    """No treaty here binds on the day of the deposit, and none makes a State wait for a year."""
    assert 28 <= (after(deposit, treaty_rules()[treaty].lag) - deposit).days <= 186


def test_a_lag_of_no_known_form_is_an_error() -> None:
    """An empty or misspelt lag is never read as none."""
    with pytest.raises(ValueError, match="no rule of entry into force"):
        after(date(2016, 1, 1), {"weeks": 3})


def test_title_of_an_unknown_treaty_is_its_short_one() -> None:
    """A treaty without a rule is named as the case names it."""
    assert title("CCM") == "the Convention on Cluster Munitions"
    assert title("Treaty of Nowhere") == "Treaty of Nowhere"
