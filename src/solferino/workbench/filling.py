"""The last build → one SQLite file that pages are read from: derived, replaced whole, deleted at any time."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from solferino.pipeline.check import load_check, table_paths
from solferino.pipeline.index import FOREIGN, Index, key
from solferino.pipeline.link import DOUBT
from solferino.store.engine import literal, workspace
from solferino.words.errors import StaleError
from solferino.words.source import Sensitivity
from solferino.workbench.tags import SIZES, tags
from solferino.workbench.terms import indexed

RECIPE = 6
NAME = "review.sqlite"
Json = dict[str, Any]
_CHUNK = 5_000
_SCHEMA = """
CREATE TABLE meta (stamp TEXT);
CREATE TABLE things (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, sensitivity TEXT, day TEXT, place TEXT, rank INTEGER);
CREATE TABLE points (n INTEGER PRIMARY KEY, lat REAL, lon REAL, last TEXT);
CREATE TABLE bodies (n INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE stands (incident TEXT, report TEXT, relation TEXT, score INTEGER);
CREATE TABLE links (a TEXT, b TEXT, score INTEGER, body TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE questions (n INTEGER PRIMARY KEY, a TEXT, b TEXT, sensitivity TEXT, body TEXT);
CREATE TABLE attributions (incident TEXT, body TEXT);
CREATE TABLE rejections (n INTEGER PRIMARY KEY, source TEXT, row INTEGER, sensitivity TEXT, body TEXT);
CREATE TABLE sources (id TEXT PRIMARY KEY, sensitivity TEXT, body TEXT);
CREATE TABLE exhibits (sha256 TEXT, source TEXT, sensitivity TEXT, body TEXT);
CREATE TABLE waits (queue TEXT, at INTEGER, thing INTEGER, sensitivity TEXT, PRIMARY KEY (queue, at)) WITHOUT ROWID;
CREATE TABLE totals (queue TEXT, sensitivity TEXT, n INTEGER);
CREATE TABLE places (name TEXT, sensitivity TEXT, PRIMARY KEY (name, sensitivity)) WITHOUT ROWID;
CREATE TABLE levels (name TEXT PRIMARY KEY, sensitivity TEXT);
CREATE TABLE days (kind TEXT, first INTEGER, day TEXT, n INTEGER, PRIMARY KEY (kind, first)) WITHOUT ROWID;
CREATE TABLE spots (kind TEXT, size INTEGER, up INTEGER, across INTEGER, sensitivity TEXT, n INTEGER,
  PRIMARY KEY (kind, size, up, across, sensitivity)) WITHOUT ROWID;
CREATE TABLE terms (term TEXT PRIMARY KEY, docs INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(told, sound, tags, content='', detail=column, tokenize=ascii);
"""
VERIFIED = 4 * 10**6
"""Rank from which an incident's occurrence is verified (see `_rank`)."""
_INDEXES = f"""
INSERT INTO waits SELECT 'pairs', row_number() OVER (ORDER BY n), n, sensitivity FROM questions;
INSERT INTO waits SELECT 'grades', row_number() OVER (ORDER BY rank DESC, n), n, sensitivity FROM things
  WHERE kind = 'incident' AND rank < {VERIFIED};
INSERT INTO waits SELECT 'attributions', row_number() OVER (ORDER BY rank DESC, n), n, sensitivity FROM things
  WHERE kind = 'incident' AND id IN (SELECT incident FROM attributions);
CREATE INDEX waits_thing ON waits (queue, thing, sensitivity);
INSERT INTO totals SELECT queue, sensitivity, count(*) FROM waits GROUP BY queue, sensitivity;
INSERT INTO places SELECT DISTINCT place, sensitivity FROM things WHERE place <> '' AND kind = 'incident';
INSERT INTO days SELECT kind, min(n), day, count(*) FROM things GROUP BY kind, day;
INSERT INTO spots
  SELECT kind, value, CAST(round((lat + 90) * 1000000) AS INTEGER) / 10000 / (1 << 2 * value),
    CAST(round((lon + 180) * 1000000) AS INTEGER) / 10000 / (1 << 2 * value), sensitivity, count(*)
  FROM things JOIN points USING (n) JOIN json_each('{list(range(SIZES))}')
  WHERE lat IS NOT NULL AND lon IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
INSERT INTO words (words) VALUES ('optimize');
CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, words, col);
INSERT INTO terms SELECT term, doc FROM temp.held WHERE col = 'told';
DROP TABLE temp.held;
CREATE INDEX questions_pair ON questions (a, b);
CREATE INDEX stands_incident ON stands (incident);
CREATE INDEX stands_report ON stands (report, relation, incident);
CREATE INDEX attributions_incident ON attributions (incident);
CREATE INDEX links_b ON links (b);
CREATE INDEX rejections_row ON rejections (source, row);
"""
_TOLD = (
    "facility", "place", "place_id", "admin2", "publisher", "document", "note", "object", "weapon",
    "attributed_by", "target", "roots", "notes",
)  # fmt: skip
"""Columns of which the words are looked for."""


def filled(build: Path) -> Path:
    """Return the file for the build in `build`, made anew for another build; StaleError where nothing is built."""
    index = Index.load(build)
    if not load_check(index):
        raise StaleError("nothing is built yet", "solferino build CASE, then open it for review")
    if index.foreign:
        raise StaleError(FOREIGN, "solferino build CASE, then open it for review")
    stamp = key([RECIPE, *(index.stages.get(s, {}).get("key") for s in ("link", "situate", "record", "check"))])
    path = build / NAME
    if _stamp(path) != stamp:
        beside = path.with_suffix(f".{os.getpid()}.writing")
        with closing(sqlite3.connect(beside)) as out:
            # Nothing of it is written anywhere else: what is sealed meets no other disk.
            out.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;" + _SCHEMA
            )
            _fill(out, index)
            out.executescript(_INDEXES)
            out.execute("INSERT INTO meta VALUES (?)", [stamp])
            out.commit()
        beside.replace(path)
    return path


def _stamp(path: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as con:
            return str(con.execute("SELECT stamp FROM meta").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""


def _fill(out: sqlite3.Connection, index: Index) -> None:
    paths = table_paths(index)
    for kind, name in (("incident", "incidents"), ("report", "reports")):
        _things(out, kind, _rows(paths, name, order="date_from, 1"), name=f"{kind}_id")
    out.execute("CREATE UNIQUE INDEX things_id ON things (kind, id)")
    for row in _rows(paths, "incident_reports"):
        out.execute("INSERT INTO stands VALUES (?, ?, ?, ?)",
                    [row["incident_id"], row["report_id"], row["relation"], row["score"]])  # fmt: skip
    links = ([r["report_a"], r["report_b"], r["score"], _json(r)] for r in _rows(paths, "links"))
    out.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", links)
    for row in _rows(paths, "attributions"):
        out.execute("INSERT INTO attributions VALUES (?, ?)", [row["incident_id"], _json(row)])
    levels = {}
    for row in _rows(paths, "sources"):
        levels[row["source_id"]] = row["sensitivity"]
        out.execute("INSERT INTO sources VALUES (?, ?, ?)", [row["source_id"], row["sensitivity"], _json(row)])
    for row in _rows(paths, "exhibits"):
        level = levels.get(row["source_id"], row["sensitivity"])
        out.execute("INSERT INTO exhibits VALUES (?, ?, ?, ?)", [row["sha256"], row["source_id"], level, _json(row)])
    for row in _rows(paths, "rejections"):
        out.execute("INSERT INTO rejections (source, row, sensitivity, body) VALUES (?, ?, ?, ?)",
                    [row["source_id"], row["row"], row["sensitivity"], _json(row)])  # fmt: skip
    for name in sorted(paths):
        found = tuple(row["sensitivity"] for row in _rows(paths, name, columns="DISTINCT sensitivity"))
        out.execute("INSERT INTO levels VALUES (?, ?)", [name, Sensitivity.highest(found)])
    guarded = "SELECT sensitivity FROM things WHERE kind = 'report' AND id IN (?, ?)"
    for q in _questions(index):
        pair = sorted((q["report_a"], q["report_b"]))
        level = Sensitivity.highest(tuple(row[0] for row in out.execute(guarded, pair)))
        out.execute("INSERT INTO questions (a, b, sensitivity, body) VALUES (?, ?, ?, ?)", [*pair, level, _json(q)])


def _questions(index: Index) -> list[Json]:
    stage = index.stages.get("link")
    if stage is None:
        return []
    found: list[Json] = json.loads((index.folder(stage["key"]) / DOUBT).read_text("utf-8"))["questions"]
    return found


def _rows(paths: Mapping[str, Path], name: str, *, order: str = "ALL", columns: str = "*") -> Iterator[Json]:
    """Yield the rows of a table without holding them all."""
    if name not in paths or not paths[name].is_file():
        return
    with workspace() as con:
        cursor = con.execute(f"SELECT {columns} FROM read_parquet({literal(str(paths[name]))}) ORDER BY {order}")
        names = [c[0] for c in cursor.description or ()]
        while rows := cursor.fetchmany(_CHUNK):
            for row in rows:
                yield dict(zip(names, row, strict=True))


def _things(out: sqlite3.Connection, kind: str, rows: Iterable[Json], *, name: str) -> None:
    for row in rows:
        cells = [kind, row[name], row["sensitivity"], _day(row["date_from"]), row["place_id"], _rank(row)]
        sql = "INSERT INTO things (kind, id, sensitivity, day, place, rank) VALUES (?, ?, ?, ?, ?, ?)"
        n = out.execute(sql, cells).lastrowid
        point = [n, row["lat"], row["lon"], _day(row["date_to"] or row["date_from"])]
        out.execute("INSERT INTO points VALUES (?, ?, ?, ?)", point)
        out.execute("INSERT INTO bodies VALUES (?, ?)", [n, _json(row)])
        out.execute(
            "INSERT INTO words (rowid, told, sound, tags) VALUES (?, ?, ?, ?)", [n, *indexed(_told(row)), tags(row)]
        )


def _rank(row: Json) -> int:
    """What is worth grading first: what two origins tell, then what cost most lives, then what most reports tell of."""
    if "occurrence" not in row:
        return 0
    dead, told = min(row["killed_max"] or 0, 999), min(row["reports"], 999)
    return int((row["occurrence"] or 0) * 10**6 + dead * 10**3 + told)


def _told(row: Json) -> str:
    cells = (row.get(column) for column in _TOLD)
    return " ".join(" ".join(map(str, c)) if isinstance(c, list) else str(c) for c in cells if c)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(row: Json) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
