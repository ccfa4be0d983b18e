"""Numbers that other programs and papers give, reproduced. Origin: shared/data/patterns/expected.json, `_how`."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, floor, isclose, lgamma, log, log10
from pathlib import Path

import numpy as np
import pytest

from patterns.published import arson, expected, rows, scanned, timed
from solferino.patterns.exact import Law, Table, conditional, mantel_haenszel, rates, share
from solferino.patterns.knox import knox
from solferino.patterns.kst import kst
from solferino.patterns.near_repeat import near_repeat
from solferino.patterns.older import Statistic, compared, jacquez, mantel, modified_knox
from solferino.patterns.ripley import Correction, k_cross, time_k
from solferino.patterns.scan import scan

ADMISSIONS: list[Table] = [
    (512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391), (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317),
]  # fmt: skip
"""Admitted and rejected, men then women, in six departments at Berkeley 1973 (Bickel et al. 1975; R: UCBAdmissions)."""

RABBITS: list[Table] = [(0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0)]
"""Cured and died, penicillin at once or later, five doses (Mantel 1963; R: mantelhaen.test)."""


ROOT_FINDER = np.finfo(float).eps ** 0.25
"""How near R's `uniroot` comes to a root by default, as its manual says: 1.22e-4, in the odds ratio or, above 1, its
inverse."""


@pytest.mark.parametrize("case", range(6))
def test_knox_on_burkitt(shared: Path, case: int) -> None:
    """Six thresholds: pairs near in space, in time, in both, and the exact moments; p of 9,999 draws where it is given."""
    row = expected(shared)["knox_burkitt"]["rows"][case]
    found = knox(timed(shared, "burkitt.csv"), distance=row["s"], days=row["tau"], draws=1999, seed=11)

    assert (found.facts["near_in_space"], found.facts["near_in_time"], found.observed) == (
        row["Ns"],
        row["Nt"],
        row["obs"],
    )
    assert found.expected == pytest.approx(row["E"], abs=5e-7)
    assert found.variance == pytest.approx(row["Var"], abs=5e-7)
    theirs = row.get("perm_p_9999", 0.0003 if (row["s"], row["tau"]) == (10, 90) else None)
    if theirs is not None:
        assert found.p == pytest.approx(theirs, abs=4 * (theirs / 1999) ** 0.5)


@pytest.mark.parametrize(
    ("statistic", "theirs"),
    [(mantel(), 0.0483684), (modified_knox(distance=20, days=5), 2.810160), (jacquez(neighbours=3), 12)],
)
def test_older_statistics_on_burkitt(shared: Path, statistic: Statistic, theirs: float) -> None:
    """Mantel, the modified Knox and Jacquez as pointpats 2.5.5 gives them, to its digits (notes of 2026-11-22)."""
    found, p = compared(timed(shared, "burkitt.csv"), statistic, draws=99, seed=100)

    assert found == pytest.approx(theirs, abs=5e-7)
    assert 0.01 <= p <= 1


def test_the_modified_knox_test_on_burkitt(shared: Path) -> None:
    """Its p of 99 permutations is 0.11 in pointpats; ours lies within the error of those."""
    _, p = compared(timed(shared, "burkitt.csv"), modified_knox(distance=20, days=5), draws=999, seed=1)

    assert p == pytest.approx(0.11, abs=3.5 * (0.11 * 0.89 / 99) ** 0.5)


@pytest.mark.parametrize("case", range(6))
def test_what_naive_knox_tests_say_on_burkitt(shared: Path, case: int) -> None:
    """The tails of Poisson that peers print, with and without the number observed, and the variance of shuffled pairs.

    None of them is ours: events that are near several others make pairs that are not independent.
    """
    row, pairs = expected(shared)["knox_burkitt"]["rows"][case], 188 * 187 / 2
    part, mean = row["Ns"] / pairs, row["Ns"] * row["Nt"] / pairs
    below = [exp(-mean + k * log(mean) - lgamma(k + 1)) for k in range(row["obs"] + 1)]

    assert 1 - sum(below[:-1]) == pytest.approx(row["pois_ge"], abs=6e-7)
    assert 1 - sum(below) == pytest.approx(row["pois_gt"], abs=6e-7)
    assert row["Nt"] * part * (1 - part) * (pairs - row["Nt"]) / (pairs - 1) == pytest.approx(
        row["var_pairperm"], abs=6e-7
    )


def test_knox_on_meningococci(shared: Path) -> None:
    """imdepi, finetype B, 50 km and 30 days: the whole table; p = 0.0684, where permuting pairs prints 0.038."""
    row = expected(shared)["knox_imdepiB"]
    found = knox(timed(shared, "imdepiB.csv"), distance=50, days=30, draws=4999, seed=3)
    both, space, time = int(found.observed or 0), found.facts["near_in_space"], found.facts["near_in_time"]

    assert [[both, time - both], [space - both, 336 * 335 // 2 - space - time + both]] == row["table"]
    assert found.expected == pytest.approx(row["E"], abs=1e-8)
    assert found.variance == pytest.approx(row["Var"], abs=5e-7)
    assert found.p == pytest.approx(row["perm_p_9999"], abs=4 * (0.0684 * 0.93 / 4999) ** 0.5)


def test_near_repeat_on_arson(shared: Path) -> None:
    """All twenty cells of R's NearRepeat. Its ratio 26.2 of the cell of nine pairs is within the error of its 99 draws.

    Our own expected count, and the one behind R's ratio, lie around the exact mean; a cell of so few is not judged.
    """
    row = expected(shared)["near_repeat"]["chicago_arson"]
    found = near_repeat(
        arson(shared),
        distances=[0, 1, 201, 401, 601, 1e9],
        days=[0, 2, 3, 4, 1e9],
        draws=999,
        seed=1,
    )
    nine = found.family[4]
    whole = knox(arson(shared), distance=200.9, days=1.9, draws=1, seed=1).expected or 0.0
    inner = knox(arson(shared), distance=0.9, days=1.9, draws=1, seed=1).expected or 0.0
    exact, theirs = whole - inner, 9 / row["ratio_row2col1_99_seed1"]

    assert found.facts["table"] == row["observed"]
    assert (nine.observed, nine.p_family) == (9.0, None)
    assert nine.expected == pytest.approx(exact, abs=3 * (exact / 999) ** 0.5)  # a mean of 999 counts of rare pairs
    assert theirs == pytest.approx(exact, abs=3 * (exact / 99) ** 0.5)  # R's is a mean of 99


def test_time_k_on_burkitt(shared: Path) -> None:
    """K(t) of splancs with its correction for edges. It leaves out pairs at its very last limit, which we include."""
    spans = [100, 200, 500, 1000, 1500 - 1e-6]
    found = time_k(timed(shared, "burkitt.csv").t, spans, begin=400, end=5800)

    assert found == pytest.approx(expected(shared)["stk_burkitt_splancs"]["kt_1_2_5_10_15th"], abs=6e-6)


@pytest.mark.parametrize("window", [None, (255.0, 247.0, 335.0, 399.0)])
def test_space_time_k_on_burkitt(shared: Path, window: tuple[float, float, float, float] | None) -> None:
    """The sum of D over the 300 scales of splancs: p of its 199 permutations is 0.03, ours within the error of those.

    Its polygon is not among the data, so that its K(s) and the sum itself cannot be had; the box around the points, or no
    window at all, stand for it. Without the correction at the ends of the period p would be 0.11.
    """
    told = timed(shared, "burkitt.csv")
    found = kst(told, distances=range(1, 40, 2), days=range(100, 1600, 100), window=window, period=(400, 5800),
                draws=999, seed=42)  # fmt: skip
    theirs = expected(shared)["stk_burkitt_splancs"]["p_199_seed42"]

    assert found.p == pytest.approx(theirs, abs=3 * (theirs * (1 - theirs)) ** 0.5 * (1 / 199 + 1 / 999) ** 0.5)


@pytest.mark.parametrize("radius", ["0.05", "0.2"])
@pytest.mark.parametrize(
    ("theirs", "ours"), [("trans", "translation"), ("un", "none"), ("iso", "isotropic"), ("border", "border")]
)
def test_cross_k_on_amacrine(shared: Path, radius: str, theirs: str, ours: Correction) -> None:
    """Cross-K of spatstat, off to on cells, in its window, by four corrections, to the last of nine digits."""
    told = rows(shared, "amacrine.csv")
    at = np.array([[float(r["x"]), float(r["y"])] for r in told])
    on = np.array([r["m"] == "on" for r in told])
    found = k_cross(at[~on], at[on], [float(radius)], window=(0, 0, 1.601208459, 1), correction=ours)
    printed = expected(shared)["spatstat"]["Kcross_amacrine_off_on"][radius][theirs]

    unit = 10.0 ** (floor(log10(printed)) - 8)

    assert found[0] == pytest.approx(printed, abs=0.51 * unit)  # half a unit, and a hair: the window has ten digits


@pytest.mark.parametrize(("alive", "key", "draws"), [(False, "retro", 1), (True, "prosp", 1)])
def test_scan_on_synthetic_cases(shared: Path, alive: bool, key: str, draws: int) -> None:
    """The likelihood ratio of SaTScan 10.3.2 to six decimals, and its cylinder."""
    row = expected(shared)["scan_stperm_synth"]
    at, cases = scanned(shared)
    found = scan(at, cases, alive=alive, draws=draws)
    count, mean = ("obs", "exp") if key == "retro" else ("prosp_obs", "prosp_exp")

    assert found.facts["cylinder"]["score"] == pytest.approx(row[f"{key}_LLR"], abs=1e-6)
    assert (found.observed, round(found.expected or 0, 2)) == (row[count], row[mean])
    if key == "retro":
        assert (found.facts["cylinder"]["first"], found.facts["cylinder"]["last"]) == (
            30,
            35,
        )  # 31 January to 5 February


EXACT: dict[Table, tuple[float, float, float | None]] = {
    (3, 1, 1, 3): (6.408319658, 0.2117355954, 626.2435306),
    (2, 15, 10, 3): (0.04693663905, 0.003317163951, 0.3631896024),
    (12, 5, 3, 20): (14.57002826, 2.656884686, 113.3394276),
    (0, 7, 10, 90): (0, 0, 7.284440874),
    (25, 60, 175, 1540): (3.662638779, 2.142833135, 6.108544115),
    (9, 15768, 97, 151418): (0.8909882061, 0.3954714221, 1.762807427),
}
"""Conditional odds ratio and exact interval at 40 digits (mpmath). R's fisher.test has 621.93 for the first upper end."""


@pytest.mark.parametrize("table", EXACT)
def test_exact_odds_ratios(table: Table) -> None:
    """Six tables, ten digits; the last is Poole et al. 2024 as reconstructed: 9 of 106 against 15,768 of 167,186."""
    assert conditional([table]) == pytest.approx(EXACT[table], rel=6e-10)


@pytest.mark.parametrize(
    ("table", "p"),
    [((3, 1, 1, 3), 0.4857142857), ((2, 15, 10, 3), 0.0005367241191), ((25, 60, 175, 1540), 1.784853748e-06),
     ((4, 54, 18, 960), 0.030352878)],
)  # fmt: skip
def test_exact_p(table: Table, p: float) -> None:
    """Two-sided p of scipy; the last is larynx and lung cancer within 2 km of the Chorley incinerator (spatstat)."""
    assert Law([table]).p() == pytest.approx(p, rel=1e-8)
    if table == (4, 54, 18, 960):
        assert 1 / conditional([table])[0] == pytest.approx(1 / 3.942, abs=ROOT_FINDER)


def test_stratified_odds() -> None:
    """p and Mantel-Haenszel of R to its digits; its conditional estimates and ends to the tolerance of its root finder."""
    assert Law(ADMISSIONS).p() == pytest.approx(0.227762526798, abs=1e-11)
    assert mantel_haenszel(ADMISSIONS) == pytest.approx(0.9046968283, abs=1e-10)
    assert Law(RABBITS).p() == pytest.approx(0.03994490358, abs=1e-10)
    for tables, theirs in ((ADMISSIONS, (0.905076193638, 0.769714040581, 1.06341699278)),
                           (RABBITS, (10.36102408, 1.07740143, 529.837399))):  # fmt: skip
        for ours, printed in zip(conditional(tables), theirs, strict=True):
            assert ours is not None
            assert min(ours, 1 / ours) == pytest.approx(min(printed, 1 / printed), abs=ROOT_FINDER)


def test_stratified_estimate_is_the_exact_one() -> None:
    """In whole numbers, the mean of the law at our estimate lies on the observed count; at R's it does not."""

    def excess(ratio: float) -> Fraction:
        law, r = [Fraction(1)], Fraction(ratio)
        for a, b, c, d in RABBITS:
            n1, n2, m = int(a + b), int(c + d), int(a + c)
            each = [comb(n1, k) * comb(n2, m - k) * r**k if m - k >= 0 else 0 for k in range(min(n1, m) + 1)]
            law = [sum((law[i] * each[t - i] for i in range(len(law)) if 0 <= t - i < len(each)), Fraction(0))
                   for t in range(len(law) + len(each) - 1)]  # fmt: skip
        return sum((t * w for t, w in enumerate(law)), Fraction(0)) / sum(law) - 16

    ours = conditional(RABBITS)[0]

    assert excess(ours * (1 - 1e-9)) < 0 < excess(ours * (1 + 1e-9))
    assert excess(10.36102408) < 0
    assert isclose(ours, 10.361046, rel_tol=1e-7)


@pytest.mark.parametrize("pair", ["health_vs_educ", "health_vs_water"])
def test_damage_of_health_facilities_compared(shared: Path, pair: str) -> None:
    """Asi et al. 2024: odds derived from the shares they print, to the tolerance of R's root finder; its p to its digits."""
    told = expected(shared)["literature"]["Asi2024"]
    (a, n), (c, m) = told["health"], told["education" if pair.endswith("educ") else "water"]
    table, theirs = (a, n - a, c, m - c), told[f"derived_OR_{pair}"]

    for ours, printed in zip(conditional([table]), theirs[:3], strict=True):
        assert ours is not None
        assert min(ours, 1 / ours) == pytest.approx(min(printed, 1 / printed), abs=ROOT_FINDER)
    assert Law([table]).p() == pytest.approx(theirs[3], abs=6e-8)


def test_medical_buildings_of_one_month_reconstructed(shared: Path) -> None:
    """Poole et al. 2024 print 0.89 (0.45 to 1.76): the odds ratio of Wald that follows from 9 of 106 and 15,768 others."""
    told = expected(shared)["literature"]["Poole2024"]
    (a, b), (c, d) = told["reconstructed"]["table"]
    ratio, spread = a * d / (b * c), 1.959963985 * (1 / a + 1 / b + 1 / c + 1 / d) ** 0.5
    low, high = ratio * exp(-spread), ratio * exp(spread)

    assert [round(x, 2) for x in (ratio, low, high)] == [told["OR"], *told["CI"]]
    assert (low, high) == pytest.approx(told["reconstructed"]["wald_CI"], rel=1e-8)  # theirs a fit, which stops there


def test_rates_and_shares() -> None:
    """R's poisson.test and binom.test; 9 and 30 of 36 hospitals near craters (Kunichoff et al. 2024)."""
    assert rates(11, 800, 21, 3011) == pytest.approx((1.971488095, 0.8584264034, 4.277265944, 0.07966863303), rel=1e-9)
    assert share(9, 106) == pytest.approx((0.03956124041, 0.1550649735), rel=1e-9)
    assert share(9, 36) == pytest.approx((0.1212032941, 0.4220295846), rel=1e-9)
    assert share(30, 36) == pytest.approx((0.671884068, 0.9362798664), rel=1e-9)
