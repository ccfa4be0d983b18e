"""The default worlds: what incidents would be, had the evidence been linked otherwise or one root been silent.

Nothing is scored again. A world moves the threshold, shakes the scores within their own doubt, leaves out the reports
that rest on one root alone, or drops those that the case names; the stored pairs are grouped anew and situated, into
tables of its own.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from solferino.linkage.cluster import Clusters
from solferino.linkage.constraints import Constraints
from solferino.linkage.features import features
from solferino.linkage.incident_id import incident_id
from solferino.linkage.settings import shipped
from solferino.situate import situate
from solferino.situate.reviewed import reviews
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.report import Link, Linked, Membership, Partition, Report, report_of

DRAWS = 10
"""Linkage draws per claim: enough to show fragility, few enough to be read."""

MORE_DRAWS = 50
"""Linkage draws that an estimate pools, the first of them being those of every claim."""

SEED = "solferino linkage draw"
WORLD = "_world"
LEFT_OUT = "without "
NAMED = "world "
"""Before the name of a world that the case describes."""
_NAMES = "worlds.json"
TABLES = ("incidents", "attributions", "incident_reports")
"""Tables that have a form in every world."""


@dataclass(frozen=True)
class Worlds:
    """The names of the worlds that stand in the namespace's stacked tables, and the roots of each report.

    The worlds that the case describes stand there too, each under its name behind NAMED.
    """

    fixed: tuple[str, ...]
    drawn: tuple[str, ...]
    roots: Mapping[str, frozenset[str]]

    @property
    def draws(self) -> tuple[str, ...]:
        """Return the draws of the linkage that every claim is held against: what others are made beside moves none."""
        return self.drawn[:DRAWS]

    def behind(self, reports: Iterable[str]) -> tuple[str, ...]:
        """Return the worlds that leave out one root, for the roots behind these reports."""
        found = {root for r in reports for root in self.roots.get(r, ())}
        return tuple(LEFT_OUT + root for root in sorted(found))

    def groups(self, reports: Iterable[str], under: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the worlds that a claim over these reports must survive, by the name each goes by; one may be many.

        `under` are worlds of the case that the claim asks for.
        """
        found: dict[str, tuple[str, ...]] = {name: (name,) for name in self.fixed}
        if self.draws:
            found["draws"] = self.draws
        if behind := self.behind(reports):
            found["each-root-left-out"] = behind
        return found | {name: (NAMED + name,) for name in under}


def worlds(tables: Namespace, case: CaseFile, *, draws: int = DRAWS) -> Worlds | None:
    """Make the worlds of a namespace, once, and again where more `draws` are asked for; None without any reports."""
    if "worlds" not in tables.made:
        tables.made["worlds"] = None if tables.empty("reports") else _found_again(tables) or _make(tables, case, draws)
    found: Worlds | None = tables.made["worlds"]
    if found is not None and len(found.drawn) < draws:
        found = tables.made["worlds"] = _make(tables, case, draws)
    return found


def keep(tables: Namespace, folder: Path) -> None:
    """Keep the worlds that were made in `folder`, whole or not at all; nothing where none were."""
    found: Worlds | None = tables.made.get("worlds")
    at = folder / _NAMES
    if found is None or (at.is_file() and len(json.loads(at.read_text("utf-8"))["draws"]) >= len(found.drawn)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        tables.keep_stack(name, folder)
    roots = {report: sorted(roots) for report, roots in sorted(found.roots.items())}
    body = json.dumps({"fixed": found.fixed, "draws": found.drawn, "roots": roots}, ensure_ascii=False)
    beside = folder / (_NAMES + ".writing")
    beside.write_text(body, "utf-8")
    beside.replace(at)


def _found_again(tables: Namespace) -> Worlds | None:
    if tables.kept is None or not (tables.kept / _NAMES).is_file():
        return None
    try:
        body = json.loads((tables.kept / _NAMES).read_text("utf-8"))
        for name in TABLES:
            tables.load_stack(name, tables.kept)
        roots = {report: frozenset(roots) for report, roots in body["roots"].items()}
        return Worlds(tuple(body["fixed"]), tuple(body["draws"]), roots)
    except (OSError, ValueError, KeyError, duckdb.Error):
        return None  # made again from the tables themselves


def _make(tables: Namespace, case: CaseFile, many: int) -> Worlds:
    reports = {r.id: r for r in map(report_of, tables.table("reports"))}
    stands = tables.table("incident_reports")
    ids = sorted({row["report_id"] for row in stands if row["relation"] == "same"})
    links = tuple(map(_link, tables.table("links")))
    settings = shipped().changed(case.settings.link.get("incident", {}))
    made = features([reports[i] for i in ids], settings)
    constraints = Constraints(
        must=tuple((x.a, x.b) for x in links if x.probability == 1.0 and x.relation in ("same", "apart")),
        exclusive={f.id: f.exclusive for f in made if f.exclusive},
        rank={f.id: n for n, f in enumerate(made)},
    )
    absent = settings.cuts["absent"]
    clusters = Clusters(ids, links, constraints, absent=absent)
    lenient, base, strict = settings.thresholds
    roots = {i: r.roots for i, r in reports.items()}
    partitions = {"strict": clusters.partition(strict), "lenient": clusters.partition(lenient)}
    draws = tuple(f"draw {n + 1}" for n in range(many))
    for name in draws:
        partitions[name] = Clusters(ids, _shaken(links, name), constraints, absent=absent).partition(base)
    for root in sorted({root for i in ids for root in roots[i]}):
        alone = frozenset(i for i in ids if roots[i] == {root})
        partitions[LEFT_OUT + root] = clusters.partition(base, drop=alone)
    gone_in = {
        NAMED + name: dropped(tables.table("reports"), world["drop"])
        for name, world in sorted(case.settings.worlds.items())
    }
    for name, gone in gone_in.items():
        partitions[name] = clusters.partition(base, drop=gone & frozenset(ids))
    silent = {LEFT_OUT + root: root for i in ids for root in roots[i]}
    belongs = cache(lambda i, r, relation: {"incident_id": i, "report_id": r, "relation": relation, "score": 0})
    memo: dict[Any, Any] = {}
    reviewed = reviews(case.decisions)
    named: dict[tuple[str, ...], str] = {}
    stacked: dict[str, list[tuple[str, dict[str, Any]]]] = {name: [] for name in TABLES}
    for world, partition in partitions.items():
        told = _without(reports, silent[world]) if world in silent else reports
        told = {i: r for i, r in told.items() if i not in gone_in.get(world, ())}
        linked = _linked(partition, told, named)
        situated = situate(list(told.values()), linked, names={}, places={}, memo=memo, reviewed=reviewed)
        stacked["incidents"] += [(world, row) for row in situated.incidents]
        stacked["attributions"] += [(world, row) for row in situated.attributions]
        stacked["incident_reports"] += [(world, belongs(m.incident, m.report, m.relation)) for m in linked.memberships]
    for name, rows in stacked.items():
        tables.stack(name, rows, WORLD)
    return Worlds(("strict", "lenient"), draws, roots)


def dropped(rows: Iterable[Mapping[str, Any]], drop: Mapping[str, Any]) -> frozenset[str]:
    """Return the reports, of `rows`, of which a column has one of the values that a world drops."""
    wanted = {column: {value} if isinstance(value, str) else set(value) for column, value in drop.items()}

    def gone(row: Mapping[str, Any]) -> bool:
        cells = ((row.get(column), values) for column, values in wanted.items())
        return any(bool(values & set(cell)) if isinstance(cell, list) else cell in values for cell, values in cells)

    return frozenset(row["report_id"] for row in rows if gone(row))


def _without(reports: Mapping[str, Report], root: str) -> dict[str, Report]:
    """Return the reports as they would be had `root` been silent: those resting on it alone are gone."""
    return {
        i: replace(r, roots=r.roots - {root}) if root in r.roots else r for i, r in reports.items() if r.roots != {root}
    }


def _linked(partition: Partition, reports: Mapping[str, Report], named: dict[tuple[str, ...], str]) -> Linked:
    """`named` remembers the ids of groups: what they are called does not depend on roots."""
    for group in partition.groups:
        if group not in named:
            named[group] = incident_id([reports[i] for i in group])
    groups = {named[group]: group for group in partition.groups}
    same = tuple(Membership(name, report, "same") for name, group in groups.items() for report in group)
    return Linked(partition, partition, partition, (), same, groups)


def _shaken(links: Iterable[Link], name: str) -> tuple[Link, ...]:
    """Return the links with each score moved by a logistic draw of its own: its probability of staying is its own."""
    return tuple(replace(x, score=x.score + _noise(name, x)) if 0.0 < x.probability < 1.0 else x for x in links)


def _noise(name: str, link: Link) -> int:
    """Millibits from a hash: the same on every machine, and independent of how many links there are."""
    raw = hashlib.sha256(f"{SEED} {name} {link.a} {link.b}".encode()).digest()
    u = (int.from_bytes(raw[:8], "big") + 0.5) / 2**64
    return round(1000 * math.log2(u / (1 - u)))


def _link(row: Mapping[str, Any]) -> Link:
    return Link(
        row["report_a"], row["report_b"], row["score"], row["probability"], row["relation"], (), row["blocked"] or ""
    )
