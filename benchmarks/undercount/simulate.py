"""How often do intervals hold the truth? Invented populations whose total is known, estimated and compared.

    python benchmarks/undercount/simulate.py [--runs N] [--latent N] [--cores N] [--to FILE]

A: independent lists. C: two lists depend. D: few on any. B: two classes. E: three in ten nearly invisible. F: as A, one
unit in ten loses a link; F drawn back: as F, with that error said. `--latent` populations are also sampled with latent
classes, which takes seconds each. In E and F all methods agree and are wrong: no interval can say so.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np

from solferino.undercount.chosen import all_subsets
from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import gate, passed_on
from solferino.undercount.latent import latent
from solferino.undercount.relinked import relinked
from undercount.populations import WORLDS, independent, unlinked

ERROR = 0.1
NAMES = (*WORLDS, "F", "F drawn back")


def one(name: str, n: int, *, sampled: bool) -> dict[str, tuple[float, bool]]:
    """Return, by method, the relative error of the middle, and whether the interval holds the truth."""
    rng = np.random.default_rng([20261126, NAMES.index(name), n])
    made, truth = WORLDS.get(name, (independent, 2000))
    table = made(rng)
    if name.startswith("F"):
        table = unlinked(table, ERROR, seed=n)
    passed = gate(table).passed
    if passed is None:
        return {}
    if name == "F drawn back":
        told = [decomposable(passed_on(passed, t)) for t in relinked(table, ERROR, draws=10, seed=n)]
        totals = np.sort(np.concatenate([[t.quantile((k + 0.5) / 200) for k in range(200)] for t in told]))
        low, middle, high = (float(np.quantile(totals, q)) for q in (0.025, 0.5, 0.975))
        return {"decomposable": (middle / truth - 1, low <= truth <= high)}
    found = {}
    graphs = decomposable(passed)
    found["decomposable"] = (
        graphs.quantile(0.5) / truth - 1,
        graphs.quantile(0.025) <= truth <= graphs.quantile(0.975),
    )
    if (chosen := all_subsets(passed)) is not None:
        held = chosen.low <= truth and (chosen.high is None or truth <= chosen.high)
        found["loglinear-bic"] = (chosen.estimate / truth - 1, held)
    if sampled:
        drawn = latent(passed, sweeps=12_000, seed=n)
        found["latent-class"] = (
            drawn.quantile(0.5) / truth - 1,
            drawn.quantile(0.025) <= truth <= drawn.quantile(0.975),
        )
    return found


def main() -> int:
    """Run all worlds, print one line for each method in each, and return 0."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=200)
    asked.add_argument("--latent", type=int, default=20)
    asked.add_argument("--cores", type=int, default=None)
    asked.add_argument("--to", type=Path)
    told = asked.parse_args()
    rows: list[dict[str, Any]] = []
    with ProcessPoolExecutor(told.cores) as pool:
        for name in NAMES:
            jobs = [pool.submit(one, name, n, sampled=n < told.latent) for n in range(told.runs)]
            found = [job.result() for job in jobs]
            for method in ("decomposable", "loglinear-bic", "latent-class"):
                held = [f[method] for f in found if method in f]
                if not held:
                    continue
                row = {"world": name, "method": method, "runs": len(held), "refused": sum(not f for f in found),
                       "bias": round(float(np.mean([b for b, _ in held])), 3),
                       "coverage": round(sum(c for _, c in held) / len(held), 3)}  # fmt: skip
                rows.append(row)
                print(" ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    if told.to:
        told.to.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
