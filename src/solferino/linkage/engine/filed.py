"""Reports of a case scored by the learned model: the same pairs, bars and thresholds that plain tables get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from solferino.linkage.constraints import Judgement, Pair, ordered
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.front import opened
from solferino.linkage.engine.judged import judged_rows
from solferino.linkage.engine.learned import Incidents, group, learn
from solferino.linkage.engine.load import load
from solferino.linkage.engine.model import Model
from solferino.linkage.engine.sweep import scored
from solferino.linkage.engine.typed import create
from solferino.linkage.pattern import Reasons
from solferino.linkage.wording import counts_wide
from solferino.words.report import Report

Named = Callable[[Report], str]


@dataclass(frozen=True)
class Learned:
    """Reasons of each pair at or above the floor, adding up to its score; thresholds that nobody chose; the model."""

    reasons: dict[Pair, Reasons]
    thresholds: tuple[int, int, int]
    model: Model


def learned(reports: Sequence[Report], judgements: Sequence[Judgement] = ()) -> Learned | None:
    """Return what the reports themselves teach; None where their pairs are too few to learn from."""
    kind = scheme("incident")
    with opened() as con:
        _fill(con, reports)
        loaded = load(con, kind)
        told = [i for (i,) in con.execute("SELECT report_id FROM placed ORDER BY rank").fetchall()]
    columns, model = learn(loaded, kind)
    if not model.learned:
        return None
    ids = [told[n] for n in columns.rank.tolist()]
    judged, _ = judged_rows(judgements, columns, {id: row for row, id in enumerate(ids)})
    edges = scored(columns, kind, model.spec, model.weights, model.prior)
    found = group(columns, model, edges, judged=judged)
    return Learned(_reasons(found, ids), (found.lenient, found.base, found.strict), model)


def _reasons(found: Incidents, ids: Sequence[str]) -> dict[Pair, Reasons]:
    """Return the bars of each pair; those of a pattern are made once."""
    edges, model = found.edges, found.model
    says = {f.name: f.says for f in model.scheme.fields}
    codes, at = np.unique(edges.code, return_inverse=True)
    bars: list[Reasons] = [
        (("prior", "any", model.prior), *((name, says[name][level], part) for name, level, part in model.bars(code)))
        for code in codes.tolist()
    ]
    rows = zip(edges.one.tolist(), edges.two.tolist(), at.tolist(), strict=True)
    return {ordered(ids[one], ids[two]): bars[n] for one, two, n in rows}


def _fill(con: duckdb.DuckDBPyConnection, reports: Sequence[Report]) -> None:
    """Make the table `typed` of reports as read: what the gazetteer knows by one id bears one name."""
    place = _named(reports, lambda r: r.place_id, lambda r: r.place)
    facility = _named(reports, lambda r: r.facility_id, lambda r: r.facility)
    create(con)
    rows = [_row(n, r, place(r), facility(r)) for n, r in enumerate(reports)]
    if rows:
        kinds = [kind for _, kind, *_ in con.execute("DESCRIBE typed").fetchall()]
        cells = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        con.execute(f"INSERT INTO typed SELECT {cells}", [list(column) for column in zip(*rows, strict=True)])


def _row(n: int, r: Report, place: str, facility: str) -> tuple[Any, ...]:
    """Return a report in the order of the columns of `typed`."""
    killed, injured = ((None, None), (None, None)) if counts_wide(r.counts_cover) else (r.killed, r.injured)
    texts = (
        r.id, r.source, r.publisher, r.document, place, r.admin2, facility, r.object, r.target,
        "; ".join(sorted(r.roots)), "; ".join(sorted(r.weapons)), "; ".join(r.parties),
    )  # fmt: skip
    return (
        0, n, *(t or None for t in texts), r.precision_m, *killed, *injured, r.start, r.end, r.lat, r.lon,
        r.deduplicated, "one", "affirms",
    )  # fmt: skip


def _named(reports: Sequence[Report], id_of: Named, told: Named) -> Named:
    """Return what to call the place, or facility, of a report: the name that most reports give what has its id."""
    count: dict[str, Counter[str]] = {}
    for r in reports:
        if id_of(r) and told(r):
            count.setdefault(id_of(r), Counter())[told(r)] += 1
    names = {id: min(c, key=lambda name: (-c[name], name)) for id, c in count.items()}
    return lambda r: names.get(id_of(r), told(r))
