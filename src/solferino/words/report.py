"""A report as linkage sees it: who tells, when, where, what, by whom, how many; unknown is None or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Report:
    """One account, normalised. `place_id`, `facility_id` come from the gazetteer; `lat`, `lon` in degrees.

    `start`, `end` are the first and last day on which it may have happened, None where unknown.
    `roots` are origins; an empty set is unknown and never independent. `parties` are codes, their
    relation a word of the vocabulary attribution_relation. `scope` many and period cover incidents
    and merge none; `stance` denies is never an event.
    """

    id: str
    source: str = ""
    deduplicated: bool = False
    publisher: str = ""
    publisher_type: str = ""
    document: str = ""
    roots: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None
    known_since: date | None = None
    place: str = ""
    place_id: str = ""
    admin2: str = ""
    lat: float | None = None
    lon: float | None = None
    precision_m: int | None = None
    facility: str = ""
    facility_id: str = ""
    object: str = ""
    weapons: frozenset[str] = frozenset()
    parties: tuple[str, ...] = ()
    attribution: str = "unknown"
    attributed_by: str = ""
    target: str = ""
    intent_lines: frozenset[str] = frozenset()
    killed: tuple[int | None, int | None] = (None, None)
    injured: tuple[int | None, int | None] = (None, None)
    counts_cover: str = ""
    scope: str = "one"
    stance: str = "affirms"


def report_of(row: Mapping[str, Any]) -> Report:
    """Return the report that a row of the table `reports`, already filled in, stands for."""
    return Report(
        id=row["report_id"], source=row["source_id"] or "", deduplicated=bool(row["deduplicated"]),
        publisher=row["publisher"] or "", publisher_type=row.get("publisher_type") or "",
        document=row.get("document") or "", roots=frozenset(row["roots"] or ()), start=row["date_from"],
        end=row["date_to"], known_since=row["known_since"], place=row.get("place") or "",
        place_id=row["place_id"] or "", admin2=row.get("admin2") or "", lat=row["lat"], lon=row["lon"],
        precision_m=row["precision_m"], facility=row.get("facility") or "", facility_id=row["facility_id"] or "",
        object=row["object"] or "", weapons=frozenset(row["weapon"] or ()), parties=tuple(row["parties"] or ()),
        attribution=row["attribution_relation"] or "unknown", attributed_by=row.get("attributed_by") or "",
        target=row.get("target") or "", intent_lines=frozenset(row.get("intent_lines") or ()),
        killed=(row["killed_min"], row["killed_max"]),
        injured=(row["injured_min"], row["injured_max"]), counts_cover=row["counts_cover"] or "",
        scope=row["scope"] or "one", stance=row["stance"] or "affirms",
    )  # fmt: skip


@dataclass(frozen=True, order=True)
class Link:
    """A scored pair, `a` before `b`. `reasons` are (field, level, millibits) and add up to `score`.

    `blocked` names the constraint that kept the pair apart whatever its score, empty for none.
    """

    a: str
    b: str
    score: int
    probability: float
    relation: str
    reasons: tuple[tuple[str, str, int], ...] = ()
    blocked: str = ""


@dataclass(frozen=True)
class Membership:
    """How a report stands to an incident: same, covers or denies."""

    incident: str
    report: str
    relation: str
    score: int = 0


@dataclass(frozen=True)
class Partition:
    """Reports grouped into events at one threshold: each group sorted, groups sorted by their smallest id."""

    groups: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True)
class Linked:
    """What linkage found: the base partition, the ends of its range, links, memberships and families.

    `low` and `high` are the partitions with fewest and most incidents (lenient and strict thresholds).
    `incidents` maps an incident's id to its `same` reports; `families` lists incidents of one event.
    """

    low: Partition
    base: Partition
    high: Partition
    links: tuple[Link, ...]
    memberships: tuple[Membership, ...]
    incidents: dict[str, tuple[str, ...]]
    families: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
