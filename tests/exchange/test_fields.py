"""Formats of the field: each is recognised by its columns, and its sample gives the report that it says."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from exchange.field_samples import SAMPLES, table
from exchange.filed import loaded, workbook
from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, parse_toml
from solferino.exchange.field import Field, fields, fit
from solferino.exchange.grid import Rejection
from solferino.exchange.read import read
from solferino.pipeline.draft import draft
from solferino.pipeline.guess import Guess
from solferino.pipeline.mapping import reading_lines
from solferino.store.engine import connect, quote
from solferino.words.errors import CaseError, MachineError
from solferino.words.source import Source

HEAD = f'[source]\ntitle = "t"\nkind = "dataset"\npath = "files/a"\nsha256 = "{"0" * 64}"\n'


def known(data: bytes, file: str) -> tuple[list[dict[str, Any]], tuple[Rejection, ...], Guess]:
    """Read `data` as the description that add would draft for it says."""
    guess = Guess.of(data, file, "")
    assert guess.field is not None, guess.trouble
    document = parse_toml(HEAD + "\n".join(reading_lines(guess)), "sources/s.toml")
    assert isinstance(document, Document)
    source = parse_source(document, "s")
    assert isinstance(source, Source), source
    with connect() as con:
        (found,) = read(con, source, data)
        cursor = con.execute(f"SELECT * FROM {quote(found.relation)}")
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], found.rejected, guess


@pytest.mark.parametrize("name", sorted(fields()))
def test_a_sample_is_recognised_and_gives_its_report(name: str) -> None:
    """The file is known for what it is, by columns that it has, and its row says what the sample says."""
    file, data, expected = SAMPLES[name]
    rows, rejected, guess = known(data, file)

    assert guess.field is not None
    assert guess.field.name == name
    assert rejected == ()
    assert len(rows) == 1
    assert {key: rows[0][key] for key in expected} == expected


def _with(name: str, **cells: str) -> tuple[list[dict[str, Any]], tuple[Rejection, ...]]:
    """Read the sample of a format with some of its cells changed."""
    file, data, _ = SAMPLES[name]
    header, row = (next(csv.reader([line])) for line in data.decode().splitlines()[:2])
    changed = dict(zip(header, row, strict=True)) | cells
    rows, rejected, _ = known(table(**changed), file)
    return rows, rejected


@pytest.mark.parametrize(
    ("name", "cells", "days"),
    [
        # By the codebook of ACLED: 1 the day, 2 a week in whose middle the day stands, 3 the month.
        ("acled", {"time_precision": "1"}, ("2031-05-04", "2031-05-04")),
        ("acled", {"time_precision": ""}, ("2031-05-04", "2031-05-04")),
        ("acled", {"time_precision": "2"}, ("2031-05-01", "2031-05-07")),
        ("acled", {"time_precision": "3"}, ("2031-05-01", "2031-05-31")),
        # By that of UCDP the two dates are the first and last possible day; 4 is a month, 5 a year.
        ("ucdp-ged", {"date_prec": "3"}, ("2031-05-04", "2031-05-05")),
        ("ucdp-ged", {"date_prec": "4"}, ("2031-05-01", "2031-05-31")),
        ("ucdp-ged", {"date_prec": "5"}, ("2031-01-01", "2031-12-31")),
    ],
)
def test_a_code_of_precision_widens_the_day_and_stays_as_written(
    name: str, cells: dict[str, str], days: tuple[str, str]
) -> None:
    """What is known to the week or the month is no one day; the code itself stands in the note."""
    ((row,), rejected) = _with(name, **cells)

    assert rejected == ()
    assert (str(row["date_from"]), str(row["date_to"])) == days
    assert all(f"{key} {value}" in row["note"] for key, value in cells.items() if value)


def test_a_code_of_precision_that_nobody_explained_is_a_rejection() -> None:
    """It is not taken for the finest."""
    rows, rejected = _with("acled", time_precision="9")

    assert rows == []
    assert {r.reason for r in rejected} == {"time_precision '9' is not one of: 1, 2, 3; say it under units = { … }"}


TAGS = ["#date+start+occurred", "#loc+name", "#geo+lat", "#geo+lon", "#affected+killed", ""]
CELLS = ["2031-05-04", "Lower Town", 36.2, 37.1, 3, "beside"]


@pytest.mark.parametrize(
    "above",
    [
        [["When", "Place", "North", "East", "Dead", "Note"]],
        [["Incidents of May"], [], ["When", "Place", "Point", "Point", "Dead", "Note"]],
        [],
    ],
    ids=["a header", "a title, and a header with a name twice", "nothing"],
)
def test_tags_in_a_workbook_name_its_columns(above: list[list[object]]) -> None:
    """The row of hashtags is found whatever stands above it, and the file is known by it."""
    wide = len(TAGS) if above else len(TAGS) - 1  # without a header nothing says that there is a sixth column
    rows, rejected, guess = known(workbook([*above, TAGS[:wide], CELLS[:wide]]), "a.xlsx")

    assert guess.field is not None
    assert (guess.field.name, guess.format, rejected) == ("hxl", "hxl", ())
    assert [(r["date_from"], r["place"], r["lat"], r["killed_max"]) for r in rows] == [
        (date(2031, 5, 4), "Lower Town", 36.2, 3)
    ]


@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_tags_below_a_title_name_the_columns_of_a_text(ending: str) -> None:
    """A table with a title above its header is no table by itself; its tags make it one."""
    sign = "\t" if ending == "tsv" else ","
    text = f"Incidents of May{sign * 5}\n" + "\n".join(sign.join(map(str, row)) for row in (TAGS, CELLS))
    rows, _, _ = known(text.encode(), f"a.{ending}")

    assert [r["place"] for r in rows] == ["Lower Town"]


def test_a_row_of_a_workbook_wider_than_its_tags_is_rejected_by_its_number() -> None:
    """The number of a rejected row counts from the tags, its line is that of the sheet."""
    _, rejected, _ = known(workbook([["When", "Place"], TAGS[:2], CELLS[:2], [*CELLS[:2], "too", "many"]]), "a.xlsx")

    assert [(r.row, r.line) for r in rejected] == [(2, 4)]


def test_a_workbook_without_tags_is_none_of_hxl() -> None:
    """Asked for by hand, a sheet without hashtags is refused with what to write instead."""
    with pytest.raises(CaseError, match="no row of hashtags"):
        loaded(workbook([["a"], ["1"]]), "hxl")


def test_codes_of_precision_are_kept_raw() -> None:
    """Beside the metres that a code is read as, the code stands in the note under its own name."""
    rows, _, _ = known(SAMPLES["ucdp-ged"][1], "a.csv")

    assert "where_prec 3 · date_prec 2 · event_clarity 1" in rows[0]["note"]


def test_a_file_of_another_kind_is_not_claimed() -> None:
    """A header without the marks of any format fits none."""
    assert fit(["ref", "date", "town"]) is None


def test_half_a_point_is_not_mapped() -> None:
    """Where a file has a latitude and no longitude, neither is read: the column is listed as not read."""
    fitted = fields()["acled"].fit(["event_id_cnty", "event_date", "sub_event_type", "latitude"])

    assert fitted is not None
    assert "lat" not in fitted.reading["columns"]
    assert "latitude" in fitted.unread


def test_a_format_of_an_unknown_column_is_refused() -> None:
    """A format that fills a column which the table lacks is an error of whoever made it, by its name."""
    text = 'title = "t"\nmarks = ["a"]\n[[read]]\ntable = "reports"\n[read.columns]\ncolour = "a"'
    with pytest.raises(MachineError, match="'mine' cannot be read: it does not know 'colour'"):
        Field.parse("mine", text)


@pytest.mark.parametrize("name", sorted(fields()))
def test_a_hostile_twin_ends_in_a_message(name: str) -> None:
    """Cut short, in another encoding, with NULs: an error or named rejections, and never a traceback."""
    file, data, _ = SAMPLES[name]
    for twin in (
        data[: len(data) // 2],
        data.decode().encode("utf-16"),
        data[:40] + b"\0" + data[40:],
        data + b'"\xff',
    ):
        guess = Guess.of(twin, file, "")
        assert not guess.document
        with suppress(CaseError):
            known(twin, file) if guess.field else None


@pytest.mark.parametrize("name", ["acled", ""], ids=["known", "guessed"])
def test_what_a_column_is_called_cannot_break_its_description(name: str) -> None:
    """A column with a line end or a control sign in its name, which nothing reads, stays within its comment."""
    header = "event_id_cnty,event_date,sub_event_type" if name else "date_from,place,id"
    data = f'{header},"more\n[source]\x01\x7f\u2028"\nX1,2031-05-04,2031-05-04,x\n'.encode()
    guess = Guess.of(data, "a.csv", "")
    text = draft("files/a.csv", data, guess, {"title": "t"}, law=False)

    assert (guess.field.name if guess.field else "") == name
    assert isinstance(parse_toml(text, "sources/a.toml"), Document), text


def test_capitals_of_a_header_tell_no_columns_apart() -> None:
    """The same export in capitals is the same format, read by the columns that the file has."""
    _, data, _ = SAMPLES["acled"]
    header, rest = data.split(b"\n", 1)
    rows, rejected, guess = known(header.upper() + b"\n" + rest, "a.csv")

    assert guess.field is not None
    assert (guess.field.name, rejected) == ("acled", ())
    assert (rows[0]["report_id"], rows[0]["precision_m"]) == ("s/XXX1", 25000)
    assert "EVENT_TYPE Explosions/Remote violence" in rows[0]["note"]


def test_a_table_with_points_and_sources_is_no_map_of_timemap() -> None:
    """Its days would be read month first, and nobody said that."""
    data = table(id="1", date="03/05/2031", latitude="36.2", longitude="37.1", sources="a post")

    assert Guess.of(data, "a.csv", "").field is None


@pytest.mark.parametrize("schema", ["Person", "Company"])
def test_what_is_no_event_in_followthemoney_is_rejected_by_its_schema(schema: str) -> None:
    """A person is no report of an event, and a name does not become the note of one."""
    _, data, _ = SAMPLES["ftm-entities"]
    other = b'{"id":"p1","schema":"%s","properties":{"name":["Somebody"]}}' % schema.encode()
    rows, rejected, _ = known(data + b"\n" + other, "a.jsonl")

    assert [row["report_id"] for row in rows] == ["s/e1"]
    assert [(r.row, r.column) for r in rejected] == [(2, "schema")]


def test_statements_first_seen_on_several_days_are_one_report() -> None:
    """Known is all of it only since the last of them."""
    file, data, _ = SAMPLES["ftm-statements"]
    rows, rejected, _ = known(data.replace(b"set-b,2031-05-06", b"set-b,2031-06-01T10:00:00"), file)

    assert rejected == ()
    assert rows[0]["known_since"] == date(2031, 6, 1)


def test_a_tag_of_a_district_names_a_place() -> None:
    """A bare tag is the name; with +code it would be none."""
    data = b"When,Where,Who\n#date,#adm1,#group\n2031-05-04,North,Guards\n"
    rows, _, _ = known(data, "a.csv")

    assert (rows[0]["place"], rows[0]["note"]) == ("North", "#group Guards")
