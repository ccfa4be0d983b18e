"""Figures of incidents: ranges stay ranges, one origin stays one, a circle is as wide as its point is vague."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino import draw
from solferino.draw import Entry, Origin, Point, chronicle, origins, roots, waterfall, weeks
from solferino.draw.chronicle import interval
from solferino.draw.maps import metres, nice
from solferino.draw.waterfall import bits
from solferino.draw.weeks import monday

SVG = "{http://www.w3.org/2000/svg}"
DAY, NEXT = date(2020, 3, 3), date(2020, 3, 4)


def all_of(svg: str, tag: str) -> list[ElementTree.Element]:
    """Every element of one kind; fails where the figure is not well-formed."""
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{tag}"))


def texts(svg: str) -> list[str]:
    """The text of a figure, label by label."""
    return ["".join(t.itertext()) for t in all_of(svg, "text")]


def marked(svg: str, tag: str, class_: str) -> list[ElementTree.Element]:
    """Elements of one kind that carry a class."""
    return [e for e in all_of(svg, tag) if class_ in (e.get("class") or "").split()]


def test_an_incident_has_one_tick_for_each_independent_origin() -> None:
    """Five reports of one origin are one tick; where none is known, that is written."""
    svg = chronicle(
        [Entry(DAY, DAY, "school", origins=1, reports=5), Entry(DAY, DAY, "market", origins=0, reports=2)], title="Two"
    )

    assert len(marked(svg, "path", "edge")) == 1
    assert texts(svg).count("none known") == 1
    assert {"5", "2"} <= set(texts(svg))


def test_an_uncertain_day_is_a_bar_over_its_interval() -> None:
    """A sure day is a dot; three days are a bar that is wider than two."""
    sure = chronicle([Entry(DAY, DAY, "a"), Entry(date(2020, 4, 1), date(2020, 4, 1), "b")], title="Sure")
    vague = chronicle(
        [Entry(DAY, DAY.replace(day=23), "a"), Entry(DAY, DAY.replace(day=13), "b"), Entry(DAY, DAY, "c")],
        title="Vague",
    )
    bars = [float(e.get("width") or 0) for e in marked(vague, "rect", "accent")]

    assert len(all_of(sure, "circle")) == 2
    assert not marked(sure, "rect", "accent")
    assert len(set(bars)) == 2
    assert "3 to 23 March 2020" in vague


def test_incidents_come_in_order_of_time_whatever_the_order_given() -> None:
    """The earliest stands first, and the figure is the same to the byte."""
    entries = [Entry(NEXT, NEXT, "later"), Entry(DAY, DAY, "earlier")]
    svg = chronicle(entries, title="Two")

    assert texts(svg).index("earlier") < texts(svg).index("later")
    assert svg == chronicle(entries[::-1], title="Two")


def test_days_are_said_without_repeating_the_month() -> None:
    """One day; two of a month; two of different months."""
    assert interval(DAY, DAY) == "3 March 2020"
    assert interval(DAY, NEXT) == "3 to 4 March 2020"
    assert interval(DAY, date(2020, 4, 1)) == "3 March 2020 to 1 April 2020"


def test_a_circle_has_the_radius_that_its_point_stands_for() -> None:
    """2 km is twice as wide as 1 km, and both are to the scale of the bar beneath."""
    svg = draw.map([Point(10.0, 20.0, "A", 1000), Point(10.1, 20.1, "B", 2000)], title="Two")
    radii = sorted(float(c.get("r") or 0) for c in marked(svg, "circle", "reach"))
    bar = next(p.get("d") or "" for p in all_of(svg, "path") if (p.get("d") or "").startswith("M1 "))
    wide = float(bar.partition("h")[2].partition("m")[0])
    (label,) = [t for t in texts(svg) if t.endswith((" km", " m"))]
    length = float(label.split()[0]) * (1000 if label.endswith("km") else 1)

    assert radii[1] == pytest.approx(2 * radii[0], abs=0.2)
    assert radii[0] / 1000 == pytest.approx(wide / length, rel=0.02)


def test_a_point_of_unknown_precision_is_a_cross_and_says_so() -> None:
    """No circle is drawn that nobody vouched for."""
    svg = draw.map([Point(10.0, 20.0, "A", None)], title="One")

    assert not all_of(svg, "circle")
    assert "A, precision not stated" in svg


def test_a_map_says_how_far_its_points_were_rounded() -> None:
    """The step is written on the map."""
    assert any("rounded to 0.01°" in t for t in texts(draw.map([Point(1, 2, "A", 500)], title="One", coarse="0.01°")))


def test_points_of_one_name_and_place_are_named_once_with_their_sum() -> None:
    """Two precisions of one town are two circles and one name; the same name elsewhere has its own."""
    near = draw.map([Point(10, 20, "A", 500, n=2), Point(10, 20, "A", 5000, n=1), Point(11, 20, "A", 500)], title="A")

    assert len(marked(near, "circle", "reach")) == 3
    assert [t for t in texts(near) if t[:3] in ("A", "A ·")] == ["A · 3", "A"]


def test_a_map_across_the_date_line_is_narrow() -> None:
    """179° E and 179° W lie two degrees apart, not 358."""
    svg = draw.map([Point(0, 179, "A", 1000), Point(0, -179, "B", 1000)], title="Two")
    x = sorted(float(c.get("cx") or 0) for c in marked(svg, "circle", "reach"))

    assert 0 < x[0] < x[1] < 640
    assert any("179.5° E" in t or "179.5° W" in t or "180° E" in t for t in texts(svg))


def test_distances_are_said_in_round_words() -> None:
    """Metres below a kilometre, then kilometres; steps of one, two and five."""
    assert (metres(500), metres(1500), metres(50_000)) == ("500 m", "1.5 km", "50 km")
    assert [nice(x) for x in (9.9, 4.9, 1.0)] == [5.0, 2.0, 1.0]


def test_papers_that_quote_one_witness_are_one_row() -> None:
    """Five reports of one origin: one name, one mark, five publishers beside it."""
    day = (DAY, DAY)
    svg = origins(
        [Origin("a witness", (day,) * 5, tuple("ABCDE")), Origin("", (day,), ("F",))], title="Six reports, one origin"
    )

    assert len(marked(svg, "path", "accent")) == 1
    assert any("5 reports: A, B, C, D, E" in t for t in texts(svg))
    assert texts(svg).index("a witness") < texts(svg).index("no origin told")


def test_an_origin_that_several_publishers_rest_on_is_accented() -> None:
    """Two publishers on one agency are blue; a third with its own witness is grey; a fourth names none."""
    svg = roots({("A", "agency"): 2, ("B", "agency"): 1, ("C", "nurse"): 1}, alone={"D": 3}, title="Who")

    assert len(marked(svg, "path", "accent")) == 2
    assert len(marked(svg, "path", "rule")) == 1
    assert "agency · 2" in texts(svg)
    assert "D: 3 with no origin told" in svg


@given(st.lists(st.integers(-20_000, 20_000), max_size=10))
@settings(max_examples=60)
def test_bars_of_a_waterfall_add_up(steps: list[int]) -> None:
    """The last line is the sum, whatever the steps; each bar is as long as its step on one scale."""
    svg = waterfall([(f"field {i}", "level", n) for i, n in enumerate(steps)], title="Sum")
    bars = [float(e.get("width") or 0) for e in all_of(svg, "rect")]
    pairs = [(abs(n), w) for n, w in zip(steps, bars, strict=True) if w > 2.0]

    assert texts(svg)[-1] == f"{bits(sum(steps))} bits"
    for (n, wide), (m, other) in pairwise(pairs):
        assert wide * m == pytest.approx(other * n, rel=0.15)


def test_a_week_has_a_low_and_a_high() -> None:
    """Filled to two, open to five, and the range is written; a sure week has no open bar."""
    week, other = monday(DAY), monday(date(2020, 3, 10))
    svg = weeks([("all", {week: (2, 5), other: (1, 1)})], title="Weeks")
    filled = [e for e in marked(svg, "rect", "accent") if "reach" not in (e.get("class") or "")]

    assert (len(filled), len(marked(svg, "rect", "reach"))) == (2, 1)
    assert {"2–5", "1"} <= set(texts(svg))
    assert "week of 2 March 2020 2 to 5" in svg


def test_nothing_to_draw_is_said() -> None:
    """An empty figure says why it is empty."""
    for svg in (
        chronicle([], title="None"), draw.map([], title="None"), origins([], title="None"), roots({}, title="None"),
        weeks([], title="None"),
    ):  # fmt: skip
        assert [t for t in texts(svg) if t.startswith(("No ", "Nothing "))]


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_a_figure(name: str, other: str) -> None:
    """Whatever places, publishers and origins are called, the figure stays well-formed and runs nothing."""
    day = (DAY, NEXT)
    for svg in (
        chronicle([Entry(DAY, NEXT, name, 2, 3, other)], title=other),
        draw.map([Point(1, 2, name, 100, href=other), Point(1, 2, other)], title=other, note=name),
        origins([Origin(name, (day,), (other,))], title=name),
        roots({(name, other): 1}, alone={other: 2}, title=name),
        waterfall([(name, other, 5)], title=name),
        weeks([(name, {monday(DAY): (0, 1)})], title=other),
    ):
        for element in ElementTree.fromstring(svg).iter():
            assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "a", "text", "rect", "circle", "path"}
            assert not (element.get("href") or "").startswith(("javascript", "data", "//"))
