"""Words that only withheld rows and columns hold: they are struck from every sentence of ours that leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from solferino.dossier.publish import permits
from solferino.dossier.tables import columns, literal
from solferino.store.engine import quote
from solferino.words.claim import canonical
from solferino.words.result import Checked
from solferino.words.tables import tables

SHORTEST = 4
"""Characters that a word of a withheld row must have before it is looked for."""
LONG = 12
"""The same for a column that is never published: most of its words are in common use."""


def secrets(con: duckdb.DuckDBPyConnection, checked: Checked) -> frozenset[str]:
    """Return the cells that stand in a sentence of ours, in no published cell, and in no word of the author's."""
    said, own = "\n".join(_said(checked)), _own(checked)
    held: set[str] = set()
    for name, path in sorted(checked.tables.items()):
        held |= {c for c in _cells(con, name, path, checked, public=False) if c in said and c not in own}
    if not held:
        return frozenset()
    shown = {c for name, path in checked.tables.items() for c in _cells(con, name, path, checked, public=True)}
    return frozenset(held - shown)


def _cells(con: duckdb.DuckDBPyConnection, name: str, path: Path, checked: Checked, *, public: bool) -> Iterator[str]:
    """Yield the text cells of a table that leave, or that stay."""
    settings, permit = checked.case.settings, permits().get(name)
    if name not in tables():
        return
    there = set(columns(con, path))
    texts = [f for f in tables()[name].fields if f.kind in ("text", "list") and f.name in there]
    allowed = permit.allowed(settings.places) if permit else frozenset()
    marks = ", ".join(f"'{level}'" for level in settings.withhold) or "NULL"
    stays = f"(sensitivity IS NULL OR coalesce(sensitivity IN ({marks}), false))" if "sensitivity" in there else "true"
    for field in texts:
        if field.name == "sensitivity" or (public and field.name not in allowed):
            continue
        always = field.name not in allowed
        where = f"NOT {stays}" if public else "true" if always else stays
        cell = f"unnest({quote(field.name)})" if field.kind == "list" else quote(field.name)
        least = LONG if always and allowed and not public else SHORTEST
        sql = f"SELECT DISTINCT {cell} AS c FROM read_parquet(?) WHERE {where}"
        rows = con.execute(sql, [literal(path)]).fetchall()
        yield from (c for (c,) in rows if isinstance(c, str) and len(c) >= least and (public or _telling(c)))


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
