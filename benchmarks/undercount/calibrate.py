"""Do totals drawn from a model's own prior lie anywhere in their posteriors alike? Simulation-based calibration.

    python benchmarks/undercount/calibrate.py [--runs N] [--latent N] [--cores N] [--to FILE]

Prints the tenths of the posterior in which the truth lay, and the p of a chi-square test that they are alike. Exit 1 where
that is below one in a thousand.
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

from undercount.calibration import by_classes, by_graphs, p_uniform, ranked

SEED, CHUNK, LEAST = 20261127, 20, 0.001


def part(model: str, first: int, runs: int) -> list[float]:
    """Return the parts of some populations of a model."""
    lists = int(model[-1])
    make = by_graphs(lists) if model.startswith("decomposable") else by_classes(lists, classes=5, sweeps=12_000)
    return ranked(make, runs, seed=SEED, first=first)


def main() -> int:
    """Run the models, print one line for each; return 1 where one is not calibrated."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=10_000)
    asked.add_argument("--latent", type=int, default=400)
    asked.add_argument("--cores", type=int, default=None)
    asked.add_argument("--to", type=Path)
    told = asked.parse_args()
    many = {
        "decomposable, lists 3": told.runs,
        "decomposable, lists 4": told.runs,
        "latent-class, lists 4": told.latent,
    }
    rows: list[dict[str, Any]] = []
    with ProcessPoolExecutor(told.cores) as pool:
        for model, runs in many.items():
            jobs = [pool.submit(part, model, k, min(CHUNK, runs - k)) for k in range(0, runs, CHUNK)]
            parts = [p for job in jobs for p in job.result()]
            tenths = np.histogram(parts, 10, (0, 1))[0].tolist()
            rows.append({"model": model, "populations": len(parts), "tenths": tenths, "p": round(p_uniform(parts), 4)})
            print(" ".join(f"{k} {v}" for k, v in rows[-1].items()), flush=True)
    if told.to:
        told.to.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return int(any(row["p"] < LEAST for row in rows))


if __name__ == "__main__":
    sys.exit(main())
