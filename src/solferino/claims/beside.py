"""What stands beside a claim: its weaker forms, and the same question put to everyone else (S8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from solferino.claims.marks import marks
from solferino.claims.where import PARTY_COLUMNS, Part
from solferino.store.namespace import Namespace, Rows
from solferino.words.bounds import Bounds
from solferino.words.result import Counter, Weaker
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

NO_VOTE = "blocked_without_vote"
"""Kind of act: a letter or draft that asked the Council for something and was never put to a vote."""

SHOWN = 4
"""How many of those who deny are named, and how many of their reports."""

OTHERS = 12
"""How many other parties are listed beside a claim; those with most first."""


def left_out(asked: Asked) -> list[Part]:
    """Return the conditions that are left out one at a time; without its window a rate is no number, nor are people of
    several places.
    """
    kept = {asked.apart, "date" if asked.claim.kind == "rate" else ""}
    return [p for p in asked.query.where.parts if p.key not in kept]


def weaker(asked: Asked) -> tuple[Weaker, ...]:
    """Return the claim with one key of `where` left out at a time, each with its values."""
    if asked.claim.own.get("sql") or asked.tables.empty(asked.table.name):
        return ()
    found = []
    for part in left_out(asked):
        values = asked.values(asked.query.without(part.key), asked.whole.without(part.key))
        truths = asked.truths(values)
        found.append(Weaker(part.key, f"without {part.text}", truths is not None and truths[0] is Truth.YES, values))
    return tuple(found)


def counter(asked: Asked) -> tuple[Counter, ...]:
    """Return the same question for every other party, and the parties that acted jointly."""
    if not asked.gives or asked.claim.own.get("sql") or asked.tables.empty(asked.table.name):
        return ()
    return (*_others(asked), *_joint(asked), *_efforts(asked), *_denials(asked))


def _denials(asked: Asked) -> list[Counter]:
    """Open reports that deny incidents behind the claim, by who published them: the strongest word against it."""
    if asked.table.name != "incidents" or asked.tables.empty("incident_reports") or asked.tables.empty("reports"):
        return []
    behind = [row["incident_id"] for row in asked.rows(asked.query)]
    of, cap = frozenset(behind), asked.query.cap
    by: dict[str, tuple[set[str], set[str]]] = {}
    for row in _denying(asked.tables):
        if row["incident_id"] in of and (row["since"] or cap) <= cap:
            incidents, reports = by.setdefault(row["who"], (set(), set()))
            incidents.add(row["incident_id"])
            reports.add(row["report_id"])
    return [
        Counter(
            "denial",
            f"{who} denies {len(incidents)} of the {len(behind)}: {', '.join(sorted(reports)[:SHOWN])}",
            {"n": Bounds.exactly(len(incidents))},
        )
        for who, (incidents, reports) in sorted(by.items(), key=lambda one: (-len(one[1][0]), one[0]))[:SHOWN]
    ]


def _denying(tables: Namespace) -> Rows:
    """Return each open report that denies an incident, with who published it and since when it is known; asked once."""
    if "denials" not in tables.made:
        tables.made["denials"] = tables.rows(
            "SELECT d.incident_id, r.report_id, coalesce(r.publisher, '?') AS who, "
            "coalesce(r.known_since, r.date_to) AS since FROM incident_reports d JOIN reports r "
            "ON r.report_id = d.report_id WHERE d.relation = 'denies' AND coalesce(r.sensitivity, 'public') = 'public'",
            of=["incident_reports", "reports"],
        )
    found: Rows = tables.made["denials"]
    return found


def _efforts(asked: Asked) -> list[Counter]:
    """What asked the Council for the same and never reached a vote: "efforts" that are no drafts, shown beside them."""
    wanted = asked.claim.where.get("asks")
    if asked.table.name not in ("drafts", "votes", "vetoes") or not wanted:
        return []
    subjects = [str(w) for w in (wanted if isinstance(wanted, list) else [wanted])]
    window = asked.query.where.window
    rows = asked.tables.rows(
        "SELECT date, symbol, what FROM acts WHERE kind = ? AND list_has_any(subject, ?) AND date <= ? "
        "AND (? IS NULL OR date >= ?) ORDER BY date, what",
        [NO_VOTE, subjects, min(window.end or asked.query.cap, asked.query.cap), window.start, window.start],
        of=["acts"],
    )
    told = "; ".join(f"{r['what']} ({', '.join(filter(None, (r['symbol'], str(r['date']))))})" for r in rows)
    text = f"asked for the same and never reached a vote, so no veto was cast: {told}"
    return [Counter("effort", text, {"n": Bounds.exactly(len(rows))})] if rows else []


def _others(asked: Asked) -> list[Counter]:
    found: list[Counter] = []
    for part in asked.query.where.parts:
        if (part.key not in PARTY_COLUMNS and part.key not in asked.table.ends) or part.key == "date":
            continue
        column = asked.table.ends.get(part.key, (part.key, part.key))[1]
        given = asked.claim.where.get(part.key)
        given = next(iter(given.values())) if isinstance(given, Mapping) else given
        named = {p for v in (given if isinstance(given, list) else [given]) for p in asked.case.parties.within(str(v))}
        values = asked.query.without(part.key).values_by(asked.gives, asked.tables, column)
        none = {name: Bounds.exactly(0) for name, text in asked.gives.items() if text.startswith("count")}
        others = [
            (values.get(p, none), p) for p in marks(asked.tables, asked.table).places(column) if p and p not in named
        ]
        others.sort(key=lambda pair: (-max((_size(v.base) for v in pair[0].values()), default=0), pair[1]))
        for theirs, party in others[:OTHERS]:
            found.append(Counter("other", f"the same with {part.key} = {asked.case.parties.name(party)}", theirs))
        if len(others) > OTHERS:
            found.append(Counter("other", f"and {len(others) - OTHERS} more with no higher count"))
    return found


def _size(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _joint(asked: Asked) -> list[Counter]:
    """Those who did the same act together with the party the claim names, such as a second veto."""
    if asked.table.field("with") is None:
        return []
    rows = asked.rows(asked.query)
    drafts: dict[str, list[str]] = {}
    for row in rows:
        for party in row["with"] or ():
            drafts.setdefault(party, []).append(str(row["draft"]))
    return [
        Counter(
            "joint", f"{asked.case.parties.name(party)} did the same in {len(found)} of {len(rows)}: {', '.join(found)}"
        )
        for party, found in sorted(drafts.items())
    ]
