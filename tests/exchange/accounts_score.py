"""Scores the reading of prose against `accounts_gold.toml`; `python tests/exchange/accounts_score.py open` prints errors."""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from solferino.exchange.accounts.account import Account
from solferino.exchange.accounts.read import accounts

PUBLISHED = date(2031, 5, 14)
"""The day on which every text of the set was published."""
FIELDS = ("date", "place", "object", "killed", "injured", "weapon", "blamed", "word", "denies")
_NAMES = ("place", "word")


@dataclass
class Score:
    """How often each field was coded, found and found right; `account`: that a text tells of an incident at all."""

    coded: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def of(self, name: str) -> tuple[float, float]:
        """Return precision and recall; 1 where there was nothing to find."""
        precision = self.right[name] / self.found[name] if self.found[name] else 1.0
        return precision, self.right[name] / self.coded[name] if self.coded[name] else 1.0


ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "data" / "syrianarchive_chemical_incidents" / "incidents.csv"


def archive() -> list[dict[str, Any]]:
    """Return the coded sentences of the archive beside the repository, each with its text."""
    coded = tomllib.loads((Path(__file__).parent / "accounts_archive.toml").read_text("utf-8"))
    with ARCHIVE.open(encoding="utf-8", newline="") as file:
        told = {row["incident_code"]: row["summary_en"].strip() for row in csv.DictReader(file)}
    cases = [*coded["archive"], *({"at": at, "none": True} for at in coded["nothing"])]
    for case in cases:
        code, _, span = case["at"].partition(" ")
        case["text"] = told[code][slice(*map(int, span.split("-")))]
    return cases


def gold() -> dict[str, list[dict[str, Any]]]:
    """Return the coded sentences by part."""
    return tomllib.loads((Path(__file__).parent / "accounts_gold.toml").read_text("utf-8"))


def score(part: str) -> Score:
    """Return how the sentences of a part are read; a name is right where one holds the other and half its words."""
    made = Score()
    for case in archive() if part == "archive" else gold()[part]:
        found = accounts(case["text"], published=None if part == "archive" else PUBLISHED)
        coded = {k: case[k] for k in FIELDS if case.get(k)}
        told = _told(found[0]) if found else {}
        made.coded["account"] += not case.get("none")
        made.found["account"] += bool(found)
        made.right["account"] += bool(found) and not case.get("none")
        for name in sorted({*coded, *told}):
            right = name in coded and name in told and _same(name, coded[name], told[name])
            made.coded[name] += name in coded
            made.found[name] += name in told
            made.right[name] += right
            if not right:
                made.errors.append(f"{case['text']}\n    {name}: {coded.get(name)!r} read as {told.get(name)!r}")
    return made


def _told(one: Account) -> dict[str, Any]:
    told: dict[str, Any] = {name: one.first(name) for name in ("place", "object") if one.first(name)}
    told |= {"date": f"{one.first('date_from')}/{one.first('date_to')}"} if one.first("date_from") else {}
    told |= {"word": one.first("word_of")} if one.first("word_of") else {}
    for what in ("killed", "injured"):
        ends = [one.first(f"{what}_{end}") for end in ("min", "max")]
        told |= {what: [int(end) if end else "" for end in ends]} if any(ends) else {}
    told |= {
        k: [v.value for v in one.values[n]] for k, n in (("weapon", "weapon"), ("blamed", "parties")) if n in one.values
    }
    return told | ({"denies": True} if one.first("stance") == "denies" else {})


def _same(name: str, coded: Any, told: Any) -> bool:
    if name == "weapon":
        return sorted(coded) == sorted(told)
    if name == "blamed":
        return len(coded) == len(told) and all(map(_alike, coded, told))
    return _alike(coded, told) if name in _NAMES else bool(coded == told)


def _alike(a: str, b: str) -> bool:
    short, long = sorted((a.casefold(), b.casefold()), key=len)
    return short in long and 2 * len(short.split()) >= len(long.split())


def table(scores: Mapping[str, Score]) -> str:
    """Return the table of the page on formats."""
    lines = ["| field | " + " | ".join(f"{p}: coded | precision | recall" for p in scores) + " |"]
    lines.append("| --- |" + " --- | --- | --- |" * len(scores))
    for name in ("account", *FIELDS):
        cells = [f"{s.coded[name]} | {s.of(name)[0]:.2f} | {s.of(name)[1]:.2f}" for s in scores.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    parts = sys.argv[1:] or ["open", "aside", *(["archive"] if ARCHIVE.is_file() else [])]
    scores = {part: score(part) for part in parts}
    print(*(e for s in scores.values() for e in s.errors), table(scores), sep="\n")
