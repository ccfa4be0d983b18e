"""A test against chance as a picture: what was observed beside what chance gave, of whatever shape the test has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, log10
from typing import Any

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, hint, measure, shorten, words

WIDTH, TALL, LEFT, TOP = 640.0, 170.0, 12.0, 26.0
_BAND = RULES["band"].light
Data = Mapping[str, Any]


def pattern(data: Data, *, title: str, note: str = "") -> str:
    """Draw the figure that a test's result describes; `title` is its sentence, `note` what chance was let loose on."""
    body, height, told = _KINDS.get(str(data.get("kind")), _nothing)(data)
    return figure("pattern", WIDTH, height, title, f"{told} Chance: {note}." if note else told, body)


def _nothing(_: Data) -> tuple[str, float, str]:
    return words("The test gives no answer, so there is nothing to draw.", 4, 24), 40, "Nothing is drawn."


def _null(data: Data) -> tuple[str, float, str]:
    """Bars of the random worlds, the middle 95 % as a band, and a line at what was observed."""
    counts, begin, step = data["counts"], float(data["from"]), float(data["step"])
    wide, tallest = (WIDTH - 2 * LEFT) / len(counts), max(counts) or 1

    def at(value: float) -> float:
        return LEFT + min(max((value - begin) / step, 0.0), len(counts)) * wide

    low, high = data["middle"]
    body = _box(at(low), TOP, max(at(high + step) - at(low), 1.0), TALL, _BAND, "band")
    for n, count in enumerate(counts):
        rise = count / tallest * (TALL - 10)
        told = hint(f"{count} random worlds from {begin + n * step:g} to below {begin + (n + 1) * step:g}")
        bar = _box(LEFT + n * wide + 0.5, TOP + TALL - rise, max(wide - 1, 0.8), rise, INKS["soft"].light, "bar", 0.45)
        body += element("g", told + bar) if count else ""
    seen, x = float(data["observed"]), at(float(data["observed"])) + wide / 2
    body += _mark(x)
    label = f"observed {seen:g}"
    body += words(label, min(max(x, LEFT + measure(label, 12) / 2), WIDTH - LEFT - measure(label, 12) / 2), TOP - 10,
                  font_size=12, text_anchor="middle")  # fmt: skip
    body += _ground(TOP + TALL) + words(f"{begin:g}", LEFT, TOP + TALL + 16, font_size=11, class_="quiet")
    end = begin + step * len(counts)
    body += words(f"{end:g}", WIDTH - LEFT, TOP + TALL + 16, font_size=11, text_anchor="end", class_="quiet")
    middle = f"{sum(counts)} random worlds; band: 95 % of them, {low:g} to {high:g}"
    body += words(middle, WIDTH / 2, TOP + TALL + 16, font_size=11, text_anchor="middle", class_="quiet")
    return body, TOP + TALL + 26, f"Observed {seen:g}; {middle}."


def _family(data: Data) -> tuple[str, float, str]:
    """One row per radius: a band over the middle 95 % of random worlds, a tick at their mean, a dot at what was."""
    rows = list(zip(*(data[k] for k in ("names", "observed", "expected", "low", "high")), strict=True))
    top = max(max(row[1], row[4]) for row in rows) or 1.0
    left, body, y, said = 130.0, "", 24.0, []

    def at(value: float) -> float:
        return left + value / top * (WIDTH - left - 90)

    for name, seen, mean, low, high in rows:
        body += words(shorten(str(name), 22), LEFT, y + 4, font_size=12)
        body += _box(at(low), y - 7, max(at(high) - at(low), 1.0), 14, RULES["line"].light, "band")
        body += element("path", d=f"M{at(mean):.1f} {y - 7:g}v14", stroke=INKS["soft"].light, stroke_width=2)
        body += element("circle", cx=round(at(seen), 1), cy=y, r=4.5, fill=INKS["contradicted"].light)
        body += words(f"{seen:g} · {mean:.3g}", WIDTH - LEFT, y + 4, font_size=12, text_anchor="end")
        said.append(f"{name}: {seen:g} seen, {mean:.3g} expected, 95 % of random worlds {low:g} to {high:g}")
        y += 30
    body += words("dot: seen · tick: expected · band: 95 % of random worlds", LEFT, y + 4, font_size=11, class_="quiet")
    return body, y + 16, "; ".join(said) + "."


def _table(data: Data) -> tuple[str, float, str]:
    """A cell per band of distance and days: its ratio, framed where its p after the search is at most 0.05."""
    rows, columns = data["rows"], data["columns"]
    left = 150.0
    wide = (WIDTH - left - LEFT) / max(len(columns), 1)
    show = wide >= 34
    body, y, said = "", 40.0, []
    if show:
        for n, name in enumerate(columns):
            text = shorten(str(name), max(int(wide / 6), 4))
            body += words(text, left + (n + 0.5) * wide, 26, font_size=10.5, text_anchor="middle", class_="quiet")
    for name, ratios, ps in zip(rows, data["ratios"], data["p"], strict=True):
        body += words(shorten(str(name), 22), LEFT, y + 14, font_size=11.5)
        for n, (ratio, p) in enumerate(zip(ratios, ps, strict=True)):
            x, out = left + n * wide, p is not None and p <= 0.05
            heat = 0.0 if ratio is None or p is None else min(max((ratio - 1) / 2, 0.0), 1.0) * 0.5
            told = f"{name}, {columns[n]}: " + ("none expected" if ratio is None else f"{ratio:.2f} times")
            told += ", too few to judge" if p is None else f", p = {p:.2g} after the search"
            cell = hint(told) + _box(x + 1, y, wide - 2, 20, INKS["contradicted"].light, "cell", heat)
            if out:
                frame = f"M{x + 1.5:.1f} {y + 0.5:g}h{wide - 3:.1f}v19h{3 - wide:.1f}z"
                cell += element("path", d=frame, fill="none", stroke=INKS["contradicted"].light, stroke_width=2)
                said.append(told)
            if show and ratio is not None:
                label = f"{ratio:.2f}" if p is not None else f"({ratio:.1f})"
                cell += words(label, round(x + wide / 2, 1), y + 14, font_size=11, text_anchor="middle")
            body += element("g", cell)
        y += 24
    body += words("times what chance gives · framed: p ≤ 0.05 after the search · in brackets: too few to judge", LEFT,
                  y + 12, font_size=11, class_="quiet")  # fmt: skip
    return body, y + 22, ("; ".join(said) or "No cell stands out after the search") + "."


def _interval(data: Data) -> tuple[str, float, str]:
    """An odds ratio with its interval on a scale of powers, and a line at 1, where the odds are equal."""
    ratio, low, high = data["ratio"], data["low"], data["high"]
    ends = [0.1, 10.0]
    for value in (ratio, low, high):
        if value:
            ends = [min(ends[0], 10.0 ** -_power(1 / value)), max(ends[1], 10.0 ** _power(value))]
    spread = _power(ends[1]) + _power(1 / ends[0])

    def at(value: float | None, end: float) -> float:
        place = log10(value or end) - log10(ends[0])
        return LEFT + 20 + place / max(spread, 1) * (WIDTH - 2 * LEFT - 40)

    y = 54.0
    body = element("path", d=f"M{at(1, 1):.1f} 20V{y + 24:g}", stroke=RULES["line"].light, class_="rule")
    a, b = at(low, ends[0]), at(high, ends[1])
    body += element("path", d=f"M{a:.1f} {y:g}H{b:.1f}", stroke=INKS["supported"].light, stroke_width=3)
    if ratio:
        body += element("circle", cx=round(at(ratio, 1), 1), cy=y, r=5.5, fill=INKS["supported"].light)
    top = "no upper limit" if high is None else f"{high:.3g}"
    told = f"{'no' if ratio is None else format(ratio, '.3g')} times, 95 % interval {low:.3g} to {top}"
    body += words(told, WIDTH / 2, 16, font_size=12.5, text_anchor="middle")
    body += words("equal odds", at(1, 1), y + 38, font_size=11, text_anchor="middle", class_="quiet")
    return body, y + 48, told + "."


def _series(data: Data) -> tuple[str, float, str]:
    """Counts by week, the two windows as a band, and a line at the day."""
    counts, on, window = data["counts"], float(data["on"]), float(data["window"])
    wide, tallest = (WIDTH - 2 * LEFT) / max(len(counts), 1), max(counts) or 1
    first = max(on - window, 0.0)
    body = _box(LEFT + first * wide, TOP, (min(on + window, len(counts)) - first) * wide, TALL, _BAND, "band")
    for n, count in enumerate(counts):
        rise = count / tallest * (TALL - 10)
        bar = _box(LEFT + n * wide + 0.3, TOP + TALL - rise, max(wide - 0.6, 0.6), rise, INKS["supported"].light, "bar")
        body += element("g", hint(f"week {n + 1}: {count}") + bar) if count else ""
    x = LEFT + on * wide
    body += _mark(x)
    body += words("the day", x, TOP - 10, font_size=12, text_anchor="middle") + _ground(TOP + TALL)
    note = f"events a week, {len(counts)} weeks, at most {max(counts, default=0)}; band: the two windows"
    body += words(note, LEFT, TOP + TALL + 16, font_size=11, class_="quiet")
    return body, TOP + TALL + 26, note + "."


def _map(data: Data) -> tuple[str, float, str]:
    """A dot for each place, larger for more cases; places of the cylinder are filled, with their cases in its days."""
    first, last, days = data["days"]
    side, most = 300.0, max((n for *_, n, _, _ in data["places"]), default=1) or 1
    wide = max((x for x, *_ in data["places"]), default=0) / 100 * side
    tall = max((y for _, y, *_ in data["places"]), default=0) / 100 * side
    body, held = "", [0, 0]
    for x, y, n, then, inside in sorted(data["places"], key=lambda p: -p[2]):
        held = [held[0] + inside, held[1] + (then if inside else 0)]
        ink = INKS["contradicted" if inside else "soft"].light
        told = f"{n} cases" + (f", {then} of them on days {first} to {last}" if inside else "")
        at = (WIDTH - wide) / 2 + x / 100 * side, TOP + tall - y / 100 * side
        dot = element("circle", cx=round(at[0], 1), cy=round(at[1], 1), r=round(2 + 9 * (n / most) ** 0.5, 1),
                      fill=ink, fill_opacity=0.85 if inside else 0.3, stroke=ink, class_="place")  # fmt: skip
        body += element("g", hint(told) + dot)
    note = (
        f"filled: the {held[0]} places and days {first} to {last} of {days} that stand out most, with {held[1]} cases"
    )
    body += words(note, WIDTH / 2, TOP + tall + 34, font_size=11, text_anchor="middle", class_="quiet")
    body += words("size: cases of the place · north is up, no scale", WIDTH / 2, TOP + tall + 50, font_size=11,
                  text_anchor="middle", class_="quiet")  # fmt: skip
    return body, TOP + tall + 60, note + "."


def _box(x: float, y: float, width: float, height: float, fill: str, kind: str, opacity: float = 1.0) -> str:
    return element("rect", x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1), fill=fill,
                   fill_opacity=None if opacity == 1.0 else round(opacity, 2), class_=kind)  # fmt: skip


def _mark(x: float) -> str:
    path = f"M{x:.1f} {TOP - 6:g}V{TOP + TALL:g}"
    return element("path", d=path, stroke=INKS["contradicted"].light, stroke_width=2)


def _ground(y: float) -> str:
    return element("path", d=f"M{LEFT:g} {y + 0.5:g}H{WIDTH - LEFT:g}", stroke="currentColor", stroke_opacity=0.4)


def _power(value: float) -> int:
    """Return the whole power of ten at or above `value`, at least 1."""
    return max(1, ceil(log10(value) - 1e-9)) if value > 0 else 1


_KINDS: dict[str, Callable[[Data], tuple[str, float, str]]] = {
    "null": _null, "family": _family, "table": _table, "interval": _interval, "series": _series,
    "map": _map,
}  # fmt: skip
KINDS: Sequence[str] = tuple(_KINDS)
"""Shapes that can be drawn."""
