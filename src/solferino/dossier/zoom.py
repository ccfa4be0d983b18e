"""The map that can be moved and zoomed: files that a page opened from a disk loads when a reader asks for it.

A page from a disk may fetch nothing, but may load scripts: the program, its style, the land and the points are such.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as packaged
from typing import Any

from solferino.dossier.script import call
from solferino.draw.svg import readable

FOLDER = "map"
PROGRAM, LAND = "maplibre-gl", "land"


@dataclass(frozen=True)
class Spot:
    """A published point: what it stands for, how many incidents and in which months, and links to them."""

    lat: float
    lon: float
    label: str
    radius_m: int | None
    n: int
    when: Mapping[str, int]
    links: Sequence[tuple[str, str]]


def files(spots: Sequence[Spot]) -> dict[str, bytes]:
    """Return path → bytes: what others wrote, unchanged, with its licence; the land; the points."""
    made = {name: packaged("solferino.dossier").joinpath("vendor", name).read_bytes() for name in _names(PROGRAM)}
    (land,) = _names(LAND)
    shape = packaged("solferino.dossier").joinpath("vendor", land).read_bytes().strip()
    made["land.js"] = b'solferinoMap("land", ' + shape + b");\n"
    made["points.js"] = call("solferinoMap", "points", [
        {"at": [s.lon, s.lat], "label": readable(s.label), "reach": s.radius_m or 0, "n": s.n,
         "when": dict(sorted(s.when.items())), "links": [[readable(text), href] for text, href in s.links]}
        for s in spots
    ])  # fmt: skip
    return {f"{FOLDER}/{name}": body for name, body in made.items()}


@cache
def credit() -> Mapping[str, str]:
    """Return what the page says of the work of others, and the names of the files to load."""
    program, land = (_vendored()[name] for name in (PROGRAM, LAND))
    ends = {"script": ".js", "style": ".css", "licence": ".txt"}
    named = {key: next(n for n in program["files"] if n.endswith(end)) for key, end in ends.items()}
    drawn = f"Drawn by {PROGRAM} {program['version']}, {program['licence']}"
    return named | {
        "text": f"Coastlines, coarse, to see where one is: {land['credit']}, {land['licence']}. {drawn}",
        "size": _size(),
    }


def _size() -> str:
    at = packaged("solferino.dossier").joinpath("vendor")
    size = sum(len(at.joinpath(name).read_bytes()) for part in (PROGRAM, LAND) for name in _names(part))
    return f"{size / 1e6:.1f} MB"


def _names(part: str) -> list[str]:
    return list(_vendored()[part]["files"])


@cache
def _vendored() -> dict[str, Any]:
    text = packaged("solferino.dossier").joinpath("vendor", "vendored.toml").read_text("utf-8")
    return tomllib.loads(text)
