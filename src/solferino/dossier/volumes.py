"""Where each incident and report stands: on a page of its own, or, where they are many, in volumes by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from solferino.dossier.slug import slugs
from solferino.draw.timeline import spoken

Json = Mapping[str, Any]
MANY = 3000
"""Rows of one table that may have a page each; more stand in volumes."""
THICK = 200
"""Rows of one volume."""


@dataclass(frozen=True)
class Volume:
    """Rows of one month that stand on one page; a month with many has several, numbered from 1 (0: the only one)."""

    path: str
    month: str
    number: int
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """The month in words, and which of its volumes this is."""
        return f"{month(self.month)}, part {self.number}" if self.number else month(self.month)


@dataclass(frozen=True)
class Placed:
    """Row → link to it, and the volumes where there are any."""

    links: Mapping[str, str] = field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()


def place(folder: str, rows: Sequence[Json], key: str) -> Placed:
    """Return where the rows of one table stand in `folder`; `key` is the column that names a row."""
    names = {k: v for k, v in slugs([*(r[key] for r in rows), "index"]).items() if k != "index"}
    if len(rows) <= MANY:
        return Placed({k: f"{folder}/{v}.html" for k, v in names.items()})
    held: dict[str, list[str]] = {}
    for r in sorted(rows, key=lambda r: when(r, key)):
        held.setdefault(str(r.get("date_from") or "")[:7], []).append(r[key])
    found = []
    for of, whole in held.items():
        for start in range(0, len(whole), THICK):
            number = start // THICK + 1 if len(whole) > THICK else 0
            path = f"{folder}/{of or 'no-day'}{f'-{number}' if number else ''}.html"
            found.append(Volume(path, of, number, tuple(whole[start : start + THICK])))
    return Placed({n: f"{v.path}#{names[n]}" for v in found for n in v.names}, tuple(found))


def when(row: Json, key: str) -> tuple[str, str, str]:
    """The order of rows: by day, those without one last."""
    return str(row.get("date_from") or "9999"), str(row.get("date_to") or "9999"), str(row[key])


def month(key: str) -> str:
    """Return `2016-07` in words."""
    return spoken(date.fromisoformat(f"{key}-01"))[2:] if key else "no day told"


def shelves(volumes: Sequence[Volume]) -> list[dict[str, Any]]:
    """Return volumes by month, with the number of rows in each: for the page that leads to them."""
    found: dict[str, dict[str, Any]] = {}
    for v in volumes:
        entry = found.setdefault(v.month, {"month": month(v.month), "n": 0, "links": []})
        entry["n"] += len(v.names)
        entry["links"].append((str(v.number or "all"), v.path))
    return list(found.values())
