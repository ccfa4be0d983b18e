"""What add guesses of a file: its format, its table, its columns, the column that names its rows."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from solferino.pipeline.draft import draft
from solferino.pipeline.guess import Guess

HEADER = ("Ref", "Date", "Sender", "Town", "Reply")
ROWS = [("R1", "2031-01-09", "A", "Lower Town", "no"), ("R2", "2031-01-20", "A", "Upper Town", "yes")]


def workbook() -> bytes:
    """The requests as a workbook."""
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(separator: str) -> bytes:
    """The requests as text."""
    return "\n".join(separator.join(row) for row in (HEADER, *ROWS)).encode()


RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
FILES = {
    "a.csv": (text(","), "csv", ()),
    "b.csv": (text(";"), "csv", (("delimiter", ";"),)),
    "c.tsv": (text("\t"), "tsv", ()),
    "d.xlsx": (workbook(), "xlsx", ()),
    "e.json": (json.dumps({"requests": RECORDS}).encode(), "json", (("path", "requests"),)),
    "f.jsonl": ("\n".join(map(json.dumps, RECORDS)).encode(), "jsonl", ()),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_of_rows_is_guessed_alike(name: str) -> None:
    """Requests for passage, whichever program wrote them; the reference names the rows."""
    data, format_, options = FILES[name]
    found = Guess.of(data, name, "")

    assert (found.table, found.format, found.options, found.id) == ("access", format_, options, "Ref")
    assert dict(found.mapped) == {"date": "Date", "by": "Sender", "place": "Town", "outcome": "Reply"}
    assert found.sample[0] == HEADER


def test_many_columns_that_fit_beat_a_small_table() -> None:
    """A list of reports is no table of requests, though both have a day and a place."""
    header = b"ref,date,published,outlet,place,facility,object,weapon,party,killed_min\n1,2031-01-09,,,,,,,,\n"

    assert Guess.of(header, "x.csv", "").table == "reports"


def test_a_page_is_a_document_and_a_broken_table_says_so() -> None:
    """What is read and quoted is no table, whatever commas stand in it; a file that is not what its name says is told."""
    assert Guess.of(b"<p>one, two, three</p>", "x.html", "").document
    assert "not utf-8" in Guess.of(b"a,b\n\xff,1\n", "x.csv", "").trouble
    assert Guess.of(b"PK", "x.xlsx", "").trouble


def test_points_without_a_name_are_no_places() -> None:
    """Whatever happened somewhere has a point: with a day it is a report, with a name it is a place."""
    assert Guess.of(b"code,recording_date,lat,lon\n1,2031-05-04,36.2,37.1\n", "x.csv", "").table == "reports"
    place = Guess.of(b"id,name_en_path,lat,lon\n1,Town,36.2,37.1\n", "x.csv", "")
    assert (place.table, dict(place.mapped)["place_id"]) == ("places", "id")
    assert Guess.of(b"facility,object,lat,lon\nA,hospital,36.2,37.1\n", "x.csv", "").table == "protected_places"


def test_properties_of_geojson_are_columns_like_others() -> None:
    """What `write` makes is guessed as what it was."""
    feature = (
        '{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [37.1, 36.2]}, '
        '"properties": {"date_from": "2031-05-04", "place": "Town", "killed_min": 1}}'
    )
    found = Guess.of(f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode(), "x.geojson", "")

    assert found.table == "reports"
    assert dict(found.mapped)["killed_min"] == "properties.killed_min"


@pytest.mark.parametrize(
    ("cell", "taken"), [("N36.2 E37.1", True), ("POINT(37.1 36.2)", True), ("36.2 37.1", False), ("", False)]
)
def test_a_point_in_one_cell_is_taken_where_it_says_which_is_which(cell: str, taken: bool) -> None:
    """The order of a bare pair is for a person to say; until then the rows are read without their points."""
    found = Guess.of(f"id,date,town,Coordinates\n1,2031-01-09,Lower Town,{cell}\n".encode(), "a.csv", "")

    assert (("lat", "Coordinates") in found.mapped, ("lon", "Coordinates") in found.mapped) == (taken, taken)
    assert taken or "Coordinates" in found.unmapped


@pytest.mark.parametrize(
    ("cell", "how"),
    [("2031-01-09", None), ("9 كانون الثاني 2031", "span"), ("2031-01", "span"), ("09/01/2031", None), ("", None)],
)
def test_days_in_words_are_drafted_as_what_they_say(cell: str, how: str | None) -> None:
    """An interval takes both ends of what is said; what can be two days is for a person to say."""
    data = f"id,date,town,lat,lon,killed_min\n1,{cell},Lower Town,36.2,37.1,3\n".encode()
    found = Guess.of(data, "a.csv", "")
    text = draft("files/a.csv", data, found, {"title": "t"}, law=False)

    assert dict(found.dates) == ({"date_from": "span-first", "date_to": "span-last"} if how else {})
    assert ('date_to = { column = "date", date = "span-last" }' in text) is bool(how)


def test_a_first_day_is_not_taken_for_who_acted() -> None:
    """`from` heads senders in one table and first days in another; its cells tell which."""
    head, sender = b"kind,from,outcome,asked\n", b"request,Relief Office,denied,food\n"
    days = head + b"request,2031-05-02,denied,food\n"

    assert dict(Guess.of(head + sender, "x.csv", "access").mapped)["by"] == "from"
    assert "by" not in dict(Guess.of(days, "x.csv", "access").mapped)
    assert "from" in Guess.of(days, "x.csv", "access").unmapped
