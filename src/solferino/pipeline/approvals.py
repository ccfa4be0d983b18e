"""Approvals: who has approved this very text, in which role; any later edit undoes them."""

from __future__ import annotations

import hashlib

from solferino.words.case import CaseFile


def text_digest(case: CaseFile) -> str:
    """Return the digest that an approval names: of every file of the statement, in order of name."""
    joined = "".join(f"{s.file}\0{s.text}\0" for s in sorted(case.statements, key=lambda s: s.file))
    return hashlib.sha256(joined.encode()).hexdigest()


def approved(case: CaseFile) -> dict[str, str]:
    """Return who approved this text in each role: decisions of act approve whose value names role and text."""
    digest = text_digest(case)
    found: dict[str, str] = {}
    for decision in case.decisions:
        value = decision.value if isinstance(decision.value, dict) else {}
        if decision.act == "approve" and value.get("text") == digest:
            found[str(value.get("role", ""))] = decision.by
    return found


def missing(case: CaseFile) -> tuple[str, ...]:
    """Return the roles whose approval this text still lacks; one person cannot stand in two of them."""
    found = approved(case)
    people = list(found.values())
    return tuple(r for r in case.settings.approvals if r not in found or people.count(found[r]) > 1)
