"""Make the coastlines of the map from Natural Earth's land at 1:110 000 000, as npm's `world-atlas` packs it.

    python tools/coast.py world-atlas/land-110m.json

Natural Earth is in the public domain. The file given is TopoJSON: arcs of whole numbers that polygons share. What is
written is GeoJSON with two decimals, a hundredth of a degree: a tenth of what the lines themselves are good for.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TO = Path(__file__).resolve().parent.parent / "src/solferino/dossier/vendor/land-110m.json"
Ring = list[list[float]]


def arcs(topology: dict[str, Any]) -> list[Ring]:
    """Return every arc in degrees; each step is told as the difference from the one before."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append([x * sx + tx, y * sy + ty])
        found.append(line)
    return found


def ring(numbers: list[int], lines: list[Ring]) -> Ring:
    """Join arcs to a ring; ~n is arc n from its end to its beginning."""
    found: Ring = []
    for n in numbers:
        line = lines[n] if n >= 0 else lines[~n][::-1]
        found += line[1:] if found else line
    return found


def flat(points: Ring) -> Ring:
    """Return a ring of the globe as one of the plane: no leap over the date line, and closed along a pole around it."""
    found = [points[0]]
    for lon, lat in points[1:]:
        found.append([lon + 360 * round((found[-1][0] - lon) / 360), lat])
    first, last = found[0], found[-1]
    if abs(last[0] - first[0]) > 180:
        pole = -90.0 if first[1] < 0 else 90.0
        found += [[last[0], pole], [first[0], pole], first]
    return [[round(lon, 2), round(lat, 2)] for lon, lat in found]


def main(path: Path) -> None:
    """Write the land of `path` where the package keeps it."""
    topology = json.loads(path.read_text("utf-8"))
    lines = arcs(topology)
    shapes = topology["objects"]["land"]["geometries"]
    polygons = [[flat(ring(r, lines)) for r in polygon] for shape in shapes for polygon in shape["arcs"]]
    TO.write_text(json.dumps({"type": "MultiPolygon", "coordinates": polygons}, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
