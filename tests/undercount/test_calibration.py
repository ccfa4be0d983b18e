"""Posteriors are calibrated: a sample of `make simulate-undercount`, and what it printed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from solferino.undercount import decomposable
from undercount import calibration
from undercount.calibration import by_classes, by_graphs, p_uniform, ranked

MEASURED = Path(__file__).resolve().parents[2] / "benchmarks/undercount/calibration.json"


@pytest.mark.parametrize("lists", [3, 4])
def test_graphs_are_calibrated(lists: int) -> None:
    """Two thousand totals from the prior lie anywhere in their posteriors alike."""
    parts = ranked(by_graphs(lists), 2000, seed=5)

    assert len(parts) > 700
    assert p_uniform(parts) > 0.001


def test_another_prior_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With four times the prior count the same totals crowd at the ends: the test can fail."""
    real = decomposable.decomposable
    monkeypatch.setattr(calibration, "decomposable", lambda gated, times: real(gated, times=times, shrink=4.0))

    assert p_uniform(ranked(by_graphs(3), 2000, seed=5)) < 1e-6


@pytest.mark.slow
def test_latent_classes_are_calibrated() -> None:
    """A few totals from the Dirichlet process: their parts are spread as uniform ones are."""
    parts = ranked(by_classes(4, classes=5, sweeps=4000), 10, seed=5)

    assert len(parts) == 10
    assert abs(float(np.mean(parts)) - 0.5) < 4 * (1 / 12 / 10) ** 0.5


def test_what_was_measured_is_uniform() -> None:
    """Thousands of populations of each model, kept with the benchmark."""
    rows = json.loads(MEASURED.read_text("utf-8"))

    assert {row["model"] for row in rows} == {f"decomposable, lists {n}" for n in (3, 4)} | {"latent-class, lists 4"}
    assert all(row["p"] > 0.001 and sum(row["tenths"]) == row["populations"] for row in rows)
