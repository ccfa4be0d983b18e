"""The data that other programs were run on, as arrays; what those programs gave stands in expected.json beside them."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from solferino.patterns.events import Events, events


def expected(shared: Path) -> dict[str, Any]:
    """What each peer gave; `_how` says which, and how it was obtained."""
    return json.loads((shared / "data" / "patterns" / "expected.json").read_text("utf-8"))


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table with a header."""
    with (shared / "data" / "patterns" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def timed(shared: Path, name: str) -> Events:
    """Events of a table with x, y and t."""
    told = rows(shared, name)
    return events(np.array([[float(r["x"]), float(r["y"])] for r in told]), np.array([float(r["t"]) for r in told]))


def arson(shared: Path) -> Events:
    """Arson in Chicago 2016: a table without header."""
    told = [line.split(",") for line in (shared / "data" / "patterns" / "chicago_arson.csv").read_text().splitlines()]
    at = np.array([[float(x), float(y)] for x, y, _ in told])
    return events(at, np.array([float(date.fromisoformat(day).toordinal()) for *_, day in told]), metric="streets")


def scanned(shared: Path) -> tuple[np.ndarray, np.ndarray]:
    """The synthetic cases by place and day, 2020-01-01 to 2020-02-21, and the places."""
    folder = shared / "data" / "patterns"
    geo = [line.split() for line in (folder / "synth_scan.geo").read_text().splitlines()]
    number = {name: n for n, (name, _, _) in enumerate(geo)}
    cases = np.zeros((len(geo), 52), dtype=np.int64)
    for name, count, day in map(str.split, (folder / "synth_scan.cas").read_text().splitlines()):
        cases[number[name], date(*map(int, day.split("/"))).toordinal() - date(2020, 1, 1).toordinal()] += int(count)
    return np.array([[float(a), float(b)] for _, a, b in geo]), cases
