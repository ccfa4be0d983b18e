"""Score a table with settings written for Splink; runs in the peer's own Python and writes pairs with their weights."""

from __future__ import annotations

import json
import logging
import sys

import duckdb
from splink import DuckDBAPI, Linker

logging.disable(logging.WARNING)
folder, out = sys.argv[1:]
con = duckdb.connect()
con.execute(f"CREATE TABLE reports AS SELECT * FROM '{folder}/reports.parquet'")
with open(f"{folder}/levels.sql", encoding="utf-8") as file:
    con.execute(file.read())
with open(f"{folder}/settings.json", encoding="utf-8") as file:
    linker = Linker(DuckDBAPI(connection=con).register("reports"), json.load(file))
pairs = linker.inference.predict()
con.execute(
    f"COPY (SELECT unique_id_l, unique_id_r, match_weight FROM {pairs.physical_name}) TO '{out}' (FORMAT parquet)"
)
