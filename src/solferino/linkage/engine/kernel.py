"""The sweep: pairs near in space and time, each compared to one level per field. Plain Python that a compiler can take.

Nothing here knows a weight or the name of a field. Rows are integers: columns of `cells` by position, START to
SKELETON for every report, then those of the fields. A field is one row of `spec`: kind, first column, how many levels,
stride in the pattern code, and a mask of what is common.

The file is long because it cannot be two: machine code is kept on disk by the age of the file of the function that was
compiled, and what that calls from another file could change without anybody noticing.
"""

from __future__ import annotations

from typing import Any

from solferino.words.compiled import inner

START, END, CLASS, RADIUS, SKELETON, FIRST = 0, 1, 2, 3, 4, 5
EXACT, FINE, COARSE = 0, 1, 2
DAY, SET, COUNT, NAME, BUSY, PLACE, NUMBER = 0, 1, 2, 3, 4, 5, 6
GEO = 11
"""Levels of distance: three each for exact-exact, exact-fine, fine-fine; then one coarse, two coarse."""

Rows = Any
"""Arrays where compiled, lists where not."""


@inner
def name_level(a: int, b: int, names: Rows, lengths: Rows) -> int:
    """Return 0 unknown, 1 the same consonants, 2 one letter more, less, other or swapped, 3 other."""
    if a < 0 or b < 0:
        return 0
    if a == b:
        return 1
    n, m = lengths[a], lengths[b]
    if n < 3 or m < 3 or n - m > 1 or m - n > 1:
        return 3
    head = 0
    while head < n and head < m and names[a][head] == names[b][head]:
        head += 1
    tail = 0
    while tail < n - head and tail < m - head and names[a][n - 1 - tail] == names[b][m - 1 - tail]:
        tail += 1
    one, two = n - head - tail, m - head - tail
    if one <= 1 and two <= 1:
        return 2
    if one == 2 and two == 2 and names[a][head] == names[b][head + 1] and names[a][head + 1] == names[b][head]:
        return 2
    return 3


@inner
def geo_level(i: int, j: int, cells: Rows, points: Rows, slack: float) -> int:
    """Return the level of distance given what both points stand for, -1 beyond what they can stand for."""
    one, two = cells[i][CLASS], cells[j][CLASS]
    if one == COARSE or two == COARSE:
        return 10 if one == two else 9
    x, y, z = points[i][0] - points[j][0], points[i][1] - points[j][1], points[i][2] - points[j][2]
    far = x * x + y * y + z * z
    reach = cells[i][RADIUS] + cells[j][RADIUS] + slack
    if far > reach * reach:
        return -1
    if one != two:
        return 3 if far < 2.25e6 else 4 if far < 9e6 else 5
    if one == EXACT:
        return 0 if far < 2.5e5 else 1 if far < 1e6 else 2
    return 6 if far < 1e4 else 7 if far < 9e6 else 8


@inner
def day_level(i: int, j: int, at: int, cells: Rows, shift: int) -> int:
    """Return 0 unknown, 1 the same day, 2 to 4 days between, 5 days that meet; `j` is brought back by `shift`."""
    low, high = cells[i][at], cells[i][at + 1]
    lower, higher = cells[j][at] - shift, cells[j][at + 1] - shift
    if low <= 0 or lower + shift <= 0:
        return 0
    gap: int = max(low - higher, lower - high)
    if gap > 0:
        return min(gap, 3) + 1
    return 1 if low == high and lower == higher else 5


@inner
def set_level(i: int, j: int, at: int, cells: Rows, common: int) -> int:
    """Return 0 unknown, 1 an uncommon word shared, 2 a common one, 3 one word holds the other, 4 kin, 5 other."""
    one, two = cells[i][at], cells[j][at]
    if one == 0 or two == 0:
        return 0
    shared = one & two
    if shared:
        return 1 if shared & ~common else 2
    wide, wider = cells[i][at + 1], cells[j][at + 1]
    kin = (wide | one) & (wider | two)
    if kin == 0:
        return 5
    return 3 if (one & wider) or (two & wide) else 4


@inner
def count_level(i: int, j: int, at: int, cells: Rows) -> int:
    """Return 0 unknown, 1 none in both, 2 few and equal, 3 many and equal, 4, 5 nearly, 6 far, 7 none against some."""
    low, high, lower, higher = cells[i][at], cells[i][at + 1], cells[j][at], cells[j][at + 1]
    if low < 0 or lower < 0:
        return 0
    if high == 0 or higher == 0:
        return 1 if low == 0 and lower == 0 else 7
    gap = max(low - higher, lower - high, 0)
    least = max(min(low, lower), 1)
    if gap == 0:
        return 3 if least >= 5 else 2
    if gap <= max(1, max(low, lower) // 4):
        return 5 if least >= 5 else 4
    return 6


@inner
def number_level(i: int, j: int, at: int, cells: Rows) -> int:
    """Return 0 unknown, 1 ranges that meet, 2 one apart, 3 up to three apart, 4 further."""
    low, high, lower, higher = cells[i][at], cells[i][at + 1], cells[j][at], cells[j][at + 1]
    if low < 0 or lower < 0:
        return 0
    gap = max(low - higher, lower - high, 0)
    return 1 if gap == 0 else 2 if gap == 1 else 3 if gap <= 3 else 4


@inner
def busy_level(i: int, j: int, at: int, cells: Rows, coarse: bool, levels: int) -> int:
    """Return how busy the neighbourhood of a pair is, on a scale of doublings."""
    held = cells[i][at] + cells[j][at]
    if coarse:
        held = held >> 4
    level = 0
    while held > 1 and level < levels - 1:
        held = held >> 1
        level += 1
    return level


@inner
def compare(
    i: int, j: int, shift: int, cells: Rows, points: Rows, names: Rows, lengths: Rows, spec: Rows, slack: float,
    out: Rows,
) -> bool:  # fmt: skip
    """Fill `out` with one level per field; False where the two cannot be near. The first field is the place."""
    geo = geo_level(i, j, cells, points, slack)
    if geo < 0:
        return False
    out[0] = geo * 4 + name_level(cells[i][SKELETON], cells[j][SKELETON], names, lengths)
    for f in range(1, len(spec)):
        kind, at = spec[f][0], spec[f][1]
        if kind == DAY:
            out[f] = day_level(i, j, at, cells, shift)
        elif kind == SET:
            out[f] = set_level(i, j, at, cells, spec[f][4])
        elif kind == COUNT:
            out[f] = count_level(i, j, at, cells)
        elif kind == NUMBER:
            out[f] = number_level(i, j, at, cells)
        elif kind == NAME:
            out[f] = name_level(cells[i][at], cells[j][at], names, lengths)
        else:
            out[f] = busy_level(i, j, at, cells, geo >= 9, spec[f][2])
    return True


@inner
def same_key(i: int, j: int, source: Rows, document: Rows) -> bool:
    """True where two rows are records of one deduplicated source, or of one document: never one event."""
    return bool((source[i] >= 0 and source[i] == source[j]) or (document[i] >= 0 and document[i] == document[j]))


def count_patterns(
    tasks: Rows, left: Rows, right: Rows, shift: int, window: int, span: int, cells: Rows, points: Rows, names: Rows,
    lengths: Rows, source: Rows, document: Rows, spec: Rows, slack: float, every: int, number: Rows, home: Rows,
    keys: Rows, counts: Rows, known: Rows, out: Rows,
) -> int:  # fmt: skip
    """Count the patterns of all pairs of `tasks` in an open hash table; return pairs met, or -1 where it is full.

    Pairs that are known to be two events, being records of one deduplicated source, are counted apart, in `known`.
    `number` is the number of each row among all, of which every `every`th is asked; `home` is empty, or marks rows
    whose pairs with later rows are counted here and nowhere else.

    `shift` 0: pairs of one window, each once. Otherwise `j` lies `shift` days later: pairs that cannot be one event.
    """
    size, used, met, some = len(keys), 0, 0, len(home) > 0
    for t in range(len(tasks)):
        low, last = tasks[t][2], tasks[t][3]
        for p in range(tasks[t][0], tasks[t][1]):
            i = left[p]
            if every > 1 and number[i] % every:
                continue
            first, final = cells[i][START] + shift - window - span, cells[i][END] + shift + window
            while low < last and cells[right[low]][START] < first:
                low += 1
            q = low
            while q < last:
                j = right[q]
                q += 1
                if cells[j][START] > final:
                    break
                if cells[j][END] < cells[i][START] + shift - window or (tasks[t][4] and j <= i):
                    continue
                if some and not home[min(i, j)]:
                    continue
                if not compare(i, j, shift, cells, points, names, lengths, spec, slack, out):
                    continue
                met += 1
                code = 0
                for f in range(len(spec)):
                    code += out[f] * spec[f][3]
                mixed = code * 2654435761
                slot = (mixed ^ (mixed >> 17) ^ (mixed >> 32)) & (size - 1)
                while keys[slot] != code:
                    if keys[slot] < 0:
                        if used * 2 > size:
                            return -1
                        keys[slot] = code
                        used += 1
                        break
                    slot = (slot + 1) & (size - 1)
                if same_key(i, j, source, document):
                    known[slot] += 1
                else:
                    counts[slot] += 1
    return met


def score_pairs(
    tasks: Rows, left: Rows, right: Rows, window: int, span: int, cells: Rows, points: Rows, names: Rows, lengths: Rows,
    source: Rows, document: Rows, spec: Rows, slack: float, weights: Rows, prior: int, floor: int, touched: Rows,
    one: Rows, two: Rows, scores: Rows, codes: Rows, out: Rows,
) -> int:  # fmt: skip
    """Write pairs that score `floor` or more; return how many there are, also where the arrays hold fewer.

    `weights[f][place][level]` in millibits. `touched` is empty, or marks rows of which a pair needs at least one.
    """
    found, room, some = 0, len(one), len(touched) > 0
    for t in range(len(tasks)):
        low, last = tasks[t][2], tasks[t][3]
        for p in range(tasks[t][0], tasks[t][1]):
            i = left[p]
            first, final = cells[i][START] - window - span, cells[i][END] + window
            while low < last and cells[right[low]][START] < first:
                low += 1
            q = low
            while q < last:
                j = right[q]
                q += 1
                if cells[j][START] > final:
                    break
                if cells[j][END] < cells[i][START] - window or (tasks[t][4] and j <= i):
                    continue
                if same_key(i, j, source, document) or (some and not (touched[i] or touched[j])):
                    continue
                if not compare(i, j, 0, cells, points, names, lengths, spec, slack, out):
                    continue
                place, total, code = out[0], prior, 0
                for f in range(len(spec)):
                    total += weights[f][place][out[f]]
                    code += out[f] * spec[f][3]
                if total < floor:
                    continue
                if found < room:
                    one[found], two[found], scores[found], codes[found] = i, j, total, code
                found += 1
    return found


def count_busy(
    tasks: Rows, left: Rows, right: Rows, near: int, far: int, cells: Rows, points: Rows, within: float, busy: Rows
) -> int:  # fmt: skip
    """Count for every row the reports around it that lie `near` to `far` days away, before or after."""
    for t in range(len(tasks)):
        low, last, both = tasks[t][2], tasks[t][3], tasks[t][4]
        for p in range(tasks[t][0], tasks[t][1]):
            i = left[p]
            first, final = cells[i][START] - far, cells[i][START] + far
            while low < last and cells[right[low]][START] < first:
                low += 1
            q = low
            while q < last:
                j = right[q]
                q += 1
                gap = cells[j][START] - cells[i][START]
                if cells[j][START] > final:
                    break
                if gap < near and gap > -near:
                    continue
                if both and j <= i:
                    continue
                if cells[i][CLASS] != COARSE and cells[j][CLASS] != COARSE:
                    x, y, z = points[i][0] - points[j][0], points[i][1] - points[j][1], points[i][2] - points[j][2]
                    if x * x + y * y + z * z > within * within:
                        continue
                    busy[i] += 1
                    busy[j] += 1
                else:
                    busy[i] += cells[i][CLASS] == COARSE
                    busy[j] += cells[j][CLASS] == COARSE
    return 0
