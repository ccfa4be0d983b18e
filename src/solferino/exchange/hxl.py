"""HXL 1.1: CSV or a workbook in which a row of hashtags, below the header, names the columns.

The attributes of a tag stand in order of alphabet. A column without a tag keeps the words of the header; a tag that
stands twice is numbered.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

import duckdb

from solferino.exchange import csv as plain
from solferino.exchange import xlsx
from solferino.exchange.grid import MAX_COLUMNS, Loaded
from solferino.exchange.text import decode
from solferino.words.errors import CaseError, Problem

_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+[a-z][a-z0-9_]*)*")
_ZIP = b"PK\x03\x04"
_WITHIN = 25
"""Rows among which the tags stand, by the standard."""


def load(
    con: duckdb.DuckDBPyConnection,
    data: bytes,
    *,
    table: str,
    name: str,
    encoding: str = "utf-8",
    delimiter: str = ",",
    sheet: str = "",
) -> Loaded:
    """Load what stands below the tags into `table`; raise CaseError where no row of tags is found."""
    if data.startswith(_ZIP):
        return xlsx.load(con, data, table=table, name=name, sheet=sheet, heading=_heading)
    text = decode(data, name, encoding)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(_read(rows), name, "csv")
    at = rows.line_num
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


def _heading(lines: xlsx.Lines, name: str, sheet: str) -> tuple[str, ...]:
    """Take the rows of a sheet down to its tags, and return the names of the columns."""
    return _columns(([xlsx.text(cell) or "" for cell in cells] for _, cells in lines), name, "xlsx")


def _read(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows for as long as they can be cut into cells."""
    with suppress(csv.Error):
        yield from rows


def _columns(rows: Iterator[list[str]], name: str, without: str) -> tuple[str, ...]:
    """Take rows down to the tags; return a name for every column; raise CaseError where there are no tags."""
    above = list[str]()
    for row in islice(rows, _WITHIN):
        if tagged(row):
            if len(row) > MAX_COLUMNS:
                raise CaseError([Problem(name, 0, f"has {len(row)} columns; at most {MAX_COLUMNS} are read")])
            return tuple(_named(row + [""] * (len(above) - len(row)), above))
        above = row
    hint = f'without tags it is plain: format = "{without}"'
    raise CaseError([Problem(name, 0, f"has no row of hashtags among its first {_WITHIN}", hint)])


def _named(tags: list[str], header: list[str]) -> list[str]:
    named: list[str] = []
    for i, cell in enumerate(tags):
        tag, *attributes = (part.strip() for part in cell.lower().split("+"))
        words = header[i].strip() if not tag and i < len(header) else ""
        base = " ".join([tag, *sorted(attributes)]) or words or f"untagged {i + 1}"
        times = sum(1 for other in named if other == base or other.startswith(f"{base} ("))
        named.append(f"{base} ({times + 1})" if times else base)
    return named
