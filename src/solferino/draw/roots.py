"""Who repeats whom: publishers on the left, origins on the right, a line for each that rests on the other."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, shorten, words

WIDTH, LEFT, RIGHT, ROW, TOP, LONGEST, ROUNDS = 640.0, 250.0, 420.0, 16.0, 26.0, 38, 6
Edges = Mapping[tuple[str, str], int]


def roots(edges: Edges, *, title: str, note: str = "", alone: Mapping[str, int] | None = None) -> str:
    """Draw `edges`, (publisher, origin) → reports. `alone`: publishers → reports that name no origin.

    An origin that more than one publisher rests on is accented: those publishers are one witness, not several.
    """
    if not edges and not alone:
        return figure("roots", WIDTH, 40, title, note, words("No report is published.", 4, 24))
    left, right = _ordered(edges)
    loose = sorted(set(alone or {}) - set(left))
    tall = ROW * max(len(left) + len(loose), len(right), 1)
    ys = dict(zip([*left, *loose], _spread(len(left) + len(loose), tall), strict=True))
    yr = dict(zip(right, _spread(len(right), tall), strict=True))
    shared = {root for root in right if sum(r == root for _, r in edges) > 1}
    body = words("published by", LEFT - 8, 12, class_="quiet", font_size=12, text_anchor="end")
    body += words("resting on", RIGHT + 8, 12, class_="quiet", font_size=12)
    for (publisher, root), n in sorted(edges.items(), key=lambda e: (e[0][1] in shared, e[0])):
        body += _line(publisher, root, n, ys[publisher], yr[root], root in shared)
    for name, y in ys.items():
        n = sum(k for (p, _), k in edges.items() if p == name)
        quiet = {"class_": "quiet"} if name in loose else {}
        body += words(shorten(name, LONGEST), LEFT - 8, y + 4, font_size=12, text_anchor="end", **quiet)
        if (alone or {}).get(name):
            said = hint(f"{name}: {(alone or {})[name]} with no origin told" + (f", {n} with one" if n else ""))
            body += element("circle", said, cx=LEFT, cy=y, r=2.5, fill="none", stroke=INKS["soft"].light, class_="line")
    for root, y in yr.items():
        many = sum(r == root for _, r in edges)
        behind = f" · {many}" if many > 1 else ""
        weight = {"font_weight": 600} if root in shared else {}
        body += words(shorten(root, LONGEST - 6) + behind, RIGHT + 8, y + 4, font_size=12, **weight)
    pairs: dict[str, list[str]] = {}
    for publisher, root in sorted(edges):
        pairs.setdefault(root, []).append(publisher)
    said = "; ".join(f"{root}: {', '.join(pairs[root])}" for root in right)
    if alone:
        said += (
            f"; no origin told: {', '.join(sorted(alone))}" if said else f"no origin told: {', '.join(sorted(alone))}"
        )
    return figure("roots", WIDTH, TOP + tall + 8, title, f"{said}. {note}".strip(), body)


def _ordered(edges: Edges) -> tuple[list[str], list[str]]:
    """Return both sides in an order in which few lines cross: each where its partners stand on average, in turns."""
    right = sorted({r for _, r in edges}, key=lambda r: (-sum(x == r for _, x in edges), r))
    left = sorted({p for p, _ in edges})
    for _ in range(ROUNDS):
        left = _by_mean(left, {p: [r for q, r in edges if q == p] for p in left}, right)
        right = _by_mean(right, {r: [p for p, q in edges if q == r] for r in right}, left)
    return left, right


def _by_mean(side: list[str], partners: Mapping[str, list[str]], other: list[str]) -> list[str]:
    at = {name: i for i, name in enumerate(other)}
    return sorted(side, key=lambda name: (round(sum(at[p] for p in partners[name]) / len(partners[name]), 6), name))


def _spread(n: int, tall: float) -> list[float]:
    step = min(tall / n, ROW * 2.5) if n else 0.0
    start = TOP + (tall - step * n) / 2
    return [round(start + step * (i + 0.5), 1) for i in range(n)]


def _line(publisher: str, root: str, n: int, y: float, to: float, shared: bool) -> str:
    colour, class_ = (INKS["supported"].light, "edge accent") if shared else (RULES["line"].light, "rule")
    middle = (LEFT + RIGHT) / 2
    d = f"M{LEFT:g} {y:g}C{middle:g} {y:g} {middle:g} {to:g} {RIGHT:g} {to:g}"
    said = hint(f"{publisher} rests on {root} in {n} {'report' if n == 1 else 'reports'}")
    return element("path", said, d=d, fill="none", stroke=colour, stroke_width=1.25, class_=class_,
                   stroke_opacity=0.65 if shared else 1)  # fmt: skip
