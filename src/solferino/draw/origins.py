"""Who stands behind the reports of one incident: one row per origin, so that five papers quoting one look like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from solferino.draw.chronicle import interval
from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, lines, shorten, words

WIDTH, LEFT, RIGHT, LEADING, COLUMNS, LONGEST = 640.0, 170.0, 300.0, 15.0, 50, 25
_SCORE = 14
"""Days up to which each has its own line."""


@dataclass(frozen=True)
class Origin:
    """One origin, empty where none is told: the days it tells of (None: no day), and who repeats it."""

    name: str
    days: tuple[tuple[date, date], ...]
    reports: tuple[str, ...]


def origins(found: Sequence[Origin], *, title: str, note: str = "") -> str:
    """Draw one row per origin, those with most reports first, reports of no known origin last."""
    rows = sorted(found, key=lambda o: (not o.name, -len(o.reports), o.name))
    if not rows:
        return figure("origins", WIDTH, 40, title, note, words("No report of it is published.", 4, 24))
    told = [day for o in rows for pair in o.days for day in pair]
    first, last = (min(told), max(told)) if told else (None, None)
    body, y = "", 36.0
    for o in rows:
        drawn, more = lines(_repeats(o), RIGHT + 16, y + 4, columns=COLUMNS, leading=LEADING, font_size=12)
        name = words(shorten(o.name, LONGEST) or "no origin told", 0, y + 4, class_="" if o.name else "quiet")
        body += name + drawn + "".join(_mark(o, pair, first, last, y) for pair in sorted(set(o.days)))
        y += max(more * LEADING, LEADING) + 9
    axis = _axis(first, last, y - 8) if first and last else ""
    said = "; ".join(f"{o.name or 'no origin told'}: {', '.join(o.reports)}" for o in rows)
    return figure("origins", WIDTH, y, title, f"{said}. {note}".strip(), axis + body)


def _repeats(o: Origin) -> str:
    n = len(o.reports)
    return f"{n} {'report' if n == 1 else 'reports'}: {', '.join(o.reports)}"


def _x(day: date, first: date, last: date) -> float:
    span = max((last - first).days + 1, 3)
    early = first - timedelta(days=1) if (last - first).days < 2 else first
    span = max((last - early).days + 1, span)
    return round(LEFT + ((day - early).days + 0.5) / span * (RIGHT - LEFT), 1)


def _mark(o: Origin, pair: tuple[date, date], first: date | None, last: date | None, y: float) -> str:
    if first is None or last is None:
        return ""
    start, end = (_x(day, first, last) for day in pair)
    said = hint(f"{o.name or 'no origin told'}: {interval(*pair)}")
    colour, class_ = (INKS["supported"].light, "accent") if o.name else (INKS["soft"].light, "context")
    if pair[0] == pair[1]:
        return element(
            "path", said, d=f"M{start:g} {y - 7:g}v14", stroke=colour, stroke_width=3, class_=f"edge {class_}"
        )
    return element("rect", said, x=start, y=y - 3, width=max(end - start, 6.0), height=6, fill=colour,
                   fill_opacity=0.6, class_=class_)  # fmt: skip


def _axis(first: date, last: date, bottom: float) -> str:
    body = ""
    days = (last - first).days
    step = 1 if days < _SCORE else -(-days // 4)
    for i in range(0, days + 1, step):
        x = _x(first + timedelta(days=i), first, last)
        body += element("path", d=f"M{x:g} 22V{bottom:g}", stroke=RULES["line"].light, class_="rule")
    said = words(interval(first, last), LEFT, 14, class_="quiet", font_size=12)
    return said + body
