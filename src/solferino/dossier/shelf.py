"""All that pages are made of, and where each page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from solferino.dossier.slug import slugs

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Shelf:
    """All that pages are made of: the documents of `data/`, the rows they draw, and where each page is.

    `chance`: of a place, a field and a level, the share of unrelated reports that agree so far, where it was learned.
    """

    docs: Json
    rows: Mapping[str, Sequence[Json]]
    claim_pages: Mapping[str, str] = field(default_factory=dict)
    vote_pages: Mapping[str, str] = field(default_factory=dict)
    source_anchors: Mapping[str, str] = field(default_factory=dict)
    source_pages: Mapping[str, str] = field(default_factory=dict)
    incident_pages: Mapping[str, str] = field(default_factory=dict)
    report_pages: Mapping[str, str] = field(default_factory=dict)
    claims_on: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, date] = field(default_factory=dict)
    chance: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, docs: Json, rows: Mapping[str, Sequence[Json]]) -> Shelf:
        case = docs["case"]
        period = {f"period_{k}": v for k, v in case["period"].items()}
        days = {"as_of": case["as_of"], "tracked_to": case["tracked_to"], **period}
        voted = {str(v["draft"]) for v in rows.get("votes", ())}
        return cls(
            docs, rows,
            {k: f"claims/{v}.html" for k, v in slugs([*docs["verdicts"], "index"]).items() if k != "index"},
            {k: f"votes/{v}.html" for k, v in slugs([*voted, "index"]).items() if k != "index"},
            {k: f"source-{v}" for k, v in slugs(s["id"] for s in docs["sources"]).items()},
            {k: f"sources/{v}.html" for k, v in slugs(s["id"] for s in docs["sources"]).items()},
            _pages("incidents", (r["incident_id"] for r in rows.get("incidents", ()))),
            _pages("reports", (r["report_id"] for r in rows.get("reports", ()))),
            _claims_on(docs["verdicts"]),
            {p["id"]: p["name"] for p in docs["parties"]},
            {k: date.fromisoformat(v) for k, v in days.items() if v},
            {(place, name, level): share for place, name, level, share in case["linkage"].get("chance", ())},
        )  # fmt: skip

    def exhibit(self, report_id: object) -> str:
        """Return the link to a report's page, else to its source; nothing where neither is published."""
        if page := self.report_pages.get(str(report_id)):
            return page
        source = str(report_id).partition("/")[0]
        return f"exhibits.html#{self.source_anchors[source]}" if source in self.source_anchors else ""


def _pages(folder: str, names: Iterable[str]) -> dict[str, str]:
    return {k: f"{folder}/{v}.html" for k, v in slugs([*names, "index"]).items() if k != "index"}


def _claims_on(verdicts: Json) -> dict[str, list[str]]:
    """Incident → claims that rest on it, in the order of the verdicts."""
    found: dict[str, list[str]] = {}
    for claim_id, r in verdicts.items():
        for row in r["rows"]:
            if "incident_id" in row and claim_id not in found.setdefault(str(row["incident_id"]), []):
                found[str(row["incident_id"])].append(claim_id)
    return found
