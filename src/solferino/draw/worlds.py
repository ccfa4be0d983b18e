"""The worlds a claim was put through: one small square each in a fixed order, filled where it holds."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.draw.palette import INKS
from solferino.draw.svg import element, figure, hint, lines, words

SIDE, STEP, PER_ROW = 12.0, 17.0, 36
FEW, ROW, COLUMNS = 14, 22.0, 84
"""Up to FEW worlds each has a line of its own, with its name and what it asks."""
HOLDS = frozenset({"supported", "attested", "yes"})


def worlds(
    results: Mapping[str, str], *, title: str, note: str = "", means: Mapping[str, str] | None = None,
    base: bool = True,
) -> str:  # fmt: skip
    """Draw one square per world in the order given; the worlds in which the claim does not hold are named.

    `means` says what a world asks. `base`: the claim holds in the build itself; where it does not, no world breaks it.
    """
    broken = [name for name, verdict in results.items() if verdict not in HOLDS]
    few = len(results) <= FEW
    body, y = "", 2.0
    for i, (name, verdict) in enumerate(results.items()):
        if few:
            body += _square(name, verdict, 2, y)
            told = f"{name}: {verdict}"
            if means and name in means:
                told += f". {means[name]}"
            drawn, more = lines(told, 24, y + 10.5, columns=COLUMNS, leading=16)
            body += drawn
            y += ROW + (more - 1) * 16
        else:
            body += _square(name, verdict, 2 + (i % PER_ROW) * STEP, 2 + (i // PER_ROW) * STEP)
    y = y + 12 if few else 2 + -(-max(len(results), 1) // PER_ROW) * STEP + 14
    held = len(results) - len(broken)
    also = "" if base or held else ", and not in the build either"
    body += words(f"Holds in {held} of {len(results)} worlds{also}.", 2, y)
    for name in broken if base else ():
        y += 17
        body += words(f"Breaks in {name}: {results[name]}.", 2, y)
    desc = "; ".join(f"{name}: {verdict}" for name, verdict in results.items()) or "no world was asked"
    return figure("worlds", 640, y + 8, title, f"{desc}. {note}".strip(), body)


def _square(name: str, verdict: str, x: float, y: float) -> str:
    holds = verdict in HOLDS
    colour = INKS["supported" if holds else "contradicted"].light
    shape: dict[str, object] = {"fill": colour} if holds else {"fill": "none", "stroke": colour, "stroke_width": 2}
    inset = 0 if holds else 1
    return element("rect", hint(f"{name}: {verdict}"), x=x + inset, y=y + inset, width=SIDE - 2 * inset,
                   height=SIDE - 2 * inset, class_="holds" if holds else "breaks", **shape)  # fmt: skip
