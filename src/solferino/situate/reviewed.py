"""What reviewers decided of an incident: a grade that two of them signed, and whom what they saw points to.

Names of reviewers stay in the record of decisions: rows of tables are published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from solferino.words.decision import Decision

SIGNED = 4
"""The grade that two reviewers sign; nobody who reviews gives a higher one."""
Reviews = Mapping[str, tuple[Decision, ...]]


def reviews(decisions: Iterable[Decision]) -> Reviews:
    """Return the decisions of acts grade and attribution by the reports they are about, oldest first."""
    found: dict[str, list[Decision]] = {}
    for d in decisions:
        if d.act in ("grade", "attribution"):
            for report in d.about:
                found.setdefault(report, []).append(d)
    return {report: tuple(held) for report, held in found.items()}


def about(held: Reviews, reports: Iterable[str]) -> tuple[Decision, ...]:
    """Return the decisions about any of these reports, each once, oldest first."""
    if not held:
        return ()
    found = {d.id: d for report in reports for d in held.get(report, ())}
    return tuple(sorted(found.values(), key=lambda d: d.line))


def graded(found: Sequence[Decision], ladder: str, grade: int) -> tuple[int, str]:
    """Return the grade of a ladder and what to note of it: SIGNED where two reviewers sign it and none says less.

    Of each reviewer the last word counts. Where they differ the grade stays what the reports make it.
    """
    said = {d.by: int(d.value["grade"]) for d in found if d.act == "grade" and d.value["ladder"] == ladder}
    if not said:
        return grade, ""
    signed, less = sum(g >= SIGNED for g in said.values()), sorted(g for g in said.values() if g < SIGNED)
    if signed >= 2 and not less:
        return max(grade, SIGNED), f"{ladder} graded {SIGNED} by {signed} reviewers"
    told = [f"{SIGNED} by {_many(signed)}"] if signed else []
    told += [f"{g} by {_many(less.count(g))}" for g in dict.fromkeys(less)]
    rest = "reviewers differ, so" if signed and less else "one more must sign, so" if signed else "and"
    return grade, f"{ladder} graded {', '.join(told)}: {rest} it stays {grade}"


def _many(n: int) -> str:
    return "one reviewer" if n == 1 else f"{n} reviewers"


def seen(name: str, found: Sequence[Decision], same: Iterable[str], day: date | None) -> list[dict[str, Any]]:
    """Return a row of `attributions` for each reviewer's last word on whom what was seen points to."""
    last = {d.by: d for d in found if d.act == "attribution"}
    members = sorted(same)
    return [
        {"incident_id": name, "report_id": next((r for r in members if r in d.about), members[0]), "date_to": day,
         "parties": list(d.value["parties"]), "relation": d.value["relation"], "by": "a reviewer of the case",
         "basis": d.why or None, "stance": "affirms"}
        for d in sorted(last.values(), key=lambda d: d.line)
    ]  # fmt: skip
