"""How fast a million rows are read, beside the engine's own CSV reader with the same casts.

    python benchmarks/readers/bench.py [ROWS]

Ours also checks ids, ranges, order of ends and both halves of a point, and names every row that does not fit. Best of
five each, in turns, on the same bytes, which are made from a seed. Ratio 1 is as fast as the engine; 0.5 is what is asked.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from solferino.exchange.read import read
from solferino.store.engine import connect, literal
from solferino.words.source import Column, Reading, Source

HEADER = "id,day,town,lat,lon,low,high,note"
KINDS = {"id": "VARCHAR", "day": "DATE", "town": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE", "low": "BIGINT",
         "high": "BIGINT", "note": "VARCHAR"}  # fmt: skip
COLUMNS = (
    Column("date_from", "day"), Column("date_to", "day"), Column("place", "town"), Column("lat", "lat"),
    Column("lon", "lon"), Column("killed_min", "low"), Column("killed_max", "high"), Column("note", "note"),
)  # fmt: skip


def rows(count: int) -> bytes:
    """Return the file: days of ten years, points to a thousandth of a degree, small numbers, short notes."""
    draw, first = random.Random(24112016), date(2021, 1, 1)
    lines = [HEADER]
    for i in range(count):
        low, day = draw.randrange(9), first + timedelta(draw.randrange(3650))
        point = f"{draw.randrange(30000, 40000) / 1000},{draw.randrange(30000, 40000) / 1000}"
        lines.append(f"e{i},{day},town {i % 999},{point},{low},{low + draw.randrange(5)},a note of {i % 77}")
    return "\n".join(lines).encode()


def ours(data: bytes) -> int:
    """Read by a description; return how many records there are."""
    source = Source("s", "s.toml", 1, "t", "dataset", path="a", readings=(Reading("reports", "csv", COLUMNS, ("id",)),))
    with connect() as con:
        return read(con, source, data)[0].records


def engine(data: bytes) -> int:
    """Let the engine read the same bytes into typed columns."""
    with connect() as con, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(data)
        columns = "{" + ", ".join(f"{literal(n)}: {literal(k)}" for n, k in KINDS.items()) + "}"
        con.execute(f"CREATE TABLE t AS FROM read_csv({literal(str(path))}, header=true, auto_detect=false, delim=',', "
                    f"quote='\"', escape='\"', columns={columns})")  # fmt: skip
        found = con.execute("SELECT count(*) FROM t").fetchone()
        return int(found[0]) if found else 0


def turns(data: bytes, count: int) -> list[tuple[float, float]]:
    """Return seconds and processor seconds of each, the best of five runs in turns, each of which must give every row."""
    took: list[list[tuple[float, float]]] = [[], []]
    for _ in range(5):
        for function, runs in zip((ours, engine), took, strict=True):
            start, worked = time.perf_counter(), time.process_time()
            if function(data) != count:
                raise SystemExit(f"{function.__name__} did not read every row")
            runs.append((time.perf_counter() - start, time.process_time() - worked))
    return [(min(a for a, _ in runs), min(b for _, b in runs)) for runs in took]


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = rows(number)
    (mine, my_work), (theirs, their_work) = turns(made, number)
    print(
        f"{number} rows, {len(made) / 1e6:.0f} MB: ours {mine:.2f} s, the engine {theirs:.2f} s, ratio {theirs / mine:.2f}"
    )
    print(
        f"of the processor alone: ours {my_work:.2f} s, the engine {their_work:.2f} s, ratio {their_work / my_work:.2f}"
    )
