"""Whom a claim says it was, and how surely the evidence says so of each incident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from solferino.situate import attribution
from solferino.situate.grade import loose
from solferino.situate.independence import independent
from solferino.store.namespace import Rows
from solferino.words.report import Report

if TYPE_CHECKING:
    from solferino.claims.asked import Asked


def blamed(asked: Asked) -> tuple[str, ...]:
    """Return the parties that the claim says did it: all that it asks of, or what a share says of a part of it."""
    told = (asked.claim.where.get("party"), *(asked.claim.own.get(k, {}).get("party") for k in ("part", "then")))
    found: list[str] = []
    for value in filter(None, told):
        listed = next(iter(value.values()), ()) if isinstance(value, dict) else value
        found += map(str, listed) if isinstance(listed, list | tuple) else (str(listed),)
    return tuple(dict.fromkeys(found))


def blaming(asked: Asked, incidents: Iterable[str], attributions: Rows) -> dict[str, int]:
    """Return, for each incident, how surely those whom the claim names did it.

    Two independent origins that each say "A or B" corroborate "A or B", and neither A nor B: an account counts where
    every party that it may mean is among those named. Grades above that are people's, and stay.
    """
    wanted = frozenset(incidents)
    if not wanted or asked.tables.empty("reports"):
        return {}
    named = {p for party in blamed(asked) for p in asked.case.parties.within(party)}
    told = {row["report_id"]: row for row in asked.tables.table("reports")}
    accounts: dict[str, list[Report]] = {}
    for row in attributions:
        if row["stance"] != "affirms" or row["incident_id"] not in wanted or row["report_id"] not in told:
            continue
        _, may = attribution.readings(row["parties"] or (), row["relation"] or "unknown")
        if may and named.issuperset(may):
            by = told[row["report_id"]]
            kind, roots = by["publisher_type"] or "", frozenset(by["roots"] or ())
            account = Report(by["report_id"], roots=roots, publisher_type=kind)
            accounts.setdefault(row["incident_id"], []).append(account)
    found = {i: accounts[i] for i in sorted(wanted & accounts.keys())}
    return {i: 3 if independent(a) >= 2 else 1 if loose(a) else 2 for i, a in found.items()}
