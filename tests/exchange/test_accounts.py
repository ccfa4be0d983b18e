"""Accounts read out of prose: what is read, where its words stand, and what is left open rather than guessed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.accounts_score import ARCHIVE, PUBLISHED, gold, score
from solferino.exchange.accounts.account import Account
from solferino.exchange.accounts.read import accounts


def _one(text: str, *, published: date | None = PUBLISHED) -> Account:
    (found,) = accounts(text, published=published)
    return found


FLOORS = {"account": 0.85, "place": 0.8, "date": 0.8, "weapon": 0.8, "killed": 1.0, "blamed": 0.6}
"""Below what the rules reach today on the archive; it has been looked at, so these guard, and measure nothing."""


@pytest.mark.parametrize("part", ["open", "aside"])
def test_sentences_coded_by_hand_are_read(part: str) -> None:
    """Precision and recall of every field stay above a floor."""
    made = score(part)

    assert {name: made.of(name) for name in made.coded if min(made.of(name)) < 0.95} == {}, made.errors


@pytest.mark.skipif(not ARCHIVE.is_file(), reason="the archive is not beside the repository")
def test_sentences_of_an_archive_are_read() -> None:
    """Precision and recall on prose that nobody wrote for this stay above floors of their own."""
    made = score("archive")

    assert {name: made.of(name) for name, floor in FLOORS.items() if min(made.of(name)) < floor} == {}, made.errors


def test_every_value_stands_in_the_text() -> None:
    """A value's characters lie within its account, and say something."""
    for case in (c for part in gold().values() for c in part):
        for account in accounts(case["text"], published=PUBLISHED):
            for values in account.values.values():
                assert all(account.start <= v.start < v.end <= account.end for v in values), case["text"]
                assert all(case["text"][v.start : v.end].strip() for v in values), case["text"]


@given(st.text(alphabet="killed wounded 12 , . attack on A hospital in ب قتل مقتل 3 \n\n“”()-", max_size=200))
def test_no_text_breaks_the_rules(text: str) -> None:
    """Whatever is written, the rules return accounts in order, none of which overlap."""
    found = accounts(text, published=PUBLISHED)

    assert all(a.end <= b.start for a, b in pairwise(found))


def test_two_places_are_not_chosen_between() -> None:
    """A sentence about two towns names no place, says so, and is about many."""
    found = _one("Airstrikes hit Karsim and Belad on 4 May 2031, killing 12 people.")

    assert found.first("place") == ""
    assert found.notes == ("place: several: “Karsim”, “Belad”",)
    assert found.first("scope") == "many"


def test_two_days_are_not_chosen_between() -> None:
    """A sentence that tells of two days has no date, and a note with both."""
    found = _one("The clinic in Hasira was bombed on 3 May 2031 and again on 9 May 2031.")

    assert found.first("date_from") == ""
    assert found.notes == ("date: several days: “3 May 2031”, “9 May 2031”",)


def test_a_day_of_the_week_needs_the_day_of_publication() -> None:
    """Without the day of publication, "on Tuesday" is no date; with it, the note says what it was told from."""
    text = "Shells hit a school in Belad on Tuesday."

    assert _one(text, published=None).first("date_from") == ""
    assert _one(text).first("date_from") == "2031-05-13"  # the Tuesday before Wednesday 14 May 2031
    assert _one(text).notes == ("date: “Tuesday” is told from the day of publication, 2031-05-14",)


def test_a_day_after_publication_is_no_day_of_the_incident() -> None:
    """A date that lies after the text itself is left out and noted."""
    found = _one("The school in Belad was shelled on 20 May 2031.")

    assert found.first("date_from") == ""
    assert found.notes == ("date: “20 May 2031” lies after the day of publication",)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("at least 12 people", ("12", "")),
        ("more than 12 people", ("13", "")),
        ("up to 12 people", ("", "12")),
        ("fewer than 12 people", ("", "11")),
        ("between 10 and 12 people", ("10", "12")),
        ("a nurse and 12 patients", ("13", "13")),
        ("12 people, including three children,", ("12", "12")),
        ("about 12 people", ("", "")),
        ("12 sheep", ("", "")),
        ("12 of them", ("", "")),
    ],
)
def test_how_many_were_killed_has_two_ends(words: str, ends: tuple[str, str]) -> None:
    """What stands before a number says which of its ends are known."""
    found = _one(f"An airstrike on Ghadir on 4 May 2031 killed {words}.")

    assert (found.first("killed_min"), found.first("killed_max")) == ends


def test_killed_and_injured_told_together_are_neither() -> None:
    """A number of killed and injured together fills neither field."""
    found = _one("The raid killed or injured 19 people in Petra.")

    assert {"killed_min", "killed_max", "injured_min", "injured_max"} & set(found.values) == set()
    assert found.notes == ("“killed or injured 19” counts killed and injured together",)


def test_who_only_speaks_is_not_blamed() -> None:
    """A force that reports a strike is on whose word it is, and not who did it; who denies is not blamed."""
    told = _one("The Northern Front said that a rocket hit the market in Murat.")
    denied = _one("The ministry denied that its forces had shelled the hospital in Karsim.")

    assert (told.first("word_of"), told.first("parties")) == ("The Northern Front", "")
    assert (denied.first("stance"), denied.first("parties")) == ("denies", "")


def test_a_call_is_no_account() -> None:
    """What is asked, planned or of another nature is no incident."""
    for text in (
        "We urge all parties to stop attacks on hospitals in Karsim.",
        "The convoy will leave for Sirin on 20 May 2031.",
        "Cholera killed 40 people in Lenz in April 2031.",
        "The wounded were taken to the hospital in Lenz.",
    ):
        assert accounts(text, published=PUBLISHED) == (), text


def test_a_sentence_that_only_counts_goes_on() -> None:
    """Numbers in a sentence of their own belong to the account before them; a number already told is not changed."""
    found = _one("On 3 May 2031 a shell hit a school in Belad. Two children were wounded.")
    apart = accounts("On 3 May 2031 a shell hit a school in Belad, killing one boy. Two teachers were killed.")

    assert found.first("injured_min") == "2"
    assert [a.first("killed_min") for a in apart] == ["1", "2"]
