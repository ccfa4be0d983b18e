"""The plain front: a table of reports in, incidents and links out, no case needed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from solferino.linkage.link import link
from solferino.linkage.memory import peak_mb
from solferino.linkage.normalise import normalise
from solferino.linkage.plain import read
from solferino.linkage.plain_row import checked
from solferino.linkage.written import write
from solferino.places.gazetteer import Gazetteer
from solferino.words.party import Parties

MEMBERS = ("report_id", "incident_id", "relation", "score")
LINKS = ("report_a", "report_b", "score", "probability", "relation")


def link_table(path: Path, *, to: Path | None = None, links: Path | None = None) -> dict[str, Any]:
    """Link the reports of a CSV or Parquet file and return the counts of the contract.

    Columns as in the Link input; only `report_id` and one of `date`, `date_from` must be there. A row that
    cannot be read is rejected with its number (the first is 1) and reason; the others are linked. `to` gets
    one line per report and incident (a report in none has an empty incident), `links` one per scored pair;
    the suffix decides between CSV and Parquet. A file that is no such table is a UsageError.
    """
    began = perf_counter()
    rows, broken = read(path)
    kept, rejected = checked(rows)
    names = Gazetteer.of((), ())
    reports = normalise(kept, names, Parties())
    found = link(reports)
    if to is not None:
        there = {m.report for m in found.memberships}
        lines: list[tuple[Any, ...]] = [(m.report, m.incident, m.relation, m.score) for m in found.memberships]
        lines += [(r.id, None, None, None) for r in reports if r.id not in there]
        write(to, MEMBERS, ("VARCHAR", "VARCHAR", "VARCHAR", "BIGINT"), sorted(lines, key=lambda x: (x[0], x[1] or "")))
    if links is not None:
        scored = [(x.a, x.b, x.score, x.probability, x.relation) for x in found.links]
        write(links, LINKS, ("VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR"), scored)
    return {
        "reports": len(reports),
        "rejected": [{"row": row, "reason": reason} for row, reason in sorted(broken + rejected)],
        "incidents": {"low": len(found.low), "base": len(found.base), "high": len(found.high)},
        "links": len(found.links),
        "seconds": round(perf_counter() - began, 3),
        "peak_mb": peak_mb(),
    }
