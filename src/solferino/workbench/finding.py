"""Looking for reports or incidents: words and filters are one question to one index, answered in the order of days."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from solferino.words.source import Sensitivity
from solferino.workbench import tags
from solferino.workbench.shelf import Shelf
from solferino.workbench.terms import asked

COUNTED = 5_000
"""Hits that are counted and drawn; beyond, there are more."""


@dataclass(frozen=True)
class Box:
    """A box of a map, in degrees; its edges belong to it."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Query:
    """What is looked for: `kind` is incident or report; days in ISO form, both included; the empty narrow nothing."""

    kind: str
    words: str = ""
    since: str = ""
    until: str = ""
    object: str = ""
    place: str = ""
    party: str = ""
    box: Box | None = None


@dataclass(frozen=True)
class Found:
    """The numbers of what was found, earliest first, at most `COUNTED`; by day how many; how many have no day."""

    numbers: Sequence[int]
    days: dict[str, int]
    undated: int

    @property
    def capped(self) -> bool:
        """True where there may be more."""
        return len(self.numbers) >= COUNTED


def find(shelf: Shelf, query: Query, *, levels: Iterable[str]) -> Found:
    """Return what matches, of these sensitivities alone."""
    rows = shelf.rows("SELECT first, day, n FROM days WHERE kind = ? ORDER BY first", [query.kind])
    seen, parts = list(levels), _parts(shelf, query)
    numbers: list[int] = []
    for low, high, since in _spans(rows, query) if seen else ():
        for more, box in _boxed(query):
            numbers += _hits(shelf, _match([*parts, *more], seen), low, high, since=since, box=box)
        numbers.sort()
    numbers = numbers[:COUNTED]
    firsts = [row["first"] for row in rows]
    counts = Counter(bisect_right(firsts, n) - 1 for n in numbers)
    days = {rows[at]["day"]: n for at, n in sorted(counts.items())}
    undated = days.pop(None, 0)
    return Found(numbers, days, undated)


def _spans(rows: Sequence[Row], query: Query) -> list[tuple[int, int, str]]:
    """Return from which number to which is looked, in order of days; with the day until which each must have lasted."""
    if not rows:
        return []
    low, end = rows[0]["first"], rows[-1]["first"] + rows[-1]["n"]
    dated = next((r["first"] for r in rows if r["day"] is None), end)  # those without a day come last
    after = next((r["first"] for r in rows if r["day"] and r["day"] > query.until), dated) if query.until else end
    if not query.since:
        return [(low, after, "")]
    start = next((r["first"] for r in rows if r["day"] and r["day"] >= query.since), dated)
    spans = [(low, min(start, after), query.since), (start, min(dated, after), ""), (dated, after, query.since)]
    return [span for span in spans if span[0] < span[1]]


def _parts(shelf: Shelf, query: Query) -> list[str]:
    """Return what narrows, but for the box, each in the words of FTS5."""
    parts = [words] if (words := asked(query.words, shelf.begun)) else []
    for name, value in (("object", query.object), ("place", query.place), ("party", query.party)):
        parts += [tags.any_of([tags.tag(name, value)])] if value else []
    return parts


def _boxed(query: Query) -> list[tuple[list[str], tuple[float, ...]]]:
    """Return the box as squares within it, and squares that touch it, where each point is looked at."""
    if query.box is None:
        return [([], ())]
    edges = (query.box.south, query.box.west, query.box.north, query.box.east)
    within, touching = tags.cover(*edges)
    return [([tags.any_of(squares)], look) for squares, look in ((within, ()), (touching, edges)) if squares]


def _match(parts: list[str], levels: list[str]) -> str:
    """Return the whole question; how guarded a thing is, is not asked for those who may see everything."""
    if len(levels) < len(Sensitivity.ORDER) or not parts:
        parts = [*parts, tags.any_of(tags.tag("level", level) for level in levels)]
    return " AND ".join(f"({part})" for part in parts)


def _hits(shelf: Shelf, match: str, low: int, high: int, *, since: str, box: tuple[float, ...] = ()) -> list[int]:
    """Return the numbers that match from `low` to below `high`, in order; with `since` those that lasted until then."""
    only = f"{match} AND tags : {tags.LONG}" if since else match
    values: list[Any] = [only, low, high - 1]
    sql, conditions = "SELECT w.rowid AS n FROM words w", ["words MATCH ? AND w.rowid BETWEEN ? AND ?"]
    if box:
        conditions.append("p.lat >= ? AND p.lon >= ? AND p.lat <= ? AND p.lon <= ?")
        values += box
    if since:
        conditions.append("p.last >= ?")
        values.append(since)
    if box or since:
        sql += " CROSS JOIN points p ON p.n = w.rowid"
    # As one text: thousands of rows would be thousands of objects to make, and to clear away.
    whole = f"{sql} WHERE {' AND '.join(conditions)} ORDER BY w.rowid LIMIT {COUNTED}"
    found: list[int] = json.loads(shelf.rows(f"SELECT json_group_array(n) AS ns FROM ({whole})", values)[0]["ns"])
    return found
