"""The figures of tests against chance: every shape drawn, readable without seeing it, safe whatever a test says."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from solferino.draw.pattern import KINDS, pattern

SHAPES: dict[str, dict[str, Any]] = {
    "null": {"observed": 12, "from": 2, "step": 1, "counts": [1, 5, 9, 4, 1, 0, 0, 0, 0, 0, 1], "middle": [2, 6]},
    "family": {"names": ["within 100"], "observed": [7], "expected": [3.5], "low": [1], "high": [6]},
    "table": {"rows": ["≤ 5"], "columns": ["≤ 10 days", "≤ 20 days"], "ratios": [[2.0, 1.0]], "p": [[0.01, None]]},
    "interval": {"ratio": 0.89, "low": 0.4, "high": None},
    "map": {"days": [3, 5, 20], "places": [[0, 0, 9, 7, True], [100, 40, 3, 0, False]]},
    "series": {"counts": [0, 3, 5, 1], "on": 2, "window": 1},
}


@pytest.mark.parametrize("kind", [*SHAPES, "none"])
def test_every_shape_is_drawn_and_told(kind: str) -> None:
    """Well-formed, the same bytes twice, with a title and a description that says the numbers."""
    svg = pattern({"kind": kind, **SHAPES.get(kind, {})}, title="a <b> & c", note="days exchanged")
    root = ElementTree.fromstring(svg)
    title, told = root[0].text, root[1].text

    assert svg == pattern({"kind": kind, **SHAPES.get(kind, {})}, title="a <b> & c", note="days exchanged")
    assert title == "a <b> & c"
    assert told is not None
    assert "days exchanged" in told


def test_no_shape_is_left_out() -> None:
    """What can be drawn is what is drawn here."""
    assert set(KINDS) == set(SHAPES)


def test_a_cell_that_stands_out_is_named() -> None:
    """Framed on paper, said in words for those who cannot see it."""
    assert "≤ 5, ≤ 10 days: 2.00 times, p = 0.01 after the search" in pattern(
        {"kind": "table", **SHAPES["table"]}, title="t"
    )
