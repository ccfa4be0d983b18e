"""Are the elements of a norm indicated by what is known of incidents? Indicated, missing or contradicted: no guilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.law import facts
from solferino.law.conflicts import conflicts, kinds
from solferino.law.norms import Binding
from solferino.words.bounds import Bounds
from solferino.words.truth import Truth

WEAK = "general knowledge"
CUSTOM = ("Customary IHL", "Common Art 3")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """What people found on one element: yes, no or unknown, by whom and why. An answer that rests on claims that do
    not stand is unknown."""

    answer: str = "unknown"
    why: str = ""
    by: str = ""


@dataclass(frozen=True)
class Element:
    """One element over all incidents: in how many it is indicated and contradicted, `of` how many, and on what."""

    id: str
    asks: str
    indicated: int
    contradicted: int
    of: int
    why: str

    @property
    def status(self) -> str:
        """indicated where it is in every incident, contradicted likewise, missing in none; else in how many."""
        if self.indicated == self.of:
            return "indicated"
        if self.contradicted == self.of:
            return "contradicted"
        return f"indicated in {self.indicated} of {self.of}" if self.indicated else "missing"


@dataclass(frozen=True)
class Assessment:
    """All elements, and in how many incidents all are indicated: surely, and where nothing contradicts one."""

    elements: tuple[Element, ...]
    indicated: Bounds


def known(conduct: Iterable[str]) -> list[str]:
    """Return the conduct whose elements are listed."""
    return [c for c in conduct if c in facts.rules("elements") and c != "common"]


def assess(
    norm: Row, incidents: Sequence[Row], party: str, *, bound: Callable[[date], Binding],
    findings: Mapping[str, Finding], nested: frozenset[str] = frozenset(),
) -> Assessment:  # fmt: skip
    """Assess the elements of `norm` over `incidents` (rows of that table) for `party`, and those `nested` in it.

    `bound` says whether the norm bound the party on a day; `findings` are answers of people by element.
    """
    rules = facts.rules("elements")
    listed = [*rules["common"]["elements"]]
    for conduct in known(norm["conduct"] or ()):
        listed += [e for e in rules[conduct]["elements"] if e["id"] not in {x["id"] for x in listed}]
    parties = nested | {party}
    look = _Look(norm, parties, bound, findings)
    found: list[tuple[dict[str, Any], list[tuple[Truth, str]]]] = [
        (e, [look.at(e, row) for row in incidents]) for e in listed
    ]
    elements = tuple(
        Element(
            e["id"], e["asks"], sum(t is Truth.YES for t, _ in answers), sum(t is Truth.NO for t, _ in answers),
            len(incidents), "; ".join(dict.fromkeys(why for _, why in answers if why)),
        )
        for e, answers in found
    )  # fmt: skip
    whole = [
        Truth.NO if Truth.NO in each else Truth.YES if set(each) == {Truth.YES} else Truth.BETWEEN
        for each in zip(*([t for t, _ in answers] for _, answers in found), strict=True)
    ]
    sure = whole.count(Truth.YES)
    return Assessment(elements, Bounds(sure, sure, sure + whole.count(Truth.BETWEEN)))


class _Look:
    """Where the answer to one element is found for one incident."""

    def __init__(
        self, norm: Row, parties: frozenset[str], bound: Callable[[date], Binding], findings: Mapping[str, Finding]
    ) -> None:
        self.norm, self.parties, self.bound, self.findings = norm, parties, bound, findings

    def at(self, element: Mapping[str, Any], row: Row) -> tuple[Truth, str]:
        if element.get("finding"):
            return self.finding(element)
        if element.get("conflict"):
            return self.conflict(row)
        if element.get("norm"):
            return self.norm_bound(row)
        if element.get("party"):
            return self.party(row, element["least"])
        if "column" in element:
            value = row.get(element["column"])
            if not value:
                return Truth.BETWEEN, ""
            return (Truth.YES if value in element["shows"] else Truth.NO), ""
        return self.grade(element, row)

    def grade(self, element: Mapping[str, Any], row: Row) -> tuple[Truth, str]:
        reached = row.get(element["grade"]) or 0
        lines = (
            ", ".join(str(x).replace("_", " ") for x in row.get("intent_lines") or ()) if element.get("lines") else ""
        )
        told = f"lines of evidence: {lines}; counts alone show nothing" if lines else ""
        return (Truth.YES if reached >= element["least"] else Truth.BETWEEN), told

    def party(self, row: Row, least: int) -> tuple[Truth, str]:
        must, may = set(row.get("party_must") or ()), set(row.get("party_may") or ())
        if must & self.parties and (row.get("attribution") or 0) >= least:
            return Truth.YES, ""
        if may and not may & self.parties:
            return Truth.NO, "somebody else alone is blamed"
        return Truth.BETWEEN, "" if may else "nobody is blamed"

    def norm_bound(self, row: Row) -> tuple[Truth, str]:
        days = [d for d in (row.get("date_from"), row.get("date_to")) if d]
        if not days:
            return Truth.BETWEEN, "the day is not told"
        answers = [self.bound(d) for d in dict.fromkeys(days)]
        truths = {a.truth for a in answers}
        truth = truths.pop() if len(truths) == 1 else Truth.BETWEEN
        if any(a.check_status == WEAK for a in answers):
            return Truth.BETWEEN, f"{answers[0].why}: general knowledge, to be confirmed"
        return truth, answers[0].why

    def conflict(self, row: Row) -> tuple[Truth, str]:
        asked, day = kinds(self.norm["conflict_type"]), row.get("date_from")
        if "ANY" in asked:
            return Truth.YES, "the norm asks for no armed conflict"
        here = conflicts(self.parties, day) if day else ()
        if not here:
            return Truth.BETWEEN, "no conflict of the party is qualified on that day"
        why = "; ".join(f"{c.type} since {c.since}: {c.source}" for c in here)
        return (Truth.YES if {c.type for c in here} & asked else Truth.NO), why

    def finding(self, element: Mapping[str, Any]) -> tuple[Truth, str]:
        found = self.findings.get(element["id"], Finding())
        why = f"{found.by}: {found.why}".strip(": ") if found.why else "nobody has said"
        if found.answer == "yes":
            return Truth.YES, why
        if found.answer == "no" and "unless" in element:
            return self.lost(element, why)
        return (Truth.NO if found.answer == "no" else Truth.BETWEEN), why

    def lost(self, element: Mapping[str, Any], why: str) -> tuple[Truth, str]:
        """Harmful acts end protection only after a warning that was not heeded; proportion and precautions stay."""
        steps = [self.findings.get(name, Finding()).answer for name in element["unless"]]
        if str(self.norm["instrument"]) in CUSTOM:
            why += "; the warning is a rule of treaties, and here it rests on custom and Common Article 3"
        if all(s == "yes" for s in steps):
            return Truth.NO, f"{why}; a warning was given and not heeded: proportion and precautions are still owed"
        if "no" in steps:
            return Truth.YES, f"{why}; protection holds until a warning is given and not heeded"
        return Truth.BETWEEN, f"{why}; whether a warning was given and heeded is not known"
