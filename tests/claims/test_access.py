"""Claims over sieges, relief that was asked for and attacks on convoys: by day, by area, and never added up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.small import CASE, write_case
from solferino.casefile.load import load
from solferino.claims.evaluate import evaluate
from solferino.store.fill import keep
from solferino.words.result import ClaimResult

ROWS: list[dict[str, Any]] = [
    {"report_id": "a/1", "kind": "siege", "date": date(2019, 3, 1), "date_to": None, "seen_to": date(2019, 6, 30),
     "of": "NOR", "place": "Upton", "people_min": 4000, "people_max": 5000, "known_since": date(2019, 7, 1)},
    {"report_id": "a/2", "kind": "siege", "date": date(2019, 3, 15), "date_to": date(2019, 9, 1),
     "seen_to": date(2019, 9, 1), "of": "NOR", "place": "Upton", "people_min": 4500, "people_max": 7000,
     "known_since": date(2019, 9, 5)},
    {"report_id": "a/3", "kind": "request", "date": date(2019, 5, 2), "date_to": date(2019, 5, 2),
     "seen_to": date(2019, 5, 2), "by": "Relief Office", "of": "NOR", "place": "Upton", "outcome": "denied",
     "asked": ["food", "medicine"], "known_since": date(2019, 5, 3)},
    {"report_id": "a/4", "kind": "convoy", "date": date(2019, 5, 9), "date_to": date(2019, 5, 9),
     "seen_to": date(2019, 5, 9), "of": "SOU", "place": "Marsh", "outcome": "attacked", "known_since": date(2019, 5, 9)},
]  # fmt: skip


def outcome(
    tmp_path: Path, where: str, *, gives: str = 'n = "count"', holds: str = "n >= 1", more: str = ""
) -> ClaimResult:
    """A claim over these rows."""
    body = (
        f'[c]\nsays = "count"\nof = "access"\nwhere = {{ {where} }}\ngives = {{ {gives} }}\nholds = "{holds}"\n{more}'
    )
    root = write_case(tmp_path / "case", claims=body, statement="[x](context:)\n", case=CASE)
    tmp_path.mkdir(exist_ok=True)
    keep({"access": ROWS}, tmp_path)
    case = load(root)
    return evaluate(case.claims[0], {"access": tmp_path / "access.parquet"}, case)


@pytest.mark.parametrize(
    ("day", "sure", "most"),
    [("2019-02-28", 0, 0), ("2019-03-01", 1, 1), ("2019-06-30", 2, 2), ("2019-07-01", 1, 2), ("2019-09-02", 0, 1)],
)
def test_a_siege_stands_on_a_day(tmp_path: Path, day: str, sure: int, most: int) -> None:
    """Surely as long as a source says that it was so; after that possibly, until somebody tells of its end."""
    found = outcome(tmp_path, f'kind = "siege", on = {day}').values["n"]

    assert (found.low, found.high) == (sure, most)


def test_people_of_one_area_are_a_range(tmp_path: Path) -> None:
    """Two counts of the same people: the fewest and the most that anybody tells, whichever is right."""
    found = outcome(
        tmp_path, 'kind = "siege", place = "Upton", on = 2019-06-01',
        gives='fewest = "min(people_min)", most = "max(people_max)"', holds="fewest >= 4000 and most <= 7000",
    )  # fmt: skip

    assert (found.values["fewest"].low, found.values["most"].high) == (4000, 7000)
    assert str(found.verdict) == "supported"


@pytest.mark.parametrize("column", ["people_min", "people_max"])
def test_people_are_never_added_up(tmp_path: Path, column: str) -> None:
    """A sum would count the same people twice: the claim is an error that says what to ask instead."""
    found = outcome(tmp_path, 'kind = "siege"', gives=f'n = "sum({column})"')

    assert str(found.verdict) == "error"
    assert "never added up" in found.verdict.because[0]


def test_unfettered_access_falls_with_one_denial(tmp_path: Path) -> None:
    """No denial is on file for June: that proves nothing. One is for May: the claim is contradicted."""
    where = 'of = "NOR", outcome = ["denied", "obstructed", "attacked"], date = {{ from = {0}, to = {1} }}'
    june = outcome(tmp_path, where.format("2019-06-01", "2019-06-30"), holds="n == 0", more='fails = "n >= 1"\n')
    may = outcome(tmp_path / "may", where.format("2019-05-01", "2019-05-31"), holds="n == 0", more='fails = "n >= 1"\n')

    assert str(may.verdict) == "contradicted"
    assert str(june.verdict) == "insufficient (not_filed)"


@pytest.mark.parametrize(
    ("window", "sure", "most"),
    [
        ("{ from = 2019-04-01, to = 2019-04-30 }", 2, 2),  # both sieges, begun before, go on
        ("{ from = 2019-07-01, to = 2019-08-31 }", 1, 2),  # of the first nobody says that it went on
        ("{ to = 2019-03-10 }", 1, 1),
        ("{ from = 2020-01-01 }", 0, 1),
        ("{ from = 2019-01-01, to = 2019-02-28 }", 0, 0),
    ],
)
@pytest.mark.parametrize("key", ["date", "on"])
def test_a_siege_is_found_by_any_of_its_days(tmp_path: Path, key: str, window: str, sure: int, most: int) -> None:
    """A window finds what went on within it, whenever it began."""
    found = outcome(tmp_path, f'kind = "siege", {key} = {window}').values["n"]

    assert (found.low, found.high) == (sure, most)


def test_a_request_is_of_one_day(tmp_path: Path) -> None:
    """What is no siege is over with its day, even where no last day is told."""
    found = outcome(tmp_path, 'kind = ["request", "convoy"], date = { from = 2019-05-10 }').values["n"]

    assert (found.low, found.high) == (0, 0)


@pytest.mark.parametrize("where", ['kind = "siege"', 'kind = "siege", place = ["Upton", "Marsh"]'])
def test_people_are_of_one_place(tmp_path: Path, where: str) -> None:
    """A country holds the people of its towns: to ask for the fewest of all areas is an error that says what to ask."""
    found = outcome(tmp_path, where, gives='n = "min(people_min)"')

    assert str(found.verdict) == "error"
    assert "place" in found.verdict.because[0]


def test_no_weaker_form_mixes_places(tmp_path: Path) -> None:
    """Every condition may be left out to see what is left of a claim, except the one that keeps people apart."""
    found = outcome(tmp_path, 'kind = "siege", place = "Upton", of = "NOR"', gives='n = "min(people_min)"')

    assert {w.key for w in found.weaker} == {"kind", "of"}


def test_a_word_that_does_not_exist_finds_nothing_and_says_so(tmp_path: Path) -> None:
    """A slip in a kind or an outcome would find no row, and support that nothing happened."""
    found = outcome(tmp_path, 'outcome = "refused"', holds="n == 0")

    assert str(found.verdict) == "error"
    assert "'refused'" in found.verdict.because[0]


def test_the_same_rule_for_either_party(tmp_path: Path) -> None:
    """What is said of one party is found by its code, as of the other."""
    for party in ("NOR", "SOU"):
        (tmp_path / party).mkdir()
        found = outcome(tmp_path / party, f'of = "{party}", outcome = ["denied", "attacked"]')
        assert str(found.verdict) == "supported"
