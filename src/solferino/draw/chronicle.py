"""Incidents down a page in order of time: an uncertain day is a bar, and each independent origin one tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, link, shorten, words
from solferino.draw.timeline import spoken

WIDTH, ROW, TOP, LEFT, RIGHT, LONGEST = 640.0, 18.0, 42.0, 226.0, 500.0, 33
_MOST = 12
"""Ticks that are drawn; the number beside them is always whole."""


@dataclass(frozen=True)
class Entry:
    """One incident: its days, how many independent origins and how many reports stand behind it."""

    start: date
    end: date
    label: str
    origins: int = 0
    reports: int = 0
    href: str = ""
    accent: bool = True


def chronicle(entries: Sequence[Entry], *, title: str, note: str = "") -> str:
    """Draw one row per incident, earliest first; `title` is the finding, `note` is added to the description."""
    found = sorted(entries, key=lambda e: (e.start, e.end, e.label, e.href))
    if not found:
        return figure("chronicle", WIDTH, 40, title, note, words("No incident with a day is published.", 4, 24))
    axis = _Axis(min(e.start for e in found), max(e.end for e in found))
    bottom = TOP + ROW * len(found)
    body = axis.drawn(bottom)
    body += words("independent origins", RIGHT + 12, 14, class_="quiet", font_size=12)
    body += words("reports", WIDTH, 14 + 16, class_="quiet", font_size=12, text_anchor="end")
    for i, e in enumerate(found):
        body += _row(e, axis, TOP + ROW * i + 11)
    said = "; ".join(f"{e.label}, {interval(e.start, e.end)}: {e.origins} of {e.reports}" for e in found)
    desc = f"Each with its independent origins of its reports. {said}. {note}".strip()
    return figure("chronicle", WIDTH, bottom + 8, title, desc, body)


def interval(start: date, end: date) -> str:
    """Return days in words: one, or the first and the last."""
    if start == end:
        return spoken(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {spoken(end)}"
    return f"{spoken(start)} to {spoken(end)}"


class _Axis:
    """Days to user units between LEFT and RIGHT, with months or years as thin lines."""

    def __init__(self, first: date, last: date) -> None:
        margin = timedelta(days=max(1, (last - first).days // 40))
        self.first, self.last = first - margin, last + margin
        self.days = (self.last - self.first).days

    def x(self, day: date) -> float:
        return round(LEFT + 8 + (day - self.first).days / self.days * (RIGHT - LEFT - 8), 1)

    def drawn(self, bottom: float) -> str:
        body = ""
        ticks = self._ticks()
        for d in ticks:
            x = self.x(d)
            body += element("path", d=f"M{x:g} {TOP - 6:g}V{bottom:g}", stroke=RULES["line"].light, class_="rule")
            label = str(d.year) if self.days > 800 else spoken(d, short=True)[2 if d.day == 1 else 0 : -5]
            body += words(label, x, 30, font_size=12, class_="quiet")
        for year in sorted({d.year for d in ticks}) if self.days <= 800 else ():
            first = min(d for d in ticks if d.year == year)
            body += words(year, self.x(first), 14, font_size=12, class_="quiet")
        return body

    def _ticks(self) -> list[date]:
        if self.days > 800:
            return [date(y, 1, 1) for y in range(self.first.year + 1, self.last.year + 1)]
        months = [date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in range(1, 13)]
        found = [d for d in months if self.first <= d <= self.last]
        if len(found) >= 2:
            return found[:: -(-len(found) // 8)]
        step = -(-self.days // 5)
        return [self.first + timedelta(days=i) for i in range(0, self.days + 1, step)]


def _row(e: Entry, axis: _Axis, y: float) -> str:
    colour, class_ = (INKS["supported"].light, "accent") if e.accent else (INKS["soft"].light, "context")
    body = element("path", d=f"M{LEFT + 8:g} {y + 0.5:g}H{RIGHT:g}", stroke=RULES["band"].light, class_="faint")
    body += link(e.href, words(shorten(e.label, LONGEST), 0, y + 4, font_size=12.5))
    said = hint(f"{e.label}, {interval(e.start, e.end)}")
    x, end = axis.x(e.start), axis.x(e.end)
    if e.start == e.end:
        body += element("circle", said, cx=x, cy=y, r=4, fill=colour, class_=class_)
    else:
        body += element("rect", said, x=x, y=y - 3, width=max(end - x, 6.0), height=6, fill=colour, fill_opacity=0.6,
                        class_=class_)  # fmt: skip
    for i in range(min(e.origins, _MOST)):
        body += element("path", d=f"M{RIGHT + 14 + i * 6:g} {y - 6:g}v12", stroke=colour, stroke_width=2.5,
                        class_=f"edge {class_}")  # fmt: skip
    if not e.origins:
        body += words("none known", RIGHT + 12, y + 4, class_="quiet", font_size=12)
    elif e.origins > _MOST:
        body += words(e.origins, RIGHT + 18 + _MOST * 6, y + 4, font_size=12)
    return body + words(e.reports, WIDTH, y + 4, font_size=12.5, text_anchor="end")
