"""Link one table with Splink by its documented recipe; runs in an environment of its own, and prints the same JSON.

Random pairs give u, expectation and maximisation inside blocks gives m, a deterministic rule gives the prior. The
candidates are reports of one district up to three days apart, by seven equal joins (its window joins are slower); the
levels match ours as nearly as its own do. Days and districts are blocked on by copies, or training would skip their
comparisons.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from time import perf_counter

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

TABLE = """
CREATE TABLE reports AS SELECT report_id AS unique_id, source AS source_dataset,
  (date::DATE - DATE '2000-01-01') AS day,
  (date::DATE - DATE '2000-01-01') AS block_day, lat, lon, admin2 AS block_admin2, skeleton, weapon, party, target,
  precision_m, CASE WHEN weapon IN ('airstrike', 'barrel_bomb', 'missile', 'bombing_air') THEN 'air'
    WHEN weapon IN ('artillery', 'mortar', 'shelling') THEN 'shelling' WHEN weapon = 'ied' THEN 'ied' ELSE 'ground'
  END AS kind, killed_min AS killed, injured_min AS injured FROM read_parquet(?)
"""


def count(column: str) -> cl.CustomComparison:
    """Return the comparison of a count: equal and large, equal, near, far."""
    a, b = f"{column}_l", f"{column}_r"
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column), cll.CustomLevel(f"{a} = {b} AND {a} >= 5", "equal, many"),
            cll.CustomLevel(f"{a} = {b} AND {a} > 0", "equal, few"), cll.CustomLevel(f"{a} = 0 AND {b} = 0", "none"),
            cll.CustomLevel(f"abs({a} - {b}) <= greatest(1, greatest({a}, {b}) / 4)", "near"), cll.ElseLevel(),
        ],
    )  # fmt: skip


def settings() -> SettingsCreator:
    """Return comparisons and blocking."""
    far = "sqrt(pow((lat_l - lat_r) * 111.2, 2) + pow((lon_l - lon_r) * 111.2 * cos(radians(lat_l)), 2))"
    coarse = "(precision_m_l > 12000 OR precision_m_r > 12000)"
    return SettingsCreator(
        link_type="link_and_dedupe",
        comparisons=[
            cl.CustomComparison(
                output_column_name="day",
                comparison_levels=[
                    cll.NullLevel("day"), cll.CustomLevel("day_l = day_r", "same day"),
                    cll.CustomLevel("abs(day_l - day_r) <= 1", "next day"),
                    cll.CustomLevel("abs(day_l - day_r) <= 3", "three days"), cll.ElseLevel(),
                ],
            ),
            cl.CustomComparison(
                output_column_name="space",
                comparison_levels=[
                    cll.CustomLevel(coarse, "a district").configure(is_null_level=True),
                    cll.CustomLevel(f"{far} <= 0.1", "one point"), cll.CustomLevel(f"{far} <= 1.5", "1.5 km"),
                    cll.CustomLevel(f"{far} <= 6", "6 km"), cll.CustomLevel(f"{far} <= 12", "12 km"), cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("skeleton", [0.9]),
            cl.CustomComparison(
                output_column_name="weapon",
                comparison_levels=[
                    cll.NullLevel("weapon"), cll.CustomLevel("weapon_l = weapon_r", "same"),
                    cll.CustomLevel("kind_l = kind_r", "one kind"), cll.ElseLevel(),
                ],
            ),
            cl.ExactMatch("party"), cl.ExactMatch("target"), count("killed"), count("injured"),
        ],
        blocking_rules_to_generate_predictions=[
            CustomRule(f"l.block_admin2 = r.block_admin2 AND l.block_day = r.block_day + {n}") for n in range(-3, 4)
        ],
        additional_columns_to_retain=["kind", "precision_m"],
        retain_matching_columns=False,
    )  # fmt: skip


def peak_mb() -> float:
    """Return the most memory held, as our own side tells it: of this program, not of what started it."""
    told = Path("/proc/self/status").read_text("utf-8").splitlines()
    return round(next(int(line.split()[1]) for line in told if line.startswith("VmHWM:")) / 1024, 1)


def main(table: Path, out: Path) -> None:
    """Run and report."""
    logging.disable(logging.WARNING)
    con = duckdb.connect()
    clock, took = perf_counter(), {}

    def lap(name: str) -> None:
        nonlocal clock
        took[name], clock = round(perf_counter() - clock, 2), perf_counter()

    con.execute(TABLE, [str(table)])
    linker = Linker(DuckDBAPI(connection=con).register("reports"), settings())
    lap("load")
    linker.training.estimate_probability_two_random_records_match(
        [
            "l.block_admin2 = r.block_admin2 AND l.block_day = r.block_day "
            "AND l.skeleton = r.skeleton AND l.weapon = r.weapon"
        ],
        recall=0.4,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("block_admin2", "block_day"), block_on("skeleton", "weapon")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=1e6
        )
    lap("train")
    pairs = linker.inference.predict(
        threshold_match_probability=0.5
    )  # only what it will cluster: the least work for it
    (many,) = con.execute(f"SELECT count(*) FROM {pairs.physical_name}").fetchone() or (0,)
    lap("predict")
    print(json.dumps({"took": took, "peak_mb": peak_mb(), "pairs": many}), flush=True)  # it may never finish the rest
    once = [
        s
        for (s,) in con.execute("SELECT DISTINCT source_dataset FROM reports").fetchall()
        if s not in ("posts", "social")
    ]
    found = linker.clustering.cluster_using_single_best_links(pairs, once, threshold_match_probability=0.9)
    con.execute(
        f"COPY (SELECT unique_id AS report_id, cluster_id AS cluster FROM {found.physical_name}) "
        f"TO '{out}' (FORMAT parquet)"
    )
    lap("cluster")
    print(json.dumps({"took": took, "peak_mb": peak_mb(), "pairs": many}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
