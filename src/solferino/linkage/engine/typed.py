"""Files of reports to one typed table, set-based: the engine takes every row it is sure of, Python reads the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from solferino.linkage.plain import COLUMNS, checked_names, cut, header, known
from solferino.linkage.plain_row import NO, YES, checked
from solferino.store.engine import literal, quote, scratch
from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary

TEXTS = (
    "report_id",
    "source",
    "publisher",
    "document",
    "place",
    "admin2",
    "facility",
    "object",
    "target",
    "roots",
    "weapon",
    "party",
)
COUNTS = ("precision_m", "killed_min", "killed_max", "injured_min", "injured_max")
DAYS = ("date", "date_from", "date_to", "known_since")
HARM = ("killed", "injured")
ISO = r"\d{4}-\d\d-\d\d([T ].*)?"
WORDS = ("scope", "stance", "attribution_relation")
Rejected = list[tuple[int, str]]


def typed(con: duckdb.DuckDBPyConnection, paths: Sequence[Path], extra: Sequence[str] = ()) -> Rejected:
    """Fill the table `typed` with every row of `paths` that is a report, and return the others with their reasons.

    `extra` are columns beyond those of the Link input, kept as text. A row number counts from 1 in its file; with
    several files the reason begins with the file's name.
    """
    rejected: Rejected = []
    columns = (*COLUMNS, *extra)
    create(con, extra)
    select = ", ".join([_SELECT, *map(quote, extra)])
    for at, path in enumerate(paths):
        broken = _told(con, path, columns)
        con.execute(f"INSERT INTO typed SELECT {at}, {select} FROM told WHERE {_SURE}")
        rest = con.execute(
            f"SELECT n, {', '.join(map(quote, columns))} FROM told WHERE ({_SURE}) IS NOT TRUE ORDER BY n"
        ).fetchall()
        bad = _by_hand(con, at, rest, columns)
        con.execute("DROP VIEW told" if path.suffix.casefold() == ".parquet" else "DROP TABLE told")
        said = f"{path.name}: " if len(paths) > 1 else ""
        rejected += [(row, said + reason) for row, reason in sorted(broken + bad)]
    return rejected + _twice(con, paths)


def create(con: duckdb.DuckDBPyConnection, extra: Sequence[str] = ()) -> None:
    """Make the table `typed`, empty."""
    con.execute(_TYPED + "".join(f", {quote(c)} VARCHAR" for c in extra) + ")")


def _told(con: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> Rejected:
    """Make the table `told`: every known column as text, and the row's number."""
    known(path)
    try:
        if path.suffix.casefold() == ".parquet":
            found = con.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
            names = [str(name).strip() for name, *_ in found]
            checked_names(path, names)
            kinds = {str(name).strip(): (str(name), str(kind)) for name, kind, *_ in found}
            cells = {c: _cell(*kinds[c]) if c in kinds else "NULL" for c in columns}
            said = ", ".join(f"nullif(trim({cell}), '') AS {quote(c)}" for c, cell in cells.items())
            con.execute(
                f"CREATE TEMP VIEW told AS SELECT file_row_number + 1 AS n, {said} "
                f"FROM read_parquet({literal(str(path))}, file_row_number = true)"
            )
            return []
        return _told_csv(con, path, columns)
    except duckdb.Error as error:
        raise UsageError(f"{path.name} cannot be read: {str(error).splitlines()[0]}", "is it whole?") from None


def _cell(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"array_to_string({quote(name)}, '; ')"
    if kind in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({quote(name)}) THEN NULL ELSE {quote(name)}::VARCHAR END"
    return f"{quote(name)}::VARCHAR"


def _told_csv(con: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> Rejected:
    names = header(path)
    checked_names(path, names)
    at = {name: n for n, name in enumerate(names)}

    def said(first: int) -> str:
        cells = {c: f"c{at[c] + first}" if c in at else "NULL::VARCHAR" for c in columns}
        return ", ".join(f"nullif(trim({cell}), '') AS {quote(c)}" for c, cell in cells.items())

    try:
        con.execute(
            f"CREATE TEMP TABLE told AS SELECT row_number() OVER () AS n, {said(0)} FROM {_csv(path, len(names))}"
        )
        return []
    except duckdb.Error:
        con.execute("DROP TABLE IF EXISTS told")
        with scratch() as folder:
            good = folder / "rows.csv"
            broken = cut(path, good, len(names))
            con.execute(
                f"CREATE TEMP TABLE told AS SELECT c0::BIGINT AS n, {said(1)} FROM {_csv(good, len(names) + 1)}"
            )
        return broken


def _csv(path: Path, width: int) -> str:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"strict_mode = true, null_padding = false, columns = {{{columns}}}, max_line_size = 16777216)"
    )


def _by_hand(con: duckdb.DuckDBPyConnection, at: int, rest: list[tuple[Any, ...]], columns: Sequence[str]) -> Rejected:
    """Read the rows that the engine is not sure of as the plain form does: each is a report, or has its reasons."""
    rows = [(int(row[0]), dict(zip(columns, row[1:], strict=True))) for row in rest]
    kept, bad = checked(rows)
    first = {id: (n, row) for n, row in reversed(rows) if (id := row["report_id"])}
    made = []
    for row in kept:
        texts = [row["source_id"] if c == "source" else row["parties"] if c == "party" else row[c] for c in TEXTS]
        texts = ["; ".join(t) if isinstance(t, list) else t for t in texts]
        made.append([
            at, first[row["report_id"]][0], *texts, *(row[c] for c in COUNTS), row["date_from"], row["date_to"],
            row["lat"], row["lon"], row["deduplicated"], row["scope"] or "one", row["stance"] or "affirms",
            *(first[row["report_id"]][1][c] for c in columns[len(COLUMNS) :]),
        ])  # fmt: skip
    if made:
        con.executemany(f"INSERT INTO typed VALUES ({', '.join('?' * len(made[0]))})", made)
    return bad


def _twice(con: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> Rejected:
    """Take out rows whose id stands in an earlier row."""
    found = con.execute(
        "SELECT file, n, report_id, first_file, first_n FROM (SELECT file, n, report_id, "
        "first(file) OVER w AS first_file, first(n) OVER w AS first_n FROM typed WHERE report_id IN "
        "(SELECT report_id FROM typed GROUP BY 1 HAVING count(*) > 1) "
        "WINDOW w AS (PARTITION BY report_id ORDER BY file, n)) WHERE (file, n) != (first_file, first_n) ORDER BY 1, 2"
    ).fetchall()
    if not found:
        return []
    con.executemany("DELETE FROM typed WHERE file = ? AND n = ?", [row[:2] for row in found])
    many = len(paths) > 1
    return [
        (n, (f"{paths[file].name}: " if many else "") + f"report_id {id!r} stands in row {first}"
         + (f" of {paths[first_file].name}" if first_file != file else "") + " already")
        for file, n, id, first_file, first in found
    ]  # fmt: skip


def _list(words: Sequence[str]) -> str:
    return "(" + ", ".join(map(literal, words)) + ")"


def _day(column: str) -> str:
    return f"try_cast(left({column}, 10) AS DATE)"


def _number(column: str) -> str:
    return f"try_cast({column} AS DOUBLE)"


_SURE = " AND ".join([
    "report_id IS NOT NULL",
    *(f"({c} IS NULL OR ({_day(c)} IS NOT NULL AND regexp_full_match({c}, {literal(ISO)})))" for c in DAYS),
    *(f"({c} IS NULL OR ({_number(c)} BETWEEN 0 AND 2e9 AND {_number(c)} = floor({_number(c)})))" for c in COUNTS),
    "(lat IS NULL) = (lon IS NULL)",
    f"(lat IS NULL OR abs({_number('lat')}) <= 90)", f"(lon IS NULL OR abs({_number('lon')}) <= 180)",
    f"(deduplicated IS NULL OR lower(deduplicated) IN {_list((*YES, *NO))})",
    *(f"({c} IS NULL OR lower({c}) IN {_list(tuple(vocabulary(c)))})" for c in WORDS),
    f"(date_from IS NULL OR date_to IS NULL OR {_day('date_from')} <= {_day('date_to')})",
    *(f"({k}_min IS NULL OR {k}_max IS NULL OR {_number(k + '_min')} <= {_number(k + '_max')})" for k in HARM),
])  # fmt: skip
"""What makes a row a report beyond doubt; a row that is not sure is read again by hand."""

_SELECT = ", ".join([
    "n", *TEXTS, *(f"{_number(c)}::BIGINT" for c in COUNTS),
    f"coalesce({_day('date_from')}, {_day('date')})",
    f"coalesce({_day('date_to')}, {_day('date_from')}, {_day('date')})",
    _number("lat"), _number("lon"), f"coalesce(lower(deduplicated) IN {_list(YES)}, false)",
    "coalesce(lower(scope), 'one')", "coalesce(lower(stance), 'affirms')",
])  # fmt: skip

_TYPED = (
    "CREATE TEMP TABLE typed (file INTEGER, n BIGINT, " + ", ".join(f"{c} VARCHAR" for c in TEXTS) + ", "
    + ", ".join(f"{c} BIGINT" for c in COUNTS)
    + ", date_from DATE, date_to DATE, lat DOUBLE, lon DOUBLE, deduplicated BOOLEAN, scope VARCHAR, stance VARCHAR"
)  # fmt: skip
