"""How large a dossier of many incidents is, how long it takes to write, and how long a browser takes to open it.

    python benchmarks/site.py [--incidents 100000] [--to FOLDER]

The case is made up: reports of invented places on invented days, nobody's name. Nothing is read or linked; tables are
given as a build would leave them, so that what is measured is the dossier alone. With Playwright installed and a
Chromium found, pages are opened from file:// as well.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from solferino import dossier
from solferino.casefile.statement import parse_statement
from solferino.store.parquet import create_empty, write
from solferino.words.case import CaseFile, Settings
from solferino.words.party import Parties, Party
from solferino.words.result import Checked, Variants
from solferino.words.source import Source
from solferino.words.statement import Statement
from solferino.words.tables import tables
from solferino.words.window import Window

PARTIES = {"ARV": "Arvania", "BEL": "Belmark", "CAL": "Calderon", "DOR": "Dorne"}
REPORTS = 2
"""Reports of one incident."""
# Every value is a remainder of the row's number: the same rows on every machine. 1 461 days from 1 January 2015.
_EVENT = """
    i, DATE '2015-01-01' + CAST((i * 7919) % 1461 AS INTEGER) AS day, (i * 31) % 2000 AS place,
    ['hospital', 'school', 'market', 'bridge', 'mill'][1 + i % 5] AS object, ['ARV', 'BEL', 'CAL', 'DOR'][1 + i % 4] AS party,
    (i * 13) % 9 AS killed
"""
INCIDENTS = f"""
INSERT INTO t BY NAME SELECT 'i' || i AS incident_id, day AS date_from, day AS date_to, day AS known_since,
    'Town ' || place AS place, 'town-' || place AS place_id, round(10 + (place % 50) * 0.11, 2) AS lat,
    round(20 + (place // 50) * 0.11, 2) AS lon, 2000 AS precision_m, object, ['artillery'] AS weapon, [party] AS party_must,
    [party] AS party_may, 'exactly' AS attribution_reading, killed AS killed_min, killed AS killed_max,
    {REPORTS} AS reports, 1 + i % 2 AS independent, 2 + i % 2 AS occurrence, 2 AS attribution, false AS disputed,
    'public' AS sensitivity FROM (SELECT {_EVENT} FROM range(?) r(i))
"""
TOLD = f"""
INSERT INTO t BY NAME SELECT 'press/r' || i || '-' || k AS report_id, 'press' AS source_id, 'Paper ' || ((i * 17 + k) % 400) AS publisher,
    'news' AS publisher_type, day AS date_from, day AS date_to, day AS known_since, 'Town ' || place AS place,
    'town-' || place AS place_id, round(10 + (place % 50) * 0.11, 2) AS lat, round(20 + (place // 50) * 0.11, 2) AS lon,
    2000 AS precision_m, object, ['artillery'] AS weapon, [party] AS parties, 'exactly' AS attribution_relation,
    [party] AS party_must, [party] AS party_may, killed AS killed_min, killed AS killed_max, ['witness ' || ((i + k) % 9000)] AS roots,
    'one' AS scope, 'affirms' AS stance, 'public' AS sensitivity
    FROM (SELECT {_EVENT} FROM range(?) r(i)), range({REPORTS}) q(k)
"""
STANDS = f"""
INSERT INTO t BY NAME SELECT 'i' || i AS incident_id, 'press/r' || i || '-' || k AS report_id, 'same' AS relation,
    'public' AS sensitivity FROM range(?) r(i), range({REPORTS}) q(k)
"""
FILLED = {"incidents": INCIDENTS, "reports": TOLD, "incident_reports": STANDS}


def made(folder: Path, n: int) -> Checked:
    """Return a finished check of `n` incidents, its tables in `folder`."""
    paths = {}
    for name, sql in FILLED.items():
        with duckdb.connect() as con:
            create_empty(con, tables()[name], "t")
            con.execute(sql, [n])
            paths[name] = folder / f"{name}.parquet"
            write(con, "t", tables()[name], paths[name])
    statement = parse_statement("[What follows is background.](context:)\n", "statement.md", "en")
    assert isinstance(statement, Statement)
    settings = Settings(
        "A great many incidents", as_of=date(2018, 12, 31), tracked_to=date(2018, 12, 31),
        period=Window(date(2015, 1, 1), date(2018, 12, 31)),
    )  # fmt: skip
    source = Source(
        "press", "sources/press.toml", 1, "Reports in the press", "dataset", "several", "files/press.csv", "d" * 64, 1
    )
    parties = Parties.of(Party(k, v) for k, v in PARTIES.items())
    case = CaseFile(folder / "case", settings, parties, (source,), (), (statement,))
    return Checked(case, {}, (), paths, Variants(0, 0, ()), (), {"low": n, "base": n, "high": n})


def opened(folder: Path) -> list[tuple[str, float]]:
    """Return how many seconds a browser takes until each kind of page has loaded, and a search has its answer."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return []
    heaviest: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.html"), key=lambda p: (-p.stat().st_size, p.as_posix())):
        heaviest.setdefault(path.parent.name if path.name != "index.html" else f"{path.parent.name}/index", path)
    found = []
    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for path in heaviest.values():
            start = time.perf_counter()
            page.goto(path.as_uri())
            found.append((path.relative_to(folder).as_posix(), time.perf_counter() - start))
        page.goto((folder / "find.html").as_uri())
        for query in ("town 77 hospital", "hospital"):
            start = time.perf_counter()
            page.fill("#q", query)
            page.locator(".find .told:not(:empty)").wait_for(timeout=60_000)
            found.append((f"search: {query}", time.perf_counter() - start))
            page.fill("#q", "")
            page.locator(".find .told:empty").wait_for(state="attached")
        page.goto((folder / "incidents/index.html").as_uri())
        start = time.perf_counter()
        page.get_by_role("button", name="Open a map that zooms").click()
        page.locator(".zoom[data-drawn]").wait_for(timeout=60_000)
        found.append(("the map that zooms", time.perf_counter() - start))
        browser.close()
    return found


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--incidents", type=int, default=100_000)
    asked.add_argument("--to", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.to or Path(name) / "dossier"
        checked = made(Path(name), given.incidents)
        start = time.perf_counter()
        dossier.write(checked, folder)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"{given.incidents} incidents, {given.incidents * REPORTS} reports")
        print(
            f"written in {time.perf_counter() - start:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processors, "
            f"peak {used.ru_maxrss // 1024} MB"
        )
        sizes = {p: p.stat().st_size for p in folder.rglob("*") if p.is_file()}
        print(f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.0f} MB")
        for kind in (".html", ".js", ".csv", ".parquet"):
            of = {p: s for p, s in sizes.items() if p.suffix == kind}
            most = max(of, key=lambda p: (of[p], p.as_posix()))
            print(
                f"  {kind:9} {len(of):6} files {sum(of.values()) / 1e6:7.1f} MB, largest {of[most] / 1e6:.2f} MB ({most.relative_to(folder)})"
            )
        for what, seconds in opened(folder):
            print(f"  opened in {seconds:5.2f} s  {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
