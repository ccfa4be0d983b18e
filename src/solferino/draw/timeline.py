"""Events on a line of time, the window as a band; days that are not certain are bars over their interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, link, measure, shorten, words
from solferino.words.window import Window

WIDTH, LEFT, SIZE, STEP, LABELS, LONGEST = 640.0, 14.0, 13.0, 19.0, 14, 30
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something that happened from `start` to `end`, one day where that is certain; `accent`: the matter at hand."""

    start: date
    end: date
    label: str
    accent: bool = True
    href: str = ""


def spoken(day: date, *, short: bool = False) -> str:
    """Return a day as English prose, whatever the locale: 24 November 2016, or 24 Nov 2016."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def timeline(events: Sequence[Event], window: Window, *, title: str, note: str = "") -> str:
    """Draw `events` with `window` as a band. `title` is the finding; `note` is added to the description.

    Events at hand are labelled on the line; with more than LABELS of them, marks are stacked and the table
    behind the figure has the names. The others are small and grey.
    """
    found = sorted(events, key=lambda e: (e.start, e.end, e.label))
    days = [d for e in found for d in (e.start, e.end)] + [d for d in (window.start, window.end) if d]
    if not days:
        return figure("timeline", WIDTH, 40, title, note, words("Nothing on file falls in the window.", 4, 24))
    labelled = [e for e in found if e.accent] if sum(e.accent for e in found) <= LABELS else []
    scale = _Scale(min(days), max(days), labelled)
    levels = _levels(labelled, scale)
    stacks = _stacks([e for e in found if e not in labelled], scale)
    rise = max([STEP * (level + 1) for level in levels.values()] + [8.0 * s for s in stacks.values()] + [STEP]) + 22
    body = _band(window, scale, rise) + _axis(scale, rise)
    for e in found:
        if e not in levels:
            body += _mark(e, scale, rise - 8.0 * (stacks[e] - 1) if e.start == e.end else rise)
    for e, level in levels.items():
        x, y = scale.x(e.start), rise - 16 - STEP * level
        stem = element("path", d=f"M{x:g} {y + 4:g}V{rise:g}", stroke="currentColor", stroke_opacity=0.3)
        body += stem + link(e.href, words(shorten(e.label, LONGEST), x - 1, y)) + _mark(e, scale, rise)
    said = "; ".join(f"{e.label}, {_interval(e)}" for e in found if e.accent) or "no event at hand"
    others = sum(not e.accent for e in found)
    desc = f"Window {window}. At hand: {said}." + (f" In grey: {others} others." if others else "")
    return figure("timeline", WIDTH, rise + 46, title, f"{desc} {note}".strip(), body)


class _Scale:
    """Days to user units; leaves room on the right for the labels that begin near the end."""

    def __init__(self, first: date, last: date, labelled: Sequence[Event]) -> None:
        self.first, self.days = first, max((last - first).days, 1)
        room = WIDTH - LEFT - 16
        for e in labelled:
            share = (e.start - first).days / self.days
            if share > 0:
                room = min(room, (WIDTH - LEFT - measure(shorten(e.label, LONGEST), SIZE)) / share)
        self.room = max(room, WIDTH * 0.45)

    def x(self, day: date) -> float:
        return round(LEFT + (day - self.first).days / self.days * self.room, 2)

    def ticks(self) -> list[date]:
        """Return the first days of years, or of months in a short span; a dozen at most."""
        last = date.fromordinal(self.first.toordinal() + self.days)
        years = last.year - self.first.year
        if years >= 2:
            step = max(1, -(-years // 10))
            found = [date(y, 1, 1) for y in range(self.first.year, last.year + 1) if y % step == 0]
        else:
            step = 3 if years else max(1, (last.month - self.first.month) // 6 + 1)
            found = [date(y, m, 1) for y in range(self.first.year, last.year + 1) for m in range(1, 13, step)]
        return [d for d in found if self.first <= d <= last]


def _levels(labelled: Sequence[Event], scale: _Scale) -> dict[Event, int]:
    """From right to left, lift each label over the stems that it would cross; no stem then crosses a label."""
    levels: dict[Event, int] = {}
    for e in reversed(labelled):
        left = scale.x(e.start)
        right = left + measure(shorten(e.label, LONGEST), SIZE) + 6
        crossed = [level for other, level in levels.items() if left <= scale.x(other.start) < right]
        levels[e] = max(crossed, default=-1) + 1
    return dict(sorted(levels.items(), key=lambda pair: (pair[0].start, pair[0].end, pair[0].label)))


def _stacks(unlabelled: Sequence[Event], scale: _Scale) -> dict[Event, int]:
    heights: dict[int, int] = {}
    found = {}
    for e in unlabelled:
        bin_ = int(scale.x(e.start) // 8)
        heights[bin_] = heights.get(bin_, 0) + 1
        found[e] = heights[bin_]
    return found


def _mark(e: Event, scale: _Scale, y: float) -> str:
    colour, class_ = (INKS["supported"].light, "accent") if e.accent else (INKS["soft"].light, "context")
    title = hint(f"{e.label}, {_interval(e)}")
    if e.start != e.end:
        x = scale.x(e.start)
        return element("rect", title, x=x, y=y - 3, width=max(scale.x(e.end) - x, 3.0), height=6, fill=colour,
                       fill_opacity=0.6, class_=class_)  # fmt: skip
    radius = 5 if e.accent else 3
    return element("circle", title, cx=scale.x(e.start), cy=y, r=radius, fill=colour, class_=class_)


def _band(window: Window, scale: _Scale, y: float) -> str:
    left = scale.x(window.start) if window.start else LEFT - 10
    right = scale.x(window.end) if window.end else LEFT + scale.room + 10
    colour, width = RULES["band"].light, max(right - left, 1.0)
    body = element("rect", x=left, y=y - 12, width=width, height=24, fill=colour, class_="band")
    close = right - left < 180
    if window.start:
        until = f" to {spoken(window.end, short=True)}" if close and window.end else ""
        said = spoken(window.start, short=True) + until
        body += words(said, left, y + 42, class_="quiet", font_size=12)
    if window.end and not (close and window.start):
        body += words(spoken(window.end, short=True), right, y + 42, class_="quiet", font_size=12, text_anchor="end")
    return body


def _axis(scale: _Scale, y: float) -> str:
    end = LEFT + scale.room
    body = element("path", d=f"M{LEFT:g} {y:g}H{end:g}", stroke="currentColor", stroke_opacity=0.6)
    ticks = scale.ticks()
    yearly = all(d.month == 1 for d in ticks)
    for d in ticks:
        x = scale.x(d)
        body += element("path", d=f"M{x:g} {y + 8:g}v5", stroke="currentColor", stroke_opacity=0.6)
        label = str(d.year) if yearly else f"{_MONTHS[d.month - 1][:3]} {d.year}"
        body += words(label, x, y + 26, text_anchor="middle" if x > LEFT + 16 else "start", font_size=12)
    return body


def _interval(e: Event) -> str:
    return spoken(e.start) if e.start == e.end else f"{spoken(e.start)} to {spoken(e.end)}"
