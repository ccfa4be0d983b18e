"""The Council's arithmetic: seats, votes needed, and when a vote against is a veto."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.law import council
from solferino.law.council import Outcome, outcome, permanent, size
from solferino.words.errors import UsageError

DAY = date(2016, 10, 8)


def come(yes: int, no: int, abstain: int, *, permanent_no: int = 0, day: date = DAY, procedural: bool = False) -> str:
    """Return the outcome of a vote in which every member of the day's Council took part, or else was absent."""
    absent = size(day).seats - yes - no - abstain
    found = outcome(
        yes=yes, no=no, abstain=abstain, absent=absent, permanent_no=permanent_no, day=day, procedural=procedural
    )
    return found.outcome


@pytest.mark.parametrize(
    ("day", "seats", "needed"),
    [
        (date(1946, 1, 17), 11, 7),  # first meeting; Charter, Article 27 as first in force
        (date(1965, 11, 23), 11, 7),  # S/RES/218 was adopted 7-0-4 (notes/standards.md, section 6)
        (date(1965, 12, 31), 11, 7),
        (date(1966, 1, 1), 15, 9),  # notes/standards.md, section 6: 9 of 15 from 1 January 1966
        (date(2025, 9, 18), 15, 9),
    ],
)
def test_size_of_the_council(day: date, seats: int, needed: int) -> None:
    """Seven of eleven decide to the end of 1965, nine of fifteen from the next day."""
    found = size(day)

    assert (found.seats, found.needed) == (seats, needed)


def test_no_council_before_it_met() -> None:
    """A day before the first meeting is refused with the day on which it met."""
    with pytest.raises(UsageError, match="there was no Security Council on 1946-01-16") as caught:
        size(date(1946, 1, 16))

    assert "1946-01-17" in caught.value.hint


def test_seven_of_eleven_adopted_in_1965() -> None:
    """S/RES/218 of 23 November 1965 was adopted with seven votes, none against and four abstentions."""
    assert come(7, 0, 4, day=date(1965, 11, 23)) == "adopted"


def test_seven_votes_fail_from_1966() -> None:
    """The count that adopted in 1965 is too few in the enlarged Council."""
    assert come(7, 0, 8, day=date(1966, 1, 1)) == "failed"


def test_six_of_eleven_failed_in_1965() -> None:
    """One vote fewer than seven fails, and the permanent members against cast no veto."""
    assert come(6, 5, 0, permanent_no=2, day=date(1965, 12, 31)) == "failed"


def test_two_permanent_abstentions_do_not_block() -> None:
    """S/RES/1593 of 31 March 2005 was adopted 11-0-4, China and the United States abstaining."""
    assert come(11, 0, 4, day=date(2005, 3, 31)) == "adopted"


def test_permanent_absence_does_not_block() -> None:
    """A permanent member that stays away has not voted against."""
    found = outcome(yes=9, no=0, abstain=0, absent=6, permanent_no=0, day=DAY)

    assert found == Outcome("adopted", 15, 9, "9 in favour of the 9 needed, and no permanent member voted against")


def test_two_permanent_votes_against_veto() -> None:
    """13-2-0 with both votes against permanent is vetoed, and the reason counts them (S/2014/348)."""
    found = outcome(yes=13, no=2, abstain=0, absent=0, permanent_no=2, day=date(2014, 5, 22))

    assert found.outcome == "vetoed"
    assert "2 permanent members voted against" in found.why


def test_nine_in_favour_are_enough_for_a_veto() -> None:
    """Nine in favour is the least that a veto can stop; with eight the draft fails by itself."""
    assert come(9, 1, 5, permanent_no=1) == "vetoed"
    assert come(8, 1, 6, permanent_no=1) == "failed"


def test_too_few_with_three_permanent_against_is_no_veto() -> None:
    """S/2016/847 had 4 in favour and 9 against, three of them permanent: it failed."""
    found = outcome(yes=4, no=9, abstain=2, absent=0, permanent_no=3, day=DAY)

    assert found.outcome == "failed"
    assert "no vote against was a veto" in found.why


def test_votes_of_other_members_do_not_veto() -> None:
    """Six votes against of members that are not permanent stop nothing."""
    assert come(9, 6, 0) == "adopted"


def test_procedural_vote_cannot_be_vetoed() -> None:
    """9-6 on a procedural question is adopted though a permanent member voted against (Article 27(2))."""
    assert come(9, 6, 0, permanent_no=1, procedural=True) == "adopted"


def test_procedural_vote_needs_nine() -> None:
    """Eight in favour fail on a procedural question as on any other."""
    assert come(8, 7, 0, procedural=True) == "failed"


def test_nobody_voting_is_adoption_without_a_vote() -> None:
    """Fifteen members not voting stand for a decision taken without a vote, as S/RES/1999 and S/RES/2034."""
    assert come(0, 0, 0, day=date(2011, 7, 13)) == "adopted without a vote"


@pytest.mark.parametrize(
    "counts",
    [
        {"yes": 9, "no": 1, "abstain": 4, "absent": 0, "permanent_no": 0},  # fourteen of fifteen
        {"yes": 9, "no": 1, "abstain": 6, "absent": 0, "permanent_no": 0},  # sixteen
        {"yes": 14, "no": 1, "abstain": 0, "absent": 0, "permanent_no": 2},  # more permanent ones than votes against
        {"yes": 16, "no": -1, "abstain": 0, "absent": 0, "permanent_no": 0},
    ],
)
def test_counts_that_do_not_add_up_are_refused(counts: dict[str, int]) -> None:
    """A count that is no vote of the Council is an error that names the seats."""
    with pytest.raises(UsageError, match="is no vote of a Council of 15 on 2016-10-08"):
        outcome(**counts, day=DAY)


def test_permanent_members_are_five_on_any_day() -> None:
    """One seat passes from the USSR to Russia on 24 December 1991; on that day alone both codes hold it."""
    assert permanent(date(1991, 12, 23)) == ("CHN", "FRA", "GBR", "SUN", "USA")
    assert permanent(date(1991, 12, 24)) == ("CHN", "FRA", "GBR", "RUS", "SUN", "USA")
    assert permanent(date(1991, 12, 25)) == ("CHN", "FRA", "GBR", "RUS", "USA")


def test_sizes_leave_no_day_out() -> None:
    """Each size begins on the day after the one before ends, and the last has no end."""
    found = council.sizes()

    assert all(a.days.end and b.days.start and (b.days.start - a.days.end).days == 1 for a, b in pairwise(found))
    assert found[-1].days.end is None


@st.composite
def counts(draw: st.DrawFn) -> dict[str, int]:
    """Any vote of fifteen members, at least one of them voting."""
    yes = draw(st.integers(0, 15))
    no = draw(st.integers(0, 15 - yes))
    abstain = draw(st.integers(0 if yes + no else 1, 15 - yes - no))
    permanent_no = draw(st.integers(0, min(no, 5)))
    return {"yes": yes, "no": no, "abstain": abstain, "absent": 15 - yes - no - abstain, "permanent_no": permanent_no}


@given(counts())
def test_the_rule_in_full(vote: dict[str, int]) -> None:
    """Vetoed means nine in favour and a permanent vote against; failed means fewer than nine; nothing else exists."""
    found = outcome(**vote, day=DAY).outcome

    assert (found == "failed") == (vote["yes"] < 9)
    assert (found == "vetoed") == (vote["yes"] >= 9 and vote["permanent_no"] > 0)
    assert (found == "adopted") == (vote["yes"] >= 9 and vote["permanent_no"] == 0)


@given(counts())
def test_a_procedural_question_is_never_vetoed(vote: dict[str, int]) -> None:
    """Whoever votes against a procedural question, its outcome is the count of those in favour."""
    found = outcome(**vote, day=DAY, procedural=True).outcome

    assert found == ("adopted" if vote["yes"] >= 9 else "failed")


@given(counts())
def test_abstentions_and_absences_count_alike(vote: dict[str, int]) -> None:
    """Moving every abstention to absence changes no outcome, unless nobody is left voting."""
    moved = {**vote, "abstain": 0, "absent": vote["abstain"] + vote["absent"]}
    if moved["absent"] == 15:
        moved = {**vote, "abstain": vote["abstain"] + vote["absent"], "absent": 0}

    assert outcome(**moved, day=DAY).outcome == outcome(**vote, day=DAY).outcome
