"""Pledges of restraint at the day of a vote, and the debate that follows a veto."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from solferino.law import facts
from solferino.law.restraint import debate_due, pledged, silent


def test_a_pledge_counts_from_its_day() -> None:
    """France pledged for itself on 30 September 2015, and supports the Code since its launch on 23 October."""
    assert pledged("FRA", date(2015, 9, 29)) == ()
    assert [p.id for p in pledged("FRA", date(2015, 9, 30))] == ["France's pledge"]
    assert [p.id for p in pledged("FRA", date(2015, 10, 23))] == ["Code of Conduct", "France's pledge"]
    assert [p.check_status for p in pledged("GBR", date(2016, 10, 8))] == ["general knowledge"]


def test_a_list_of_names_shows_nothing_after_its_day() -> None:
    """A member that is not on the list of 1 September 2015 may have joined since: that is said, not denied."""
    assert pledged("RUS", date(2016, 10, 8)) == ()
    assert silent("RUS", date(2016, 10, 8)) == ("Code of Conduct",)
    assert silent("GBR", date(2016, 10, 8)) == ()


def test_the_first_debate_was_in_time() -> None:
    """The veto of 26 May 2022 was debated on 8 June 2022 (GA/12417), within ten working days."""
    due = debate_due(date(2022, 5, 26))

    assert due == date(2022, 6, 9)
    assert date(2022, 6, 8) <= due
    assert debate_due(date(2022, 4, 25)) is None


@given(st.dates(date(2022, 4, 26), date(2040, 1, 1)))
def test_a_debate_is_due_two_weeks_later(day: date) -> None:
    """Ten working days are fourteen days, less the weekend on which the veto was cast."""
    due = debate_due(day)

    assert due is not None
    assert due.weekday() < 5
    assert timedelta(days=12) <= due - day <= timedelta(days=14)


def test_the_names_are_those_of_the_list(shared: Path) -> None:
    """Twenty-nine States, as compiled apart."""
    with (shared / "data/facts/code_of_conduct_signatories.csv").open(encoding="utf-8") as file:
        listed = {row["state"] for row in csv.DictReader(file)}
    ours = facts.rules("restraint")["pledge"][0]["members"]

    assert {facts.parties().name(m) for m in ours} == listed
    assert len(ours) == 29


def test_every_pledge_has_its_source() -> None:
    """And every State it names is one that the package knows."""
    for p in facts.rules("restraint")["pledge"]:
        assert p["source"]
        assert all(m in facts.parties() for m in p["members"])
