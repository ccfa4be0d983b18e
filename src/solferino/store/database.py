"""Connections to a team's PostgreSQL: kept while they last, one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Full, LifoQueue
from typing import TYPE_CHECKING, Any

from solferino.words.errors import MachineError, UsageError

if TYPE_CHECKING:
    from psycopg import Connection

# Whoever stops in the middle of a transaction must not hold up the others for ever.
_PATIENCE = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=30s -c client_encoding=UTF8"
_LOCK = 0x50_1F_E2_19_0
"""Number of the advisory lock under which tables are made."""


class Database:
    """A PostgreSQL database at `url`, for any number of threads. MachineError where it cannot be reached."""

    def __init__(self, url: str) -> None:
        try:
            import psycopg  # of the extra `team`; a case of one person never loads it
        except ImportError:
            raise MachineError("the package psycopg is not installed", "pip install 'solferino[team]'") from None
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # What the library says would quote the address, and with it a password.
            raise UsageError("the address of the database cannot be read", "postgresql://NAME@HOST/DATABASE") from None
        self.url = url
        self._idle: LifoQueue[Connection[Any]] = LifoQueue(maxsize=8)

    @contextmanager
    def transaction(self) -> Iterator[Connection[Any]]:
        """Give a connection for one transaction: committed, durably, at the end; undone where an error leaves it."""
        import psycopg

        try:
            with self._connection() as connection, connection.transaction():
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            told = str(error).strip().splitlines() or [type(error).__name__]
            raise MachineError(f"the database: {told[0]}", "see that PostgreSQL runs, then do it again") from None
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege) as error:
            raise MachineError(f"the database: {str(error).splitlines()[0]}", "see who may do what in it") from None

    def prepare(self, script: Path, *, made: str) -> None:
        """Make the tables of an SQL file unless the table `made`, its last, is there; two that prepare take turns.

        Where it is there, whoever uses the database need own nothing in it.
        """
        with self.transaction() as at:
            at.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            found = at.execute("SELECT to_regclass(%s)", (made,)).fetchone()
            if found == (None,):
                at.execute(script.read_bytes())

    def close(self) -> None:
        """Close every connection that is not in use."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def __del__(self) -> None:
        if hasattr(self, "_idle"):
            self.close()

    @contextmanager
    def _connection(self) -> Iterator[Connection[Any]]:
        connection = self._living()
        try:
            yield connection
        except BaseException:
            if connection.broken or connection.closed:
                connection.close()
            else:
                self._give_back(connection)
            raise
        self._give_back(connection)

    def _living(self) -> Connection[Any]:
        """Return an idle connection that still answers, else a new one: the database may have been restarted."""
        import psycopg

        while True:
            try:
                connection = self._idle.get_nowait()
            except Empty:
                return psycopg.connect(self.url, autocommit=True, options=_PATIENCE, connect_timeout=10)
            try:
                connection.execute("SELECT")
            except psycopg.Error:
                connection.close()
            else:
                return connection

    def _give_back(self, connection: Connection[Any]) -> None:
        try:
            self._idle.put_nowait(connection)
        except Full:
            connection.close()
