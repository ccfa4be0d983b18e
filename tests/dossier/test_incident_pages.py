"""Pages of incidents, reports and sources, from a case built whole: what strangers read and can check."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import solferino as sol
from cases.river import CASE, REPORTS, write_river
from solferino.dossier.events import Events, steps

TAG = re.compile(r"<[^>]+>")


def built(root: Path, **texts: str) -> tuple[sol.Build, Path]:
    """Build the river case at `root`; return the build and its dossier."""
    return sol.open(write_river(root / "case", **texts)).build(), root / "case/build/dossier"


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> tuple[sol.Build, Path]:
    """The river case and its dossier, built once."""
    return built(tmp_path_factory.mktemp("river"))


def incident_of(build: sol.Build, report: str) -> str:
    """The id of the incident that a report tells of."""
    (row,) = [
        r for r in build.table("incident_reports") if r["report_id"] == f"reports/{report}" and r["relation"] == "same"
    ]
    return str(row["incident_id"])


def page(dossier: Path, path: str) -> str:
    """The text of a page without its markup, blanks as one."""
    return " ".join(unescape(TAG.sub(" ", (dossier / path).read_text("utf-8"))).split())


def rows_of(dossier: Path, path: str) -> list[tuple[str, str]]:
    """The relation and text of each row of the table of reported values."""
    body = (dossier / path).read_text("utf-8").partition('<table class="told">')[2].partition("</table>")[0]
    found = re.findall(r'<tr class="(\w+)">(.*?)</tr>', body, re.DOTALL)
    return [(how, " ".join(unescape(TAG.sub(" ", row)).split())) for how, row in found]


def test_every_reported_value_stands_beside_the_others(river: tuple[sol.Build, Path]) -> None:
    """Two, at least two, three to four: each as told, with who told it and on whose word; one origin is one row."""
    build, dossier = river
    path = f"incidents/{incident_of(build, 'r1')}.html"
    rows = {text.split(" tells")[0]: text for how, text in rows_of(dossier, path) if how == "same"}

    assert set(rows) == {"River Agency", "Daily Stream", "Morning Tide", "Teachers' Union"}
    assert "at least 2" in rows["Daily Stream"]
    assert "3 to 4" in rows["Teachers' Union"]
    assert "Blue Army and Green Army (one or the other, not said which)" in rows["Teachers' Union"]
    assert "on the word of witnesses" in rows["River Agency"]
    assert "3 reports: River Agency, Daily Stream, Morning Tide" in page(dossier, path)
    assert "Holds on the evidence filed." in page(dossier, path)


def test_what_covers_or_denies_is_said_to_and_enters_no_value(river: tuple[sol.Build, Path]) -> None:
    """r9 tells of two schools and r10 is a denial: both are on the page, in grey, and the dead stay two to four."""
    build, dossier = river
    path = f"incidents/{incident_of(build, 'r1')}.html"
    rows = rows_of(dossier, path)

    assert any(how == "covers" and text.startswith("Relief Watch covers it") for how, text in rows)
    assert any(how == "denies" and text.startswith("Blue Army denies it") for how, text in rows)
    assert "denied , see below" in page(dossier, path)
    assert "killed 2 to 4 injured" in page(dossier, path)


def test_the_ladders_are_kept_apart(river: tuple[sol.Build, Path]) -> None:
    """Corroborated that it happened, one origin for who, nothing for intent: repetition alone shows nothing."""
    build, dossier = river
    text = page(dossier, f"incidents/{incident_of(build, 'r1')}.html")

    assert "occurrence did it happen 3 corroborated attribution who did it 2 single-source" in text
    assert "intent was it meant 0 nothing shown" in text
    assert "shows nothing alone" in text


def test_a_report_leads_to_its_row_and_bytes(river: tuple[sol.Build, Path]) -> None:
    """Its page has what it tells, the incident, the source, the row and the digest of the file."""
    build, dossier = river
    text = page(dossier, "reports/reports-r4.html")
    source = next(s for s in build.table("sources") if s["source_id"] == "reports")

    assert "Upper school" in text
    assert "row r4 of files/reports.csv" in text
    assert str(source["sha256"]) in text
    assert f"incidents/{incident_of(build, 'r4')}.html" in (dossier / "reports/reports-r4.html").read_text("utf-8")


def test_who_repeats_whom_is_drawn_on_the_page_of_the_source(river: tuple[sol.Build, Path]) -> None:
    """The agency stands behind six reports of three publishers; one report names no origin."""
    _, dossier = river
    text = page(dossier, "sources/reports.html")

    assert "River Agency stands behind 5" in text
    assert "River Agency · 3" in text
    assert "1 name none" in text


def test_the_index_gives_a_range_and_ranges_by_week(river: tuple[sol.Build, Path]) -> None:
    """So many to so many incidents; the two schools of 3 March blamed on either army are open bars."""
    build, dossier = river
    text = page(dossier, "incidents/index.html")
    size = next(s for s in build.stages if s.name == "link").facts[0]

    assert size.split(" incidents")[0] in text
    assert "Blue Army blamed" in text
    assert "week of 2 March 2020 1 to 3" in text  # the market alone is Blue's in every reading


def test_bars_of_a_link_add_up_to_its_score(river: tuple[sol.Build, Path]) -> None:
    """What is drawn is what is stored."""
    build, dossier = river
    links = build.table("links")

    assert links
    assert all(sum(n for _, _, n in steps(x)) == x["score"] for x in links if x["reasons"])
    best = Events.of({"links": links, "incident_reports": build.table("incident_reports")}).strongest(
        ["reports/r1", "reports/r2", "reports/r3", "reports/r4"]
    )[0]
    assert f"{best['score'] / 1000:+g} bits" in page(dossier, f"incidents/{incident_of(build, 'r1')}.html")


def test_the_dossier_is_found_again_whole(river: tuple[sol.Build, Path]) -> None:
    """Worlds, grades and readings are computed again from the published tables."""
    build, dossier = river
    found = sol.verify(dossier, root=build.root)

    assert found.ok, found.json()
    assert sorted(found.recomputed) == sorted(build.verdicts)


def test_text_of_a_source_is_no_markup(tmp_path: Path) -> None:
    """A hostile name is printed, on every page that shows it, and runs nothing."""
    hostile = REPORTS.replace("Daily Stream", "<script>alert(1)</script>")
    build, dossier = built(tmp_path, reports=hostile)

    for path in (f"incidents/{incident_of(build, 'r1')}.html", "reports/reports-r2.html", "sources/reports.html"):
        body = (dossier / path).read_text("utf-8")
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert" in body


def test_a_coarse_case_names_no_facility(tmp_path: Path) -> None:
    """At a tenth of a degree the school is named nowhere but in the author's own claims, and the dossier stands."""
    build, dossier = built(
        tmp_path, case=CASE + '\n[publish]\nplaces = "0.1deg"\n', statement="# [Nothing](context:)\n"
    )

    for path in sorted(
        p for p in dossier.rglob("*") if p.suffix in (".html", ".csv", ".json") and "claims" not in p.name
    ):
        body = path.read_text("utf-8")
        assert "Upper school" not in body, path
        if path.parent.name in ("incidents", "reports", "sources", "tables"):
            assert "upper-school" not in body, path
    assert sol.verify(dossier, root=build.root).ok


def test_a_case_without_reports_has_no_such_pages(examples: Path, tmp_path: Path) -> None:
    """Nothing is filed, so nothing is shown, and nothing leads there."""
    import shutil

    shutil.copytree(examples / "council-vetoes-usa", tmp_path / "case", ignore=shutil.ignore_patterns("build"))
    sol.open(tmp_path / "case").build()
    dossier = tmp_path / "case/build/dossier"

    assert not (dossier / "incidents").exists()
    assert "Incidents" not in (dossier / "index.html").read_text("utf-8")
