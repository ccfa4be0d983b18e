"""Rows as filed to reports: places, facilities, nights, scope and stance."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from solferino.linkage.normalise import normalise
from solferino.linkage.wording import counts_wide, objects, parts, several
from solferino.places.gazetteer import Gazetteer
from solferino.words.party import Parties, Party
from solferino.words.report import Report

ATLAS = Gazetteer.of(
    [
        {"place_id": "dorn", "name": "Dorn", "kind": "city", "lat": 10.0, "lon": 20.0, "radius_m": 8000},
        {"place_id": "millgate", "name": "Millgate", "kind": "quarter", "lat": 10.01, "lon": 20.01, "radius_m": 1000},
    ],
    [
        {"name": "Q7", "other": "Old Mill hospital", "relation": "same", "place": "Millgate, Dorn"},
        {"name": "Q7", "other": "Q7 Children's Hospital", "relation": "conflation", "place": "Dorn"},
    ],
)
PARTIES = Parties.of([Party("AAA", "Aland", ("Alandic",))])


def one(**said: Any) -> Report:
    """Return the report of one row."""
    (made,) = normalise(
        [{"report_id": "r", "date_from": "2020-05-10", "date_to": "2020-05-10", **said}], ATLAS, PARTIES
    )
    return made


@pytest.mark.parametrize(
    ("time", "start", "end"),
    [
        ("23:00", "2020-05-10", "2020-05-11"),
        ("about 22:30", "2020-05-10", "2020-05-11"),
        ("overnight", "2020-05-09", "2020-05-10"),
        ("01:00", "2020-05-10", "2020-05-10"),
        ("about 04:00 and about 10:00", "2020-05-10", "2020-05-10"),
        ("", "2020-05-10", "2020-05-10"),
    ],
)
def test_nights_are_intervals(time: str, start: str, end: str) -> None:
    """A late hour reaches into the next day, "overnight" back into the day before, an hour of the day nowhere."""
    made = one(time=time)

    assert (str(made.start), str(made.end)) == (start, end)


def test_a_known_facility_narrows_the_city_to_its_quarter() -> None:
    """Told of a city, a hospital that the list places in a quarter stands there."""
    made = one(facility="Old Mill hospital", place="Dorn")

    assert (made.facility_id, made.place_id, made.lat, made.precision_m) == ("q7", "millgate", 10.01, 1000)
    assert made.place == "Dorn"


def test_points_of_the_row_are_kept() -> None:
    """A point in the row stands before that of the gazetteer."""
    made = one(place="Dorn", lat="10.20", lon="20.20", precision_m="500")

    assert (made.lat, made.lon, made.precision_m, made.place_id) == (10.2, 20.2, 500, "dorn")


def test_an_ambiguous_place_has_no_id() -> None:
    """Where the text leaves the choice, nothing is chosen."""
    made = one(place="Millgate / Dorn")

    assert (made.place_id, made.lat) == ("", None)


@pytest.mark.parametrize(
    ("facility", "scope"),
    [
        ("six hospitals", "many"),
        ("four hospitals and a blood bank", "many"),
        ("hospitals of Dorn (unnamed)", "many"),
        ("children's hospital, blood bank and a school", "many"),
        ("deux hôpitaux", "many"),
        ("three hospitals in rural Dorn and two elsewhere", "many"),
        ("Q7 Children's Hospital", "many"),
        ("women and children's hospital", "one"),
        ("Q7, known as Old Mill hospital", "one"),
        ("ambulance and emergency medical system", "one"),
        ("medical facility (workers of Helpers)", "one"),
    ],
)
def test_scope_follows_the_words(facility: str, scope: str) -> None:
    """Plurals, lists of kinds, and names that mix two facilities are about several; one name with two words is not."""
    assert one(facility=facility).scope == scope


def test_a_long_span_is_a_period() -> None:
    """More than a week is a stretch of time; a week is an unsure date."""
    assert one(date_to="2020-05-18").scope == "period"
    assert one(date_to="2020-05-16").scope == "one"


def test_what_the_mapping_says_of_scope_stands() -> None:
    """A row mapped as a period is one."""
    assert one(scope="period").scope == "period"


def test_a_count_of_an_area_does_not_make_scope_many() -> None:
    """What numbers cover is not what the report is about."""
    assert one(facility="Q7", counts_cover="area").scope == "one"


@pytest.mark.parametrize("said", [{"stance": "denies"}, {"weapon": ["denied"]}])
def test_denials_are_denials(said: dict[str, Any]) -> None:
    """By stance, or by the word that stands where the weapon would; that word is no weapon."""
    made = one(**said)

    assert (made.stance, made.weapons) == ("denies", frozenset())


def test_parties_are_codes() -> None:
    """A code passes, a name or adjective becomes its code, an unknown word stays in sight."""
    assert one(parties=["AAA", "Alandic", "somebody"]).parties == ("AAA", "somebody")


def test_the_object_is_read_from_the_name_where_the_row_is_vague() -> None:
    """A blood bank is told by its words; a mapped kind stands."""
    assert one(facility="central blood bank").object == "blood bank"
    assert one(facility="central blood bank", object="medical facility").object == "blood bank"
    assert one(facility="hospital", object="clinic").object == "clinic"


def test_an_empty_row_is_all_unknown() -> None:
    """Nothing told, nothing made up."""
    (made,) = normalise([{"report_id": "r"}], ATLAS, PARTIES)

    assert made == Report("r")


def test_lists_of_words_are_cut() -> None:
    """A list in words gives its parts, each with its kind."""
    text = "Q7 hospital (main wing), a blood bank and two schools"

    assert parts(text) == ("Q7 hospital", "a blood bank", "two schools")
    assert [objects(p)[0] for p in parts(text)] == ["hospital", "blood bank", "school"]
    assert several(text)


@pytest.mark.parametrize(
    ("covers", "wide"),
    [("area", True), ("all facilities: both", True), ("facility: medical staff only", True), ("facility", False),
     ("incident, civilians", False), ("facility; 4 medics and 9 others", False), ("", False)],
)  # fmt: skip
def test_counts_of_more_or_fewer_are_told(covers: str, wide: bool) -> None:
    """Numbers for an area, all places, or some of the people are not the event's own."""
    assert counts_wide(covers) is wide


def test_known_since_is_a_day() -> None:
    """Days may come as text or as days."""
    assert (
        one(known_since="2020-05-12").known_since == one(known_since=date(2020, 5, 12)).known_since == date(2020, 5, 12)
    )
