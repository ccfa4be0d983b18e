"""The one way an engine is opened: offline, one thread, rows in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

_NUMBER = count(1)
_SPILL = [".tmp"]
"""Where an engine that runs out of memory writes; the last one counts. The first is what engines do by themselves."""


def connect() -> duckdb.DuckDBPyConnection:
    """Return an in-memory engine that loads no extension and whose results do not depend on the machine.

    One thread: float sums and Parquet row groups would otherwise follow the scheduler.
    """
    return duckdb.connect(
        config={
            "threads": 1,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
            "temp_directory": _SPILL[-1],
        }
    )


@contextmanager
def spilling(into: Path) -> Iterator[None]:
    """Let every engine spill, and read, in the folder `into` meanwhile: what is sealed must meet no other disk."""
    _SPILL.append(str(into))
    _shared().execute(f"SET temp_directory = {literal(_SPILL[-1])}")
    try:
        yield
    finally:
        _SPILL.pop()
        with suppress(duckdb.Error):  # an engine that did spill keeps its folder
            _shared().execute(f"SET temp_directory = {literal(_SPILL[-1])}")


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a folder for what an engine has to read from a file; it stands where engines spill, and goes at the end.

    Where none has been told to spill elsewhere, it is one of the machine's temporary folders.
    """
    base = _SPILL[-1] if len(_SPILL) > 1 else None
    if base is not None:
        Path(base).mkdir(mode=0o700, exist_ok=True)
    with TemporaryDirectory(prefix="solferino-", dir=base) as folder:
        yield Path(folder)


@contextmanager
def workspace() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection whose tables are its own and are gone at the end.

    All share one engine: to open another costs as much as all that a stage then asks of it.
    """
    name = f"work{next(_NUMBER)}"
    with _shared().cursor() as con:
        con.execute(f"ATTACH ':memory:' AS {name}")
        con.execute(f"USE {name}")
        try:
            yield con
        finally:
            con.execute("USE memory")
            con.execute(f"DETACH {name}")


@cache
def _shared() -> duckdb.DuckDBPyConnection:
    return connect()


def quote(name: str) -> str:
    """Return `name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"
