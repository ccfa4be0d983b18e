"""Helpers: read bytes by a mapping; write workbooks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook

from solferino.exchange.grid import Loaded, Rejection
from solferino.exchange.read import read
from solferino.exchange.reader import READERS
from solferino.store.engine import connect, quote
from solferino.words.source import Column, Reading, Source


def rows_of(
    data: bytes, *columns: Column, table: str = "acts", format: str = "csv", **more: Any
) -> tuple[list[dict[str, Any]], tuple[Rejection, ...]]:
    """Read `data` into `table` as the source `src` and return its rows and rejections."""
    source = Source(
        "src", "sources/src.toml", 1, "t", "dataset", path=f"files/a.{format}",
        readings=(Reading(table, format, columns, **more),),
    )  # fmt: skip
    with connect() as con:
        (found,) = read(con, source, data)
        cursor = con.execute(f"SELECT * FROM {quote(found.relation)}")
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], found.rejected


def loaded(data: bytes, format: str, **options: str) -> tuple[Loaded, list[dict[str, Any]]]:
    """Let the reader of `format` load `data`; return what it says and the rows, by the file's own column names."""
    with connect() as con:
        found = READERS[format].load(con, data, table="t", name=f"files/a.{format}", options=options)
        rows = con.execute(f"SELECT * FROM {quote('t')} ORDER BY row").fetchall()
        return found, [dict(zip(("row", *found.columns), row, strict=True)) for row in rows]


def parquet(records: Sequence[dict[str, Any]]) -> bytes:
    """Return records as Parquet."""
    with connect() as con, TemporaryDirectory() as folder:
        (Path(folder) / "a.json").write_text(json.dumps(records), "utf-8")
        con.execute(f"COPY (FROM read_json('{folder}/a.json')) TO '{folder}/a.parquet' (FORMAT parquet)")
        return (Path(folder) / "a.parquet").read_bytes()


def workbook(rows: Iterable[Sequence[Any]], *, title: str = "Reports", others: Sequence[str] = ()) -> bytes:
    """Return an XLSX with one filled sheet, and empty ones beside it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for other in others:
        book.create_sheet(other)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
