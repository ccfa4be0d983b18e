"""Counts by week and party as ranges: filled to what every reading gives, open to what some reading gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, words
from solferino.draw.timeline import spoken

WIDTH, PANEL, LEFT = 640.0, 64.0, 8.0
_YEARS = 70
"""Weeks beyond which years are marked, and no longer weeks."""
Counts = Mapping[date, tuple[int, int]]
"""First day of a week (a Monday) → (at least, at most)."""


def monday(day: date) -> date:
    """Return the first day of the week in which `day` falls."""
    return day - timedelta(days=day.weekday())


def weeks(panels: Sequence[tuple[str, Counts]], *, title: str, note: str = "") -> str:
    """Draw one panel per party in the order given, all to one scale; `title` is the finding."""
    days = sorted({d for _, counts in panels for d, (_, high) in counts.items() if high})
    if not days:
        return figure("weeks", WIDTH, 40, title, note, words("Nothing with a day is published.", 4, 24))
    first, n = days[0], (days[-1] - days[0]).days // 7 + 1
    step = min((WIDTH - LEFT) / n, 44.0)
    top = max(high for _, counts in panels for _, high in counts.values())
    body, y = "", 0.0
    for name, counts in panels:
        body += words(name, LEFT, y + 14, font_weight=600, font_size=12.5)
        base = y + 22 + PANEL
        body += element(
            "path", d=f"M{LEFT:g} {base + 0.5:g}H{LEFT + n * step:g}", stroke="currentColor", stroke_opacity=0.4
        )
        for day, (low, high) in sorted(counts.items()):
            if high:
                body += _bar(name, day, low, high, LEFT + (day - first).days // 7 * step, base, step, top)
        y = base + 10
    body += _axis(first, n, step, y + 8)
    said = "; ".join(
        f"{name}: "
        + (", ".join(f"week of {spoken(d)} {_range(*c)}" for d, c in sorted(counts.items()) if c[1]) or "none")
        for name, counts in panels
    )
    return figure("weeks", WIDTH, y + 18, title, f"{said}. {note}".strip(), body)


def _bar(name: str, day: date, low: int, high: int, x: float, base: float, step: float, top: int) -> str:
    rise = (PANEL - 12) / top
    wide = max(step - 4, 2.0)
    said = hint(f"{name}, week of {spoken(day)}: {_range(low, high)}")
    colour = INKS["supported"].light
    body = ""
    if low:
        body += element(
            "rect", x=x + 2, y=base - low * rise, width=wide, height=low * rise, fill=colour, class_="accent"
        )
    if high > low:
        tall = (high - low) * rise
        body += element("rect", x=x + 2.5, y=base - high * rise, width=wide - 1, height=tall, fill=colour,
                        fill_opacity=0.12, stroke=colour, class_="reach accent")  # fmt: skip
    text = _range(low, high).replace(" to ", "–")
    if step >= 18:
        body += words(
            text, round(x + step / 2, 1), round(base - high * rise - 3, 1), font_size=10.5, text_anchor="middle"
        )
    return element("g", said + body)


def _axis(first: date, n: int, step: float, y: float) -> str:
    body, free = "", 0.0
    if n > _YEARS:
        last = first + timedelta(weeks=n)
        for day in (date(year, 1, 1) for year in range(first.year + 1, last.year + 1)):
            x = LEFT + (day - first).days / 7 * step
            body += element("path", d=f"M{x:.1f} {y - 14:g}v5", stroke=RULES["line"].light, class_="rule")
            body += words(day.year, round(x, 1), y, font_size=11, class_="quiet") if x < WIDTH - 30 else ""
        return body
    every = max(1, round(62 / step))
    for i in range(0, n, every):
        x = LEFT + i * step
        if x >= free:
            body += element("path", d=f"M{x + 0.5:g} {y - 14:g}v5", stroke=RULES["line"].light, class_="rule")
            body += words(spoken(first + timedelta(weeks=i), short=True)[: None if i == 0 else -5], x, y, font_size=11,
                          class_="quiet")  # fmt: skip
            free = x + (84 if i == 0 else 50)
    return body


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
