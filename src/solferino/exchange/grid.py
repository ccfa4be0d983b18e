"""What every reader turns a file into: a header and rows of text, numbered, and the rows that are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from solferino.store.engine import quote
from solferino.words.errors import CaseError, Problem, short

MAX_COLUMNS = 2_000
"""A file with more columns is no table of reports: a list or an object was taken for one."""

UNIQUE = "name each column once, in a corrected file that you add as a source of its own"
"""What to do about a header that does not tell columns apart."""

ITEM = "\x1f"
"""Ends each item of a list that the file itself holds as a list, so that no separator has to be guessed."""

_CHUNK = 50_000


@dataclass(frozen=True)
class Rejection:
    """A row that could not be read: `row` counts data rows from 1, `line` is 0 where unknown."""

    row: int
    column: str
    reason: str
    line: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", short(self.reason))  # it quotes the cell, which may hold a book


@dataclass(frozen=True)
class Loaded:
    """The columns of a file now standing in `table`, beside `row`; and the rows that are not.

    `lists` are columns whose cells are lists of items, each ended by ITEM; `lines` gives the line on which
    a row begins, where the format has lines and they are known.
    """

    table: str
    columns: tuple[str, ...]
    rejected: tuple[Rejection, ...] = field(default=())
    lists: frozenset[str] = field(default=frozenset())
    lines: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One data row: its number, the line it begins on (0: unknown), and its cells by column."""

    number: int
    line: int
    cells: Mapping[str, str | None]


def stand(
    con: duckdb.DuckDBPyConnection,
    rows: Sequence[Row],
    *,
    table: str,
    name: str,
    columns: Sequence[str] = (),
    rejected: Sequence[Rejection] = (),
    lists: frozenset[str] = frozenset(),
) -> Loaded:
    """Put `rows` into `table` as text columns c0, c1 … beside `row`.

    The header is `columns`, or the union of what the rows hold in order of first appearance. A row with a
    character that no table can hold is rejected. Raises CaseError where nothing could be read at all.
    """
    header = tuple(dict.fromkeys([*columns, *(c for row in rows for c in row.cells)]))
    if not header:
        first = rejected[0] if rejected else None
        text = f"no row could be read; row {first.row}: {first.reason}" if first else "holds no record"
        raise CaseError([Problem(name, first.line if first else 0, text)])
    if len(header) > MAX_COLUMNS:
        raise CaseError([Problem(name, 0, f"has {len(header)} columns; at most {MAX_COLUMNS} are read")])
    bad, good = list(rejected), []
    for row in rows:
        wrong = next((c for c, v in row.cells.items() if v and not _holds(v)), None)
        if wrong is None:
            good.append(row)
        else:
            bad.append(Rejection(row.number, wrong, "holds a NUL or half a character pair", row.line))
    names = [f"c{i}" for i in range(len(header))]
    con.execute(f"CREATE TABLE {quote(table)} (row BIGINT, {', '.join(f'{n} VARCHAR' for n in names)})")
    cells = ", ".join("nullif(trim(unnest(?::VARCHAR[])), '')" for _ in header)
    for start in range(0, len(good), _CHUNK):
        part = good[start : start + _CHUNK]
        values = [[row.cells.get(c) for row in part] for c in header]
        con.execute(
            f"INSERT INTO {quote(table)} SELECT unnest(?::BIGINT[]), {cells}", [[r.number for r in part], *values]
        )
    lines = {row.number: row.line for row in rows if row.line}
    return Loaded(table, header, tuple(sorted(bad, key=lambda r: r.row)), lists, lines)


def _holds(text: str) -> bool:
    try:
        return "\0" not in text and bool(text.encode())
    except UnicodeEncodeError:
        return False
