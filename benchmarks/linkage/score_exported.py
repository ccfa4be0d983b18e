"""Score a table with the model that `solferino link --splink FOLDER` wrote; runs in the peer's own Python."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker

logging.disable(logging.WARNING)
folder, out = Path(sys.argv[1]), sys.argv[2]
con = duckdb.connect()
con.execute(f"CREATE TABLE reports AS SELECT * FROM '{folder}/reports.parquet'")
con.execute((folder / "levels.sql").read_text("utf-8"))
settings = json.loads((folder / "settings.json").read_text("utf-8"))
linker = Linker(DuckDBAPI(connection=con).register("reports"), settings)
pairs = linker.inference.predict()
con.execute(
    f"COPY (SELECT unique_id_l, unique_id_r, match_weight FROM {pairs.physical_name}) TO '{out}' (FORMAT parquet)"
)
