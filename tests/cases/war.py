"""A case of more than a thousand reports of one invented country at war, made by the generator of the benchmark."""

from __future__ import annotations

from pathlib import Path

import duckdb
from world import Knobs, make, write

from cases.small import source, write_case

DENSE = Knobs(incidents=560, seed=3, towns=90, districts=4, scale_km=50.0)
CASE = """[case]
title = "A country at war"
as_of = 2020-06-30
period = { from = 2010-01-01, to = 2020-06-30 }
[link.incident.learn]
from = 1000
"""
CLAIMS = """[blows]
says = "count"
of = "incidents"
holds = "n >= 100"
"""
STATEMENT = "[There were more than a hundred blows.](claim:blows)\n"
_WEAPON = """[read.columns.weapon]
column = "weapon"
[read.columns.weapon.values]
barrel_bomb = "barrel bomb"
bombing_air = "airstrike"
shelling = "artillery"
mortar = "artillery"
ied = "explosive"
shooting = "small arms"
ground = "small arms"
raid_arrest = "small arms"
"""
_COLUMNS = "".join(
    f'{name} = "{name}"\n'
    for name in (
        "place", "admin2", "lat", "lon", "precision_m", "target", "killed_min", "killed_max", "injured_min",
        "injured_max",
    )
) + 'deduplicated = { column = "deduplicated", values = { true = "yes", false = "no" } }\ndate_from = "date"\npublisher = "source"\nparties = { column = "party", split = ";" }\n' + _WEAPON  # fmt: skip


def write_war(root: Path, **texts: str) -> Path:
    """Write the case at `root` and return it, the truth of its reports beside their file."""
    root.mkdir(parents=True, exist_ok=True)
    write(make(DENSE), root / "made.parquet")
    duckdb.execute(f"COPY (SELECT * FROM '{root}/made.parquet') TO '{root}/made.csv' (HEADER, DELIMITER ',')")
    reports = (root / "made.csv").read_text("utf-8")
    (root / "made.csv").unlink()
    (root / "made.parquet").unlink()
    files = {
        "files/reports.csv": reports,
        "sources/reports.toml": source("reports", reports, "reports", ["report_id"], _COLUMNS, ""),
    }
    write_case(root, files, **{"case": CASE, "claims": CLAIMS, "statement": STATEMENT, **texts})
    for name in ("sources/vetoes.toml", "sources/acts.toml"):
        (root / name).unlink()
    return root
