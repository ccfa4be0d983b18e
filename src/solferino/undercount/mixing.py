"""Did the chains settle? Split R-hat on ranks and the effective number of draws (Vehtari et al. 2021)."""

from __future__ import annotations

import numpy as np

from solferino.undercount.overlap import Reals

MOST_R_HAT, FEWEST_DRAWS = 1.05, 400.0


def r_hat(chains: Reals) -> float:
    """Return the larger R-hat of ranks and of folded ranks, over halves of chains (chains by draws)."""
    folded = np.abs(chains - np.median(chains))
    return max(_split(_ranked(chains)), _split(_ranked(folded)))


def effective(chains: Reals) -> float:
    """Return how many independent draws the ranks are worth: autocorrelations, summed while pairs are positive."""
    halves = _halves(_ranked(chains))
    m, n = halves.shape
    centred = halves - halves.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    power = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    covariance = np.fft.irfft(power, size, axis=1)[:, :n].mean(axis=0) / n
    within = float(covariance[0]) * n / (n - 1)
    total = within * (n - 1) / n + float(halves.mean(axis=1).var(ddof=1))
    if total <= 0:
        return float(m * n)
    rho = 1 - (within - covariance * n / (n - 1)) / total
    pairs = rho[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    return float(min(m * n / max(2 * kept.sum() - 1, 1e-9), m * n * np.log10(m * n)))


def _halves(chains: Reals) -> Reals:
    n = chains.shape[1] // 2
    return np.concatenate([chains[:, :n], chains[:, -n:]])


def _ranked(chains: Reals) -> Reals:
    from scipy.stats import norm, rankdata

    ranks = rankdata(chains).reshape(chains.shape)
    return np.asarray(norm.ppf((ranks - 0.375) / (chains.size + 0.25)))


def _split(chains: Reals) -> float:
    halves = _halves(chains)
    n = halves.shape[1]
    within = float(halves.var(axis=1, ddof=1).mean())
    between = n * float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt(((n - 1) / n * within + between / n) / within)) if within > 0 else 1.0
