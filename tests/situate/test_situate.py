"""Incidents from reports: attribution read every way, origins counted once, figures kept side by side."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.situate import intent, situate
from solferino.situate.attribution import grade as attribution_grade
from solferino.situate.attribution import readings, together
from solferino.situate.casualties import span
from solferino.situate.grade import occurrence
from solferino.situate.independence import independent
from solferino.situate.intent import grade as intent_grade
from solferino.situate.protected import conduct, protection
from solferino.words.report import Linked, Membership, Partition, Report

RELATIONS = ("exactly", "either_of", "jointly", "unstated_and", "supported_by", "unknown")
DAY = date(2020, 3, 1)


def report(i: int, *roots: str, **changes: object) -> Report:
    """A report of one strike on a clinic, with the roots and changes given."""
    body = {"start": DAY, "end": DAY, "object": "clinic", "facility_id": "north-clinic", "publisher": f"paper {i}"}
    return Report(id=f"s/{i}", roots=frozenset(roots), **{**body, **changes})  # type: ignore[arg-type]


def one(*reports: Report, denials: tuple[Report, ...] = ()) -> dict[str, object]:
    """The incident that all reports make together."""
    ids = tuple(r.id for r in reports)
    stands = tuple(Membership("i", r.id, "denies") for r in denials)
    partition = Partition((ids,))
    linked = Linked(partition, partition, partition, (), stands, {"i": ids})
    (row,) = situate([*reports, *denials], linked, names={}, places={}).incidents
    return row


@pytest.mark.parametrize(
    ("relation", "must", "may"),
    [
        ("exactly", ("A",), ("A",)),
        ("jointly", ("A", "B"), ("A", "B")),
        ("either_of", (), ("A", "B")),
        ("unstated_and", (), ("A", "B")),
        ("supported_by", ("A",), ("A",)),
        ("unknown", (), ()),
    ],
)
def test_each_relation_has_its_readings(relation: str, must: tuple[str, ...], may: tuple[str, ...]) -> None:
    """must holds in every reading of the words, may in some."""
    assert readings(("A",) if relation == "exactly" else ("A", "B"), relation) == (must, may)


parties = st.lists(st.sampled_from("ABC"), max_size=3, unique=True).map(tuple)


@given(parties, st.sampled_from(RELATIONS))
def test_must_lies_within_may_and_names_do_not_matter(named: tuple[str, ...], relation: str) -> None:
    """Swapping parties swaps the readings and changes nothing else."""
    must, may = readings(named, relation)
    swap = {"A": "B", "B": "A", "C": "C"}

    assert set(must) <= set(may) <= set(named)
    assert readings([swap[p] for p in named], relation) == (tuple(swap[p] for p in must), tuple(swap[p] for p in may))


def test_reports_that_blame_different_parties_conflict() -> None:
    """Nobody is in every reading, and both may have done it."""
    told = [report(1, parties=("A",), attribution="exactly"), report(2, parties=("B",), attribution="exactly")]

    assert together(told) == ((), ("A", "B"), "conflicting")


def test_a_report_that_blames_nobody_says_nothing() -> None:
    """Silence neither supports nor disputes an attribution."""
    told = [report(1, parties=("A",), attribution="exactly"), report(2)]

    assert together(told) == (("A",), ("A",), "exactly")


roots = st.frozensets(st.sampled_from("abcdef"), max_size=3)


@given(st.lists(roots, max_size=8), roots)
def test_one_more_report_never_lowers_the_number_of_origins(sets: list[frozenset[str]], more: frozenset[str]) -> None:
    """Independence is a maximum: more evidence cannot make it less."""
    reports = [report(i, *s) for i, s in enumerate(sets)]

    assert independent(reports) <= independent([*reports, report(99, *more)])


@given(st.lists(roots, max_size=7))
def test_the_number_of_origins_is_the_largest_disjoint_choice(sets: list[frozenset[str]]) -> None:
    """Against brute force over every choice of reports with known roots."""
    known = [s for s in sets if s]
    best = 0
    for mask in range(1 << len(known)):
        chosen = [s for n, s in enumerate(known) if mask >> n & 1]
        if sum(map(len, chosen)) == len(frozenset().union(*chosen)):
            best = max(best, len(chosen))

    assert independent([report(i, *s) for i, s in enumerate(sets)]) == best


def test_roots_of_one_party_are_one_origin() -> None:
    """Two offices of one side do not corroborate each other."""
    reports = [report(1, "ministry"), report(2, "army")]

    assert independent(reports) == 2
    assert independent(reports, tied={"ministry": "A", "army": "A"}) == 1


@pytest.mark.parametrize(
    ("reports", "grade"),
    [
        ([report(1, "x"), report(2, "y")], 3),  # two known, disjoint origins
        ([report(1, "x"), report(2, "x"), report(3, "x")], 2),  # five papers quoting one witness are one
        ([report(1, "x", "y"), report(2, "y", "z")], 2),  # they share one
        ([report(1), report(2)], 2),  # unknown is never independent
        ([report(1, "x", stance="denies")], 0),  # a denial affirms nothing
    ],
)
def test_occurrence_is_graded_by_independent_origins(reports: list[Report], grade: int) -> None:
    """Grades 0 to 3; 4 and 5 are never given without people."""
    assert occurrence(reports) == grade


def test_a_rumour_has_no_origin_and_no_checker() -> None:
    """Blogs and loose recordings alone, with no known root."""
    assert occurrence([report(1, publisher_type="blog"), report(2, publisher_type="video")]) == 1
    assert occurrence([report(1, publisher_type="blog"), report(2, publisher_type="news")]) == 2


def test_attribution_needs_two_origins_that_blame_the_same_party() -> None:
    """Agreement between independent origins on a party, not on the event."""
    a = {"parties": ("A",), "attribution": "exactly"}
    b = {"parties": ("B",), "attribution": "exactly"}

    assert attribution_grade([report(1, "x", **a), report(2, "y", **a)]) == 3
    assert attribution_grade([report(1, "x", **a), report(2, "y", **b)]) == 2
    assert attribution_grade([report(1, "x"), report(2, "y")]) == 0


def test_blame_that_nobody_checked_is_a_rumour() -> None:
    """Recordings of nobody known blame A: a rumour, as on the ladder of occurrence; with an origin, a single source."""
    loose = {"publisher_type": "video", "parties": ("A",), "attribution": "exactly"}

    assert attribution_grade([report(1, **loose), report(2, **loose)]) == 1
    assert attribution_grade([report(1, **loose), report(2, "clinic staff", **loose)]) == 2
    assert attribution_grade([report(1, **{**loose, "publisher_type": "monitor"})]) == 2


def test_figures_that_cover_more_than_the_incident_stay_out_of_its_range() -> None:
    """An area's or a campaign's dead are not those of one strike, and are kept in the notes."""
    told = [
        report(1, killed=(2, 2), counts_cover="facility"),
        report(2, killed=(6, 6)),
        report(3, killed=(32, 32), counts_cover="campaign"),
        report(4, killed=(3, None)),
    ]
    row = one(*told)

    assert (row["killed_min"], row["killed_max"]) == (2, 6)
    assert "32 by paper 3 (campaign)" in " ".join(row["notes"])  # type: ignore[arg-type]


def test_a_figure_that_mixes_fighters_and_patients_keeps_its_two_readings() -> None:
    """Status matters in law, so the figure says what it counts."""
    row = one(report(1, killed=(13, 13), counts_cover="facility; 4 medics and at least 9 fighters"))

    assert any("two readings" in note for note in row["notes"])  # type: ignore[union-attr]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted).map(tuple), min_size=1, max_size=5))
def test_a_range_spans_every_figure_told(pairs: list[tuple[int, int]]) -> None:
    """The least of the least and the most of the most."""
    low, high = span([report(i, killed=p) for i, p in enumerate(pairs)], "killed")

    assert (low, high) == (min(p[0] for p in pairs), max(p[1] for p in pairs))


def test_a_denial_disputes_and_changes_no_reading() -> None:
    """It is tied to the incident, shown, and never an attack."""
    blamed = report(1, "x", parties=("A",), attribution="exactly")
    denial = report(2, "A", stance="denies", publisher="the ministry")
    row = one(blamed, denials=(denial,))

    assert (row["party_must"], row["disputed"], row["reports"]) == (["A"], True, 1)
    assert "denied by the ministry" in row["notes"]  # type: ignore[operator]


def test_days_on_which_all_reports_agree_are_the_incidents() -> None:
    """A night told as two days is the day both allow; where they do not meet, all days told stand."""
    night = report(1, start=date(2020, 3, 1), end=date(2020, 3, 2))
    morning = report(2, start=date(2020, 3, 2), end=date(2020, 3, 2))
    other = report(3, start=date(2020, 3, 4), end=date(2020, 3, 4))

    assert (one(night, morning)["date_from"], one(night, morning)["date_to"]) == (date(2020, 3, 2), date(2020, 3, 2))
    assert (one(night, other)["date_from"], one(night, other)["date_to"]) == (date(2020, 3, 1), date(2020, 3, 4))


def test_repetition_is_one_line_of_intent_and_never_enough() -> None:
    """The same clinic hit on two days gives one line and no grade: counts alone show no intent."""
    first, second = report(1, "x"), report(2, "x", start=date(2020, 3, 9), end=date(2020, 3, 9))
    partition = Partition((("s/1",), ("s/2",)))
    linked = Linked(partition, partition, partition, (), (), {"a": ("s/1",), "b": ("s/2",)})
    rows = situate([first, second], linked, names={}, places={}).incidents

    assert [(r["intent_lines"], r["intent"]) for r in rows] == [(["repetition"], 0)] * 2
    assert intent_grade(("repetition", "weapon")) == 2
    assert intent_grade(("repetition", "weapon", "warnings", "statements")) == 2


def test_objects_have_their_protection_and_conduct() -> None:
    """Data, the same for every case; what is not listed is not protected by guess."""
    assert protection("ambulance") == "medical"
    assert protection("unheard of") == ""
    assert conduct("hospital", {"cluster munition"}) == ["attack_medical_unit", "use_cluster_munition"]


def test_a_line_of_evidence_that_a_report_gives_stands_on_the_ladder_of_intent() -> None:
    """Lines filed with a report are the incident's; those of a denial are not."""
    told = report(1, "x", intent_lines=frozenset({"warnings", "no_military_objective"}))
    denial = report(2, "y", stance="denies", intent_lines=frozenset({"statements"}))

    assert intent.lines([told, denial], ()) == ("no_military_objective", "warnings")
