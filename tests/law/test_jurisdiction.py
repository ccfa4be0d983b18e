"""The Court's jurisdiction: cases known from public decisions, each on the facts of a day, and properties of the chain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.filed import Row
from solferino.law import facts
from solferino.law.jurisdiction import CRIMES, Question, jurisdiction
from solferino.words.errors import UsageError

NOW = date(2016, 11, 24)
LATE = date(2026, 11, 1)


def ask(
    participation: list[Row],
    crime: str,
    day: date,
    on: str,
    of: str = "",
    *,
    at: date = NOW,
    also: tuple[str, ...] = (),
) -> Any:
    return jurisdiction(Question(crime, day, on, of, also, at), participation)


# Expectations: notes on Rome Statute practice, each with the public document that decided it.
CASES = [
    ("Syria 2016, a Syrian: no party, no declaration, the referral was vetoed on 22 May 2014",
     "war crimes", date(2016, 10, 1), "SYR", "SYR", NOW, (), "no"),
    ("Syria 2016, a Russian: neither State is a party",
     "war crimes", date(2016, 10, 1), "SYR", "RUS", NOW, (), "no"),
    ("Syria 2016, a national of a State Party: Article 12(2)(b)",
     "war crimes", date(2016, 10, 1), "SYR", "FRA", NOW, (), "yes"),
    ("expulsion from Syria into Jordan, a party: a part of the crime there",
     "crimes against humanity", date(2016, 10, 1), "SYR", "SYR", NOW, ("JOR",), "contested"),
    ("Ukraine 2014, a Russian: declarations of 2014 and 2015",
     "war crimes", date(2014, 8, 1), "UKR", "RUS", LATE, (), "yes"),
    ("Ukraine, the gap that neither declaration of 2014 covered until that of 2015 was lodged",
     "war crimes", date(2014, 8, 1), "UKR", "RUS", date(2015, 1, 1), (), "no"),
    ("a Ukrainian in 2025: opt-out beside an open declaration",
     "war crimes", date(2025, 3, 1), "UKR", "UKR", LATE, (), "contested"),
    ("a Russian in Ukraine in 2025: Ukraine is a party",
     "war crimes", date(2025, 3, 1), "UKR", "RUS", LATE, (), "yes"),
    ("aggression against Ukraine: Russia is no party, 15bis(5)",
     "aggression", date(2022, 2, 24), "UKR", "RUS", LATE, (), "no"),
    ("Palestine as it stood in 2021", "war crimes", date(2014, 7, 1), "PSE", "ISR", date(2021, 3, 1), (), "yes"),
    ("Palestine after 24 April 2025", "war crimes", date(2023, 11, 1), "PSE", "ISR", LATE, (), "contested"),
    ("Darfur 2003: referred in 2005 from 1 July 2002", "war crimes", date(2003, 6, 1), "SDN", "SDN", NOW, (), "yes"),
    ("Darfur 2003, a national of a third State that is no party: the carve-out",
     "war crimes", date(2003, 6, 1), "SDN", "LBY", NOW, (), "contested"),
    ("Libya 2011: referred from 15 February", "war crimes", date(2011, 3, 1), "LBY", "LBY", NOW, (), "yes"),
    ("Libya on 14 February 2011: a day before", "war crimes", date(2011, 2, 14), "LBY", "LBY", NOW, (), "no"),
    ("before the Statute was in force", "genocide", date(2002, 6, 30), "SDN", "SDN", NOW, (), "no"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "crime", "day", "on", "of", "at", "also", "expected"), CASES, ids=[c[0][:40] for c in CASES]
)
def test_a_known_case_is_answered(
    participation: list[Row],
    what: str,
    crime: str,
    day: date,
    on: str,
    of: str,
    at: date,
    also: tuple[str, ...],
    expected: str,
) -> None:
    """Yes, no or contested, on the facts of the day that is named."""
    found = ask(participation, crime, day, on, of, at=at, also=also)

    assert found.answer == expected, (what, found.steps)


def test_a_declaration_of_2025_reaches_back_and_rests_on_a_fact_to_be_confirmed(participation: list[Row]) -> None:
    """14 February 2011 in Libya changes with the day whose facts are taken, and the page must say on what."""
    found = ask(participation, "war crimes", date(2011, 2, 14), "LBY", "LBY", at=LATE)

    assert (found.answer, found.check_status) == ("yes", "general knowledge")


def test_a_signature_never_gave_jurisdiction(participation: list[Row]) -> None:
    """Russia signed in 2000 and was never a party: the order of November 2016 changed nothing."""
    for day in (date(2016, 11, 15), date(2016, 11, 17)):
        found = ask(participation, "war crimes", day, "RUS", "RUS")
        assert found.answer == "no"
        assert any("signator" in s.why or "signed" in s.why for s in found.steps)


def test_a_trigger_is_said_apart(participation: list[Row]) -> None:
    """A national of a State Party: the Court could act, and nothing has yet set it in motion."""
    steps = ask(participation, "war crimes", date(2016, 10, 1), "SYR", "FRA").steps

    assert next(s for s in steps if s.n == 4).answer == "still needed"
    assert [s.n for s in steps] == sorted(s.n for s in steps)


def test_a_deferral_suspends(participation: list[Row]) -> None:
    """Article 16: twelve months in which nothing proceeds, and only then."""
    court = facts.rules("court") | {
        "deferral": [
            {
                "state": "SDN",
                "from": date(2016, 1, 1),
                "to": date(2016, 12, 31),
                "source": "x",
                "check_status": "confirmed",
            }
        ]
    }
    asked = Question("war crimes", date(2003, 6, 1), "SDN", "SDN", (), NOW)

    assert jurisdiction(asked, participation, court=court).answer == "no"
    later = Question("war crimes", date(2003, 6, 1), "SDN", "SDN", (), date(2017, 1, 1))
    assert jurisdiction(later, participation, court=court).answer == "yes"


def test_an_unknown_crime_is_a_usage_error(participation: list[Row]) -> None:
    """The message names the crime that was meant."""
    with pytest.raises(UsageError, match="war crime"):
        ask(participation, "war crime", NOW, "SYR")


def test_every_fact_of_the_court_has_a_citation() -> None:
    """No fact without a source and a check status."""
    for kind, held in facts.rules("court").items():
        for fact in held if isinstance(held, list) else [held]:
            assert fact["source"].strip(), kind
            assert fact["check_status"] in ("confirmed", "secondary", "general knowledge"), kind


@given(st.sampled_from(CRIMES[:3]), st.integers(0, 9000), st.sampled_from(["SYR", "SDN", "LBY", "UKR", "PSE", "JOR"]))
def test_what_is_known_later_never_takes_a_referral_away(
    participation: list[Row], crime: str, n: int, state: str
) -> None:
    """Before the Statute nothing; and a day covered by a referral stays covered as more becomes known."""
    day = date(2000, 1, 1) + timedelta(days=n)
    early, late = (jurisdiction(Question(crime, day, state, state, (), at), participation) for at in (NOW, LATE))

    if day < date(2002, 7, 1):
        assert early.answer == late.answer == "no"
    referred = [s.answer for s in early.steps if s.n == 2]
    if referred == ["yes"]:
        assert late.answer == early.answer == "yes"
