"""The record of views → the custody log: who had which exhibit before them, once for each person and day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from solferino.vault import Vault
from solferino.vault.record import Held, Plain
from solferino.workbench.team.access import access
from solferino.workbench.team.audit import Audit

_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_SHOWN = (200, 206)


def enter(audit: Audit, vault: Vault, *, before: date) -> int:
    """Write an `access` record for each person, exhibit and day before `before` that has none; return how many.

    Only views of bytes are entered, and the log tells no time of day: it is committed, and others read it.
    """
    held: dict[str, Held] = {}
    told = set()
    for record in vault.records():
        held |= {each.sha256: each for each in record.obj}
        if record.act == "access":
            told |= {(record.actor.get("id"), each.sha256, record.src.get("day")) for each in record.obj}
    views = Counter[tuple[str, str, str]]()
    for entry in audit.after(0):
        found = _SHA256.search(entry.about) if entry.act in access().exhibits and entry.answer in _SHOWN else None
        if found and entry.at.date() < before and found.group() in held:
            views[entry.person, found.group(), entry.at.date().isoformat()] += 1
    new = sorted(set(views) - told)
    for person, sha256, day in new:
        src: dict[str, Plain] = {"by": "workbench", "day": day, "times": views[person, sha256, day]}
        vault.note("access", obj=[held[sha256]], src=src, actor=person)
    return len(new)
