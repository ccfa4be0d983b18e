"""HXL 1.1: CSV whose row of hashtags, below its header, names the columns; the attributes stand in order of alphabet.

A column without a tag keeps the words of the header; a tag that stands twice is numbered.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import duckdb

from solferino.exchange import csv as plain
from solferino.exchange.grid import MAX_COLUMNS, Loaded
from solferino.exchange.text import decode
from solferino.words.errors import CaseError, Problem

_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+[a-z][a-z0-9_]*)*")
_WITHIN = 25
"""Rows among which the tags stand, by the standard."""


def load(
    con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8", delimiter: str = ","
) -> Loaded:
    """Load what stands below the tags into `table`; raise CaseError where no row of tags is found."""
    text = decode(data, name, encoding)
    at, tags, header = _tags(text, delimiter)
    if not tags:
        hint = 'without tags it is plain: format = "csv"'
        raise CaseError([Problem(name, 0, f"has no row of hashtags among its first {_WITHIN}", hint)])
    if len(tags) > MAX_COLUMNS:
        raise CaseError([Problem(name, 0, f"has {len(tags)} columns; at most {MAX_COLUMNS} are read")])
    columns = _named(tags, header)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(columns)
    below = "\n".join(text.split("\n")[at:])
    loaded = plain.load(con, (out.getvalue() + below).encode(), table=table, name=name, delimiter=delimiter)
    bad = tuple(replace(r, line=r.line and r.line + at - 1) for r in loaded.rejected)
    return replace(loaded, rejected=bad)


def tagged(row: tuple[str, ...] | list[str]) -> bool:
    """True for a row of hashtags: at least half of what it says, and nothing else beside empty cells."""
    said = [cell.strip() for cell in row if cell.strip()]
    return bool(said) and all(_TAG.fullmatch(cell.lower()) for cell in said) and 2 * len(said) >= len(row)


def _tags(text: str, delimiter: str) -> tuple[int, list[str], list[str]]:
    """Return the line on which the tags end, the tags, and the header above them."""
    rows, above = csv.reader(io.StringIO(text), delimiter=delimiter), list[str]()
    for _ in range(_WITHIN):
        try:
            row = next(rows)
        except (StopIteration, csv.Error):
            break
        if tagged(row):
            return rows.line_num, row, above
        above = row
    return 0, [], []


def _named(tags: list[str], header: list[str]) -> list[str]:
    named: list[str] = []
    for i, cell in enumerate(tags):
        tag, *attributes = (part.strip() for part in cell.lower().split("+"))
        words = header[i].strip() if not tag and i < len(header) else ""
        base = " ".join([tag, *sorted(attributes)]) or words or f"untagged {i + 1}"
        times = sum(1 for other in named if other == base or other.startswith(f"{base} ("))
        named.append(f"{base} ({times + 1})" if times else base)
    return named
