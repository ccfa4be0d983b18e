"""Pages of incidents, reports and sources, from a case built whole: what strangers read and can check."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import solferino as sol
from cases.river import _NAMES as NAME_COLUMNS
from cases.river import _REPORTS as REPORT_COLUMNS
from cases.river import CASE, NAMES, REPORTS, write_river
from cases.small import source
from dossier.conftest import exchanged
from solferino.dossier.events import Events, steps
from solferino.dossier.say import WORLDS
from solferino.linkage.settings import shipped
from solferino.words.tables import vocabulary

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
    assert "Denied by Blue Army , 5 March 2020" in page(dossier, path)
    assert "killed 2 to 4 the least to the most that 4 reports give for it alone" in page(dossier, path)
    assert "4 tell of it, 2 cover it, 1 denies it" in page(dossier, path)


def test_a_value_says_how_it_was_chosen(river: tuple[sol.Build, Path]) -> None:
    """r4 allows two days and the others one; every report calls it a school; weapons are all that anyone names."""
    build, dossier = river
    text = page(dossier, f"incidents/{incident_of(build, 'r1')}.html")

    assert "day 3 March 2020 the days that every report allows" in text
    assert "what was hit school so in all 4 that tell it" in text
    assert "by what artillery everything that a report names" in text


def test_values_that_conflict_are_marked(river: tuple[sol.Build, Path]) -> None:
    """Two, at least two, three to four dead, and two ways of blaming, are underlined; the one place of all is not."""
    build, dossier = river
    body = (dossier / f"incidents/{incident_of(build, 'r1')}.html").read_text("utf-8")
    marked = re.findall(r'class="(\w+) differs"', body)

    assert set(marked) == {"days", "blamed", "killed"}


def test_each_way_of_blaming_stands_with_its_readings(river: tuple[sol.Build, Path]) -> None:
    """Two name Blue alone, one says either army, one names nobody: three rows, none merged into another."""
    build, dossier = river
    text = page(dossier, f"incidents/{incident_of(build, 'r1')}.html")

    assert "Blue Army named alone this party River Agency on the word of witnesses; Morning Tide" in text
    assert "Blue Army and Green Army one or the other, not said which one of them; which is open" in text
    assert "nobody – the account names nobody Daily Stream" in text


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


def test_a_report_is_told_beside_how_it_was_read(river: tuple[sol.Build, Path]) -> None:
    """ "the Upper School" of r3 was read as upper-school; "two schools" of r9 was left open."""
    _, dossier = river

    assert "which one the Upper School upper-school, by the list of names" in page(dossier, "reports/reports-r3.html")
    assert "which one two schools left open" in page(dossier, "reports/reports-r9.html")


def test_every_report_is_listed_under_its_month(river: tuple[sol.Build, Path]) -> None:
    """Thirteen reports: twelve of March, one of no day; each links to its page, and says what it stands to."""
    _, dossier = river
    body = (dossier / "reports/index.html").read_text("utf-8")

    assert {f"reports-r{n}.html" for n in range(1, 14)} <= set(re.findall(r'href="\.\./reports/([^"]+)"', body))
    assert "March 2020 (12), no day told (1)" in " ".join(page(dossier, "reports/index.html").split())
    assert "1 deny" in page(dossier, "reports/index.html")
    assert 'aria-current="true">Reports<' in body


def test_who_repeats_whom_is_drawn_on_the_page_of_the_source(river: tuple[sol.Build, Path]) -> None:
    """The agency stands behind five reports of three publishers; one report names no origin."""
    _, dossier = river
    text = page(dossier, "sources/reports.html")

    assert "River Agency stands behind 5" in text
    assert "River Agency · 3" in text
    assert "12 of 13 reports name 5 origins" in text


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
        p for p in dossier.rglob("*") if p.suffix in (".html", ".csv", ".json", ".js") and "claims" not in p.name
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


def test_a_claim_shows_the_incidents_it_rests_on(river: tuple[sol.Build, Path]) -> None:
    """Blue is blamed in every reading of one, in some of two: the doubtful ones count at the high end only."""
    build, dossier = river
    body = (dossier / "claims/by-blue.html").read_text("utf-8")
    rows = re.findall(r'<tr(?: class="(maybe)")?><td class="day">.*?incidents/([^"]+)\.html', body)

    assert {name for _, name in rows} == {incident_of(build, r) for r in ("r1", "r5", "r7")}
    assert [(name, doubt) for doubt, name in rows if not doubt] == [(incident_of(build, "r5"), "")]
    assert "at the high end only" in page(dossier, "claims/by-blue.html")


def test_a_refusal_is_told_by_code_and_in_words(river: tuple[sol.Build, Path]) -> None:
    """Without a list of schools never hit the test refuses, and the page says why and with what facts."""
    _, dossier = river
    text = page(dossier, "claims/hit-again.html")

    assert "NO_UNHIT_LIST No list is filed of the places that stood and were never hit." in text
    assert "pairs of attacks on one place 1" in text


def test_a_test_that_answers_shows_what_was_observed_and_expected(tmp_path: Path) -> None:
    """With the list filed: one pair observed; by hand three attacks on three schools give 3 / 3 pairs, too few."""
    build = sol.open(write_river(tmp_path / "case", standing=True)).build()
    text = page(tmp_path / "case/build/dossier", "claims/hit-again.html")

    assert build.verdicts["hit-again"].type == "method_refused"
    assert "observed 1 pairs of attacks on one and the same place" in text
    assert "FEW_EXPECTED Chance alone gives so few" in text


def test_every_code_of_refusal_has_its_words() -> None:
    """A code that a method can give and the pages cannot say is a gap."""
    from importlib.resources import files

    modules = [m for m in files("solferino.patterns").iterdir() if m.name.endswith(".py")]
    codes = {code for m in modules for code in re.findall(r'Refusal\(\s*"([A-Z_]+)"', m.read_text("utf-8"))}

    assert codes
    assert codes <= set(vocabulary("refusal"))


def test_the_methods_page_gives_thresholds_worlds_and_ladders(river: tuple[sol.Build, Path]) -> None:
    """The cuts of the build itself, each world, and every grade in words."""
    _, dossier = river
    text = page(dossier, "methods.html")
    lenient, base, _ = (f"{cut / 1000:+g}".replace("-", "−") for cut in shipped().thresholds)

    assert f"The threshold is {base} bits in the build, {lenient} where" in text
    assert all(world in text for world in WORLDS)
    assert "3 corroborated: two independent roots" in text
    assert "2 several lines of evidence" in text


def test_a_name_that_mixes_two_facilities_is_shown_as_such(tmp_path: Path) -> None:
    """The note stands on the page of the report and on that of its incident; the two are not merged."""
    heard = "told apart by the teachers of both schools"
    names = "name,other,relation,place,note\n" + "".join(f"{line},\n" for line in NAMES.splitlines()[1:])
    names += f"Upper lower school,Upper school,conflation,Upton,{heard}\n"
    odd = (
        REPORTS
        + "r14,2020-03-03,,2020-03-06,Odd Post,news,,Upton,Upper lower school,school,,,unknown,,,,,one,affirms\n"
    )
    sources = {
        "files/names.csv": names,
        "sources/names.toml": source(
            "names", names, "facility_names", ["name", "other"], NAME_COLUMNS + 'note = "note"\n', ""
        ),
    }
    root = write_river(tmp_path / "case", sources, reports=odd)
    sol.open(root).build()
    dossier = root / "build/dossier"

    told = page(dossier, "reports/reports-r14.html")

    assert "It mixes two facilities" in told
    assert heard not in told  # free text of a list of names stays at home
    assert "conflation (name withheld); it joins neither" in told


def test_an_incident_of_a_withheld_report_is_withheld(tmp_path: Path) -> None:
    """What only a restricted source tells leaves no page, no row, no name, and no count that gives it away."""
    hidden = REPORTS.splitlines()[0] + "\nx1,2020-05-05,,2020-05-05,Quiet Voice,news,Quiet Voice,Lowton,Hidden school"
    hidden += ",school,,GRN,exactly,Quiet Voice,6,6,facility,one,affirms\n"
    text = source("hidden", hidden, "reports", ["id"], REPORT_COLUMNS, 'sensitivity = "restricted"\n')
    root = write_river(
        tmp_path / "case", {"files/hidden.csv": hidden, "sources/hidden.toml": text},
        case=CASE + '\n[publish]\nwithhold = ["restricted", "sealed"]\n',
    )  # fmt: skip
    build = sol.open(root).build()
    dossier = root / "build/dossier"
    (name,) = [r["incident_id"] for r in build.table("incident_reports") if r["report_id"] == "hidden/x1"]

    for path in sorted(p for p in dossier.rglob("*") if p.suffix in (".html", ".csv", ".json", ".js")):
        body = path.read_text("utf-8")
        assert "Quiet Voice" not in body, path
        assert "Hidden school" not in body, path
        assert name not in body, path
    assert not (dossier / f"incidents/{name}.html").exists()
    assert sol.verify(dossier, root=build.root).ok


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two builds in two places have one root: nothing on a page depends on where or when it was made."""
    roots = {built(tmp_path / place)[0].root for place in ("here", "there")}

    assert len(roots) == 1


def test_an_altered_page_of_an_incident_is_found(tmp_path: Path) -> None:
    """A number changed on the page, and in the manifest, is not what the tables give."""
    build, dossier = built(tmp_path)
    path = f"incidents/{incident_of(build, 'r1')}.html"
    exchanged(dossier, path, (dossier / path).read_bytes().replace(b"3 to 4", b"0 to 0"))

    assert path in sol.verify(dossier).altered
