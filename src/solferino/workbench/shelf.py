"""What the last build holds, asked row by row; every answer holds only what the levels asked for may show."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from solferino.words.errors import StaleError
from solferino.words.source import Sensitivity

Json = dict[str, Any]
SEALED = Sensitivity.ORDER[-1]


class Shelf:
    """One SQLite file of `filling`, opened when first asked and held for one request: all of it sees one build."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._con: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next question opens it again, as it is then."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a question; nothing can be written."""
        try:
            return self._open().execute(sql, values).fetchall()
        except OverflowError:
            return []  # a number asked for that no row of the file can have
        except sqlite3.OperationalError:
            raise StaleError(
                "the build that was open is gone", "build the case, then open it for review again"
            ) from None

    def _open(self) -> sqlite3.Connection:
        if self._con is None:
            self._con = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            self._con.row_factory = sqlite3.Row
            # Read through the pages of the system, which are warm; the file is only ever replaced, never changed.
            self._con.executescript("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 2000000000")
        return self._con

    def bodies(self, sql: str, values: Sequence[Any] = ()) -> list[Json]:
        """Return the column `body` of each row, as it was in its table."""
        return [json.loads(row["body"]) for row in self.rows(sql, values)]

    def thing(self, kind: str, name: str) -> Json | None:
        """Return an incident or a report, None where the build has none of that name."""
        found = self.bodies("SELECT body FROM things JOIN bodies USING (n) WHERE kind = ? AND id = ?", [kind, name])
        return found[0] if found else None

    def reports(self, names: Iterable[str]) -> dict[str, Json]:
        """Return reports by id."""
        asked = list(names)
        marks = ", ".join("?" * len(asked))
        found = self.bodies(
            f"SELECT body FROM things JOIN bodies USING (n) WHERE kind = 'report' AND id IN ({marks})", asked
        )
        return {row["report_id"]: row for row in found}

    def begun(self, word: str) -> list[str]:
        """Return the words of the index that begin so, those in most texts first; none for less than two letters."""
        if len(word) < 2:
            return []
        sql = "SELECT term FROM terms WHERE term >= ? AND term < ? ORDER BY docs DESC, term LIMIT 64"
        return [row["term"] for row in self.rows(sql, [word, word + chr(0x10FFFF)])]

    def stands(self, incident: str) -> list[tuple[str, str]]:
        """Return the reports that stand to an incident, and how."""
        sql = "SELECT report, relation FROM stands WHERE incident = ? ORDER BY relation <> 'same', relation, report"
        return [(r["report"], r["relation"]) for r in self.rows(sql, [incident])]

    def incidents_of(self, report: str) -> list[tuple[str, str]]:
        """Return the incidents to which a report stands, and how."""
        sql = "SELECT incident, relation FROM stands WHERE report = ? ORDER BY relation <> 'same', incident"
        return [(r["incident"], r["relation"]) for r in self.rows(sql, [report])]

    def link(self, a: str, b: str) -> Json | None:
        """Return the stored score of a pair and its reasons; None where it is not stored."""
        found = self.bodies("SELECT body FROM links WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)", [a, b, b, a])
        return found[0] if found else None

    def table_level(self, name: str) -> str:
        """Return how guarded the most guarded row of a table is: a count over it says something of that row."""
        found = self.rows("SELECT sensitivity FROM levels WHERE name = ?", [name])
        return str(found[0]["sensitivity"]) if found else Sensitivity.ORDER[0]

    def level(self, reports: Iterable[str]) -> str:
        """Return how guarded the most guarded of these reports is; what the build does not know is sealed."""
        names = json.dumps(sorted(set(reports)))
        sql = """SELECT t.sensitivity FROM json_each(?) d LEFT JOIN things t ON t.kind = 'report' AND t.id = d.value"""
        return Sensitivity.highest(tuple(row["sensitivity"] or SEALED for row in self.rows(sql, [names])))


def steps(link: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return the reasons of a link as (field, level, millibits); they add up to its score."""
    found = []
    for reason in link.get("reasons") or ():
        field, _, rest = reason.partition(" ")
        level, _, millibits = rest.rpartition(" ")
        found.append((field, level, int(millibits)))
    return found
