"""Run the tests of patterns on random worlds where nothing is the matter, and say how often they raise the alarm.

    python benchmarks/patterns/simulate.py [--runs N] [--seed N] [--cores N] [--to FILE]

Three kinds of world: plain ones, in which each test meets the danger that misleads a naive one; whole cases, whose
reports are linked and whose claims must hold in every world of linkage; and worlds in which something is the matter,
for power. Exit 1 where the upper 95 % bound of false alarms passes 7 %, or power stays below the prototype's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from patterns import linked_worlds
from patterns.worlds import NULLS, POWER, measured
from solferino.patterns.exact import share

CHUNK = 100
CEILING = 0.07
Counts = dict[str, Counter[str]]


def plain(name: str, first: int, runs: int, seed: int) -> Counts:
    """Run one test on worlds number `first` and on."""
    world = NULLS[name] if name in NULLS else POWER[name][0]
    rate = measured(world, runs, seed=seed, first=first)
    return {name: Counter(runs=rate.runs, by_p=rate.by_p, by_ratio=rate.by_ratio, refused=rate.refused)}


def linked(name: str, first: int, runs: int, seed: int) -> Counts:
    """Build cases number `first` and on, and ask all claims of them; `name` is what such cases are called."""
    with TemporaryDirectory() as folder:
        found = linked_worlds.measured(runs, seed=seed, first=first, folder=Path(folder))
    return {f"{name}, {kind}": count + Counter(runs=runs) for kind, count in found.items()}


def main() -> int:
    """Run all worlds and print one line for each; return 1 where a bar is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=20270101)
    asked.add_argument("--cores", type=int, default=None)
    asked.add_argument("--to", type=Path)
    told = asked.parse_args()
    names = [(plain, n, told.runs) for n in NULLS] + [(plain, n, min(told.runs, 400)) for n in POWER]
    jobs = [(run, name, first, min(CHUNK, runs - first))
            for run, name, runs in [*names, (linked, "claim", told.runs)]
            for first in range(0, runs, CHUNK)]  # fmt: skip
    with ProcessPoolExecutor(told.cores) as pool:
        counts: Counts = {}
        for found in [pool.submit(run, name, first, n, told.seed) for run, name, first, n in jobs]:
            for name, count in found.result().items():
                counts.setdefault(name, Counter()).update(count)
    rates = [_rate(name, count) for name, count in counts.items()]
    for rate in rates:
        print(" ".join(f"{k} {v}" for k, v in rate.items()))
    if told.to:
        body = {"seed": told.seed, "nominal": 0.05, "ceiling": CEILING, "rates": rates}
        told.to.write_text(json.dumps(body, indent=1) + "\n", "utf-8")
    return int(not all(rate["met"] for rate in rates))


def _rate(name: str, count: Counter[str]) -> dict[str, Any]:
    """Return the rates of one test, and whether its bar is met."""
    runs = count["runs"]
    found: dict[str, Any] = {"name": name, "runs": runs, "refused": count["refused"]}
    if name in POWER:
        power = count["by_p"] / runs
        return found | {"power": round(power, 4), "asked": POWER[name][1], "met": power >= POWER[name][1]}
    which = ("base", "stands") if name.startswith("claim, ") else ("by_p", "by_ratio")
    bounds = {k: share(count[k], runs)[1] for k in which}
    rule = bounds["stands"] if "stands" in bounds else max(bounds.values())
    return found | {k: round(count[k] / runs, 4) for k in which} | {"bound": round(rule, 4), "met": rule <= CEILING}


if __name__ == "__main__":
    sys.exit(main())
