"""Link one table with the learned engine; print stages, memory and the range as JSON, write the partition."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from solferino.linkage.engine.families import families
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.front import opened
from solferino.linkage.engine.learned import group, learn
from solferino.linkage.engine.load import load
from solferino.linkage.engine.results import forget
from solferino.linkage.engine.sweep import scored
from solferino.linkage.engine.typed import typed
from solferino.linkage.memory import peak_mb


def main(table: Path, out: Path) -> None:
    """Run and report."""
    clock, took = perf_counter(), {}

    def lap(name: str) -> None:
        nonlocal clock
        took[name], clock = round(perf_counter() - clock, 2), perf_counter()

    kind = scheme("incident")
    with opened() as con:
        typed(con, [table])
        loaded = load(con, kind)
        forget(con)
        lap("load")
        columns, model = learn(loaded, kind)
        lap("train")
        edges = scored(columns, kind, model.spec, model.weights, model.prior)
        lap("predict")
        found = group(columns, model, edges)
        lap("cluster")
        kin = families(found)
        lap("families")
        rank = columns.rank
        con.register("groups", {"rank": rank, "cluster": rank[found.groups()], "family": rank[kin.of]})
        con.execute(
            f"COPY (SELECT report_id, cluster, family FROM groups JOIN placed USING (rank)) TO '{out}' (FORMAT parquet)"
        )
    print(json.dumps({"took": took, "peak_mb": peak_mb(), "pairs": len(edges), "range": found.counts()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
