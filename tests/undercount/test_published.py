"""Numbers that other programs give on published tables, reproduced. Origin: shared/data/mse/reference_estimates.csv."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import poisson

from solferino.undercount.chosen import all_subsets
from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import Gated, gate
from solferino.undercount.latent import latent
from solferino.undercount.list_rates import chao
from solferino.undercount.loglinear import Design, fits, observed
from solferino.undercount.plain import read_overlap
from solferino.undercount.stepwise import stepwise, surprise


def passed(shared: Path, name: str) -> Gated:
    """A table of the shared data that passes the gate."""
    (table,) = read_overlap(shared / "data" / "mse" / f"{name}.csv")
    found = gate(table).passed
    assert found is not None
    return found


def test_every_row_of_decomposable_graphs(shared: Path) -> None:
    """R's dga 2.0.2, seven tables by two priors and two ranges: median and both ends to the unit, on its grid."""
    with (shared / "data" / "mse" / "reference_estimates.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["tool"] == "dga 2.0.2" and "restricted" not in r["dataset"]]
    deltas = {"0.1250": 1 / 8, "0.0625": 1 / 16, "0.0312": 1 / 32, "0.5000": 0.5}
    assert len(rows) == 28
    for row in rows:
        gated = passed(shared, row["dataset"])
        told = dict(word.split("=") for word in row["settings"].split() if "=" in word)
        times = 10 if "1..10n" in row["settings"] else 30
        shrink = deltas[told["delta"]] * 2 ** len(gated.table.lists)
        found = decomposable(gated, shrink=shrink, times=times)

        assert f"step {found.step} " in row["settings"]
        assert [found.quantile(q) for q in (0.5, 0.025, 0.975)] == [
            int(row[k]) for k in ("estimate", "lo95", "hi95")
        ], row
        assert f"{found.saturated:.3f}" in row["note"]


@pytest.mark.parametrize(
    ("name", "estimate", "low", "high"),
    [
        ("kosovo_1999", 14341.7, 12525.2, 16542.8),
        ("madigan_york_spina_3list", 730.9, 699.8, 766.5),
        ("rcapture_hiv", 11124.6, 9531.7, 13114.1),
        ("sparsemse_neworl_5", 1034.2, 665.6, 1762.0),
    ],
)
def test_the_best_of_all_subsets(shared: Path, name: str, estimate: float, low: float, high: float) -> None:
    """Rcapture 1.4-4, closedpMS.t by BIC and closedpCI.t by profile likelihood, to the digits it prints."""
    found = all_subsets(passed(shared, name))

    assert found is not None
    assert (found.estimate, found.low, found.high) == pytest.approx((estimate, low, high), abs=0.06)


@pytest.mark.parametrize(
    ("name", "estimate"),
    [("sparsemse_ukdat_5", 11313.0), ("sparsemse_ned_5", 121521.6), ("sparsemse_neworl_5", 1034.2)],
)
def test_the_stepwise_model(shared: Path, name: str, estimate: float) -> None:
    """SparseMSE 2.0.1 at p = .02, as published by Binette and Steorts 2021; Netherlands takes a pair that shares nobody."""
    found = stepwise(passed(shared, name), draws=20)

    assert found is not None
    assert found.estimate == pytest.approx(estimate, abs=0.06)


@pytest.mark.parametrize(
    ("name", "low", "high", "pairs"),
    [
        ("sparsemse_ukdat_5", 9367, 15219, 6),  # 2,000 resamples, Binette and Steorts 2021
        ("sparsemse_ned_5", 48002, 173698, 6),  # the same
        ("kosovo_1999", 12584, 16541, 5),  # a run of 200 resamples
    ],
)
def test_the_stepwise_interval(shared: Path, name: str, low: float, high: float, pairs: int) -> None:
    """SparseMSE 2.0.1, bias-corrected and accelerated: ours lies within the error of as many resamples."""
    found = stepwise(passed(shared, name), draws=2000)

    assert found is not None
    assert found.high is not None
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.05)
    assert len(found.pairs) == pairs


def test_a_pair_is_taken_for_how_many_are_on_both(shared: Path) -> None:
    """Netherlands: the first pairs are those that chance explains least, by either tail of a Poisson variable."""
    (table,) = read_overlap(shared / "data" / "mse" / "sparsemse_ned_5.csv")
    design, counts = Design(5), observed(table)
    plain = fits(design, counts[None], design.model(np.zeros((1, 10), dtype=bool)))
    chances = surprise(design, counts[None], plain.fitted)[0]
    both, mean = ((row * design.on[:, 0] * design.on[:, 4]).sum() for row in (counts, plain.fitted[0]))

    assert design.pairs[int(np.argmin(chances))] == (0, 4)
    assert chances.min() == pytest.approx(min(poisson.cdf(both, mean), poisson.sf(both - 1, mean)))


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("kosovo_1999", 8591.2),
        ("madigan_york_spina_3list", 763.9),
        ("rcapture_hiv", 11701.0),
        ("sparsemse_neworl_5", 1294.1),
    ],
)
def test_the_figure_of_list_rates(shared: Path, name: str, figure: float) -> None:
    """Rcapture's closedp.t, Mth Chao (LB)."""
    assert chao(passed(shared, name)) == pytest.approx(figure, abs=0.06)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "middle", "low", "high"),
    [
        ("madigan_york_spina_3list", 734, 687, 824),
        ("kosovo_1999", 10469, 9120, 14264),
        ("rcapture_hiv", 10906, 9364, 13122),
    ],
)
def test_latent_classes(shared: Path, name: str, middle: float, low: float, high: float) -> None:
    """LCMCR 0.4.14 where its own chains agree: the median within 3 %, the ends, which are noisier, within 8 %."""
    found = latent(passed(shared, name), sweeps=8000)

    assert found.r_hat < 1.05
    assert found.quantile(0.5) == pytest.approx(middle, rel=0.03)
    assert (found.quantile(0.025), found.quantile(0.975)) == pytest.approx((low, high), rel=0.08)


@pytest.mark.slow
def test_the_philippine_stratum(shared: Path) -> None:
    """HRDAG 2019, killings by police in Manila, eight lists: a mean of 575 (534 to 639), each within 5 %."""
    found = latent(passed(shared, "ph_manila_police"), classes=5, sweeps=6000)

    assert found.r_hat < 1.05
    assert float(found.draws.mean()) == pytest.approx(575, rel=0.05)
    assert (found.quantile(0.025), found.quantile(0.975)) == pytest.approx((534, 639), rel=0.05)
