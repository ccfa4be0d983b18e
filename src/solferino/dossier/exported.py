"""One table of the public dossier in a format of another program: what may be published, and nothing beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solferino.exchange.writer import writer
from solferino.exchange.writers.written import Rows
from solferino.pipeline.index import write_atomic
from solferino.pipeline.mapping import described
from solferino.store.engine import literal, quote, workspace
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean
from solferino.words.tables import tables


@dataclass(frozen=True)
class Exported:
    """What was written: the file, the description that reads it back, and how many rows and columns."""

    path: Path
    description: Path
    rows: int
    columns: tuple[str, ...]


def export(root: Path, *, table: str, form: str, to: Path) -> Exported:
    """Write `table` of the dossier built in the case at `root` to the file `to`, and `to`.toml beside it.

    Raises UsageError where there is no such table, no such format, no build, or `to` exists already.
    """
    made = writer(form)
    folder = root / "build" / "dossier" / "tables"
    if not folder.is_dir():
        raise UsageError(f"{root} has no dossier to write from", f"solferino build {root} makes one")
    path, beside = folder / f"{table}.parquet", to.with_name(to.name + ".toml")
    if not path.is_file():
        there = [p.stem for p in folder.glob("*.parquet")]
        raise UsageError(f"the dossier has no table {table!r}", did_you_mean(table, there))
    if taken := next((p for p in (to, beside) if p.exists()), None):
        raise UsageError(f"{taken} exists already", "name another file; nothing is written over")
    schema = tables()[table]
    with workspace() as con:
        source = f"read_parquet({literal(str(path))})"
        names = tuple(n for n, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall() if n in schema.columns)
        columns = ", ".join(map(quote, names))
        rows = con.execute(f"SELECT {columns} FROM {source} ORDER BY ALL NULLS FIRST").fetchall()
    written = made.write(Rows(schema, names, rows))
    write_atomic(to, written.data)
    write_atomic(beside, described(written.reading))
    return Exported(to, beside, len(rows), names)
