"""Measure linking against its peers on the same reports in the same run, and print one table.

    python bench.py --peer PYTHON [--million] [--quick] [--table FILE ...] [--out FOLDER]

PYTHON is that of an environment with Splink. Worlds are made by `world.py`, and by the generator of GENERATOR where it
is there; `--table` adds tables that others made, each with its truth beside it (NAME.truth.parquet), in the columns of
the Link input or those of `convert`. The last line says which bars are met; `measured.json` keeps all figures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
from agree import agreement, kinship
from bars import STOPPED, paired, verdict
from worlds import World, convert, for_peer, own, own_million, shared

HERE = Path(__file__).parent
GENERATOR = HERE.parents[2] / "shared/tools/synth_reports.py"
"""Another generator, beside the project: the one whose worlds the bars are set for."""
HEAD = (
    "world",
    "method",
    "load s",
    "train s",
    "predict s",
    "cluster s",
    "peak MB",
    "pair P/R/F1",
    "B-cubed F1",
    "groups",
    "range",
    "families P/R",
)
PATIENCE = 300
"""Seconds after which a method is stopped; what it has said by then stands."""
METHODS = {"ours": "run_ours.py", "windows": "run_windows.py", "splink": "run_splink.py"}


def measured(world: World, method: str, python: str) -> dict[str, Any]:
    """Run one method on one world in a process of its own."""
    table = for_peer(world) if method == "splink" else world.table
    out = world.table.with_name(f"{world.table.stem}.{method}.found.parquet")
    out.unlink(missing_ok=True)
    ask = [python, str(HERE / METHODS[method]), str(table), str(out)]
    with subprocess.Popen(
        ask, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    ) as run:
        try:
            said, _ = run.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            run.kill()
            said, _ = run.communicate()
    lines = said.strip().splitlines()
    if not lines:
        raise SystemExit(f"{method} on {world.name} said nothing")
    body: dict[str, Any] = json.loads(lines[-1])
    body["took"].setdefault("cluster", STOPPED)
    if not out.exists():
        return body
    with duckdb.connect() as con:
        both = con.execute(
            f"SELECT t.* EXCLUDE (report_id), f.* EXCLUDE (report_id, cluster), dense_rank() OVER (ORDER BY cluster) AS "
            f"cluster FROM read_parquet('{world.truth}') t JOIN read_parquet('{out}') f USING (report_id)"
        ).fetchnumpy()
    body |= agreement(both["incident_id"], both["cluster"])
    if "family_id" in both and "family" in both:
        body |= kinship(both["incident_id"], both["family_id"], both["cluster"], both["family"])
    return body


def row(world: World, method: str, r: dict[str, Any]) -> list[str]:
    """Return one line of the table."""
    took, ends = r["took"], r.get("range")
    start = [
        world.name,
        method,
        *(f"{took[k]:.1f}" for k in ("load", "train", "predict", "cluster")),
        f"{r['peak_mb']:.0f}",
    ]
    if "pair_f1" not in r:
        return [*start, f"stopped after {PATIENCE} s", "", "", "", ""]
    told = f"{ends['low']}-{ends['high']}" if ends else ""
    return [
        *start, "/".join(f"{r[k]:.3f}" for k in ("pair_p", "pair_r", "pair_f1")), f"{r['b3_f1']:.3f}",
        f"{r['found']} of {r['true']}", told, f"{r['kin_p']:.3f}/{r['kin_r']:.3f}" if "kin_p" in r else "",
    ]  # fmt: skip


def ratio(world: World, ours: dict[str, Any], peer: dict[str, Any]) -> list[str]:
    """Return ours over the peer's: time to scored pairs, clusters, memory; and how far F1 is above."""
    one, two, told = ours["took"], peer["took"], "pair_f1" in peer
    return [
        world.name, "ours / splink", "", f"{paired(ours) / paired(peer):.2f}", "(both)", f"{one['cluster'] / max(two['cluster'], 0.01):.2f}",
        f"{ours['peak_mb'] / peer['peak_mb']:.2f}", f"F1 {ours['pair_f1'] - peer['pair_f1']:+.3f}" if told else "",
        f"{ours['b3_f1'] - peer['b3_f1']:+.3f}" if told else "", "", "", "",
    ]  # fmt: skip


def main() -> None:
    """Make worlds, run all methods, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--peer", help="the Python of an environment with Splink; without it the peer is left out")
    ask.add_argument("--million", action="store_true")
    ask.add_argument("--quick", action="store_true", help="only the default world")
    ask.add_argument("--table", type=Path, nargs="*", default=[])
    ask.add_argument("--only-tables", action="store_true")
    ask.add_argument("--out", type=Path, default=Path("build/bench-linkage"))
    said = ask.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    chosen = [] if said.only_tables else list(own(said.out, quick=said.quick))
    if GENERATOR.exists() and said.peer and not said.only_tables:
        chosen += shared(said.out, GENERATOR, said.peer, million=said.million)
    elif said.million:
        chosen.append(own_million(said.out))
    chosen += [convert(table, said.out) for table in said.table]
    measured(chosen[0], "ours", sys.executable)  # compiles what it needs, once, and is forgotten
    lines, found = [list(HEAD)], {}
    for world in chosen:
        results = found[world.name] = {}
        for method in METHODS:
            if (method == "splink" and not said.peer) or (method == "windows" and world.table.stat().st_size > 2e7):
                continue  # the rule of windows keeps its pairs in memory: a million reports are more than it takes
            results[method] = measured(world, method, said.peer if method == "splink" else sys.executable)
            lines.append(row(world, method, results[method]))
            sys.stderr.write("  ".join(lines[-1]) + "\n")
        if "splink" in results:
            lines.append(ratio(world, results["ours"], results["splink"]))
    told = printed(lines) + "\n\n" + verdict(found) + "\n"
    sys.stdout.write(told)
    (said.out / "table.md").write_text(told, "utf-8")
    keep(found, said.out / "measured.json")


def keep(found: dict[str, dict[str, dict[str, Any]]], path: Path) -> None:
    """Write all figures of a run; a step that was stopped has no time."""
    for result in (r for methods in found.values() for r in methods.values()):
        result["took"] = {name: took for name, took in result["took"].items() if took != STOPPED}
    path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def printed(lines: list[list[str]]) -> str:
    """Return lines as a table of Markdown that also reads well as it stands."""
    wide = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    body = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, wide, strict=True)) + " |" for line in lines]
    return "\n".join([body[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *body[1:]])


if __name__ == "__main__":
    main()
