"""Link one table by windows alone: 10 km and two days, kinds that fit, best first, one record per source. Our own rule.

It is what a team does by hand with an integration of event data sets: everything inside the windows is a candidate, the
level of the taxonomy that two kinds share is the score, and a report goes to the best episode that has room for it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import duckdb

from solferino.linkage.memory import peak_mb

PAIRS = """
WITH r AS (
  SELECT row_number() OVER () - 1 AS n, source, date::DATE AS day, lat, lon, weapon,
    CASE WHEN weapon IN ('airstrike', 'barrel_bomb', 'missile', 'bombing_air') THEN 'air'
         WHEN weapon IN ('artillery', 'mortar', 'shelling') THEN 'shelling' WHEN weapon = 'ied' THEN 'ied' ELSE 'ground'
    END AS kind, floor(lat / 0.09)::INTEGER AS y, floor(lon / 0.11)::INTEGER AS x FROM read_parquet(?)
), shifted AS (SELECT r.*, y + dy AS yy, x + dx AS xx, day + dt AS dd FROM r,
  (SELECT unnest([-1, 0, 1]) AS dy), (SELECT unnest([-1, 0, 1]) AS dx), (SELECT unnest([-2, -1, 0, 1, 2]) AS dt))
SELECT a.n, b.n, a.source, b.source FROM shifted a JOIN r b ON a.yy = b.y AND a.xx = b.x AND a.dd = b.day AND a.n < b.n
WHERE a.source != b.source AND a.kind = b.kind
  AND pow((a.lat - b.lat) * 111.2, 2) + pow((a.lon - b.lon) * 111.2 * cos(radians(a.lat)), 2) <= 100
ORDER BY CASE WHEN a.weapon = b.weapon THEN 0 ELSE 1 END, abs(a.day - b.day),
  pow(a.lat - b.lat, 2) + pow(a.lon - b.lon, 2), a.n, b.n
"""


def main(table: Path, out: Path) -> None:
    """Run and report."""
    began = perf_counter()
    with duckdb.connect() as con:
        ids = [i for (i,) in con.execute("SELECT report_id FROM read_parquet(?)", [str(table)]).fetchall()]
        pairs = con.execute(PAIRS, [str(table)]).fetchall()
        paired = perf_counter()
        home = list(range(len(ids)))
        held: dict[int, list[int]] = {}
        sources: dict[int, set[str]] = {}
        for a, b, one, two in pairs:
            g, h = home[a], home[b]
            mine, theirs = sources.get(g, {one}), sources.get(h, {two})
            if g != h and not mine & theirs:
                for row in held.pop(h, [h]):
                    home[row] = g
                    held.setdefault(g, [g]).append(row)
                sources[g] = mine | theirs
        con.execute("CREATE TABLE found (report_id VARCHAR, cluster BIGINT)")
        con.execute("INSERT INTO found SELECT unnest(?::VARCHAR[]), unnest(?::BIGINT[])", [ids, home])
        con.execute(f"COPY found TO '{out}' (FORMAT parquet)")
    took = {
        "load": 0.0,
        "train": 0.0,
        "predict": round(paired - began, 2),
        "cluster": round(perf_counter() - paired, 2),
    }
    print(json.dumps({"took": took, "peak_mb": peak_mb(), "pairs": len(pairs)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
