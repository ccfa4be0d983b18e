"""A rejected row as its file has it, and what reading the source again with a repair would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.exchange.read import read
from solferino.exchange.reader import READERS
from solferino.exchange.repaired import Repair, repairs
from solferino.pipeline.open_case import open_case
from solferino.pipeline.preserve import resolve
from solferino.pipeline.sealed import plain_bytes
from solferino.store.engine import quote, workspace
from solferino.vault import Vault
from solferino.words.decision import Decision
from solferino.words.errors import UsageError
from solferino.words.source import Source


@dataclass(frozen=True)
class Raw:
    """A row of a file: its cells by column, or the text of its line where it could not be cut into cells."""

    source: Source
    columns: tuple[str, ...]
    cells: dict[str, str]
    line: str = ""


@dataclass(frozen=True)
class Tried:
    """What a reading with a repair gives: counts before and after, why the row is still rejected, or its record."""

    records: tuple[int, int]
    rejected: tuple[int, int]
    still: tuple[str, ...]
    record: dict[str, Any]


def source_of(case: Path, name: str) -> tuple[Source, bytes]:
    """Return a source with its bytes; UsageError where the case has none of that name that can be read."""
    opened = open_case(case)
    source = next((s for s in resolve(opened) if s.id == name and s.readings), None)
    if source is None:
        raise UsageError(f"no source {name!r} can be read", "unlock the case where it is sealed")
    return source, plain_bytes(opened, source, Vault.open(case / "vault"))


def raw(source: Source, data: bytes, *, row: int, line: int) -> Raw:
    """Return data row `row` of the file, which begins on `line` (0: unknown)."""
    reading = source.readings[0]
    reader = READERS[reading.format]
    given = {"encoding": reading.encoding, "delimiter": reading.delimiter, **reading.options}
    with workspace() as con:
        options = {k: v for k, v in given.items() if k in reader.options}
        loaded = reader.load(con, data, table="raw row", name=source.path or source.file, options=options)
        found = con.execute(f"SELECT * EXCLUDE (row) FROM {quote(loaded.table)} WHERE row = ?", [row]).fetchone()
    if found is not None:
        cells = {c: "" if v is None else str(v) for c, v in zip(loaded.columns, found, strict=True)}
        return Raw(source, loaded.columns, cells)
    lines = data.decode(reading.encoding, "replace").splitlines() if line else []
    return Raw(source, loaded.columns, {}, lines[line - 1] if 0 < line <= len(lines) else "")


def tried(source: Source, data: bytes, *, row: int, repair: Repair, decisions: Sequence[Decision]) -> Tried:
    """Read the source as it is decided now, and with one repair more; nothing is kept."""
    before = repairs(decisions, source.id, source.sha256)
    one, two = _read(source, data, before, row), _read(source, data, (*before, repair), row)
    return Tried((one.records[0], two.records[0]), (one.rejected[0], two.rejected[0]), two.still, two.record)


def _read(source: Source, data: bytes, wanted: Sequence[Repair], row: int) -> Tried:
    with workspace() as con:
        parts = read(con, source, data, repairs=wanted)
        bad = {r.row for p in parts for r in p.rejected}
        still = tuple(f"{r.column or 'whole row'}: {r.reason}" for p in parts for r in p.rejected if r.row == row)
        record: dict[str, Any] = {}
        # The engine keeps the order of rows: the row of a file is the one after those before it that were read.
        if parts and row not in bad and not source.readings[0].where:
            at = row - 1 - sum(n < row for n in bad)
            cursor = con.execute(f"SELECT * FROM {quote(parts[0].relation)} LIMIT 1 OFFSET {at}")
            names = [c[0] for c in cursor.description or ()]
            if (found := cursor.fetchone()) is not None:
                record = {k: v for k, v in zip(names, found, strict=True) if v not in (None, "", [])}
        total = sum(p.records for p in parts)
    return Tried((total, total), (len(bad), len(bad)), still, record)
