"""A namespace of tables: the files a build wrote, opened for asking, each table loaded when first asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb

from solferino.store.engine import connect, literal, quote, workspace
from solferino.store.fill import fill
from solferino.store.parquet import create_empty
from solferino.words.errors import EvidenceError
from solferino.words.tables import tables

Rows = list[dict[str, Any]]


def stacked(name: str) -> str:
    """Return the name under which the other forms of a table stand."""
    return name + " @"


class Namespace:
    """Tables by name; a table with no file is empty. Use as a context manager, or call `close`.

    `made` holds what was made of them, `kept` is the folder where such things may be found again.
    """

    def __init__(self, paths: Mapping[str, Path], *, kept: Path | None = None) -> None:
        self.paths, self.kept = dict(paths), kept
        self._open = ExitStack()
        self._con: duckdb.DuckDBPyConnection | None = None
        self._loaded = dict[str, int]()
        self._sealed: dict[str, bool] = {}
        self._tables: dict[str, Rows] = {}
        self.made: dict[str, Any] = {}

    def __enter__(self) -> Namespace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()
        self._con = None
        self._loaded.clear()
        self._sealed.clear()
        self._tables.clear()
        self.made.clear()

    def load(self, name: str) -> None:
        """Make table `name` ready; a file that cannot be read is an EvidenceError.

        Rows stand in the order of their days, then canonically: the engine keeps it, so that no question need sort.
        """
        if name in self._loaded:
            return
        schema, path = tables()[name], self.paths.get(name)
        if path is None:
            create_empty(self._connection(), schema)
            self._loaded[name] = 0
        else:
            columns = ", ".join(map(quote, schema.columns))
            order = ", ".join(map(quote, [c for c in (schema.event, *schema.columns) if c]))
            source = f"SELECT {columns} FROM read_parquet({literal(str(path))}) ORDER BY {order}"
            try:
                self._create(name, source)
            except duckdb.Error as error:
                first = str(error).split("\n", 1)[0]
                raise EvidenceError(f"table {name!r} cannot be read from {path.name}: {first}",
                                    "delete build/ and build again", (path.name,)) from None  # fmt: skip

    def _create(self, name: str, select: str, values: Sequence[Any] = ()) -> None:
        made = self._connection().execute(f"CREATE OR REPLACE TABLE {quote(name)} AS {select}", list(values))
        (self._loaded[name],) = made.fetchone() or (0,)

    def rows(self, sql: str, values: Sequence[Any] = (), *, of: Sequence[str] = ()) -> Rows:
        """Return the rows of a query over the tables `of`, as dicts by column."""
        cursor = self._ask(sql, values, of)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, *, of: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the tables `of`, without names."""
        return self._ask(sql, (), of).fetchall()

    def _ask(self, sql: str, values: Sequence[Any], of: Sequence[str]) -> duckdb.DuckDBPyConnection:
        for name in of:
            self.load(name)
        return self._connection().execute(sql, list(values))

    def size(self, name: str) -> int:
        """Return how many rows the table has."""
        self.load(name)
        return self._loaded[name]

    def empty(self, name: str) -> bool:
        """True where the table has no rows."""
        return self.size(name) == 0

    def sealed(self, name: str) -> bool:
        """True where some row of the table is sealed."""
        if name not in self._sealed:
            sql = f"SELECT 1 FROM {quote(name)} WHERE sensitivity = 'sealed' LIMIT 1"
            self._sealed[name] = not self.empty(name) and bool(self.tuples(sql))
        return self._sealed[name]

    def stack(self, name: str, rows: Sequence[tuple[str, dict[str, Any]]], mark: str) -> None:
        """Keep other forms of one table beside it, as `name @`: `rows` come with the form each belongs to.

        One row in many forms, the same object each time, is kept once.
        """
        places, once = dict[int, int](), Rows()
        for _, row in rows:
            if id(row) not in places:
                places[id(row)] = len(once)
                once.append(row | {mark: str(len(once))})
        each = quote(stacked(name) + " rows")
        fill(self._connection(), tables()[name], once, name=stacked(name) + " rows", extra=mark)
        forms = [[form for form, _ in rows], [str(places[id(row)]) for _, row in rows]]
        columns = ", ".join(f"r.{quote(c)}" for c in tables()[name].columns)
        self._create(
            stacked(name),
            f"SELECT {columns}, f.form AS {quote(mark)} "
            "FROM (SELECT unnest(?::VARCHAR[]) AS form, unnest(?::VARCHAR[]) AS at) f "
            f"JOIN {each} r ON r.{quote(mark)} = f.at",
            forms,
        )

    def keep_stack(self, name: str, folder: Path) -> None:
        """Write the other forms of a table into `folder`, for `load_stack` to find."""
        path = literal(str(folder / f"{name}.parquet"))
        self._connection().execute(f"COPY {quote(stacked(name))} TO {path} (FORMAT parquet)")

    def load_stack(self, name: str, folder: Path) -> None:
        """Put the other forms of a table, as kept in `folder`, beside it."""
        path = literal(str(folder / f"{name}.parquet"))
        self._create(stacked(name), f"FROM read_parquet({path})")

    def table(self, name: str) -> Rows:
        """Return every row of one table, in canonical order: read once, so never to be changed."""
        if name not in self._tables:
            self._tables[name] = self.rows(f"SELECT * FROM {quote(name)} ORDER BY ALL", of=[name])
        return self._tables[name]

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._con is None:
            self._con = self._open.enter_context(workspace())
        return self._con

    def select(self, sql: str) -> Rows:
        """Run a claim's own SELECT over every table, in an engine that can reach nothing else.

        Raises ValueError where `sql` is not exactly one SELECT, or where it cannot be run.
        """
        with connect() as con:
            try:
                statements = con.extract_statements(sql)
            except duckdb.Error as error:
                raise ValueError(str(error).split("\n", 1)[0]) from None
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise ValueError("expected exactly one SELECT")
            for name, schema in tables().items():
                create_empty(con, schema)
                if name in self.paths:
                    columns = ", ".join(map(quote, schema.columns))
                    source = literal(str(self.paths[name]))
                    con.execute(f"INSERT INTO {quote(name)} SELECT {columns} FROM read_parquet({source})")
            con.execute("SET enable_external_access = false")
            con.execute("SET lock_configuration = true")
            try:
                cursor = con.execute(statements[0])
                names = [column[0] for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            except duckdb.Error as error:
                raise ValueError(str(error).split("\n", 1)[0]) from None
