"""A claim's test as a question: its settings, the case and tables it is asked of, and the strata of incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.claims.where import ClaimError, compile_where
from solferino.store.namespace import Namespace, Rows
from solferino.words.case import CaseFile
from solferino.words.tables import tables as schemas

STRATA = ("place_id", "month")
"""Within what chance is let loose where a claim does not say."""

POINTS = ("knox", "near-repeat", "kst", "labelling", "scan", "proximity")
"""Tests that read where incidents were."""

LISTS = ("repeats", "proximity", "listed")
"""Tests that ask a list of places, those never hit included."""


@dataclass(frozen=True)
class Question:
    """A claim's test: its settings, and the case and tables it is asked of."""

    settings: dict[str, Any]
    tables: Namespace
    case: CaseFile

    @property
    def kind(self) -> str:
        return str(self.settings["kind"])

    @property
    def protected(self) -> list[str]:
        told = self.settings.get("protected") or []
        return told if isinstance(told, list) else [told]

    @property
    def drawing(self) -> dict[str, Any]:
        """Return the seed, and how many random worlds are drawn."""
        return {"seed": self.settings["seed"], "draws": self.settings["draws"]}

    def numbers(self, key: str) -> list[float]:
        """Return one setting as numbers; a ClaimError where the test needs it and nothing is told."""
        told = self.settings.get(key, [])
        found = [float(x) for x in (told if isinstance(told, list) else [told])]
        if not found:
            raise ClaimError(f"test.{key}", f"test {self.kind} needs {key}", f"{key} = 800, or {key} = [360, 800]")
        return found

    def marks(self) -> dict[str, str]:
        """Return, for each setting that marks incidents, the SQL condition under which one is marked."""
        found = {}
        for key in ("group", "hit") if self.kind == "odds" else ("group",) if self.kind == "labelling" else ():
            if not self.settings.get(key):
                raise ClaimError(f"test.{key}", f"test {self.kind} needs {key}", f'{key} = {{ object = "hospital" }}')
            found[key] = compile_where(self.settings[key], schemas()["incidents"], self.case).sure
        return found

    def strata(self, rows: Rows) -> list[str]:
        """Return the name of each incident's stratum."""
        keys = self.settings.get("within") or STRATA
        return [" · ".join(_named(row, key) for key in keys) for row in rows]


def _named(row: dict[str, Any], key: str) -> str:
    value = row["date_from"] if key == "month" else row[key]
    return value.isoformat()[:7] if isinstance(value, date) else str(value)
