"""Which pairs are compared at all: a sorted sweep by day inside cells of space, and by name where no day is told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from math import ceil, cos, floor, radians

from solferino.linkage.features import PROPER, Feature
from solferino.linkage.settings import Settings

Cell = tuple[int, int]


def candidates(made: list[Feature], settings: Settings) -> Iterator[tuple[int, int]]:
    """Yield positions (a, b), a < b, each pair once, of reports that could speak of one event.

    Reports with a point meet those of their own and the neighbouring cells; reports with none meet every
    report of those days in the same admin2 (or one unknown). A report with no day meets only those that
    name the same facility. A report with neither day, place nor facility meets nobody.
    """
    dated = [n for n, f in enumerate(made) if f.start]
    placed = [n for n in dated if made[n].lat is not None and made[n].radius <= settings.windows["coarse_m"]]
    loose = [n for n in dated if made[n].lat is None or made[n].radius > settings.windows["coarse_m"]]
    yield from _by_cell(made, placed, settings)
    yield from _loose(made, placed, loose, settings)
    yield from undated(made)


def _by_cell(made: list[Feature], placed: list[int], settings: Settings) -> Iterator[tuple[int, int]]:
    if not placed:
        return
    size = settings.windows["metres"] / 110_500  # metres in a degree of latitude, at its shortest
    highest = min(90.0, max(abs(made[n].lat or 0.0) for n in placed) + size)
    narrow = cos(radians(highest))
    around = max(1, floor(360 * narrow / size)) if narrow > 0.02 else 1  # near a pole every column is near every other
    cells: dict[Cell, list[int]] = {}
    for n in placed:
        f = made[n]
        cell = floor((f.lat or 0.0) / size), floor((((f.lon or 0.0) + 180) % 360) / 360 * around)
        cells.setdefault(cell, []).append(n)
    coarse = sorted({made[n].radius for n in placed}, reverse=True)
    reach = 1 + (ceil(max(0, coarse[0] - settings.windows["fine_m"]) / settings.windows["metres"]) if coarse else 0)
    for (row, col), mine in sorted(cells.items()):
        yield from _sweep(made, mine, mine, settings)
        seen = {(row, col)}
        for other in _forward(row, col, reach, around):
            if other not in seen and other in cells:
                seen.add(other)
                yield from _sweep(made, mine, cells[other], settings)


def _forward(row: int, col: int, reach: int, around: int) -> Iterator[Cell]:
    """Yield the cells that lie ahead, so that two cells meet once; columns close round the globe."""
    if 2 * reach + 1 >= around:
        yield from ((row, c) for c in range(around) if c > col)
        yield from ((row + up, c) for up in range(1, reach + 1) for c in range(around))
        return
    yield from ((row, (col + step) % around) for step in range(1, reach + 1))
    yield from ((row + up, (col + step) % around) for up in range(1, reach + 1) for step in range(-reach, reach + 1))


def _sweep(made: list[Feature], one: list[int], two: list[int], settings: Settings) -> Iterator[tuple[int, int]]:
    """Yield pairs within the window of days; positions are in order of first day."""
    window, longest = settings.windows["days"], settings.windows["span"]
    starts = [made[n].start for n in two]
    for n in one:
        f = made[n]
        low = bisect_left(starts, f.start - window - longest)
        high = bisect_right(starts, f.end + window)
        for m in two[low:high]:
            if (one is not two or n < m) and made[m].end >= f.start - window:
                yield (n, m) if n < m else (m, n)


def _loose(made: list[Feature], placed: list[int], loose: list[int], settings: Settings) -> Iterator[tuple[int, int]]:
    for others in (placed, loose):
        for n, m in _sweep(made, loose, others, settings):
            one, two = made[n].report.admin2, made[m].report.admin2
            if not one or not two or one == two:
                yield n, m


def undated(made: list[Feature]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a report without a day and another that names its facility."""
    by_name: dict[str, list[int]] = {}
    for n, f in enumerate(made):
        if f.named == PROPER:
            by_name.setdefault(f.name, []).append(n)
    for _, held in sorted(by_name.items()):
        undated = [n for n in held if not made[n].start]
        for n in undated:
            for m in held:
                if m != n and (made[m].start or n < m):
                    yield (n, m) if n < m else (m, n)
