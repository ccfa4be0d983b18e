"""The worlds a claim was put through: one small square each in a fixed order, filled where it holds."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.draw.palette import INKS
from solferino.draw.svg import element, figure, hint, words

SIDE, STEP, PER_ROW = 12.0, 17.0, 36
HOLDS = frozenset({"supported", "attested", "yes"})


def worlds(results: Mapping[str, str], *, title: str, note: str = "") -> str:
    """Draw one square per world in the order given; the worlds in which the claim does not hold are named beneath."""
    broken = [name for name, verdict in results.items() if verdict not in HOLDS]
    body = ""
    for i, (name, verdict) in enumerate(results.items()):
        x, y = 2 + (i % PER_ROW) * STEP, 2 + (i // PER_ROW) * STEP
        colour = INKS["supported" if verdict in HOLDS else "contradicted"].light
        shape = {"fill": colour} if verdict in HOLDS else {"fill": "none", "stroke": colour, "stroke_width": 2}
        inset = 0 if verdict in HOLDS else 1
        body += element("rect", hint(f"{name}: {verdict}"), x=x + inset, y=y + inset, width=SIDE - 2 * inset,
                        height=SIDE - 2 * inset, class_="holds" if verdict in HOLDS else "breaks", **shape)  # fmt: skip
    y = 2 + -(-max(len(results), 1) // PER_ROW) * STEP + 14
    body += words(f"Holds in {len(results) - len(broken)} of {len(results)} worlds.", 2, y)
    for name in broken:
        y += 17
        body += words(f"Breaks in {name}: {results[name]}.", 2, y)
    desc = "; ".join(f"{name}: {verdict}" for name, verdict in results.items()) or "no world was asked"
    return figure("worlds", 640, y + 8, title, f"{desc}. {note}".strip(), body)
