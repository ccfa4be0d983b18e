"""The typed table to columns: every text becomes a number once, whatever the number of reports that tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import AN_EVENT, COVERS, Columns, grid, points, spell
from solferino.linkage.engine.fields import Field, Ints, Reals, Scheme
from solferino.linkage.engine.words import Words, learn, table
from solferino.places.names import alternatives, part, skeleton, unnamed
from solferino.places.names import words as signs

STANDS = "CASE WHEN stance = 'denies' THEN 2 WHEN scope != 'one' THEN 1 ELSE 0 END"
EPOCH = "DATE '0001-01-01'"
HEAPED = """
CREATE OR REPLACE TEMP TABLE heaps AS WITH days AS (
  SELECT source, date_from, count(*) AS n FROM placed WHERE date_from = date_to AND stance = 'affirms' GROUP BY ALL
) SELECT d.source, d.date_from, true AS heaped FROM days d LEFT JOIN days o
  ON o.source = d.source AND o.date_from != d.date_from AND abs(o.date_from - d.date_from) <= 15
WHERE day(d.date_from) = 1 GROUP BY d.source, d.date_from, d.n
HAVING d.n >= 20 AND d.n >= 10 * (1 + coalesce(sum(o.n), 0) / 30)
"""
"""First days of a month on which a source heaps its reports: they stand for the month, and tell no day."""
APART = 30_000
"""Metres: a name whose reports lie further apart than this is borne by two places, and places nothing."""


@dataclass(frozen=True)
class Loaded:
    """Columns, and the words of each set field that they were read with."""

    columns: Columns
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def common(self) -> dict[str, int]:
        return {name: words.common for name, words in self.words.items()}


def load(con: duckdb.DuckDBPyConnection, scheme: Scheme, *, words: Mapping[str, Words] | None = None) -> Loaded:
    """Return the columns of the reports in `typed`, which becomes `placed`; `words` are those of an earlier run.

    What is about several events or a stretch of time, or denies, meets no other report: it stands to incidents.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE placed AS SELECT row_number() OVER () - 1 AS rank, * FROM typed")
    con.execute("DROP TABLE typed")
    tie = con.execute(
        "SELECT row_number() OVER (ORDER BY report_id) AS tie, rank FROM (SELECT rank, report_id FROM placed) "
        "ORDER BY rank"
    ).fetchnumpy()["tie"]
    con.execute(HEAPED)
    said = con.execute(
        f"SELECT CASE WHEN heaped THEN 0 ELSE coalesce(date_from - {EPOCH}, 0) END::BIGINT AS low, "
        f"coalesce(date_to - {EPOCH}, 0)::BIGINT AS high, lat, lon, "
        f"coalesce(precision_m, {scheme.windows['default_m']})::BIGINT AS radius, "
        f"{STANDS}::BIGINT AS stands FROM placed LEFT JOIN heaps USING (source, date_from) ORDER BY rank"
    ).fetchnumpy()
    low, high, radius, stands = (_whole(said[k]) for k in ("low", "high", "radius", "stands"))
    stands = np.where((high - low > scheme.windows["span"]) & (stands == AN_EVENT), COVERS, stands)
    lat, lon = _real(said["lat"]), _real(said["lon"])
    lat = np.where((lat == 0) & (lon == 0), np.nan, lat)  # zero, zero is what an empty form sends
    skeletons: dict[str, int] = {}
    place = _names(con, "place", _place, skeletons)
    group = coded(con, "admin2")[0]
    lat, lon, radius = _borrowed(lat, lon, radius, place, scheme)
    at = np.where(np.isnan(lat)[:, None], 0.0, points(np.nan_to_num(lat), np.nan_to_num(lon)))
    cell = grid(at, scheme.windows["metres"])
    kind, district = _stood(np.isnan(lat), radius, cell, group, scheme)
    lost = (low <= 0) | (stands != AN_EVENT) | (np.isnan(lat) & (group < 0))
    kind, group = np.where(lost, kernel.COARSE + 1, kind), np.where(lost, -1, district)
    cells = np.zeros((len(low), scheme.width), dtype=np.int64)
    cells[:, : kernel.FIRST] = np.stack([low, high, kind, radius, place], axis=1)
    begins = scheme.columns()
    learned: dict[str, Words] = {}
    for f in scheme.fields:
        for n, column in enumerate(_columns(con, f, skeletons, words or {}, learned)):
            cells[:, begins[f.name] + n] = column
    names, lengths = spell(list(skeletons))
    told = "concat_ws(chr(31), coalesce(source, ''), coalesce(publisher, ''), "
    source = coded(con, f"CASE WHEN deduplicated THEN {told} '') END")[0]
    document = coded(con, f"CASE WHEN document IS NOT NULL THEN {told} document) END")[0]
    made = Columns(
        cells, at, names, lengths, np.arange(len(low), dtype=np.int64), source, document, cell, group, stands, district
    )
    return Loaded(made.ordered(_whole(tie), named=scheme.named()), learned)


def _stood(bare: Ints, radius: Ints, cell: Ints, group: Ints, scheme: Scheme) -> tuple[Ints, Ints]:
    """Return what each point stands for, and its district: without one, a coarse point is a district of its own."""
    kind = np.where(radius <= scheme.windows["exact_m"], kernel.EXACT, kernel.FINE)
    kind = np.where(bare | (radius > scheme.windows["coarse_m"]), kernel.COARSE, kind)
    return kind, np.where((group < 0) & ~bare & (kind == kernel.COARSE), (1 << 40) + cell, group)


def coded(con: duckdb.DuckDBPyConnection, expression: str) -> tuple[Ints, list[str], Ints]:
    """Return the number of each report's text (-1: none) in the sorted texts, these, and how often each is told."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE said AS SELECT t, row_number() OVER (ORDER BY t) - 1 AS number, times FROM "
        f"(SELECT {expression} AS t, count(*) AS times FROM placed GROUP BY 1) WHERE t IS NOT NULL"
    )
    told = con.execute("SELECT t, times FROM said ORDER BY number").fetchall()
    found = con.execute(
        f"SELECT coalesce(number, -1)::BIGINT AS number FROM placed LEFT JOIN said ON t = ({expression}) ORDER BY rank"
    ).fetchnumpy()
    return _whole(found["number"]), [t for t, _ in told], np.array([n for _, n in told], dtype=np.int64)


def _names(con: duckdb.DuckDBPyConnection, column: str, read: Callable[[str], str], skeletons: dict[str, int]) -> Ints:
    """Return the number of the consonants of each report's name, -1 where it has none."""
    at, told, _ = coded(con, column)
    numbers = [-1 if not (s := read(t)) else skeletons.setdefault(s, len(skeletons)) for t in told]
    return np.array([*numbers, -1], dtype=np.int64)[at]


def _place(text: str) -> str:
    # Asking for alternatives is dear, and nearly no name has any of its signs.
    if any(sign in text for sign in signs()["alternative"]) and len(alternatives(text)) > 1:
        return ""
    return skeleton(text)


def _facility(text: str) -> str:
    return "" if unnamed(text) else "".join(skeleton(word) for word in part(text).core)


def _borrowed(lat: Reals, lon: Reals, radius: Ints, place: Ints, scheme: Scheme) -> tuple[Reals, Reals, Ints]:
    """Give a name without a point the point of its namesakes, where they all lie together; a homonym gets none."""
    bare = np.isnan(lat) & (place >= 0)
    have = ~np.isnan(lat) & (place >= 0) & (radius <= scheme.windows["coarse_m"])
    if not bare.any() or not have.any():
        return lat, lon, radius
    size = int(place.max()) + 1
    count = np.bincount(place[have], minlength=size)
    at = points(lat[have], lon[have])
    low, high = np.full((size, 3), np.inf), np.full((size, 3), -np.inf)
    np.minimum.at(low, place[have], at)
    np.maximum.at(high, place[have], at)
    known = count > 0
    spread = np.full(size, np.inf)
    spread[known] = np.sqrt(((high[known] - low[known]) ** 2).sum(axis=1))
    first = np.full(size, -1)
    rows = np.flatnonzero(have)
    order = rows[np.lexsort([lon[rows], lat[rows], place[rows]])]
    first[place[order][::-1]] = order[::-1]
    ok = bare & (spread[place] <= APART)
    from_row = first[place[ok]]
    lat, lon, radius = lat.copy(), lon.copy(), radius.copy()
    lat[ok], lon[ok], radius[ok] = lat[from_row], lon[from_row], np.maximum(radius[from_row], 5000)
    return lat, lon, radius


def _columns(
    con: duckdb.DuckDBPyConnection, f: Field, skeletons: dict[str, int], kept: Mapping[str, Words],
    learned: dict[str, Words],
) -> list[Ints]:  # fmt: skip
    if f.kind == "set":
        expression = f"lower(coalesce({', '.join(f.columns)}))"
        at, told, count = coded(con, expression)
        learned[f.name] = learn(f.name, zip(told, count.tolist(), strict=True), kept=kept.get(f.name))
        masks = (
            np.concatenate([table(learned[f.name], told), np.zeros((1, 2), dtype=np.int64)])
            if told
            else np.zeros((1, 2), dtype=np.int64)
        )
        return [masks[at, 0], masks[at, 1]]
    if f.kind in ("count", "number"):
        low, high = f"coalesce({', '.join(f.columns)})", f"coalesce({', '.join(reversed(f.columns))})"
        said = con.execute(
            f"SELECT coalesce(try_cast({low} AS BIGINT), -1) AS low, coalesce(try_cast({high} AS BIGINT), -1) AS high "
            "FROM placed ORDER BY rank"
        ).fetchnumpy()
        return [_whole(said["low"]), _whole(said["high"])]
    if f.kind in ("name", "facility"):
        return [_names(con, f.columns[0], _facility if f.kind == "facility" else skeleton, skeletons)]
    return []


def _whole(told: Any) -> Ints:
    return np.ascontiguousarray(np.ma.filled(told, -1), dtype=np.int64)


def _real(told: Any) -> Reals:
    return np.ascontiguousarray(np.ma.filled(np.ma.asarray(told, dtype=np.float64), np.nan))
