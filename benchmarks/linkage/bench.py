"""Measure linking against its peers on the same reports in the same run, and print one table.

    python bench.py --peer PYTHON [--million] [--quick] [--table FILE ...] [--out FOLDER]

PYTHON is that of an environment with Splink. Worlds are made by `world.py`; `--table` adds tables that others made,
each with its truth beside it (NAME.truth.parquet), in the columns of the Link input or those of `convert`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from agree import agreement
from world import Knobs, make, write

from solferino.places.names import skeleton

HERE = Path(__file__).parent
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
)
PATIENCE = 300
"""Seconds after which a method is stopped; what it has said by then stands."""
METHODS = {"ours": "run_ours.py", "windows": "run_windows.py", "splink": "run_splink.py"}


@dataclass(frozen=True)
class World:
    """One set of reports: a name, the table, its truth."""

    name: str
    table: Path
    truth: Path


def worlds(folder: Path, *, million: bool, quick: bool) -> Iterator[World]:
    """Make the worlds of the benchmark: the default, fresh seeds, moved knobs, and with `million` a large one."""
    base = Knobs()
    chosen = {"default": base}
    if not quick:
        chosen |= {
            "seed 11": replace(base, seed=11), "seed 12": replace(base, seed=12),
            "second strikes .15": replace(base, double_strikes=0.15), "misplaced .05": replace(base, misplaced=0.05),
            "no offensives": replace(base, in_offensives=0.0), "copied posts .3": replace(base, copied=0.3),
        }  # fmt: skip
    if million:
        chosen["a million"] = replace(base, incidents=510_000, towns=52_000, districts=620, scale_km=1360.0)
    for name, knobs in chosen.items():
        table = folder / f"{name.replace(' ', '-')}.parquet"
        if not table.exists():
            write(make(knobs), table)
        yield World(name, table, table.with_name(table.stem + ".truth.parquet"))


def convert(table: Path, folder: Path) -> World:
    """Bring a table of another generator (geo_prec, event_type, actor, -1 for not told) into the Link input."""
    made, truth = folder / f"{table.stem}.link.parquet", folder / f"{table.stem}.link.truth.parquet"
    with duckdb.connect() as con:
        names = {name for name, *_ in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(table)]).fetchall()}
        beside = table.with_name(table.stem + ".truth.parquet")
        if "geo_prec" not in names:
            return World(table.stem, table, beside)
        con.execute(
            "COPY (SELECT printf('%08d', report_id) AS report_id, source, source != 'social' AS deduplicated, date, "
            "lat, lon, CASE geo_prec WHEN 1 THEN 500 WHEN 2 THEN 5000 ELSE 25000 END AS precision_m, "
            "nullif(place, '') AS place, "
            "admin2::VARCHAR AS admin2, event_type AS weapon, actor AS party, target, "
            "nullif(killed, -1) AS killed_min, nullif(killed, -1) AS killed_max, nullif(injured, -1) AS "
            "injured_min, nullif(injured, -1) AS injured_max "
            f"FROM read_parquet('{table}')) TO '{made}' (FORMAT parquet)"
        )
        con.execute(
            f"COPY (SELECT printf('%08d', report_id) AS report_id, incident_id FROM read_parquet('{beside}')) "
            f"TO '{truth}' (FORMAT parquet)"
        )
    return World(table.stem, made, truth)


def for_peer(world: World) -> Path:
    """Return the table with the consonants of its places, so that the peer reads names as well as we do."""
    made = world.table.with_name(world.table.stem + ".peer.parquet")
    if not made.exists():
        with duckdb.connect() as con:
            found = con.execute(
                f"SELECT DISTINCT place FROM read_parquet('{world.table}') WHERE place IS NOT NULL"
            ).fetchall()
            told = [t for (t,) in found]
            con.execute("CREATE TABLE s (place VARCHAR, skeleton VARCHAR)")
            con.execute(
                "INSERT INTO s SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
                [told, [skeleton(t) or None for t in told]],
            )
            con.execute(
                f"COPY (SELECT r.*, skeleton FROM read_parquet('{world.table}') r LEFT JOIN s USING (place)) "
                f"TO '{made}' (FORMAT parquet)"
            )
    return made


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
    body["took"].setdefault("cluster", float("inf"))
    if not out.exists():
        return body
    with duckdb.connect() as con:
        both = con.execute(
            f"SELECT incident_id, dense_rank() OVER (ORDER BY cluster) AS cluster FROM read_parquet('{world.truth}') "
            f"JOIN read_parquet('{out}') USING (report_id)"
        ).fetchnumpy()
    return {**body, **agreement(both["incident_id"], both["cluster"])}


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
        return [*start, f"stopped after {PATIENCE} s", "", "", ""]
    told = f"{ends['low']}-{ends['high']}" if ends else ""
    return [
        *start, "/".join(f"{r[k]:.3f}" for k in ("pair_p", "pair_r", "pair_f1")), f"{r['b3_f1']:.3f}",
        f"{r['found']} of {r['true']}", told,
    ]  # fmt: skip


def ratio(world: World, ours: dict[str, Any], peer: dict[str, Any]) -> list[str]:
    """Return ours over the peer's: time to scored pairs, clusters, memory; and how far F1 is above."""
    one, two, told = ours["took"], peer["took"], "pair_f1" in peer
    pairs = (one["train"] + one["predict"]) / (two["train"] + two["predict"])
    return [
        world.name, "ours / splink", "", f"{pairs:.2f}", "(both)", f"{one['cluster'] / max(two['cluster'], 0.01):.2f}",
        f"{ours['peak_mb'] / peer['peak_mb']:.2f}", f"F1 {ours['pair_f1'] - peer['pair_f1']:+.3f}" if told else "",
        f"{ours['b3_f1'] - peer['b3_f1']:+.3f}" if told else "", "", "",
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
    chosen = [] if said.only_tables else list(worlds(said.out, million=said.million, quick=said.quick))
    chosen += [convert(table, said.out) for table in said.table]
    lines = [list(HEAD)]
    for world in chosen:
        results = {}
        for method in METHODS:
            if (method == "splink" and not said.peer) or (method == "windows" and world.table.stat().st_size > 2e7):
                continue  # the rule of windows keeps its pairs in memory: a million reports are more than it takes
            results[method] = measured(world, method, said.peer if method == "splink" else sys.executable)
            lines.append(row(world, method, results[method]))
            sys.stderr.write("  ".join(lines[-1]) + "\n")
        if "splink" in results:
            lines.append(ratio(world, results["ours"], results["splink"]))
    sys.stdout.write(printed(lines) + "\n")
    (said.out / "table.md").write_text(printed(lines) + "\n", "utf-8")


def printed(lines: list[list[str]]) -> str:
    """Return lines as a table of Markdown that also reads well as it stands."""
    wide = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    body = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, wide, strict=True)) + " |" for line in lines]
    return "\n".join([body[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *body[1:]])


if __name__ == "__main__":
    main()
