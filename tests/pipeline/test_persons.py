"""Two lists of persons to verdicts: each person once, in what state on a day, names nowhere but in the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from cases.lists import ALPHA, BETA, write_lists
from cases.small import decision

IVAN, OMAR, NOBODY = ("alpha/a1", "beta/b1"), ("alpha/a2",), ("alpha/a3",)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> sol.Build:
    """The case of the two lists, built once."""
    return sol.open(write_lists(tmp_path_factory.mktemp("lists") / "case")).build()


def _code(build: sol.Build, record: str) -> str:
    (row,) = [r for r in build.table("person_reports") if r["report_id"] == record]
    return str(row["person_id"])


def _states(build: sol.Build, record: str) -> dict[str, dict[str, Any]]:
    return {r["status"]: r for r in build.table("person_status") if r["person_id"] == _code(build, record)}


def test_one_person_of_two_lists_is_counted_once(built: sol.Build) -> None:
    """Six records of two lists in two scripts are five persons; one name in both is one of them."""
    assert _code(built, "alpha/a1") == _code(built, "beta/b1")
    assert len({_code(built, r["report_id"]) for r in built.table("person_reports")}) == 5


def test_an_unnamed_record_counts_at_the_high_end_only(built: sol.Build) -> None:
    """Four are named; the fifth may be one of them."""
    n = built.claims["all-told"].values["n"]

    assert (n.low, n.high) == (4, 5)


def test_persons_in_custody_on_a_day_have_two_ends(built: sol.Build) -> None:
    """On 1 March Ivan and Omar surely are: one is seen that day, one is let go later."""
    n = built.claims["held-in-march"].values["n"]

    assert (n.low, n.high) == (2, 2)
    assert built.claims["held-in-march"].worlds["each-root-left-out"] == "insufficient"  # one list tells of each
    assert built.claims["held-in-march"].worlds["strict"] == "supported"


def test_a_death_that_another_account_excludes_is_possible_and_not_sure(built: sol.Build) -> None:
    """Layla is told dead in February and seen in September; Ivan is dead by every account."""
    n = built.claims["dead-by-the-end"].values["n"]
    layla = _states(built, "beta/b2")

    assert (n.low, n.high) == (1, 2)
    assert layla["dead"]["conflicting"] is True
    assert layla["detained"]["surely_from"] is None


def test_custody_is_sure_until_the_last_account_of_it_or_a_release(built: sol.Build) -> None:
    """Omar until the day before he was let go, from the last day of the month in which he was taken; Ivan until seen."""
    omar, ivan = _states(built, "alpha/a2")["detained"], _states(built, "alpha/a1")["detained"]

    assert (str(omar["surely_from"]), str(omar["surely_to"])) == ("2015-02-28", "2015-05-31")
    assert (str(ivan["surely_to"]), str(ivan["maybe_to"])) == ("2015-03-01", "2015-08-01")


def test_withdrawn_use_seals_what_rests_on_it(built: sol.Build) -> None:
    """Rana's family withdrew the record; every other person is restricted, as persons are."""
    levels = {r["person_id"]: r["sensitivity"] for r in built.table("persons")}

    assert levels.pop(_code(built, "alpha/a4")) == "sealed"
    assert set(levels.values()) == {"restricted"}


def test_what_both_lists_say_is_corroborated(built: sol.Build) -> None:
    """Two lists with known kin behind them blame one authority: grade 3, which falls where one of the two is silent."""
    (row,) = [r for r in built.table("persons") if r["person_id"] == _code(built, "alpha/a1")]

    assert (row["records"], row["occurrence"], row["party_must"]) == (2, 3, ["NOR"])
    assert built.claims["held-by-north"].worlds["each-root-left-out"] == "insufficient"


def test_tables_of_persons_hold_no_name(built: sol.Build) -> None:
    """Codes, states, places of detention: nobody's name stands in the three tables."""
    told = repr([built.table(t) for t in ("persons", "person_status", "person_reports")])

    assert not [n for n in ("Ivan", "Иван", "Omar", "Haddad", "Layla", "Rana") if n in told]


def test_no_name_reaches_the_dossier(built: sol.Build, tmp_path: Path) -> None:
    """Every file that strangers may read is searched for the names of the lists."""
    case = write_lists(tmp_path / "case")
    sol.open(case).build()
    written = [f for f in (case / "build" / "dossier").rglob("*") if f.is_file()]

    assert written
    assert not [
        f for f in written for n in ("Kovalenko", "Коваленко", "Haddad", "Mansour") if n.encode() in f.read_bytes()
    ]


def test_people_decide_who_is_one_person(tmp_path: Path) -> None:
    """A decision keeps the two Ivans apart, and the code of the one stays."""
    apart = {"decisions.jsonl": decision("not-same", list(IVAN))}
    before = sol.open(write_lists(tmp_path / "a")).build()
    after = sol.open(write_lists(tmp_path / "b", apart)).build()

    assert _code(after, "alpha/a1") != _code(after, "beta/b1")
    assert _code(after, "alpha/a1") == _code(before, "alpha/a1")


def test_two_records_of_a_list_that_holds_each_person_once_are_two(tmp_path: Path) -> None:
    """The same name, father and year stand twice in one deduplicated list: two persons."""
    twin = ALPHA + "a9,Ivan Kovalenko,Petro,male,1980,Upper Mill,taken,2015-01-10,2015-01-10,,NOR,\n"
    build = sol.open(write_lists(tmp_path / "case", alpha=twin)).build()

    assert _code(build, "alpha/a1") != _code(build, "alpha/a9")


def test_the_order_of_rows_decides_nothing(tmp_path: Path) -> None:
    """The same rows in another order give the same tables."""
    head, *rows = BETA.strip().split("\n")
    turned = "\n".join([head, *rows[::-1]]) + "\n"
    one = sol.open(write_lists(tmp_path / "a")).build()
    two = sol.open(write_lists(tmp_path / "b", beta=turned)).build()

    assert one.table("person_status") == two.table("person_status")
    assert one.table("persons") == two.table("persons")
