"""The 159 reports of the example case: every row is read, and each word means what we say it means."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, read_toml
from solferino.exchange.read import Read, read
from solferino.store.engine import connect, quote
from solferino.words.source import Source

CASE = Path(__file__).resolve().parents[2] / "examples" / "aleppo-2016"
Rows = Mapping[str, Mapping[str, Any]]


def _filed(name: str) -> tuple[list[Read], Rows]:
    document = read_toml(CASE / "sources" / f"{name}.toml", f"sources/{name}.toml")
    assert isinstance(document, Document)
    source = parse_source(document, name)
    assert isinstance(source, Source)
    with connect() as con:
        found = read(con, source, (CASE / source.path).read_bytes())
        rows = {}
        for part in found:
            cursor = con.execute(f"SELECT * FROM {quote(part.relation)}")
            names = [c[0] for c in cursor.description]
            for row in cursor.fetchall():
                filled = dict(zip(names, row, strict=True))
                rows[str(filled["report_id"]).partition("/")[2]] = filled
    return found, rows


@pytest.fixture(scope="module")
def filed() -> tuple[list[Read], Rows]:
    """Read the reports once."""
    return _filed("reports")


@pytest.fixture(scope="module")
def reports(filed: tuple[list[Read], Rows]) -> Rows:
    """The rows by their own id: R001 to R159."""
    return filed[1]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    """The file as it is, without our reading."""
    with (CASE / "files" / "medical_attacks.csv").open(encoding="utf-8", newline="") as file:
        return {row["report_id"]: row for row in csv.DictReader(file)}


def test_every_row_is_read(filed: tuple[list[Read], Rows], told: dict[str, dict[str, str]]) -> None:
    """159 rows in the file, 159 reports, no rejection."""
    assert [(part.table, part.records, part.rejected) for part in filed[0]] == [("reports", 159, ())]
    assert list(filed[1]) == list(told)


def test_denials_are_the_two_of_the_file(reports: Rows) -> None:
    """R111 and R152, the only rows whose date is that of a statement; neither blames anybody."""
    denials = {k: r for k, r in reports.items() if r["stance"] == "denies"}

    assert list(denials) == ["R111", "R152"]
    assert all(not r["parties"] and r["attribution_relation"] == "unknown" for r in denials.values())
    assert denials["R152"]["roots"] == ["Russian government"]  # MSF and WHO are quoted on something else


def test_rows_about_several_facilities_or_a_stretch_of_time(reports: Rows) -> None:
    """26 rows name several facilities; three cover a stretch of time: a range, a merged entry, a campaign."""
    assert Counter(r["scope"] for r in reports.values()) == {"one": 130, "many": 26, "period": 3}
    assert [k for k, r in reports.items() if r["scope"] == "period"] == ["R071", "R090", "R136"]
    plural = ("six ", "four ", "two ", "three ", "hospitals")
    assert all(
        r["scope"] != "one" for r in reports.values() if r["facility"].startswith(plural) or " and M10" in r["facility"]
    )


def test_origins_are_normalised_and_crowds_are_unknown(reports: Rows, told: dict[str, dict[str, str]]) -> None:
    """In the file 47 rows name several origins, 50 none that could be told apart but by our reading 51: one says "videos"."""
    several = [k for k, r in told.items() if ";" in r["original_source"]]
    crowds = ("", "aggregated sources", "video uploaders", "open-source videos")  # 3 + 25 + 12 + 10
    none = [k for k, r in told.items() if r["original_source"] in crowds]
    assert (len(several), len(none)) == (47, 50)

    empty = [k for k, r in reports.items() if not r["roots"]]
    assert sorted(empty) == sorted([*none, "R052"])
    # Of the 47, four are left with one: a crowd beside an origin (R032, R100, R125), a denial (R152).
    assert sorted(set(several) - {k for k, r in reports.items() if len(r["roots"] or ()) > 1}) == [
        "R032",
        "R100",
        "R125",
        "R152",
    ]


@pytest.mark.parametrize(
    ("row", "roots"),
    [
        ("R022", ["IDA"]), ("R029", ["AFP", "IDA", "health directorate"]), ("R067", ["SAMS"]), ("R100", ["SAMS"]),
        ("R082", ["SAMS", "SOHR", "Al Jazeera"]), ("R092", ["Al Jazeera"]), ("R125", ["OHCHR"]), ("R032", ["IDA"]),
    ],
)  # fmt: skip
def test_one_voice_has_one_name(reports: Rows, row: str, roots: list[str]) -> None:
    """A copy of a correspondent's report shares its origin; spelling makes no second witness."""
    assert reports[row]["roots"] == roots


@pytest.mark.parametrize(
    ("row", "parties", "relation"),
    [
        ("R001", ["RUS", "UNNAMED"], "either_of"),  # Russian Military (grading: Contested): somebody else is blamed too
        ("R093", ["RUS"], "exactly"),  # Russian Military (grading: Weak)
        ("R003", ["SYR", "RUS"], "either_of"),  # Syrian and/or Russian forces (suspected)
        ("R005", ["RUS", "SYR"], "unstated_and"),  # Russian and Syrian forces
        ("R022", ["SYR", "RUS"], "unstated_and"),  # Syrian and Russian warplanes
        ("R027", ["SYR"], "exactly"),  # Syrian government forces
        ("R033", ["RUS", "SYR"], "either_of"),  # Russian or Syrian forces
        ("R060", ["SYR", "SYR-ALLIES"], "either_of"),  # Syrian government or its allies
        ("R061", None, "unknown"),  # unclear
        ("R096", ["SYR", "RUS"], "supported_by"),  # Syrian government with Russian help
        ("R099", ["SYR", "RUS"], "unstated_and"),  # … and its Russian ally (offensive)
        ("R101", ["SYR", "RUS"], "unstated_and"),  # … bomb type said to be dropped by Russian planes
        ("R112", ["RUS", "SYR"], "unstated_and"),  # Russian warplanes and Syrian helicopters
        ("R121", ["RUS", "SYR"], "either_of"),  # Russian or Syrian, not determined
        ("R155", ["SYR-OPP"], "exactly"),  # armed opposition
    ],
)
def test_attributions_say_what_was_said(reports: Rows, row: str, parties: list[str] | None, relation: str) -> None:
    """Who, and in which relation; the words themselves stay in the note."""
    assert (reports[row]["parties"] or None, reports[row]["attribution_relation"]) == (parties, relation)


def test_attributions_by_relation(reports: Rows, told: dict[str, dict[str, str]]) -> None:
    """53 rows say nothing, five that it is not known, two deny: 60 unknown; the words of all others are in the note."""
    assert Counter(r["attribution_relation"] for r in reports.values()) == {
        "exactly": 38, "unknown": 60, "unstated_and": 22, "either_of": 36, "supported_by": 3,
    }  # fmt: skip
    assert all((reports[k]["note"] or "").startswith(r["perpetrator_as_attributed"]) for k, r in told.items())


@pytest.mark.parametrize(
    ("row", "weapon"),
    [
        ("R086", ["barrel bomb", "cluster munition", "rocket"]), ("R090", ["airstrike", "cluster munition", "incendiary"]),
        ("R137", ["airstrike", "missile", "barrel bomb"]), ("R097", ["bunker buster"]), ("R078", ["explosive"]),
        ("R139", ["airstrike", "rocket", "artillery"]), ("R157", ["artillery"]), ("R008", None),
    ],
)  # fmt: skip
def test_weapons_in_the_words_of_the_vocabulary(reports: Rows, row: str, weapon: list[str] | None) -> None:
    """Every weapon that a cell names, each once; nothing where none is named."""
    assert (reports[row]["weapon"] or None) == weapon


def test_dates_and_what_was_known_when(reports: Rows) -> None:
    """A range keeps both ends, one day is both, an undated report has neither, a month is known at its end."""
    assert (reports["R027"]["date_from"], reports["R027"]["date_to"]) == (date(2016, 7, 23), date(2016, 7, 31))
    assert (reports["R001"]["date_from"], reports["R001"]["date_to"]) == (date(2016, 6, 8), date(2016, 6, 8))
    assert [k for k, r in reports.items() if r["date_from"] is None] == ["R112", "R113"]
    assert reports["R060"]["known_since"] == date(2016, 9, 30)
    assert reports["R071"]["known_since"] > date(2016, 11, 24)  # told after the statement: no part of what was known


def test_points_stand_for_a_kilometre_at_least(reports: Rows) -> None:
    """28 rows have a point, rounded to 0.01 degree."""
    points = [r for r in reports.values() if r["lat"] is not None]

    assert len(points) == 28
    assert all(r["precision_m"] >= 1_000 for r in points)
    assert all(round(r[c], 2) == r[c] for r in points for c in ("lat", "lon"))


def test_numbers_keep_what_they_cover(reports: Rows, told: dict[str, dict[str, str]]) -> None:
    """Two ends as told, no upper end where none is told, and in front of what they cover one of six words."""
    assert (reports["R001"]["killed_min"], reports["R001"]["killed_max"]) == (8, 18)
    assert (reports["R059"]["killed_min"], reports["R059"]["killed_max"]) == (13, None)
    assert reports["R059"]["counts_cover"] == "facility; 4 medics and at least 9 fighters"
    covers = {(r["counts_cover"] or "").split(":")[0].split(";")[0].split(",")[0] for r in reports.values()}
    assert covers == {"", "facility", "incident", "area", "all facilities", "facility and area", "campaign"}
    assert all(r["counts_cover"] for r in reports.values() if r["killed_min"] is not None)


def test_objects_and_publishers(reports: Rows) -> None:
    """Kinds of place by the name given, kinds of publisher by the compilers' ten."""
    assert Counter(r["object"] for r in reports.values()) == {
        "hospital": 123, "medical facility": 25, "clinic": 7, "blood bank": 2, "ambulance": 2,
    }  # fmt: skip
    assert {r["publisher"] for r in reports.values() if r["deduplicated"]} == {
        "Airwars",
        "Syrian Archive, Eyes on Aleppo",
    }
    assert Counter(r["publisher_type"] for r in reports.values())["news"] == 80


def test_names_of_facilities_are_read_with_their_relations() -> None:
    """21 rows; what is not the same, what mixes two, and what nobody established stay apart."""
    found, names = _filed("facility-names")

    assert [(part.records, part.rejected) for part in found] == [(21, ())]
    assert Counter(r["relation"] for r in names.values()) == {
        "same": 6, "spelling": 6, "probably same": 3, "not established": 3, "probable slip": 1, "different": 1, "conflation": 1,
    }  # fmt: skip


def test_weekly_totals_are_figures_and_keep_their_groups() -> None:
    """Five weeks, three groups; by hand 312 men, 43 women, 91 children: the 446 of the graphic."""
    found, weeks = _filed("hrw-vdc-weekly")

    assert [(part.table, part.records, part.rejected) for part in found] == [("figures", 15, ())]
    groups: Counter[str] = Counter()
    for row in weeks.values():
        groups[row["subject"].split()[0]] += row["low"]
    assert groups == {"men": 312, "women": 43, "children": 91}
    assert sum(groups.values()) == 446
