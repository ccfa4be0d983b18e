"""Where incidents and reports are many they stand in volumes by month, and everything else leads there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import solferino as sol
from cases.river import write_river
from dossier.html_text import parse
from solferino.dossier import report_view, volumes
from solferino.dossier.volumes import place


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[sol.Build, Path]:
    """The river towns, as if two rows were many and three filled a volume."""
    monkeypatch.setattr(volumes, "MANY", 2)
    monkeypatch.setattr(volumes, "THICK", 3)
    return sol.open(write_river(tmp_path / "case")).build(), tmp_path / "case/build/dossier"


def test_no_incident_and_no_report_is_left_out(many: tuple[sol.Build, Path]) -> None:
    """Each stands once, under its own anchor, on a page of its month."""
    build, dossier = many
    ids = [i for p in dossier.glob("*s/[2n]*.html") for i in parse(p.read_text("utf-8")).ids if i != "main"]

    assert sorted(ids) == sorted(
        [r["incident_id"] for r in build.table("incidents")]
        + [r["report_id"].replace("/", "-") for r in build.table("reports")]
    )
    assert {p.name for p in (dossier / "incidents").iterdir()} == {
        "index.html",
        "2020-03-1.html",
        "2020-03-2.html",
        "no-day.html",
    }
    assert (dossier / "reports/no-day.html").is_file()  # r13 knows no day


def test_every_link_of_a_large_dossier_resolves(many: tuple[sol.Build, Path]) -> None:
    """From claims, the search, A to Z, sources and volumes: each file is there, and each anchor on it."""
    _, dossier = many
    pages = {p: parse(p.read_text("utf-8")) for p in dossier.rglob("*.html")}
    anchors = {p: set(page.ids) for p, page in pages.items()}
    for path, page in pages.items():
        for tag, attributes in page.elements:
            href = attributes.get("href", "") if tag == "a" else ""
            if not href or href.startswith("http"):
                continue
            file, _, anchor = href.partition("#")
            to = (path.parent / file).resolve() if file else path
            assert to.is_file(), (path, href)
            assert not anchor or anchor in anchors[to], (path, href)
    for script in dossier.glob("search/entries-*.js"):
        for target in re.findall(r'"((?:incidents|reports)/[^"]+)"', script.read_text("utf-8")):
            file, _, anchor = target.partition("#")
            assert anchor in anchors[dossier / file], target


def test_a_large_dossier_verifies(many: tuple[sol.Build, Path]) -> None:
    """Its pages are made again from its tables."""
    build, dossier = many

    assert sol.verify(dossier, root=build.root).ok


def test_a_volume_tells_what_each_report_says(many: tuple[sol.Build, Path]) -> None:
    """Values stay side by side with who reported them."""
    _, dossier = many
    said = parse((dossier / "incidents/2020-03-1.html").read_text("utf-8")).said()

    assert "Upper school, Upton" in said
    assert "River Agency : 3 March 2020; blamed Blue Army (named alone); on the word of witnesses ; killed 2" in said
    assert "denies it: Blue Army" in said


def test_few_rows_have_pages_of_their_own() -> None:
    """Up to the limit nothing is gathered."""
    rows = [{"incident_id": f"i{n}", "date_from": "2020-01-01"} for n in range(3)]
    found = place("incidents", rows, "incident_id")

    assert found.volumes == ()
    assert found.links["i1"] == "incidents/i1.html"


def test_many_origins_are_drawn_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn of who repeats whom makes no shared origin look like one of a single publisher; the page says so."""
    monkeypatch.setattr(report_view, "DRAWN", 3)
    edges = Counter({("a", "x"): 1, ("b", "x"): 9, ("a", "y"): 9, ("b", "y"): 1, ("c", "z"): 9})

    assert report_view._most(edges) == {("a", "x"): 1, ("b", "x"): 9}
    sol.open(write_river(tmp_path / "case")).build()
    pages = [p.read_text("utf-8") for p in (tmp_path / "case/build/dossier/sources").iterdir()]
    assert any("Not drawn for want of room" in page for page in pages)
