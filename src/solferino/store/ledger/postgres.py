"""A team's decisions in PostgreSQL: the same lines, in one order, signed, and tied so that tampering is found."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solferino.store.database import Database
from solferino.store.ledger.ledger import Draft, Ledger, Overtaken
from solferino.store.ledger.line import compose
from solferino.store.ledger.signer import Signer
from solferino.words.decision import line_digest
from solferino.words.errors import UsageError

if TYPE_CHECKING:
    from psycopg import Connection

SCRIPT = Path(__file__).with_name("ledger.sql")


class PostgresLedger(Ledger):
    """Decisions of one case in a database that others write to as well. Nothing there can be changed unnoticed."""

    def __init__(self, database: Database, *, case: str, secret: bytes) -> None:
        self.database = database
        self.case = case
        self.signer = Signer(secret, case=case)
        self._held: tuple[str, ...] = ()
        self._reading = threading.Lock()
        database.prepare(SCRIPT, made="solferino.decision")
        with database.transaction() as at:
            at.execute("INSERT INTO solferino.ledger VALUES (%s) ON CONFLICT DO NOTHING", (case,))

    def lines(self) -> tuple[str, ...]:
        """Return every line, the oldest first; those that were read before are not read again."""
        with self._reading:
            with self.database.transaction() as at:
                rows = at.execute(
                    "SELECT line FROM solferino.decision WHERE ledger = %s AND serial > %s ORDER BY serial",
                    (self.case, len(self._held)),
                ).fetchall()
            if rows:
                self._held += tuple(bytes(line).decode() for (line,) in rows)
            return self._held

    def append(self, draft: Draft, *, seen: int) -> str:
        """Write the signed line in one transaction; it is on the database's disk when this returns."""
        with self._writing() as at:
            later = at.execute(
                "SELECT line FROM solferino.decision "
                "WHERE ledger = %s AND serial > %s AND author <> %s AND about && %s ORDER BY serial",
                (self.case, seen, draft.by, list(draft.about)),
            ).fetchall()
            if later:
                raise Overtaken(bytes(line).decode() for (line,) in later)
            number, last = _mine(at, self.case, draft.by)

            def taken(name: str) -> bool:
                found = at.execute("SELECT FROM solferino.decision WHERE ledger = %s AND id = %s", (self.case, name))
                return found.fetchone() is not None

            line = self.signer.sign(draft.by, compose(draft, number=number + 1, last=last, taken=taken))
            self._insert(at, [line])
        return line

    def take(self, lines: Iterable[str]) -> None:
        """Write lines that were made elsewhere, byte for byte, all or none.

        UsageError names the first that is no decision or does not follow its author's line before it.
        """
        with self._writing() as at:
            last: dict[str, str] = {}
            taken = list(lines)
            for number, line in enumerate(taken, 1):
                body = body_of(line)
                if body is None:
                    raise UsageError(f"line {number} of those to take is no decision", "solferino check names it")
                by = body["by"]
                before = last[by] if by in last else _mine(at, self.case, by)[1]
                if body.get("prev", "") != (line_digest(before) if before else ""):
                    message = f"line {number} of those to take does not follow {by}'s decision before it"
                    raise UsageError(message, "restore what was edited, removed or moved in decisions.jsonl")
                last[by] = line
            self._insert(at, taken)

    @contextmanager
    def _writing(self) -> Iterator[Connection[Any]]:
        """Give a transaction that holds the case's turn to write."""
        import psycopg

        try:
            with self.database.transaction() as at:
                at.execute("SELECT FROM solferino.ledger WHERE name = %s FOR UPDATE", (self.case,))
                yield at
        except (psycopg.DataError, psycopg.errors.UniqueViolation) as error:
            told = str(error).splitlines()[0]
            raise UsageError(f"the database cannot hold this decision: {told}", "nothing was written") from None

    def _insert(self, at: Connection[Any], lines: Iterable[str]) -> None:
        row = at.execute(
            "SELECT serial, link FROM solferino.decision WHERE ledger = %s ORDER BY serial DESC LIMIT 1", (self.case,)
        ).fetchone()
        serial, link = (row[0], bytes(row[1])) if row else (0, b"")
        rows = []
        for line in lines:
            serial, raw, body = serial + 1, line.encode(), body_of(line)
            assert body is not None
            link = self.signer.link(link, serial, raw)
            rows.append((self.case, serial, body["id"], body["by"], body.get("about", []), raw, link))
        with at.cursor() as cursor:
            cursor.executemany("INSERT INTO solferino.decision VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)


def body_of(line: str) -> dict[str, Any] | None:
    """Return what a line says; None where it is no decision that a ledger can order."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not isinstance(body.get("id"), str) or not isinstance(body.get("by"), str):
        return None
    about = body.get("about", [])
    return body if isinstance(about, list) and all(isinstance(one, str) for one in about) else None


def _mine(at: Connection[Any], case: str, by: str) -> tuple[int, str]:
    """Return how many lines an author has, and the last one; empty where there is none."""
    where = "FROM solferino.decision WHERE ledger = %s AND author = %s"
    row = at.execute(f"SELECT line {where} ORDER BY serial DESC LIMIT 1", (case, by)).fetchone()
    counted = at.execute(f"SELECT count(*) {where}", (case, by)).fetchone()
    return (counted[0] if counted else 0), (bytes(row[0]).decode() if row else "")
