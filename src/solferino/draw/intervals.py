"""Estimates side by side: one row per method, its interval as a line, and what is documented as a mark of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solferino.draw.palette import INKS
from solferino.draw.svg import element, figure, words

WIDTH, LEFT, RIGHT, ROW = 640.0, 150.0, 96.0, 26.0


def intervals(told: Mapping[str, Any]) -> str:
    """Draw the methods of an estimate (the values of `estimate --json`); an arrow is an end that nobody knows."""
    rows = [m for m in told["methods"] if m["low"] is not None]
    n = float(told["documented"])
    ends = [n, *(x for m in rows for x in (m["low"], m["high"], m["estimate"]) if x is not None)]
    low, high = min(ends), max(ends)
    span = max(high - low, 1.0) * 1.06

    def at(value: float) -> float:
        return float(round(LEFT + (value - low) / span * (WIDTH - LEFT - RIGHT), 1))

    body = element(
        "path", d=f"M{at(n)} 12v{ROW * (len(rows) + 1):g}", stroke=INKS["soft"].light, stroke_dasharray="3 3"
    )
    body += words(f"documented {n:.0f}", at(n) + 5, 18, font_size=11, class_="quiet")
    said, y = [f"{n:.0f} documented"], 18 + ROW
    for m in rows:
        end = high if m["high"] is None else m["high"]
        body += words(m["name"], 12, y + 4, font_size=12)
        body += element("path", d=f"M{at(m['low'])} {y:g}H{at(end)}", stroke=INKS["contradicted"].light, stroke_width=2)
        if m["high"] is None:
            body += words("→", at(end) + 2, y + 4, font_size=12)
        if m["estimate"] is not None:
            body += element("circle", cx=at(m["estimate"]), cy=y, r=4.5, fill=INKS["contradicted"].light)
        reach = f"{m['low']:.0f} to {'…' if m['high'] is None else format(m['high'], '.0f')}"
        body += words(reach, WIDTH - 12, y + 4, font_size=11, text_anchor="end", class_="quiet")
        said.append(f"{m['name']}: {reach}")
        y += ROW
    if not rows:
        body += words("No estimate is given, so there is nothing to draw.", 12, y, font_size=12)
    return figure("intervals", WIDTH, y + 8, str(told["sentence"]), "; ".join(said) + ".", body)
