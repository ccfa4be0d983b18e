"""Parquet: typed columns, written by the engine."""

from __future__ import annotations

from solferino.exchange.writers.written import OWN, Rows, Writer, Written
from solferino.store.engine import literal, quote, scratch, workspace
from solferino.words.source import Column, Reading
from solferino.words.tables import SQL


class Columnar(Writer):
    """Parquet, one row group after another in the order of the rows."""

    def write(self, rows: Rows) -> Written:
        kinds = ", ".join(f"{quote(n)} {SQL[rows.kind(n)]}" for n in rows.names)
        with workspace() as con, scratch() as folder:
            path = folder / "rows.parquet"
            con.execute(f"CREATE TABLE kept ({kinds})")
            if rows.values:
                con.executemany(f"INSERT INTO kept VALUES ({', '.join('?' for _ in rows.names)})", list(rows.values))
            con.execute(f"COPY kept TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
            data = path.read_bytes()
        kept = tuple(Column(n, n) for n in rows.names if n not in OWN)
        return Written(data, Reading(rows.table.name, "parquet", kept, id=("report_id",)))
