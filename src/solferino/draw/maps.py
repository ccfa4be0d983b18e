"""A map of what happened where: each point with a circle of the radius it stands for, and nothing that takes sides.

No borders, no heat, no names but those of the points. Coastlines and areas are drawn where a case gives them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solferino.draw.palette import INKS, RULES
from solferino.draw.point import DEGREE, Point, joined
from solferino.draw.svg import element, figure, hint, link, measure, shorten, words

WIDTH, TALLEST, LOWEST, SIZE, LONGEST = 640.0, 460.0, 200.0, 12.0, 30
_LEAST = 2_000.0
"""Metres that a map shows at least from side to side."""
Ring = Sequence[tuple[float, float]]
_Box = tuple[float, float, float, float]


def map(points: Sequence[Point], *, title: str, areas: Iterable[Ring] = (), note: str = "", coarse: str = "") -> str:
    """Draw `points` to scale, north up. `title` is the finding, `note` is added to the description.

    `areas` are closed lines of (lat, lon), drawn as thin outlines. `coarse` is how far points were rounded, such as
    `0.01°`, and is written on the map. A circle wider than the map is cut by its frame.
    """
    if not points:
        return figure("map", WIDTH, 40, title, note, words("No point is published.", 4, 24))
    frame = _Frame.of(points)
    found = sorted(points, key=lambda p: (p.accent, -(p.radius_m or 0), p.lat, p.lon, p.label))
    inner = _graticule(frame) + "".join(_outline(area, frame) for area in areas)
    inner += "".join(_circle(p, frame) for p in found)
    inner += "".join(_dot(p, frame) for p in found)
    labels, unnamed = _labels(points, frame)
    clip = element("svg", inner + labels, x=0, y=0, width=WIDTH, height=frame.height, overflow="hidden")
    edge = element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=frame.height - 1, fill="none",
                   stroke=RULES["line"].light, class_="rule")  # fmt: skip
    body = clip + edge + _bar(frame) + _below(frame, coarse)
    said = "; ".join(_said(p) for p in sorted(points, key=lambda p: (-p.n, p.label)))
    desc = f"North is up. {said}. {note}".strip()
    if unnamed:
        desc += f" {unnamed} points have no room for a name on the map."
    return figure("map", WIDTH, frame.height + 44, title, desc, body)


@dataclass(frozen=True)
class _Frame:
    """Degrees to user units; `scale` is units a metre."""

    south: float
    west: float
    scale: float
    narrow: float
    height: float
    left: float
    top: float
    turn: bool

    @classmethod
    def of(cls, points: Sequence[Point]) -> _Frame:
        turn = max(p.lon for p in points) - min(p.lon for p in points) > 180
        placed = [(p.lat, p.lon + 360 if turn and p.lon < 0 else p.lon, p.radius_m or 0) for p in points]
        narrow = max(math.cos(math.radians(sum(lat for lat, _, _ in placed) / len(placed))), 0.05)
        widest = _roomy([r for _, _, r in placed])
        south, north = (
            min(lat - min(r, widest) / DEGREE for lat, _, r in placed),
            max(lat + min(r, widest) / DEGREE for lat, _, r in placed),
        )
        west = min(lon - min(r, widest) / DEGREE / narrow for _, lon, r in placed)
        east = max(lon + min(r, widest) / DEGREE / narrow for _, lon, r in placed)
        wide = max((east - west) * narrow * DEGREE, _LEAST) * 1.12
        tall = max((north - south) * DEGREE, _LEAST / 2) * 1.12
        height = min(max(WIDTH * tall / wide, LOWEST), TALLEST)
        scale = min(WIDTH / wide, height / tall)
        centre_lat, centre_lon = (south + north) / 2, (west + east) / 2
        half_w, half_h = WIDTH / scale / 2 / DEGREE / narrow, height / scale / 2 / DEGREE
        return cls(centre_lat - half_h, centre_lon - half_w, scale, narrow, round(height, 1), 0, 0, turn)

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        lon = lon + 360 if self.turn and lon < 0 else lon
        x = (lon - self.west) * self.narrow * DEGREE * self.scale
        return round(x, 1), round(self.height - (lat - self.south) * DEGREE * self.scale, 1)

    @property
    def north(self) -> float:
        return self.south + self.height / self.scale / DEGREE

    @property
    def east(self) -> float:
        return self.west + WIDTH / self.scale / DEGREE / self.narrow


def _roomy(radii: Sequence[int]) -> float:
    """Return the radius up to which circles get room: three times that of the middle point; wider ones are cut."""
    known = sorted(r for r in radii if r)
    return 3.0 * known[len(known) // 2] if known else 0.0


def _circle(p: Point, frame: _Frame) -> str:
    if not p.radius_m:
        return ""
    x, y = frame.xy(p.lat, p.lon)
    colour, class_ = _ink(p)
    return element("circle", hint(_said(p)), cx=x, cy=y, r=round(p.radius_m * frame.scale, 1), fill=colour,
                   fill_opacity=0.07, stroke=colour, stroke_opacity=0.75 if p.accent else 0.4,
                   class_=f"reach {class_}", data_when=p.months)  # fmt: skip


def _dot(p: Point, frame: _Frame) -> str:
    x, y = frame.xy(p.lat, p.lon)
    colour, class_ = _ink(p)
    if p.radius_m:
        dot = element("circle", hint(_said(p)), cx=x, cy=y, r=2.5, fill=colour, class_=class_, data_when=p.months)
        return link(p.href, dot)
    cross = element("path", hint(_said(p)), d=f"M{x - 4:g} {y:g}h8m-4 -4v8", stroke=colour, stroke_width=1.5,
                    class_=f"edge {class_}", data_when=p.months)  # fmt: skip
    return link(p.href, cross)


def _ink(p: Point) -> tuple[str, str]:
    return (INKS["supported"].light, "accent") if p.accent else (INKS["soft"].light, "context")


def _said(p: Point) -> str:
    many = f" ({p.n})" if p.n > 1 else ""
    if not p.radius_m:
        return f"{p.label}{many}, precision not stated"
    return f"{p.label}{many}, within {metres(p.radius_m)}"


def metres(m: float) -> str:
    """Return a distance in words: 500 m, 1.5 km, 50 km."""
    return f"{m:g} m" if m < 1000 else f"{round(m / 1000, 1):g} km"


def _labels(points: Sequence[Point], frame: _Frame) -> tuple[str, int]:
    """Name the points with most first, each where it hides no other name and no dot; those without room go unnamed."""
    dots = [frame.xy(p.lat, p.lon) for p in points]
    taken: list[_Box] = [(x - 3, y - 3, x + 3, y + 3) for x, y in dots]
    body, unnamed = "", 0
    for p in sorted(_named(points, frame), key=lambda p: (not p.accent, -p.n, p.label, p.lat, p.lon)):
        text = shorten(p.label, LONGEST) + (f" · {p.n}" if p.n > 1 else "")
        x, y = frame.xy(p.lat, p.lon)
        wide = measure(text, SIZE)
        for left, base in ((x + 6, y + 4), (x - 6 - wide, y + 4), (x - wide / 2, y - 7), (x - wide / 2, y + 16),
                           (x + 5, y - 6), (x + 5, y + 15), (x - 5 - wide, y - 6), (x - 5 - wide, y + 15)):  # fmt: skip
            box = (left, base - SIZE + 2, left + wide, base + 3)
            inside = min(box[0], box[1]) >= 2 and box[2] <= WIDTH - 2 and box[3] <= frame.height - 2
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                quiet = {} if p.accent else {"class_": "quiet"}
                quiet |= {"data_when": p.months, "data_label": shorten(p.label, LONGEST)} if p.when else {}
                body += link(p.href, words(text, round(left, 1), round(base, 1), font_size=SIZE, **quiet))
                break
        else:
            unnamed += 1
    return body, unnamed


def _named(points: Sequence[Point], frame: _Frame) -> list[Point]:
    """Return the points to name: those of one name that all but coincide are named once, with their sum."""
    found: list[Point] = []
    for p in sorted(points, key=lambda p: (p.label, p.lat, p.lon, p.radius_m or 0)):
        at = frame.xy(p.lat, p.lon)
        near = [q for q in found if q.label == p.label and math.dist(frame.xy(q.lat, q.lon), at) < SIZE]
        if near:
            found.remove(near[0])
            p = joined(near[0], p)
        found.append(p)
    return found


def _meet(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _outline(area: Ring, frame: _Frame) -> str:
    d = "".join(f"{'L' if i else 'M'}{x:g} {y:g}" for i, (x, y) in enumerate(frame.xy(*at) for at in area))
    return element("path", d=d + "Z", fill="none", stroke=RULES["line"].light, class_="rule") if d else ""


def _graticule(frame: _Frame) -> str:
    """Thin lines of whole parts of a degree, numbered at the frame, so that a stranger can place the map."""
    body = ""
    step = nice((frame.north - frame.south) / 3)
    for lat in _lines(frame.south, frame.north, step):
        _, y = frame.xy(lat, frame.west)
        body += element("path", d=f"M0 {y:g}H{WIDTH:g}", stroke=RULES["line"].light, class_="rule", stroke_opacity=0.6)
        if 24 < y < frame.height - 8:
            said = f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}"
            body += words(said, WIDTH - 4, y - 3, class_="quiet", font_size=10, text_anchor="end")
    step = nice((frame.east - frame.west) / 4)
    for lon in _lines(frame.west, frame.east, step):
        x, _ = frame.xy(frame.south, lon if lon <= 180 else lon - 360)
        body += element("path", d=f"M{x:g} 0V{frame.height:g}", stroke=RULES["line"].light, class_="rule",
                        stroke_opacity=0.6)  # fmt: skip
        if 8 < x < WIDTH - 70:
            real = lon - 360 if lon > 180 else lon
            said = f"{abs(real):g}° {'E' if real >= 0 else 'W'}"
            body += words(said, x + 3, frame.height - 4, class_="quiet", font_size=10)
    return body


def nice(span: float) -> float:
    """Return the number 1, 2 or 5 times a power of ten that is nearest below `span`."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * k for k in (5, 2, 1) if power * k <= span * 1.0001)


def _lines(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step)
    return [round(i * step, 6) for i in range(first, math.floor(high / step) + 1)]


def _bar(frame: _Frame) -> str:
    length = nice(WIDTH / 4 / frame.scale)
    y, wide = frame.height + 14, round(length * frame.scale, 1)
    bar = element("path", d=f"M1 {y - 4:g}v8m0 -4h{wide:g}m0 -4v8", stroke="currentColor", fill="none")
    return bar + words(metres(length), wide + 8, y + 4, font_size=SIZE)


def _below(frame: _Frame, coarse: str) -> str:
    rounded = f"Points are rounded to {coarse}. " if coarse else ""
    said = f"{rounded}A circle is the area that its point stands for."
    return words(said, 1, frame.height + 38, class_="quiet", font_size=SIZE)
