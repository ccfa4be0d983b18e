"""The plain front: tables of reports in, incidents and links out, no case needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from solferino.linkage.constraints import Judgement
from solferino.linkage.ledger import judgements
from solferino.linkage.link import linked
from solferino.linkage.memory import peak_mb
from solferino.linkage.normalise import normalise
from solferino.linkage.plain import Numbered, read
from solferino.linkage.plain_row import Rejection, checked
from solferino.linkage.prepared import Prepared, prepare
from solferino.linkage.settings import shipped
from solferino.linkage.written import LINKS, MEMBERS, checked_suffix, write
from solferino.places.gazetteer import Gazetteer
from solferino.words.errors import UsageError
from solferino.words.party import Parties
from solferino.words.report import Link, Linked, Report

ENGINES = ("auto", "exact", "local", "spark")
MODELS = ("incident", "person")
LEARN_FROM = shipped().learn["from"]
"""Reports from which weights are learned from the reports themselves; fewer are linked with shipped ones."""
NEVER = {"learn": {"from": 10**9}}


def link_table(
    path: Path | Sequence[Path], *, to: Path | None = None, links: Path | None = None, splink: Path | None = None,
    model: str = "incident", engine: str = "auto", weights: Path | None = None, decisions: Path | None = None,
    state: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Link the reports of CSV or Parquet files and return the counts of the contract.

    Columns as in the Link input; only `report_id` and one of `date`, `date_from` must be there. A row that
    cannot be read is rejected with its number (the first is 1) and reason; the others are linked. `to` gets
    one line per report and incident (a report in none has an empty incident), `links` one per scored pair;
    the suffix decides between CSV and Parquet. A file that is no such table is a UsageError. From LEARN_FROM
    reports on the weights are learned; `engine` "exact" never learns, "local" always does, "spark" does it there.
    `splink` is a folder for the learned model in the words of Splink; asking for it makes "auto" learn, and so does
    `weights`: a file that holds them, or that they are to be kept in. `decisions` is a ledger of people's decisions
    about these reports; then `notes` of the answer say which of them clash, are set aside, or name nothing here.
    `state` is a file that keeps what is found: where it is there, only what new or changed reports and decisions touch
    is compared and joined again, and `grown` of the answer says how many reports that were.
    """
    began = perf_counter()
    paths = [path] if isinstance(path, Path) else list(path)
    if engine not in ENGINES or model not in MODELS:
        raise UsageError(f"no engine {engine!r} or model {model!r}", f"{', '.join(ENGINES)}; {', '.join(MODELS)}")
    for given in (to, links):
        if given is not None:
            checked_suffix(given)
    if engine == "exact" and (splink is not None or state is not None):
        option, what = (
            ("--splink", "model that Splink can use") if splink is not None else ("--state", "state to go on from")
        )
        raise UsageError(f"shipped weights are no {what}", f"leave out {option}, or --engine exact")
    judged = judgements(decisions) if decisions else ()
    rows = None if splink is not None or state is not None else few(paths, engine, model, weights)
    if rows is not None:
        body, rejected = _exact(rows, judged, to, links)
    else:
        from solferino.linkage.engine.front import How, link_files

        how = How(model, engine == "spark", weights, judged, state)
        body, rejected = link_files(paths, how, to=to, links=links, splink=splink)
    return {
        "reports": body["reports"],
        "rejected": [{"row": row, "reason": reason} for row, reason in sorted(rejected)],
        "incidents": body["incidents"],
        "links": body["links"],
        "seconds": round(perf_counter() - began, 3),
        "peak_mb": peak_mb(),
        **({"notes": body["notes"]} if decisions or (model == "person" and body["notes"]) else {}),
        **({"grown": body["grown"]} if "grown" in body else {}),
    }


@dataclass(frozen=True)
class Rows:
    """Rows of one or more files, numbered through; `begins` holds the number before each file's first."""

    names: tuple[str, ...]
    begins: tuple[int, ...]
    rows: Numbered
    broken: list[Rejection]

    def file(self, number: int) -> int:
        """Return which file a number is of."""
        return bisect_left(self.begins, number) - 1

    def where(self, first: int, here: int) -> str:
        """Return the row of a number in its file, named where it is another than that of `here`."""
        file = self.file(first)
        return f"row {first - self.begins[file]}" + ("" if file == self.file(here) else f" of {self.names[file]}")

    def said(self, rejected: list[Rejection]) -> list[Rejection]:
        """Return rejections with the numbers of their files; where there are two files the reason names its own."""
        found = []
        for number, reason in rejected:
            file = self.file(number)
            found.append(
                (number - self.begins[file], (f"{self.names[file]}: " if len(self.names) > 1 else "") + reason)
            )
        return found


def few(paths: Sequence[Path], engine: str, model: str, weights: Path | None = None) -> Rows | None:
    """Return the rows of files that are linked pair by pair, None where weights are learned, or were."""
    if weights is not None:
        if engine == "exact":
            raise UsageError("shipped weights need no file", "leave out --weights, or --engine exact")
        return None
    if engine not in ("auto", "exact") or model != "incident":
        return None
    if engine == "auto" and sum(p.stat().st_size for p in paths if p.is_file()) > LEARN_FROM * 4_000:
        return None
    begins, rows, broken = [], [], []
    last = 0
    for path in paths:
        found, bad = read(path)
        begins.append(last)
        rows += [(n + begins[-1], row) for n, row in found]
        broken += [(n + begins[-1], reason) for n, reason in bad]
        last += max([0, *(n for n, _ in found), *(n for n, _ in bad)])
    if len(rows) >= LEARN_FROM and engine != "exact":
        return None
    return Rows(tuple(p.name for p in paths), tuple(begins), rows, broken)


def exact(rows: Rows, judged: Sequence[Judgement] = ()) -> tuple[tuple[Report, ...], Prepared, Linked, list[Rejection]]:
    """Return reports, what links them with shipped weights, and rejected rows."""
    kept, rejected = checked(rows.rows, rows.where)
    reports = normalise(kept, Gazetteer.of((), ()), Parties())
    prepared = prepare(reports, judgements=judged, settings=shipped().changed(NEVER))
    return reports, prepared, linked(prepared, judgements=judged), rows.said(rows.broken + rejected)


def _exact(
    rows: Rows, judged: Sequence[Judgement], to: Path | None, links: Path | None
) -> tuple[dict[str, Any], list[Rejection]]:
    reports, prepared, found, rejected = exact(rows, judged)
    if to is not None:
        there = {m.report for m in found.memberships}
        lines: list[tuple[Any, ...]] = [(m.report, m.incident, m.relation, m.score) for m in found.memberships]
        lines += [(r.id, None, None, None) for r in reports if r.id not in there]
        write(to, MEMBERS, ("VARCHAR", "VARCHAR", "VARCHAR", "BIGINT"), sorted(lines, key=lambda x: (x[0], x[1] or "")))
    if links is not None:
        kin = {report: name for name, held in found.families for i in held for report in found.incidents[i]}
        scored = [(x.a, x.b, x.score, x.probability, _relation(x, kin)) for x in found.links]
        write(links, LINKS, ("VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR"), scored)
    return {
        "reports": len(reports),
        "incidents": {"low": len(found.low), "base": len(found.base), "high": len(found.high)},
        "links": len(found.links),
        "notes": list(prepared.notes),
    }, rejected


def _relation(x: Link, kin: Mapping[str, str]) -> str:
    """Return how the reports of a pair stand; those of two incidents of one family are not merely apart."""
    return "family" if x.relation == "apart" and kin.get(x.a, x.a) == kin.get(x.b, x.b) else x.relation
