"""The record of the package's own facts: exact figures that others have counted too."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[[str], list[dict[str, Any]]]

FAILED, VETOED, UNANIMOUS, MAJORITY = (
    "not adopted (lack of majority)",
    "not adopted (veto)",
    "adopted (unanimity)",
    "adopted (majority)",
)

# What the table of votes itself records of its 30 texts: Sciences Po - Atelier de cartographie and GRAM, UNSC votes
# since 1946 (Martin 2026). The two last adopted by "majority" have no member voting.
RECORDED = {
    "S/2011/24": VETOED,
    "S/2011/612": VETOED,
    "S/2012/77": VETOED,
    "S/2012/538": VETOED,
    "S/2013/660": FAILED,
    "S/2014/189": VETOED,
    "S/2014/348": VETOED,
    "S/2014/916": FAILED,
    "S/2015/508": VETOED,
    "S/2015/562": VETOED,
    "S/2016/846": VETOED,
    "S/2016/847": FAILED,
    "S/2016/1026": VETOED,
    "S/2016/1085": FAILED,
    "S/RES/1970 (2011)": UNANIMOUS,
    "S/RES/2042 (2012)": UNANIMOUS,
    "S/RES/2043 (2012)": UNANIMOUS,
    "S/RES/2059 (2012)": UNANIMOUS,
    "S/RES/2118 (2013)": UNANIMOUS,
    "S/RES/2139 (2014)": UNANIMOUS,
    "S/RES/2165 (2014)": UNANIMOUS,
    "S/RES/2209 (2015)": MAJORITY,
    "S/RES/2254 (2015)": UNANIMOUS,
    "S/RES/2258 (2015)": UNANIMOUS,
    "S/RES/2268 (2016)": UNANIMOUS,
    "S/RES/2328 (2016)": UNANIMOUS,
    "S/RES/2332 (2016)": UNANIMOUS,
    "S/RES/2336 (2016)": UNANIMOUS,
    "S/RES/1999 (2011)": MAJORITY,
    "S/RES/2034 (2012)": MAJORITY,
}
OURS = {FAILED: "failed", VETOED: "vetoed", UNANIMOUS: "adopted", MAJORITY: "adopted"}
WITHOUT_VOTE = {"S/RES/1999 (2011)", "S/RES/2034 (2012)"}  # every member "not voting"

AS_OF = date(2016, 11, 24)
START = date(2011, 11, 24)
SYRIA = "member = 'RUS' AND topic = 'Syria'"


def within(start: date, end: date) -> str:
    """Return the condition that a row's day lies in the window, both edges included."""
    return f"date BETWEEN DATE '{start}' AND DATE '{end}'"


def drafts(rows: Ask, where: str) -> list[str]:
    """Return the drafts of the vetoes that match, by day."""
    found = rows(f"SELECT DISTINCT date, draft FROM vetoes WHERE {where} ORDER BY date, draft")
    return [r["draft"] for r in found]


def test_four_vetoes_on_syria_in_five_years(rows: Ask) -> None:
    """From 24 November 2011 to 24 November 2016 Russia vetoed four drafts on Syria (notes/data.md, section 2)."""
    found = rows(
        f'SELECT draft, date, "with", basis FROM vetoes WHERE {SYRIA} AND {within(START, AS_OF)} ORDER BY date'
    )

    assert found == [
        {"draft": "S/2012/77", "date": date(2012, 2, 4), "with": ["CHN"], "basis": "derived"},
        {"draft": "S/2012/538", "date": date(2012, 7, 19), "with": ["CHN"], "basis": "derived"},
        {"draft": "S/2014/348", "date": date(2014, 5, 22), "with": ["CHN"], "basis": "derived"},
        {"draft": "S/2016/846", "date": date(2016, 10, 8), "with": [], "basis": "derived"},
    ]


@pytest.mark.parametrize(
    ("draft", "counts"),
    [  # notes/data.md, section 2
        ("S/2011/612", (9, 2, 4)),
        ("S/2012/77", (13, 2, 0)),
        ("S/2012/538", (11, 2, 2)),
        ("S/2014/348", (13, 2, 0)),
        ("S/2016/846", (11, 2, 2)),
        ("S/2016/847", (4, 9, 2)),
        ("S/2016/1026", (11, 3, 1)),
    ],
)
def test_counts_of_the_votes(rows: Ask, draft: str, counts: tuple[int, int, int]) -> None:
    """The votes of fifteen members add up to the counts that are published."""
    (found,) = rows(f"SELECT yes, no, abstain, absent, seats, basis FROM drafts WHERE draft = '{draft}'")

    assert (found["yes"], found["no"], found["abstain"]) == counts
    assert (found["absent"], found["seats"], found["basis"]) == (0, 15, "derived")


def test_one_of_the_four_asked_for_a_referral(rows: Ask) -> None:
    """S/2014/348 is the only vetoed draft on Syria that asked for a referral to the Court, in any year."""
    assert drafts(rows, f"{SYRIA} AND list_contains(asks, 'icc-referral') AND {within(START, AS_OF)}") == ["S/2014/348"]
    assert drafts(rows, f"{SYRIA} AND list_contains(asks, 'icc-referral')") == ["S/2014/348"]


def test_nothing_in_the_window_is_uncoded(rows: Ask) -> None:
    """The count of referrals has one end only where every draft of the window says what it asked."""
    assert drafts(rows, f"list_contains(asks, 'uncoded') AND {within(START, AS_OF)}") == []


def test_two_vetoes_just_outside(rows: Ask) -> None:
    """S/2011/612 is 51 days early and S/2016/1026 eleven days late (facts/README.md)."""
    early, late = START - timedelta(days=51), AS_OF + timedelta(days=11)

    assert (early, late) == (date(2011, 10, 4), date(2016, 12, 5))
    assert drafts(rows, f"{SYRIA} AND {within(early, START - timedelta(days=1))}") == ["S/2011/612"]
    assert drafts(rows, f"{SYRIA} AND {within(AS_OF + timedelta(days=1), late)}") == ["S/2016/1026"]


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        (date(2012, 2, 4), date(2016, 10, 8), 4),  # both edges on the day of a veto
        (date(2012, 2, 5), date(2016, 10, 8), 3),
        (date(2012, 2, 4), date(2016, 10, 7), 3),
        (date(2011, 10, 4), AS_OF, 5),  # "five vetoes so far", press of 9 October 2016 (notes/data.md)
        (date(2011, 10, 5), AS_OF, 4),
        (START, date(2016, 12, 4), 4),
        (START, date(2016, 12, 5), 5),
    ],
)
def test_windows_include_both_edges(rows: Ask, start: date, end: date, n: int) -> None:
    """A veto on the first or last day counts; one a day outside does not."""
    assert len(drafts(rows, f"{SYRIA} AND {within(start, end)}")) == n


def test_sixteen_vetoes_on_syria_to_2020(rows: Ask) -> None:
    """Sixteen from 2011 to 2020 (notes/data.md, section 2; syria_2011_2020_vetoes.csv has 16 rows)."""
    assert len(drafts(rows, f"{SYRIA} AND {within(date(2011, 1, 1), date(2020, 12, 31))}")) == 16


def test_eighteen_vetoes_on_syria_to_2023(rows: Ask) -> None:
    """Two more follow to 2023, S/2022/538 and S/2023/506 (notes/data.md, section 2)."""
    found = drafts(rows, f"{SYRIA} AND date <= DATE '2023-12-31'")

    assert len(found) == 18
    assert found[16:] == ["S/2022/538", "S/2023/506"]


def test_the_sixteen_are_those_of_the_research_table(rows: Ask, shared: Path) -> None:
    """Drafts, days, members and the one referral agree with the table compiled apart."""
    with (shared / "data/facts/syria_2011_2020_vetoes.csv").open(newline="", encoding="utf-8") as file:
        theirs = {
            (
                r["draft_symbol"],
                date.fromisoformat(r["date"]),
                "CHN" in r["vetoing_members"].replace("China", "CHN"),
                r["asked_icc_referral"] == "yes",
            )
            for r in csv.DictReader(file)
        }
    found = rows(
        f'SELECT draft, date, "with", asks FROM vetoes WHERE {SYRIA} AND year(date) BETWEEN 2011 AND 2020 ORDER BY date'
    )

    assert {(r["draft"], r["date"], r["with"] == ["CHN"], "icc-referral" in r["asks"]) for r in found} == theirs


def test_failed_drafts_are_no_vetoes(rows: Ask, shared: Path) -> None:
    """Eleven drafts on Syria lacked nine votes, each with permanent members against; none of them was vetoed."""
    with (shared / "data/facts/syria_drafts_failed_without_veto.csv").open(newline="", encoding="utf-8") as file:
        theirs = {r["draft_symbol"]: (int(r["yes"]), int(r["no"]), int(r["abstain"])) for r in csv.DictReader(file)}
    found = rows("SELECT * FROM drafts WHERE topic = 'Syria' AND outcome = 'failed' ORDER BY draft")

    assert len(theirs) == 11
    assert {r["draft"]: (r["yes"], r["no"], r["abstain"]) for r in found} == theirs
    assert all(r["vetoing"] == [] for r in found)


def test_847_failed_and_was_not_vetoed(rows: Ask) -> None:
    """S/2016/847 had three permanent members against and too few in favour."""
    (found,) = rows("SELECT outcome, vetoing, basis FROM drafts WHERE draft = 'S/2016/847'")
    against = rows("SELECT member FROM votes WHERE draft = 'S/2016/847' AND vote = 'no' AND permanent ORDER BY member")

    assert found == {"outcome": "failed", "vetoing": [], "basis": "derived"}
    assert [r["member"] for r in against] == ["FRA", "GBR", "USA"]
    assert drafts(rows, "draft = 'S/2016/847'") == []


def test_yemen_is_not_counted_as_syria(rows: Ask) -> None:
    """S/2018/156, vetoed by Russia under the Middle East item, is about Yemen (notes/data.md, section 2)."""
    assert drafts(rows, "draft = 'S/2018/156' AND member = 'RUS' AND topic = 'Yemen'") == ["S/2018/156"]
    assert drafts(rows, "draft = 'S/2018/156' AND topic = 'Syria'") == []


def test_derived_outcomes_are_the_recorded_ones(rows: Ask) -> None:
    """Each of the 30 outcomes derived from member votes is the one that the table of votes records."""
    found = rows("SELECT draft, outcome FROM drafts WHERE basis = 'derived' ORDER BY draft")
    expected = {
        draft: "adopted without a vote" if draft in WITHOUT_VOTE else OURS[word] for draft, word in RECORDED.items()
    }

    assert {r["draft"]: r["outcome"] for r in found} == expected


def test_unanimous_is_fifteen_in_favour(rows: Ask) -> None:
    """The texts recorded as unanimous have fifteen votes in favour, and no other text has."""
    found = rows("SELECT draft FROM drafts WHERE basis = 'derived' AND yes = 15")

    assert {r["draft"] for r in found} == {draft for draft, word in RECORDED.items() if word == UNANIMOUS}


def test_ten_vetoed_and_four_failed(rows: Ask) -> None:
    """Of the 30 texts ten were vetoed and four failed; two were adopted without a vote."""
    found = rows("SELECT outcome, count(*) AS n FROM drafts WHERE basis = 'derived' GROUP BY outcome")

    # counted in council_votes.csv, recorded_outcome: 150 and 60 of its 450 rows, fifteen to a text
    assert {r["outcome"]: r["n"] for r in found} == {
        "vetoed": 10,
        "failed": 4,
        "adopted": 14,
        "adopted without a vote": 2,
    }


def test_votes_and_the_list_of_vetoes_agree(rows: Ask) -> None:
    """From 2011 to 2016 the vetoes derived from votes are exactly those that the list names; nothing is noted."""
    derived = rows("SELECT draft, member, date FROM vetoes WHERE basis = 'derived'")
    listed = rows("SELECT draft, member, date FROM raw_vetoes WHERE year(date) BETWEEN 2011 AND 2016")

    assert {tuple(r.values()) for r in derived} == {tuple(r.values()) for r in listed}
    assert rows("SELECT note FROM notes WHERE note <> ''") == []


def test_no_permanent_vote_against_is_lost(rows: Ask) -> None:
    """Every permanent vote against a draft with nine in favour is a veto, and no other vote is."""
    against = rows(
        "SELECT v.draft, v.member FROM votes v JOIN drafts d USING (draft) WHERE v.vote = 'no' AND v.permanent "
        "AND d.yes >= 9"
    )
    found = rows("SELECT draft, member FROM vetoes WHERE basis = 'derived'")

    assert sorted(map(str, against)) == sorted(map(str, found))


def test_vetoes_per_member(rows: Ask) -> None:
    """The record holds 285 vetoes of 232 drafts, by six codes for five seats."""
    found = Counter(r["member"] for r in rows("SELECT member FROM vetoes"))

    # vetoes.csv, column vetoing_members; one row of the two equal ones of 2023-12-22 is left out (USA 91 there)
    assert found == {"SUN": 90, "USA": 90, "RUS": 41, "GBR": 29, "CHN": 19, "FRA": 16}
    assert rows("SELECT count(DISTINCT draft) AS n FROM vetoes") == [{"n": 232}]


def test_the_seat_passes_in_december_1991(rows: Ask) -> None:
    """No veto is the USSR's after 24 December 1991, and none Russia's before."""
    (found,) = rows(
        "SELECT max(date) FILTER (WHERE member = 'SUN') AS last, min(date) FILTER (WHERE member = 'RUS') AS first "
        "FROM vetoes"
    )

    assert found["last"] <= date(1991, 12, 24) <= found["first"]


def test_first_and_last_veto(rows: Ask) -> None:
    """The list reaches from 16 February 1946 to 18 September 2025 (facts/README.md)."""
    (found,) = rows("SELECT min(date) AS first, max(date) AS last FROM vetoes")

    assert found == {"first": date(1946, 2, 16), "last": date(2025, 9, 18)}


def test_listed_vetoes_are_marked_recorded(rows: Ask) -> None:
    """A veto outside the votes of 2011 to 2016 rests on a list of names, and says so."""
    found = rows("SELECT DISTINCT basis FROM vetoes WHERE year(date) NOT BETWEEN 2011 AND 2016")

    assert found == [{"basis": "recorded"}]


def test_every_veto_stands_on_a_row(rows: Ask) -> None:
    """A derived veto names the row of the vote, a recorded one the row of the list."""
    found = rows("SELECT report_id, draft, member, basis FROM vetoes")

    source = {"derived": "un-votes", "recorded": "un-vetoes"}
    assert all(r["report_id"].startswith(f"{source[r['basis']]}/") for r in found)
    assert len({r["report_id"] for r in found}) == len(found) == 285
