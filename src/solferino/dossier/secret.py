"""Words that only withheld rows and columns hold: they are struck from every sentence of ours that leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from solferino.dossier.publish import permits
from solferino.dossier.tables import literal
from solferino.store.engine import literal as quoted
from solferino.store.engine import quote
from solferino.words.claim import canonical
from solferino.words.result import Checked
from solferino.words.tables import Field, tables

_WORD = re.compile(r"\w+")
SHORTEST = 4
"""Characters that a word of a withheld row must have before it is looked for."""
LONG = 12
"""The same for a column that is never published: most of its words are in common use."""


def secrets(con: duckdb.DuckDBPyConnection, checked: Checked) -> frozenset[str]:
    """Return the cells that stand in a sentence of ours, in no published cell, and in no word of the author's."""
    filed = _filed(con, checked)
    said, held = "\n".join(_said(checked)), set[str]()
    words = frozenset(_WORD.findall(said))
    for table in filed:
        # Few cells have all their words there: only those are looked for as a whole.
        held |= {c for c in _staying(con, table) if words.issuperset(_WORD.findall(c)) and c in said}
    if held:
        own = _own(checked)
        held = {c for c in held if c not in own}
    return frozenset(held - _leaving(con, filed, sorted(held)))


@dataclass(frozen=True)
class _Filed:
    """A table of the build: its columns of text, those that may leave, and how many of its rows stay."""

    path: Path
    texts: tuple[Field, ...]
    allowed: frozenset[str]
    stays: str
    kept: int


def _filed(con: duckdb.DuckDBPyConnection, checked: Checked) -> list[_Filed]:
    """Return every table, from two questions to all of them at once; one without a sensitivity is published nowhere."""
    settings = checked.case.settings
    levels = ", ".join(f"'{level}'" for level in settings.withhold) or "NULL"
    stays = f"(sensitivity IS NULL OR coalesce(sensitivity IN ({levels}), false))"
    paths = {str(path): name for name, path in sorted(checked.tables.items()) if name in tables()}
    if not paths:
        return []
    there: dict[str, set[str]] = {}
    for file, column in con.execute("SELECT file_name, name FROM parquet_schema(?)", [list(paths)]).fetchall():
        there.setdefault(file, set()).add(column)
    asked = [p for p in paths if "sensitivity" in there[p]]
    counts = " UNION ALL ".join(
        f"SELECT {quoted(p)} AS p, count(*) AS n FROM read_parquet({quoted(literal(Path(p)))}) WHERE {stays}"
        for p in asked
    )
    kept = dict(con.execute(counts).fetchall()) if asked else {}
    found = []
    for p in asked:
        permit = permits().get(paths[p])
        texts = (f for f in tables()[paths[p]].fields if f.kind in ("text", "list") and f.name in there[p])
        allowed = permit.allowed(settings.places) if permit else frozenset()
        found.append(_Filed(Path(p), tuple(f for f in texts if f.name != "sensitivity"), allowed, stays, kept[p]))
    return found


def _staying(con: duckdb.DuckDBPyConnection, table: _Filed) -> Iterator[str]:
    """Yield the text cells that stay in the case: all of rows that do, of the others those of denied columns."""
    if not table.allowed:
        yield from filter(_telling, _distinct(con, table, table.texts, "true", least=SHORTEST))
        return
    if table.kept:
        yield from filter(_telling, _distinct(con, table, table.texts, table.stays, least=SHORTEST))
    denied = tuple(f for f in table.texts if f.name not in table.allowed)
    yield from filter(_telling, _distinct(con, table, denied, "true", least=LONG))


def _distinct(
    con: duckdb.DuckDBPyConnection, table: _Filed, fields: tuple[Field, ...], where: str, *, least: int
) -> list[str]:
    if not fields:
        return []
    sql = f"SELECT DISTINCT c FROM ({_cells(table, fields, where)}) WHERE length(c) >= {least}"
    return [c for (c,) in con.execute(sql).fetchall()]


def _leaving(con: duckdb.DuckDBPyConnection, filed: list[_Filed], wanted: list[str]) -> set[str]:
    """Return which of the cells wanted leave with some table."""
    parts = []
    for table in filed if wanted else ():
        if fields := tuple(f for f in table.texts if f.name in table.allowed):
            parts.append(_cells(table, fields, f"NOT {table.stays}"))
    if not parts:
        return set()
    sql = f"SELECT DISTINCT c FROM ({' UNION ALL '.join(parts)}) WHERE list_contains(?, c)"
    return {c for (c,) in con.execute(sql, [wanted]).fetchall()}


def _cells(table: _Filed, fields: tuple[Field, ...], where: str) -> str:
    """The SELECT of the text cells of some columns, those in lists too, one a row."""
    plain = ", ".join(quote(f.name) for f in fields if f.kind == "text")
    lists = "".join(f", coalesce({quote(f.name)}, [])" for f in fields if f.kind == "list")
    cells = f"unnest(list_concat([{plain}]::VARCHAR[]{lists}))"
    return f"SELECT {cells} AS c FROM read_parquet({quoted(literal(table.path))}) WHERE {where}"


def _telling(cell: str) -> bool:
    """True where a cell may name something: a short word in small letters is one of a vocabulary."""
    return len(cell) >= LONG or not (cell.isalpha() and cell.islower())


def _said(checked: Checked) -> Iterator[str]:
    """Every sentence of ours that a dossier prints."""
    yield from checked.notes
    for r in checked.claims.values():
        yield from (*r.verdict.because, *r.verdict_now.because, *r.notes)
        yield from (w.text for w in r.weaker)
        yield from (c.text for c in r.counter)
        yield from (v for step in r.sheet for v in step.values())
    for s in checked.sentences:
        yield from (t for f in s.findings for t in (f.text, f.holds_instead))


def _own(checked: Checked) -> str:
    """What the author wrote, which is published as it stands."""
    case = checked.case
    told: list[Any] = [s.text for s in case.statements]
    told += [canonical(c.definition()).decode() for c in case.claims]
    told += [json.dumps([p.id, *p.names()], ensure_ascii=False) for p in case.parties.by_id.values()]
    return "\n".join([case.settings.title, case.settings.author, *told])
