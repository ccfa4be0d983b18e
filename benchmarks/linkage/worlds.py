"""The sets of reports that linking is measured on: made here, or by another generator, each with its truth beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from world import Knobs, make, write

from solferino.places.names import skeleton

SIZES = {"seed 7": ["--incidents", "51000"],
         "a million": ["--incidents", "510000", "--towns", "52000", "--admin2", "620", "--scale-km", "1360"]}  # fmt: skip
"""Worlds of the other generator: a country of a hundred thousand reports, and one ten times as wide."""


@dataclass(frozen=True)
class World:
    """One set of reports: a name, the table, its truth."""

    name: str
    table: Path
    truth: Path


def own(folder: Path, *, quick: bool) -> Iterator[World]:
    """Make the worlds of the benchmark: the default, fresh seeds, moved knobs."""
    base = Knobs()
    chosen = {"default": base}
    if not quick:
        chosen |= {
            "seed 11": replace(base, seed=11), "seed 12": replace(base, seed=12),
            "second strikes .15": replace(base, double_strikes=0.15), "misplaced .05": replace(base, misplaced=0.05),
            "no offensives": replace(base, in_offensives=0.0), "copied posts .3": replace(base, copied=0.3),
        }  # fmt: skip
    for name, knobs in chosen.items():
        table = folder / f"{name.replace(' ', '-')}.parquet"
        if not table.exists():
            write(make(knobs), table)
        yield World(name, table, beside(table))


def own_million(folder: Path) -> World:
    """Make a world of a million reports."""
    table = folder / "a-million.parquet"
    if not table.exists():
        write(make(replace(Knobs(), incidents=510_000, towns=52_000, districts=620, scale_km=1360.0)), table)
    return World("a million", table, beside(table))


def shared(folder: Path, generator: Path, python: str, *, million: bool) -> Iterator[World]:
    """Make the worlds of another generator with its seed 7; `python` is one that has what it needs."""
    for name in SIZES if million else ["seed 7"]:
        stem = folder / f"shared-{name.replace(' ', '-')}"
        table = stem.with_suffix(".parquet")
        if not table.exists():
            ask = [python, str(generator), *SIZES[name], "--seed", "7", "--out", str(stem)]
            subprocess.run(ask, check=True, stdout=subprocess.DEVNULL)
        yield replace(convert(table, folder), name=f"shared, {name}")


def beside(table: Path) -> Path:
    """Return where the truth of a table is."""
    return table.with_name(table.stem + ".truth.parquet")


def convert(table: Path, folder: Path) -> World:
    """Bring a table of another generator (geo_prec, event_type, actor, -1 for not told) into the Link input."""
    made, truth = folder / f"{table.stem}.link.parquet", folder / f"{table.stem}.link.truth.parquet"
    with duckdb.connect() as con:
        names = {name for name, *_ in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(table)]).fetchall()}
        if "geo_prec" not in names:
            return World(table.stem, table, beside(table))
        con.execute(
            "COPY (SELECT printf('%08d', report_id) AS report_id, source, source != 'social' AS deduplicated, date, "
            "lat, lon, CASE geo_prec WHEN 1 THEN 500 WHEN 2 THEN 5000 ELSE 25000 END AS precision_m, "
            "nullif(place, '') AS place, "
            "admin2::VARCHAR AS admin2, event_type AS weapon, actor AS party, target, "
            "nullif(killed, -1) AS killed_min, nullif(killed, -1) AS killed_max, nullif(injured, -1) AS "
            "injured_min, nullif(injured, -1) AS injured_max "
            f"FROM read_parquet('{table}')) TO '{made}' (FORMAT parquet)"
        )
        con.execute(
            f"COPY (SELECT printf('%08d', report_id) AS report_id, incident_id FROM read_parquet('{beside(table)}')) "
            f"TO '{truth}' (FORMAT parquet)"
        )
    return World(table.stem, made, truth)


def for_peer(world: World) -> Path:
    """Return the table with the consonants of its places, so that the peer reads names as well as we do."""
    made = world.table.with_name(world.table.stem + ".peer.parquet")
    if not made.exists():
        with duckdb.connect() as con:
            found = con.execute(
                f"SELECT DISTINCT place FROM read_parquet('{world.table}') WHERE place IS NOT NULL"
            ).fetchall()
            told = [t for (t,) in found]
            con.execute("CREATE TABLE s (place VARCHAR, skeleton VARCHAR)")
            con.execute(
                "INSERT INTO s SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
                [told, [skeleton(t) or None for t in told]],
            )
            con.execute(
                f"COPY (SELECT r.*, skeleton FROM read_parquet('{world.table}') r LEFT JOIN s USING (place)) "
                f"TO '{made}' (FORMAT parquet)"
            )
    return made
