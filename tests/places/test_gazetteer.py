"""Places and facilities by the names people give them; an invented country."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkage.filed import gazetteer
from solferino.places.gazetteer import Gazetteer, Reach

PLACES = [
    {"place_id": "dorn", "name": "Dorn", "kind": "city", "lat": "10.00", "lon": "20.00", "radius_m": "8000"},
    {"place_id": "eastern-dorn", "name": "eastern Dorn", "kind": "area"},
    {"place_id": "millgate", "name": "Millgate", "kind": "quarter", "lat": 10.01, "lon": 20.01, "radius_m": 1000,
     "also_written": "Mill Gate|Al-Millgeit"},
    {"place_id": "tarin", "name": "Tarin", "kind": "town", "lat": 10.5, "lon": 20.5, "radius_m": 2000, "name_ar": "طارين"},
    {"place_id": "tarin-west", "name": "Tarin", "kind": "town", "lat": 12.5, "lon": 20.5, "radius_m": 2000},
]  # fmt: skip
NAMES = [
    {"name": "Q7", "other": "Old Mill hospital", "relation": "same", "place": "Millgate, Dorn"},
    {"name": "Q7", "other": "Q1", "relation": "probable slip", "place": "Dorn"},
    {
        "name": "Q7",
        "other": "Saint Orm hospital",
        "relation": "different",
        "place": "Millgate",
        "note": "both on one street",
    },
    {"name": "Orm clinic", "other": "children's hospital", "relation": "probably same", "place": "Millgate"},
    {"name": "Orm clinic", "other": "Q7 Children's Hospital", "relation": "conflation", "place": "Millgate"},
    {"name": "Lake post", "other": "clinic / medical centre in Tarin", "relation": "same", "place": "Tarin"},
    {"name": "Hill house", "other": "Hill annexe", "relation": "not established", "place": "Dorn"},
]


@pytest.fixture
def atlas() -> Gazetteer:
    """An invented gazetteer with homonyms, a place without a point, and every relation of names."""
    return Gazetteer.of(PLACES, NAMES)


def ids(found: tuple[object, ...]) -> list[str]:
    """Return the ids of matches."""
    return [match.id for match in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["Millgate, Dorn", "Mill Gate (Dorn)", "al-Millgeit quarter", "Q7 hospital, Millgate, Dorn"]
)
def test_the_finest_place_is_meant(atlas: Gazetteer, text: str) -> None:
    """Of a quarter and its city, the quarter."""
    assert ids(atlas.place(text)) == ["millgate"]


def test_homonyms_stay_two(atlas: Gazetteer) -> None:
    """A name that two towns bear gives both."""
    assert ids(atlas.place("Tarin")) == ["tarin", "tarin-west"]


def test_alternatives_stay_two(atlas: Gazetteer) -> None:
    """A text that leaves the choice between two places gives both."""
    assert ids(atlas.place("Millgate / Dorn")) == ["millgate", "dorn"]


def test_another_script_finds_the_place(atlas: Gazetteer) -> None:
    """The name in Arabic is a name like any other."""
    assert ids(atlas.place("طارين")) == ["tarin"]


def test_the_country_around_is_not_the_place(atlas: Gazetteer) -> None:
    """Rural X, or west of X, is a wide circle without an id."""
    (found,) = atlas.place("western rural Dorn")

    assert (found.id, found.how, found.radius_m) == ("", "around", 50000)


def test_a_part_without_a_point_has_that_of_its_whole(atlas: Gazetteer) -> None:
    """The eastern part of a city lies somewhere within the city's circle."""
    (found,) = atlas.place("eastern Dorn")

    assert (found.id, found.lat, found.radius_m) == ("eastern-dorn", 10.0, 8000)


def test_nothing_known_gives_nothing(atlas: Gazetteer) -> None:
    """A name that is in no list finds no place."""
    assert atlas.place("Nowhere at all") == ()


@pytest.mark.parametrize("text", ["Q7", "Q7 hospital", "Old Mill Hospital (Q7)", "Q7, known as Old Mill hospital"])
def test_every_name_of_a_facility_leads_to_one_id(atlas: Gazetteer, text: str) -> None:
    """Names listed as the same, alone or together, give the id of the first."""
    assert ids(atlas.facility(text, "millgate")) == ["q7"]


def test_a_slip_says_that_it_is_one(atlas: Gazetteer) -> None:
    """A probable slip leads to the facility, and the relation says how."""
    assert [(m.id, m.relation) for m in atlas.facility("Q1 hospital", "dorn")] == [("q7", "probable slip")]


def test_different_facilities_are_known_apart(atlas: Gazetteer) -> None:
    """The list's own words say why two are not one, in both directions, and nothing of others."""
    assert "both on one street" in atlas.apart("q7", "saint-orm-hospital")
    assert atlas.apart("q7", "saint-orm-hospital") == atlas.apart("saint-orm-hospital", "q7")
    assert atlas.apart("q7", "orm-clinic") == ""
    assert atlas.apart("q7", "q7") == ""


def test_what_is_not_established_stays_two_ids_and_is_not_apart(atlas: Gazetteer) -> None:
    """Not known to be one is not the same as known to be two."""
    assert ids(atlas.facility("Hill annexe")) == ["hill-annexe"]
    assert atlas.apart("hill-house", "hill-annexe") == ""


def test_a_name_that_mixes_two_names_neither(atlas: Gazetteer) -> None:
    """A conflation gives its reason and no facility."""
    assert atlas.facility("Q7 Children's Hospital", "millgate") == ()
    assert "conflation" in atlas.conflated("Q7 Children's Hospital, ambulances")
    assert atlas.conflated("Q7 hospital") == ""


def test_a_generic_word_names_only_where_the_list_says_so(atlas: Gazetteer) -> None:
    """A clinic in the one town is the listed one, a clinic elsewhere is any clinic."""
    assert ids(atlas.facility("clinic", "tarin")) == ["lake-post"]
    assert atlas.facility("clinic", "millgate") == ()
    assert atlas.facility("clinic (unnamed)", "tarin") == ()


def test_a_namesake_far_away_is_another(atlas: Gazetteer) -> None:
    """The children's hospital of a town fifty kilometres off is not the listed one."""
    assert ids(atlas.facility("children's hospital", "dorn")) == ["orm-clinic"]
    assert atlas.facility("children's hospital", "tarin") == ()


def test_the_order_of_rows_does_not_matter(atlas: Gazetteer) -> None:
    """Rows in reverse give the same answers."""
    turned = Gazetteer.of(PLACES[::-1], NAMES[::-1])
    texts = ["Q7", "Q1", "children's hospital", "Hill house", "Orm clinic"]

    assert [turned.facility(t) for t in texts] == [atlas.facility(t) for t in texts]
    assert [turned.place(t) for t in ("Tarin", "Dorn")] == [atlas.place(t) for t in ("Tarin", "Dorn")]


@pytest.fixture(scope="module")
def example(examples: Path) -> Gazetteer:
    """The gazetteer of the example case."""
    return gazetteer(examples / "aleppo-2016" / "files")


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Al-Sakhour hospital (M10)", "sakhour", ["m10"]),
        ("Sahour hospital", "aleppo", ["m10"]),
        ("field hospital in Al-Sakhour", "sakhour", ["m10"]),
        ("M2 (Omar bin Al khattab) hospital", "maadi", ["m2"]),
        ("Omar Ibn Abdel Aziz hospital", "maadi", ["omar-bin-abdulaziz-hospital"]),
        ("Children's Hospital of Aleppo", "aleppo", ["al-hakim-hospital"]),
        ("Kafr Hamrah hospital", "kafr-hamra", []),  # two listed facilities could be meant
        ("medical facility (name not in the extract)", "atarib", []),
        ("hospital in Atareb", "atarib", ["atarib-hospital"]),
        ("ميم 10", "sakhour", ["m10"]),
    ],
)
def test_names_of_the_example(example: Gazetteer, text: str, place: str, expected: list[str]) -> None:
    """Names as the example's reports write them find the facility, or none where it is open."""
    assert ids(example.facility(text, place)) == expected


def test_the_two_namesakes_of_the_example_are_apart(example: Gazetteer) -> None:
    """Both are called Omar and stand in one quarter; the list says they are two."""
    assert example.apart("m2", "omar-bin-abdulaziz-hospital") != ""


ARABIC = [
    {"place_id": "upper", "name": "طارين الفوقاني", "kind": "town"},
    {"place_id": "lower", "name": "طارين التحتاني", "kind": "town"},
    {"place_id": "jib", "name": "خربة جب", "kind": "town"},
]


@pytest.mark.parametrize(
    ("reach", "text", "expected"),
    [
        ("as written", "MILLGATE", ["millgate"]),  # capitals are no other name
        ("as written", "Milgeet", []),
        ("spelling", "Milgeet", ["millgate"]),
        ("alike", "Milgeet", ["millgate"]),
        ("alike", "Millstone", []),  # other consonants are another name
    ],
)
def test_how_far_a_name_reaches_is_a_setting(reach: Reach, text: str, expected: list[str]) -> None:
    """As written nothing is respelt; spelt otherwise the consonants agree; alike is for who asks for it."""
    assert ids(Gazetteer.of(PLACES, NAMES, reach=reach).place(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [("Upper Tarin", "upper"), ("Khirbet Jib", "jib")])
def test_the_nearest_name_in_another_script_is_a_lead(text: str, expected: str) -> None:
    """Found only where it is asked for, and told as what it is."""
    assert Gazetteer.of(ARABIC, []).place(text) == ()
    (found,) = Gazetteer.of(ARABIC, [], reach="alike").place(text)
    assert (found.id, found.how) == (expected, "alike")


def test_names_that_sound_the_same_stay_two() -> None:
    """Two places that are equally near are both kept."""
    two = [*ARABIC, {"place_id": "jib-2", "name": "خربة جب", "kind": "town"}]

    assert set(ids(Gazetteer.of(two, [], reach="alike").place("Khirbet Jib"))) == {"jib", "jib-2"}
