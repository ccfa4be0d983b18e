"""Was this State a party on that day? The package's rows on the eve of a visit, and rows made to disagree."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.filed import Row
from solferino.law.lag import treaty_rules
from solferino.law.treaty import Standing, standing

EVE = date(2016, 11, 24)
ROME = "Rome Statute"


def row(n: int, **cells: object) -> Row:
    """Return a row of participation of a State that does not exist, about the Rome Statute unless said otherwise."""
    empty = dict.fromkeys(("signed", "consented", "consent", "withdrawn", "status", "as_of", "note"))
    return {**empty, "report_id": f"p/{n}", "state": "AAA", "treaty": ROME, "check_status": "secondary", **cells}


def ask(rows: list[Row], day: date, treaty: str = ROME) -> Standing:
    """Return the standing of that State."""
    return standing(rows, treaty, "AAA", day)


# party_status.csv, row by row: treaty, State, standing on 24 November 2016, check status
EXPECTED = [
    ("CCM", "RUS", "not party", "confirmed"),
    ("CCM", "SYR", "not party", "secondary"),
    (ROME, "SYR", "signatory", "confirmed"),
    (ROME, "RUS", "signatory", "secondary"),
    ("Geneva Conventions I-IV", "SYR", "party", "general knowledge"),
    ("Additional Protocol I", "SYR", "party", "general knowledge"),
    ("Additional Protocol II", "SYR", "not party", "general knowledge"),
    ("Additional Protocol I", "RUS", "party", "confirmed"),
    ("Additional Protocol II", "RUS", "party", "secondary"),
    ("ICPPED", "SYR", "not party", "confirmed"),
    ("ICPPED", "RUS", "not party", "confirmed"),
    ("CAT", "SYR", "party", "confirmed"),
    ("CAT", "RUS", "party", "confirmed"),
]


@pytest.mark.parametrize(("treaty", "state", "status", "check"), EXPECTED)
def test_standings_on_the_eve(participation: list[Row], treaty: str, state: str, status: str, check: str) -> None:
    """Each standing on 24 November 2016 is the one compiled apart, and as sure as its weakest fact."""
    found = standing(participation, treaty, state, EVE)

    assert (found.status, found.check_status) == (status, check)
    assert found.rows


def test_the_standings_are_those_of_the_research_table(shared: Path) -> None:
    """The expectations above are the table of the research folder, neither more nor fewer."""
    with (shared / "data/facts/party_status.csv").open(newline="", encoding="utf-8") as file:
        theirs = [
            (
                r["treaty"],
                r["party"],
                r["status"].split(";")[0].split(",")[0],
                r["check_status"].removesuffix(", confirm"),
            )
            for r in csv.DictReader(file)
        ]

    assert sorted(theirs) == sorted(EXPECTED)


@pytest.mark.parametrize(
    ("state", "treaty", "since"),
    [  # treaty_participation.csv, and each treaty's own lag
        ("SYR", "CAT", date(2004, 9, 18)),  # acceded 2004-08-19, thirtieth day
        ("RUS", "CAT", date(1987, 6, 26)),  # ratified 1987-03-03, before the treaty was in force
        ("SYR", "CWC", date(2013, 10, 14)),  # acceded 2013-09-14
        ("RUS", "Additional Protocol I", date(1990, 3, 29)),  # ratified 1989-09-29
        ("PSE", ROME, date(2015, 4, 1)),  # acceded 2015-01-02 (notes/standards.md, section 5, T3)
    ],
)
def test_bound_from_the_day_of_entry_into_force(participation: list[Row], state: str, treaty: str, since: date) -> None:
    """On the day before a State is no party yet; on the day it is, since that day."""
    before = standing(participation, treaty, state, since - timedelta(days=1))
    found = standing(participation, treaty, state, since)

    assert before.status in ("not party", "signatory")
    assert (found.status, found.since) == ("party", since)


def test_consent_is_not_yet_force(participation: list[Row]) -> None:
    """The day of the deposit leaves the State outside, and the reason names the day and the article."""
    found = standing(participation, "CWC", "SYR", date(2013, 9, 14))

    assert found.status == "not party"
    assert "in force for it only on 2013-10-14 (Article XXI(2))" in found.why


def test_a_signatory_is_not_a_party(participation: list[Row]) -> None:
    """From the day of its signature to the end of the table Russia is a signatory; the day before, nothing."""
    signed = date(2000, 9, 13)  # notes/standards.md, section 5, T7

    assert standing(participation, ROME, "RUS", signed - timedelta(days=1)).status == "not party"
    for day in (signed, date(2002, 7, 1), date(2013, 2, 15)):
        found = standing(participation, ROME, "RUS", day)
        assert (found.status, found.since) == ("signatory", signed)
        assert "a signatory is not a party" in found.why


def test_an_order_to_withdraw_a_signature_is_no_withdrawal(participation: list[Row]) -> None:
    """Eight days after the order of 16 November 2016 Russia is a signatory still: it had no treaty to leave."""
    found = standing(participation, ROME, "RUS", EVE)
    rows = [r for r in participation if (r["state"], r["treaty"]) == ("RUS", ROME)]

    assert found.status == "signatory"
    assert "left it" not in found.why
    assert [r["withdrawn"] for r in rows] == [None] * len(rows)
    assert any("order of 16 November 2016" in (r["note"] or "") for r in rows)


def test_a_notice_is_not_a_withdrawal(participation: list[Row]) -> None:
    """South Africa gave notice in October 2016 and took it back before it took effect: a party throughout."""
    assert standing(participation, ROME, "ZAF", EVE).status == "party"
    assert standing(participation, ROME, "ZAF", date(2017, 11, 1)).status == "party"


def test_a_withdrawal_takes_effect_on_its_day(participation: list[Row]) -> None:
    """Burundi, whose notice is of 27 October 2016, is a party until the day on which it takes effect, a year on."""
    effect = date(2017, 10, 27)  # treaty_participation.csv

    assert standing(participation, ROME, "BDI", EVE).status == "party"
    assert standing(participation, ROME, "BDI", effect - timedelta(days=1)).status == "party"
    found = standing(participation, ROME, "BDI", effect)
    assert (found.status, found.since) == ("not party", effect)


def test_none_as_of_2015_says_nothing_of_2016(participation: list[Row]) -> None:
    """A State without action by 12 February 2015 was no party on that day; what it was in 2016 is unknown."""
    rows = [r for r in participation if r["treaty"] == "ICPPED" and r["consent"] == "none"]
    silent = next(r for r in rows if r["as_of"] == date(2015, 2, 12))

    assert standing([silent], "ICPPED", silent["state"], date(2015, 2, 12)).status == "not party"
    found = standing([silent], "ICPPED", silent["state"], date(2015, 2, 13))
    assert (found.status, found.check_status) == ("unknown", "")
    assert "the last speaks for 2015-02-12" in found.why


def test_the_table_alone_does_not_settle_2016(participation: list[Row]) -> None:
    """Without the status asserted for the day, nobody can say whether Syria or Russia had joined the CCM."""
    table = [r for r in participation if not r["status"]]

    assert standing(table, "CCM", "SYR", EVE).status == "unknown"
    assert standing(table, "CCM", "RUS", EVE).status == "unknown"
    assert standing(table, "CCM", "RUS", date(2013, 9, 13)).status == "not party"


def test_none_as_of_2022_covers_2016(participation: list[Row]) -> None:
    """No action by August 2022 means none in 2016 (OPCAT, both States)."""
    for state in ("SYR", "RUS"):
        assert standing(participation, "OPCAT", state, EVE).status == "not party"


def test_no_row_no_status(participation: list[Row]) -> None:
    """Silence is unknown, not absence: the rows hold nothing on the ICCPR."""
    found = standing(participation, "ICCPR", "SYR", EVE)

    assert (found.status, found.rows, found.check_status) == ("unknown", (), "")


def test_nobody_is_a_party_before_the_treaty_is_in_force(participation: list[Row]) -> None:
    """On the day before the Arms Trade Treaty was in force no State was a party, row or no row."""
    assert standing(participation, "ATT", "RUS", date(2014, 12, 23)).status == "not party"
    assert standing(participation, "ATT", "RUS", date(2014, 12, 24)).status == "unknown"


def test_an_unconfirmed_consent_says_nothing() -> None:
    """A row that says the fact was not found neither makes nor unmakes a party."""
    found = ask([row(1, consent="unconfirmed", check_status="general knowledge")], EVE)

    assert found.status == "unknown"


def test_a_protocol_needs_a_consent_of_its_own(participation: list[Row]) -> None:
    """A party to the CCW may have left Protocol III aside: unknown. Who is outside the CCW is outside it as well."""
    assert standing(participation, "CCW", "RUS", EVE).status == "party"
    assert standing(participation, "CCW Protocol III", "RUS", EVE).status == "unknown"
    assert standing(participation, "CCW Protocol III", "SYR", date(2013, 9, 25)).status == "not party"


def test_party_is_carried_on_at_best_as_secondary() -> None:
    """A party stays one after the day for which its row speaks, though less sure."""
    rows = [
        row(1, consented=date(2003, 1, 1), consent="ratification", as_of=date(2013, 2, 15), check_status="confirmed")
    ]

    assert ask(rows, date(2013, 2, 15)).check_status == "confirmed"
    assert (ask(rows, EVE).status, ask(rows, EVE).check_status) == ("party", "secondary")


def test_a_status_asserted_for_a_day_does_not_reach_back() -> None:
    """A party on a day may have become one the day before that; a State outside on a day was outside before it."""
    party = [row(1, status="party", as_of=EVE)]
    outside = [row(1, status="not party", as_of=EVE)]
    before, later = EVE - timedelta(days=1), EVE + timedelta(days=1)

    assert [ask(party, d).status for d in (before, EVE, later)] == ["unknown", "party", "party"]
    assert [ask(outside, d).status for d in (before, EVE, later)] == ["not party", "not party", "unknown"]


def test_the_better_source_decides_and_the_other_is_named() -> None:
    """Of rows that disagree the one with the better check status holds; the reason tells the other."""
    rows = [
        row(1, status="party", as_of=EVE, check_status="general knowledge"),
        row(2, status="not party", as_of=EVE, check_status="confirmed"),
    ]
    found = ask(rows, EVE)

    assert (found.status, found.check_status) == ("not party", "confirmed")
    assert "against it" in found.why
    assert "p/1, general knowledge" in found.why


def test_rows_of_equal_weight_leave_it_unknown() -> None:
    """Two sources equally good that contradict each other settle nothing."""
    found = ask([row(1, status="party", as_of=EVE), row(2, status="not party", as_of=EVE)], EVE)

    assert (found.status, found.rows) == ("unknown", ("p/1", "p/2"))
    assert "rows of equal weight disagree" in found.why


def test_rejoining_after_a_withdrawal() -> None:
    """A State that left and consented again is a party under its second consent."""
    rows = [
        row(1, consented=date(2003, 1, 1), consent="ratification", withdrawn=date(2010, 5, 1), as_of=date(2010, 5, 1)),
        row(2, consented=date(2012, 1, 2), consent="accession", as_of=EVE),
    ]

    assert ask(rows, date(2010, 4, 30)).status == "party"
    assert ask(rows, date(2010, 5, 1)).status == "not party"
    assert (ask(rows, EVE).status, ask(rows, EVE).since) == ("party", date(2012, 4, 1))


DATES = st.none() | st.dates(date(1998, 7, 17), date(2020, 12, 31))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "signed": DATES,
            "consented": DATES,
            "withdrawn": DATES,
            "as_of": DATES,
            "status": st.sampled_from([None, None, "party", "not party", "signatory"]),
            "consent": st.sampled_from([None, "none", "ratification", "succession", "unconfirmed"]),
            "check_status": st.sampled_from(["confirmed", "secondary", "general knowledge"]),
        }
    ),
    max_size=4,
)


@given(ROWS, st.dates(date(1998, 1, 1), date(2021, 12, 31)), st.randoms(use_true_random=False))
def test_standing_is_total_and_blind_to_order(cells: list[Row], day: date, chance: random.Random) -> None:
    """Whatever the rows hold there is one of four answers, the same in any order, and no party before the treaty."""
    rows = [row(n, **c) for n, c in enumerate(cells)]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    found = ask(rows, day)

    assert found.status in ("party", "signatory", "not party", "unknown")
    assert ask(shuffled, day) == found
    if found.status == "party" and not any(c["status"] for c in cells):
        assert day >= treaty_rules()[ROME].in_force
    if not any(c["consented"] or c["status"] == "party" for c in cells):
        assert found.status != "party"


@given(ROWS, st.dates(date(1998, 1, 1), date(2021, 12, 31)))
def test_another_state_or_treaty_changes_nothing(cells: list[Row], day: date) -> None:
    """Rows on others never move the standing of this State."""
    rows = [row(n, **c) for n, c in enumerate(cells)]
    noise = [row(90, state="BBB", status="party", as_of=day), row(91, treaty="CAT", status="party", as_of=day)]

    assert ask(rows + noise, day) == ask(rows, day)
