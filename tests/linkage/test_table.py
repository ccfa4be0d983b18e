"""The plain front: files in, files out, and every bad row named."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from solferino.linkage.table import link_table
from solferino.words.errors import MachineError, UsageError

HEADER = "report_id,source,date,lat,lon,place,killed_min,roots"
GOOD = [
    "a1,s,2016-01-01,36.2,37.1,Aa Town,3,x; y",
    "a2,t,2016-01-01,36.2,37.1,Aa Town,3,",
    "b1,t,2016-02-01,36.9,37.9,Bb,,",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three good rows: two of one event."""
    return written(tmp_path / "reports.csv", GOOD)


def written(path: Path, rows: list[str], header: str = HEADER) -> Path:
    """Write a CSV file of rows."""
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a CSV or Parquet file."""
    cursor = duckdb.connect().execute(f"SELECT * FROM '{path}'")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_what_is_returned(table: Path) -> None:
    """The keys of the contract, in numbers that agree with the rows."""
    found = link_table(table)

    assert list(found) == ["reports", "rejected", "incidents", "links", "seconds", "peak_mb"]
    assert (found["reports"], found["rejected"], found["links"]) == (3, [], 1)
    assert found["incidents"] == {"low": 2, "base": 2, "high": 2}
    assert found["seconds"] >= 0
    assert found["peak_mb"] > 1


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_what_is_written(table: Path, suffix: str) -> None:
    """Members and links, as CSV or Parquet by their suffix, with the columns of the contract."""
    to, links = table.parent / f"to.{suffix}", table.parent / f"links.{suffix}"
    link_table(table, to=to, links=links)
    members, pairs = rows(to), rows(links)

    assert list(members[0]) == ["report_id", "incident_id", "relation", "score"]
    assert [m["report_id"] for m in members] == ["a1", "a2", "b1"]
    assert members[0]["incident_id"] == members[1]["incident_id"] != members[2]["incident_id"]
    assert list(pairs[0]) == ["report_a", "report_b", "score", "probability", "relation"]
    assert [(p["report_a"], p["report_b"], p["relation"]) for p in pairs] == [("a1", "a2", "same")]
    assert sorted(p.name for p in table.parent.iterdir()) == sorted([f"links.{suffix}", "reports.csv", f"to.{suffix}"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c,t,2016-13-01,36.2,37.1,Aa,3,", "date '2016-13-01': expected a day of the calendar as YYYY-MM-DD"),
        ("c,t,2016-01-01,96.2,37.1,Aa,3,", "lat '96.2': expected degrees between -90 and 90"),
        ("c,t,2016-01-01,36.2,nan,Aa,3,", "lon 'nan': expected a number"),
        ("a1,t,2016-01-01,36.2,37.1,Aa,3,", "report_id 'a1' stands in row 1 already"),
        (",t,2016-01-01,36.2,37.1,Aa,3,", "report_id is empty"),
        ("c,t,2016-01-01,36.2,37.1,Aa,three,", "killed_min 'three': expected a number"),
        ("c,t,2016-01-01,36.2,37.1,Aa,-1,", "killed_min '-1': expected a whole number, 0 or more"),
        ("c,t,2016-01-01,36.2,,Aa,3,", "lat and lon go together: one of them is missing"),
        ("c,t,2016-01-01", "has 3 cells where the header has 8"),
        ("c,t,2016-01-01,36.2,37.1,Aa,3,,,x", "has 10 cells where the header has 8"),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_linked(tmp_path: Path, row: str, reason: str) -> None:
    """The row has its number and the reason; nothing else is lost."""
    found = link_table(written(tmp_path / "r.csv", [*GOOD[:2], row, GOOD[2]]))

    assert found["rejected"] == [{"row": 3, "reason": reason}]
    assert found["reports"] == 3


def test_every_reason_of_a_row_is_given(tmp_path: Path) -> None:
    """A row with two faults says both."""
    (rejected,) = link_table(written(tmp_path / "r.csv", ["c,t,soon,99,37,Aa,3,"]))["rejected"]

    assert "date 'soon'" in rejected["reason"]
    assert "lat '99'" in rejected["reason"]


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("report_id,date_from,date_to", "c,2016-01-03,2016-01-01", "date_from 2016-01-03 is after date_to 2016-01-01"),
        ("report_id,date,killed_min,killed_max", "c,2016-01-03,5,2", "killed_min 5 is more than killed_max 2"),
        ("report_id,date,scope", "c,2016-01-03,some", "scope 'some': expected one of one, many, period"),
        ("report_id,date,deduplicated", "c,2016-01-03,perhaps", "deduplicated 'perhaps': expected true or false"),
    ],
)
def test_optional_columns_are_checked_too(tmp_path: Path, header: str, row: str, reason: str) -> None:
    """Ranges, vocabularies and booleans each have their own message."""
    assert link_table(written(tmp_path / "r.csv", [row], header))["rejected"] == [{"row": 1, "reason": reason}]


def test_two_columns_are_enough(tmp_path: Path) -> None:
    """With ids and days alone nothing links, and every report is an incident."""
    found = link_table(written(tmp_path / "r.csv", ["a,2016-01-01", "b,2016-01-01"], "report_id,date_from"))

    assert (found["reports"], found["incidents"]["low"], found["links"]) == (2, 2, 0)


def test_a_report_in_no_incident_is_still_listed(tmp_path: Path) -> None:
    """A report about several that covers nothing stands in the output with an empty incident."""
    path = written(tmp_path / "r.csv", ["a,2016-01-01,many"], "report_id,date,scope")
    link_table(path, to=tmp_path / "to.csv")

    assert (tmp_path / "to.csv").read_text("utf-8").splitlines()[1] == "a,,,"


def test_parquet_gives_what_csv_gives(table: Path) -> None:
    """Typed columns and lists read as their texts do."""
    parquet = table.with_suffix(".parquet")
    duckdb.execute(
        f"COPY (SELECT * REPLACE (date::DATE AS date, string_split(roots, '; ') AS roots) FROM read_csv('{table}', "
        f"types = {{'date': 'VARCHAR'}})) TO '{parquet}'"
    )
    one, two = link_table(table, to=table.parent / "1.csv"), link_table(parquet, to=table.parent / "2.csv")

    assert (table.parent / "1.csv").read_bytes() == (table.parent / "2.csv").read_bytes()
    assert (one["reports"], one["links"], one["incidents"]) == (two["reports"], two["links"], two["incidents"])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,date", "no column report_id"),
        ("report_id,place", "no column date or date_from"),
        ("report_id,date,date", "twice"),
        ("", "no column"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, header: str, said: str) -> None:
    """Without the two columns there is nothing to link, and the message says which lacks."""
    with pytest.raises(UsageError, match=said):
        link_table(written(tmp_path / "r.csv", ["a,b,c"], header))


def test_missing_binary_and_foreign_files_are_refused(tmp_path: Path) -> None:
    """No file, no UTF-8, no Parquet, no table: each is a usage error and no traceback."""
    (tmp_path / "latin.csv").write_bytes("report_id,date,place\na,2016-01-01,Zür".encode("latin-1"))
    (tmp_path / "no.parquet").write_bytes(b"not parquet at all")
    (tmp_path / "r.xlsx").write_bytes(b"")
    for name in ("gone.csv", "latin.csv", "no.parquet", "r.xlsx"):
        with pytest.raises(UsageError):
            link_table(tmp_path / name)


def test_results_go_only_where_they_can(table: Path) -> None:
    """An unknown suffix is a usage error, a folder that is not there one of the machine; the input stays whole."""
    before = table.read_bytes()
    with pytest.raises(UsageError, match=r"\.xlsx"):
        link_table(table, to=table.parent / "to.xlsx")
    with pytest.raises(MachineError):
        link_table(table, to=table.parent / "gone" / "to.csv")

    assert table.read_bytes() == before


def test_the_order_of_rows_does_not_matter(table: Path) -> None:
    """Shuffled rows give the same bytes."""
    turned = written(table.parent / "turned.csv", GOOD[::-1])
    link_table(table, to=table.parent / "1.csv")
    link_table(turned, to=table.parent / "2.csv")

    assert (table.parent / "1.csv").read_bytes() == (table.parent / "2.csv").read_bytes()


@pytest.mark.slow
def test_ten_thousand_rows(tmp_path: Path) -> None:
    """Ten thousand reports of four thousand events over two years are linked in less than half a minute."""
    random = Random(11)
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["report_id", "source", "date", "lat", "lon", "precision_m", "killed_min", "weapon"])
        for n in range(10_000):
            event = Random(n % 4_000)
            day = event.randrange(730)
            date = f"{2016 + day // 365}-{day % 365 // 31 + 1:02}-{day % 28 + 1:02}"
            lat, lon = 35 + event.randrange(60) / 20, 37 + event.randrange(60) / 20
            where = [f"{lat:.2f}", f"{lon:.2f}", 2000]
            writer.writerow(
                [f"r{n}", f"s{n // 4_000}", date, *where, event.randrange(9), random.choice(["airstrike", ""])]
            )
    found = link_table(path, to=tmp_path / "to.csv", links=tmp_path / "links.parquet")

    assert found["reports"] == 10_000
    assert found["seconds"] < 30
    assert 3_000 < found["incidents"]["base"] < 5_000
