"""Measure the tests of patterns against their peers, one thread, CPU seconds, turn by turn in one run.

    python benchmarks/patterns/bench.py [--to FILE]

Knox: 999 permutations of 1,000, 5,000 and 20,000 events against pointpats (Knox, `permutations`; of the larger ones the
peer is run on a part of the permutations and scaled), with the memory that ours takes in a process of its own.
Proximity: 20,000 strikes, 500 places, 9,999 relocations against a loop over scipy's cKDTree. Scan: seconds per random
world. Every kernel is compiled before the clock starts. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from solferino.patterns.events import events
from solferino.patterns.knox import knox
from solferino.patterns.proximity import places, proximity
from solferino.patterns.scan import scan

warnings.filterwarnings("ignore")


BARS = {1000: 40, 5000: 80, 20_000: 80}
"""How many times faster than its peer Knox is to be, by events."""

NEARNESS = 30
"""How many times faster proximity is to be."""


def clocked(work: Callable[[], Any]) -> float:
    """Return the CPU seconds of this process that `work` takes."""
    began = process_time()
    work()
    return process_time() - began


def scattered(n: int) -> tuple[Any, Any, float]:
    """Uniform points, their days, and the distance at which they make as many pairs as the notes' prototype met."""
    rng = np.random.default_rng(n)
    at, t = rng.uniform(0, 60_000, (n, 2)), rng.integers(0, 730, (n, 1))
    return at, t, 60_000 * {1000: 0.0246, 5000: 0.0253, 20_000: 0.0246}[n]


def alone(n: int) -> int:
    """Run Knox as in the benchmark, without a peer, and return the most memory this process had, in megabytes."""
    at, t, distance = scattered(n)
    knox(events(at, t[:, 0].astype(float)), distance=distance, days=14, draws=999)
    held = Path("/proc/self/status").read_text("utf-8")  # what getrusage says begins with the parent's
    return int(held.partition("VmHWM:")[2].split()[0]) // 1024


def knoxes(n: int, peer_draws: int) -> dict[str, Any]:
    """Knox on uniform events, 999 permutations."""
    from pointpats import Knox

    at, t, distance = scattered(n)
    told = events(at, t[:, 0].astype(float))
    # What a permutation costs the peer is the difference of two runs: both are the best of several, the first of all
    # is not counted, and the permutations are as many as the rest of its work weighs.
    Knox(at[:200], t[:200], distance, 14, permutations=1)
    ours, none, many = [], [], []
    for _ in range(3 if n == 1000 else 2):
        ours.append(clocked(lambda: knox(told, distance=distance, days=14, draws=999)))
        none.append(clocked(lambda: Knox(at, t, distance, 14, permutations=0)))
        many.append(clocked(lambda: Knox(at, t, distance, 14, permutations=peer_draws)))
    theirs = [min(none) + (min(many) - min(none)) * 999 / peer_draws]
    pairs = knox(told, distance=distance, days=14, draws=19).facts["near_in_space"]
    mine = subprocess.run([sys.executable, __file__, "--alone", str(n)], capture_output=True, text=True, check=True)
    return {"events": n, "pairs": pairs, "ours_s": round(min(ours), 3), "pointpats_s": round(min(theirs), 2),
            "ratio": round(min(theirs) / min(ours)), "peer_permutations_run": peer_draws,
            "ours_peak_mb": int(mine.stdout), "met": min(theirs) / min(ours) >= BARS[n]}  # fmt: skip


def relocations(peer_draws: int) -> dict[str, Any]:
    """20,000 strikes, 500 protected of 5,000 places in 50 towns, four radii, 9,999 relocations."""
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(1)
    centres = rng.uniform(0, 100_000, (50, 2))
    strikes = centres[rng.integers(0, 50, 20_000)] + rng.normal(0, 3000, (20_000, 2))
    town = rng.integers(0, 50, 5000)
    at = centres[town] + rng.normal(0, 3000, (5000, 2))
    mine = np.arange(5000) < 500
    among, radii = places(at, mine, town.tolist()), [100, 360, 800, 1600]
    ours = clocked(lambda: proximity(strikes, among, radii=radii, draws=9999))

    def peer() -> None:
        for _ in range(peer_draws):
            drawn = np.concatenate([rng.choice(np.flatnonzero(town == k), (mine & (town == k)).sum(), replace=False)
                                    for k in range(50)])  # fmt: skip
            near, _ = cKDTree(at[drawn]).query(strikes, distance_upper_bound=1600)
            for r in radii:
                np.count_nonzero(near <= r)

    theirs = clocked(peer) * 9999 / peer_draws
    return {
        "ours_s": round(ours, 2),
        "ckdtree_s": round(theirs, 1),
        "ratio": round(theirs / ours),
        "peer_loops_run": peer_draws,
        "met": theirs / ours >= NEARNESS,
    }


def scans() -> list[dict[str, Any]]:
    """Random worlds of a space-time permutation scan: how the time of one grows with places."""
    found = []
    for n in (50, 100, 200):
        rng = np.random.default_rng(n)
        at, cases = rng.uniform(0, 100, (n, 2)), rng.poisson(10 / 52, (n, 52))
        seconds = clocked(lambda at=at, cases=cases: scan(at, cases, draws=20)) / 21
        found.append({"places": n, "cases": int(cases.sum()), "days": 52, "seconds_a_world": round(seconds, 4)})
    return found


def main(words: list[str]) -> int:
    """Run the benchmark and print what it measured; return 1 where a bar is missed."""
    if "--alone" in words:
        print(alone(int(words[words.index("--alone") + 1])))
        return 0
    small = events(np.random.default_rng(0).uniform(0, 9, (300, 2)), np.arange(300.0))
    knox(small, distance=3, days=30, draws=99)
    relocations_of = np.random.default_rng(0).uniform(0, 9, (400, 2))
    proximity(relocations_of, places(relocations_of[:200], np.arange(200) < 50), radii=[1], draws=999)
    scan(np.random.default_rng(0).uniform(0, 9, (30, 2)), np.ones((30, 60), dtype=np.int64), draws=2)
    measured = {
        "knox": [knoxes(n, draws) for n, draws in ((1000, 999), (5000, 99), (20_000, 19))],
        "proximity": relocations(60),
        "scan": scans(),
    }
    text = json.dumps(measured, indent=1)
    if "--to" in words:
        Path(words[words.index("--to") + 1]).write_text(text + "\n", "utf-8")
    print(text)
    return int(not all(row["met"] for row in (*measured["knox"], measured["proximity"])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
