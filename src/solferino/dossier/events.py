"""The incidents and reports of a dossier, indexed once for all pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
SAME, COVERS, DENIES = "same", "covers", "denies"


@dataclass(frozen=True)
class Events:
    """Rows of the published tables by id. `stands` are (report, relation) of an incident, those that tell it first."""

    incidents: Mapping[str, Json] = field(default_factory=dict)
    reports: Mapping[str, Json] = field(default_factory=dict)
    stands: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    of_report: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    links: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    families: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Json]]) -> Events:
        """Index the rows; incidents come in order of time, those without a day last."""
        incidents = sorted(rows.get("incidents", ()), key=_when)
        stands: dict[str, list[tuple[str, str]]] = {}
        of_report: dict[str, list[tuple[str, str]]] = {}
        for row in rows.get("incident_reports", ()):
            stands.setdefault(row["incident_id"], []).append((row["report_id"], row["relation"]))
            of_report.setdefault(row["report_id"], []).append((row["incident_id"], row["relation"]))
        order = (SAME, COVERS, DENIES)
        for held in stands.values():
            held.sort(key=lambda s: (order.index(s[1]) if s[1] in order else len(order), s[0]))
        links: dict[str, list[Json]] = {}
        for row in rows.get("links", ()):
            links.setdefault(row["report_a"], []).append(row)
            links.setdefault(row["report_b"], []).append(row)
        families: dict[str, list[str]] = {}
        for row in rows.get("families", ()):
            families.setdefault(row["family"], []).append(row["incident_id"])
        return cls(
            {i["incident_id"]: i for i in incidents}, {r["report_id"]: r for r in rows.get("reports", ())},
            stands, of_report, links, families,
        )  # fmt: skip

    def told(self, incident: str, relation: str = SAME) -> list[Json]:
        """Return the reports that stand to an incident in one way."""
        return [self.reports[r] for r, how in self.stands.get(incident, ()) if how == relation and r in self.reports]

    def strongest(self, reports: Iterable[str]) -> list[Json]:
        """Return the strongest link of each report to another of the same incident, strongest first, each pair once."""
        members = set(reports)
        inside = {
            (x["report_a"], x["report_b"]): x
            for r in members
            for x in self.links.get(r, ())
            if x["relation"] == SAME and {x["report_a"], x["report_b"]} <= members
        }
        found, seen = [], set[str]()
        for (a, b), x in sorted(inside.items(), key=lambda p: (-p[1]["score"], p[0])):
            if not {a, b} <= seen:
                seen |= {a, b}
                found.append(x)
        return found

    def nearest_apart(self, reports: Iterable[str]) -> list[Json]:
        """Return the links that lead out of an incident and came nearest to joining, each outside report once."""
        members = set(reports)
        best: dict[str, Json] = {}
        for r in sorted(members):
            for x in self.links.get(r, ()):
                other = x["report_b"] if x["report_a"] == r else x["report_a"]
                if x["relation"] != "apart" or other in members:
                    continue
                if other not in best or x["score"] > best[other]["score"]:
                    best[other] = x
        return sorted(best.values(), key=lambda x: (-x["score"], x["report_a"], x["report_b"]))


def steps(link: Json) -> list[tuple[str, str, int]]:
    """Return the reasons of a link as (field, level, millibits); they add up to its score."""
    found = []
    for reason in link.get("reasons") or ():
        field, _, rest = reason.partition(" ")
        level, _, millibits = rest.rpartition(" ")
        found.append((field, level, int(millibits)))
    return found


def _when(row: Json) -> tuple[str, str, str]:
    return str(row.get("date_from") or "9999"), str(row.get("date_to") or "9999"), str(row["incident_id"])
