"""The benchmark's own arithmetic, the run that is published, and docs/linkage.md held together."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from bars import bars, measured, page, verdict

PAGE = Path(__file__).parents[2] / "docs/linkage.md"
GOOD: dict[str, dict[str, dict[str, Any]]] = {
    "shared, seed 7": {
        "ours": {"pair_f1": 0.81, "b3_f1": 0.9, "took": {"train": 2, "predict": 3, "cluster": 1}, "peak_mb": 500},
        "splink": {"pair_f1": 0.5, "b3_f1": 0.7, "took": {"train": 5, "predict": 5}, "peak_mb": 1000},
    }
}  # fmt: skip


def test_the_page_tells_of_the_run_that_is_kept() -> None:
    """The table of docs/linkage.md is that of one run, line by line."""
    assert "\n".join(page(measured())) in PAGE.read_text("utf-8")


def test_the_page_says_which_bars_are_met() -> None:
    """So does the verdict, with what was missed."""
    assert verdict(measured()) in " ".join(PAGE.read_text("utf-8").split())


def test_the_page_says_where_the_range_misses() -> None:
    """A world whose true number lies outside the range is named among the shortcomings."""
    short = PAGE.read_text("utf-8").split("Where it falls short", 1)[1]
    for world, found in measured().items():
        ours = found["ours"]
        if not ours["range"]["low"] <= ours["true"] <= ours["range"]["high"]:
            assert world in short


def test_families_of_the_page_are_those_measured() -> None:
    """Precision and recall of second strikes, as the run found them."""
    text = PAGE.read_text("utf-8")
    for world in ("second strikes .15", "default"):
        ours = measured()[world]["ours"]

        assert f"{ours['kin_p']:.3f}".lstrip("0") + " / " + f"{ours['kin_r']:.3f}".lstrip("0") in text


@pytest.mark.parametrize(
    ("whose", "what", "value", "missed"),
    [
        ("ours", "pair_f1", 0.8, "pair F1"),
        ("ours", "b3_f1", 0.89, "B-cubed"),
        ("ours", "peak_mb", 501, "memory"),
        ("splink", "pair_f1", 0.7, "above Splink"),
        ("splink", "took", {"train": 4, "predict": 5}, "time to scored pairs"),
    ],
)
def test_each_bar_can_be_missed(whose: str, what: str, value: Any, missed: str) -> None:
    """A run on the bars meets all five; a little less, and the one is named."""
    assert verdict(GOOD) == "5 of 5 bars met"

    run = deepcopy(GOOD)
    run["shared, seed 7"][whose][what] = value
    assert verdict(run).startswith("4 of 5 bars met; missed: shared, seed 7: ")
    assert [missed in said for said, met in bars(run) if not met] == [True]


def test_a_million_has_bars_of_its_own() -> None:
    """Grouping, peak, time and B-cubed; a peer that was stopped is no bar for F1."""
    ours = {
        "pair_f1": 0.8,
        "b3_f1": 0.91,
        "took": {"train": 9, "predict": 9, "cluster": 21},
        "peak_mb": 1700,
        "true": 1,
    }
    peer = {"took": {"train": 9, "predict": 9}, "peak_mb": 5000}

    assert [met for _, met in bars({"shared, a million": {"ours": ours, "splink": peer}})] == [
        True, False, False, False,
    ]  # fmt: skip
