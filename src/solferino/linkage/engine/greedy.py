"""Average link inside one component after another: plain Python that a compiler can take, whole numbers throughout."""

from __future__ import annotations

from typing import Any

from solferino.words.compiled import inner

Rows = Any


@inner
def better(sums: Rows, sizes: Rows, a: int, b: int, c: int, d: int) -> bool:
    """True where the mean between groups a, b is above that between c, d; ties go to the first in order."""
    one, two = sums[a][b] * sizes[c] * sizes[d], sums[c][d] * sizes[a] * sizes[b]
    if one != two:
        return bool(one > two)
    low, lower = min(a, b), min(c, d)
    return low < lower or (low == lower and max(a, b) < max(c, d))


@inner
def partner(g: int, k: int, alive: Rows, sums: Rows, sizes: Rows, apart: Rows) -> int:
    """Return the best group for g, -1 for none."""
    best = -1
    for h in range(k):
        if (
            h != g
            and alive[h]
            and sums[g][h] > 0
            and not apart[g][h]
            and (best < 0 or better(sums, sizes, g, h, g, best))
        ):
            best = h
    return best


def merge_all(
    first: Rows, pairs_from: Rows, one: Rows, two: Rows, excess: Rows, keys_from: Rows, key: Rows, holder: Rows,
    cannot_from: Rows, no_one: Rows, no_two: Rows, held: Rows, absent: int, threshold: int, names: Rows,
    kept: Rows, gone: Rows, height: Rows, joined: Rows, sums: Rows, apart: Rows, sizes: Rows, alive: Rows, best: Rows,
) -> int:  # fmt: skip
    """Join groups of each component, best mean first, down to `threshold`; return how many joins were written.

    Component c has groups first[c] to first[c + 1], numbered from 0 in its pairs; `excess` is the sum of scores above
    what absent pairs count; groups of one `key`, and those in `no_one`, `no_two`, are never joined.
    """
    done = 0
    for c in range(len(first) - 1):
        base, k = first[c], first[c + 1] - first[c]
        for g in range(k):
            sizes[g], alive[g] = held[base + g], True
            for h in range(k):
                sums[g][h], apart[g][h] = 0, False
        for e in range(pairs_from[c], pairs_from[c + 1]):
            sums[one[e]][two[e]] = sums[two[e]][one[e]] = excess[e]
        for e in range(keys_from[c], keys_from[c + 1]):
            d = e + 1
            while d < keys_from[c + 1] and key[d] == key[e]:
                apart[holder[e]][holder[d]] = apart[holder[d]][holder[e]] = True
                d += 1
        for e in range(cannot_from[c], cannot_from[c + 1]):
            apart[no_one[e]][no_two[e]] = apart[no_two[e]][no_one[e]] = True
        for g in range(k):
            best[g] = partner(g, k, alive, sums, sizes, apart)
        while True:
            top = -1
            for g in range(k):
                if alive[g] and best[g] >= 0 and (top < 0 or better(sums, sizes, g, best[g], top, best[top])):
                    top = g
            if top < 0:
                break
            g, h = min(top, best[top]), max(top, best[top])
            pairs = sizes[g] * sizes[h]
            if sums[g][h] < (threshold - absent) * pairs:
                break
            kept[done], gone[done], height[done] = names[base + g], names[base + h], absent + sums[g][h] // pairs
            joined[done] = pairs
            done += 1
            alive[h] = False
            sizes[g] += sizes[h]
            for x in range(k):
                if alive[x] and x != g:
                    sums[g][x] = sums[x][g] = sums[g][x] + sums[h][x]
                    apart[g][x] = apart[x][g] = apart[g][x] or apart[h][x]
            for x in range(k):
                if alive[x] and (x == g or best[x] == g or best[x] == h):
                    best[x] = partner(x, k, alive, sums, sizes, apart)
                elif (
                    alive[x]
                    and sums[x][g] > 0
                    and not apart[x][g]
                    and (best[x] < 0 or better(sums, sizes, x, g, x, best[x]))
                ):
                    best[x] = g
    return done


def roots(one: Rows, two: Rows, parent: Rows) -> int:
    """Join rows by pairs; afterwards parent[row] is the smallest row it is joined with."""
    for e in range(len(one)):
        a, b = one[e], two[e]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for a in range(len(parent)):
        parent[a] = parent[parent[a]]
    return 0
