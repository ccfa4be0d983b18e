"""What one row of `participation` says about one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.law import facts
from solferino.law.lag import NEAR, Rule, title

PARTY, SIGNATORY, NOT_PARTY = "party", "signatory", "not party"
CHECKS = ("confirmed", "secondary", "general knowledge")

Dated = tuple[date, str, str]
"""A day with the report id that gives it and its check status."""


@dataclass(frozen=True)
class Reading:
    """A status that a row gives for the day asked. `presumed`: carried past the day for which the row speaks."""

    status: str
    check_status: str
    rows: tuple[str, ...]
    why: str
    since: date | None = None
    presumed: bool = False


def readings(rows: Iterable[Mapping[str, Any]], *, rule: Rule | None, day: date) -> list[Reading]:
    """Return what each row of one State and one treaty says for `day`, in the order of their ids.

    A party stays one until a withdrawal takes effect, so being a party is carried past `as_of` (at best as
    secondary); not being one is not carried: the State may have consented since. A consent after a withdrawal
    is a return, and says nothing of the time before the State left.
    """
    ordered = sorted(rows, key=lambda r: str(r["report_id"]))
    exits, signings = _dated(ordered, "withdrawn"), _dated(ordered, "signed")
    back = [c for c, _, _ in _dated(ordered, "consented") if (rule.effective(c) if rule else c) <= day]
    found = []
    for row in ordered:
        for reading in (_asserted(row, exits, signings, day), _acted(row, exits, rule, day)):
            if reading is not None and (kept := _after_exit(reading, exits, back, day)) is not None:
                found.append(kept)
    return found


def rank(check_status: str) -> int:
    """Return how weak a check status is: 0 for confirmed."""
    return CHECKS.index(check_status) if check_status in CHECKS else len(CHECKS)


def worst(*check_statuses: str) -> str:
    """Return the weakest of several check statuses; empty ones count for nothing."""
    return max((s for s in check_statuses if s), key=rank, default="")


def _dated(rows: Iterable[Mapping[str, Any]], key: str) -> list[Dated]:
    return sorted((r[key], str(r["report_id"]), str(r["check_status"])) for r in rows if r[key])


def _asserted(row: Mapping[str, Any], exits: list[Dated], signings: list[Dated], day: date) -> Reading | None:
    """Read a status asserted for a day: a party stays one, and who was no party then was none before."""
    status, on = row["status"], row["as_of"]
    if not status or on is None:
        return None
    ids, check = (str(row["report_id"]),), str(row["check_status"])
    if status == PARTY:
        if day < on:
            return None
        why = f"{_who(row)} was a party to {title(row['treaty'])} on {on}"
        return Reading(PARTY, check if day == on else worst(check, "secondary"), ids, why, presumed=day > on)
    left = max((e[0] for e in exits if e[0] <= on), default=None)
    if day > on or (left and day < left):
        return None
    said = "a signatory of, not a party to," if status == SIGNATORY else "not a party to"
    why = f"{_who(row)} was {said} {title(row['treaty'])} on {on}"
    if signings and signings[0][0] <= day:
        signed, source, theirs = signings[0]
        return Reading(
            SIGNATORY, worst(check, theirs), tuple(sorted({*ids, source})), f"{why}; it signed on {signed}", signed
        )
    return Reading(SIGNATORY if status == SIGNATORY and day == on else NOT_PARTY, check, ids, why)


def _acted(row: Mapping[str, Any], exits: list[Dated], rule: Rule | None, day: date) -> Reading | None:
    """Read dated actions: signature, consent, withdrawal, or that there were none by the day of the table."""
    if row["consented"]:
        return _consented(row, exits, rule, day)
    silent = (row["consent"] != "none" and not row["signed"]) or row["consent"] not in (None, "", "none")
    if silent or row["status"] == PARTY or row["as_of"] is None or day > row["as_of"]:
        return None
    return _before(row, day, f"no consent by {row['as_of']}")


def _consented(row: Mapping[str, Any], exits: list[Dated], rule: Rule | None, day: date) -> Reading | None:
    consented: date = row["consented"]
    ids, check = (str(row["report_id"]),), str(row["check_status"])
    if day < consented:
        # a successor may count as bound from the day of succession, which the table does not give
        silent = row["consent"] == "succession" or any(day < e[0] <= consented for e in exits)
        return None if silent else _before(row, day, f"consent only on {consented}")
    if rule is None and day < consented + NEAR:
        return None
    effective = rule.effective(consented) if rule else consented
    if rule and day < max(rule.in_force, consented + NEAR):
        check = worst(check, rule.check_status)
    why = f"{_who(row)} consented to {title(row['treaty'])} on {consented}"
    if day < effective:
        why += f", in force for it only on {effective} ({rule.article})" if rule else ""
        return Reading(SIGNATORY if row["signed"] else NOT_PARTY, check, ids, why, row["signed"])
    why += f", in force for it since {effective}" if rule else ""
    ahead = bool(row["withdrawn"]) and day < row["withdrawn"]
    on = row["as_of"]
    presumed = not ahead and (on is None or day > on)
    if presumed:
        why += f"; no withdrawal is recorded{f', and the row speaks to {on}' if on else ''}"
    return Reading(PARTY, worst(check, "secondary") if presumed else check, ids, why, effective, presumed)


def _before(row: Mapping[str, Any], day: date, reason: str) -> Reading:
    ids, check = (str(row["report_id"]),), str(row["check_status"])
    signed = row["signed"]
    if signed and day >= signed:
        why = f"{_who(row)} signed {title(row['treaty'])} on {signed}; {reason}: a signatory is not a party"
        return Reading(SIGNATORY, check, ids, why, signed)
    return Reading(NOT_PARTY, check, ids, f"{_who(row)} was not a party to {title(row['treaty'])}: {reason}")


def _who(row: Mapping[str, Any]) -> str:
    return facts.parties().name(str(row["state"]))


def _after_exit(reading: Reading, exits: list[Dated], back: list[date], day: date) -> Reading | None:
    """Turn a party that has withdrawn since its consent into none; drop it where the State has returned since."""
    gone = [e for e in exits if e[0] <= day and (reading.since is None or e[0] >= reading.since)]
    if reading.status != PARTY or not gone or (reading.since is None and not reading.presumed):
        return reading
    left, row, check = gone[-1]
    if any(left <= consented for consented in back):
        return None
    ids = tuple(sorted({*reading.rows, row}))
    why = f"{reading.why.split(';')[0]}, and left it on {left}"
    return Reading(NOT_PARTY, worst(check, reading.check_status), ids, why, left)
