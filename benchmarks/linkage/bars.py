"""The bars of the benchmark, and what a run says about them; the table of docs/linkage.md is made here too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Result = Mapping[str, Any]
Run = Mapping[str, Mapping[str, Result]]
"""What a run found: by world, by method."""

MEASURED = Path(__file__).parent / "measured.json"
"""The run that docs/linkage.md tells of."""
STOPPED = float("inf")


def paired(result: Result) -> float:
    """Return the seconds to scored pairs: learning and scoring."""
    return float(result["took"]["train"]) + float(result["took"]["predict"])


def bars(run: Run) -> Iterator[tuple[str, bool]]:
    """Yield each bar that a run can speak to, with its figures, and whether it is met."""
    for world, found in run.items():
        ours, peer = found["ours"], found.get("splink")
        if world == "shared, seed 7":
            yield f"{world}: pair F1 {ours['pair_f1']:.3f} (.81)", ours["pair_f1"] >= 0.81
        if world.endswith(("seed 7", "a million")):
            yield f"{world}: B-cubed F1 {ours['b3_f1']:.3f} (.90)", ours["b3_f1"] >= 0.90
        if world.endswith("a million"):
            yield f"{world}: grouping {ours['took']['cluster']:.0f} s (20)", ours["took"]["cluster"] <= 20
            yield f"{world}: peak {ours['peak_mb']:.0f} MB (1600)", ours["peak_mb"] <= 1600
        if peer is None:
            continue
        if world.endswith("a million"):
            share = paired(ours) / paired(peer)
            yield f"{world}: time to scored pairs {share:.2f} of Splink's (.67)", share <= 2 / 3
        elif world == "shared, seed 7":
            share, memory = paired(ours) / paired(peer), ours["peak_mb"] / peer["peak_mb"]
            yield f"{world}: time to scored pairs {share:.2f} of Splink's (.50)", share <= 0.5
            yield f"{world}: memory {memory:.2f} of Splink's (.50)", memory <= 0.5
        if not world.endswith("a million") and "pair_f1" in peer:
            above = ours["pair_f1"] - peer["pair_f1"]
            yield f"{world}: pair F1 {above:+.3f} above Splink's (.15)", above >= 0.15


def verdict(run: Run) -> str:
    """Return the last line of a run: how many bars are met, and which are not."""
    found = list(bars(run))
    missed = [said for said, met in found if not met]
    return f"{len(found) - len(missed)} of {len(found)} bars met" + ("; missed: " + "; ".join(missed) if missed else "")


def page(run: Run) -> list[str]:
    """Return the table of docs/linkage.md."""
    lines = [
        "| world | pairs P / R / F1 | B-cubed F1 | incidents | range | Splink: pairs F1 | B-cubed F1 | time | memory |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for world, found in run.items():
        ours, peer = found["ours"], found["splink"]
        ends, off = ours["range"], ours["found"] / ours["true"] - 1
        told = f"{_cut(peer['pair_f1'])} | {_cut(peer['b3_f1'])}" if "pair_f1" in peer else "stopped | stopped"
        lines.append(
            f"| {world} | {' / '.join(_cut(ours[k]) for k in ('pair_p', 'pair_r', 'pair_f1'))} | {_cut(ours['b3_f1'])} "
            f"| {off:+.1%} | {ends['low'] / ours['true'] - 1:+.1%} to {ends['high'] / ours['true'] - 1:+.1%} | {told} "
            f"| {paired(ours) / paired(peer):.2f} | {ours['peak_mb'] / peer['peak_mb']:.2f} |"
        )
    return lines


def _cut(share: float) -> str:
    return f"{share:.3f}".lstrip("0")


def measured() -> Run:
    """Return the run that docs/linkage.md tells of."""
    found: Run = json.loads(MEASURED.read_text("utf-8"))
    return found
