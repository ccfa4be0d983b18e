"""Why two reports were, or were not, taken for one event: a bar per field in bits, which together make the score."""

from __future__ import annotations

from collections.abc import Sequence

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, shorten, words

WIDTH, ROW, LEFT, RIGHT = 480.0, 18.0, 150.0, 420.0
LABEL = 26
"""Characters that fit beside the bars; the whole stands in the hint of the bar and in the text of the figure."""
Step = tuple[str, str, int]
"""Field, what was found, millibits."""


def bits(millibits: int) -> str:
    """Return millibits as bits with their sign: +2.5, −4, 0."""
    text = f"{abs(millibits) / 1000:g}"
    return text if not millibits else f"{'+' if millibits > 0 else '−'}{text}"


def waterfall(steps: Sequence[Step], *, title: str, note: str = "") -> str:
    """Draw each step from where the last one ended; the last line is the sum."""
    total = sum(n for _, _, n in steps)
    ends = [0]
    for _, _, n in steps:
        ends.append(ends[-1] + n)
    low, high = min(ends), max([*ends, low_room(ends)])

    def x(value: float) -> float:
        return round(LEFT + (value - low) / max(high - low, 1) * (RIGHT - LEFT), 1)

    tall = ROW * (len(steps) + 1)
    body = element("path", d=f"M{x(0):g} 2V{tall:g}", stroke=RULES["line"].light, class_="rule")
    for i, (field, level, n) in enumerate(steps):
        y, a, b = ROW * i + 4, x(min(ends[i], ends[i + 1])), x(max(ends[i], ends[i + 1]))
        kind = "supported" if n > 0 else "contradicted"
        body += words(shorten(f"{field}: {level}", LABEL), 0, y + 9, font_size=12)
        body += element("rect", hint(f"{field} {level} {bits(n)}"), x=a, y=y, width=max(b - a, 1.0), height=10,
                        fill=INKS[kind].light, class_="accent" if n > 0 else "no")  # fmt: skip
        body += words(bits(n), WIDTH, y + 9, font_size=12, text_anchor="end")
    y = ROW * len(steps) + 4
    body += element("path", d=f"M0 {y - 2:g}H{WIDTH:g}", stroke=RULES["line"].light, class_="rule")
    body += words("together", 0, y + 11, font_size=12, font_weight=600)
    body += words(f"{bits(total)} bits", WIDTH, y + 11, font_size=12, font_weight=600, text_anchor="end")
    said = "; ".join(f"{field} {level} {bits(n)}" for field, level, n in steps)
    return figure("waterfall", WIDTH, tall + 4, title, f"{said}; together {bits(total)} bits. {note}".strip(), body)


def low_room(ends: Sequence[int]) -> int:
    """Return the least value the scale must reach, so that a single step has width."""
    return min(ends) + 1
