"""What a claim over incidents rests on: its incidents, surely or perhaps among them, and what its test found."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from solferino.claims.refused import facts
from solferino.dossier import incidents_view, say
from solferino.dossier.shelf import Json, Shelf
from solferino.draw.pattern import pattern
from solferino.words.tables import vocabulary

_COVERED = frozenset({
    "incident_id", "date_from", "date_to", "place", "place_id", "facility", "facility_id", "object", "party_must",
    "party_may", "attribution_reading", "killed_min", "killed_max", "injured_min", "injured_max", "reports",
    "independent", "occurrence", "attribution", "intent", "disputed", "family",
})  # fmt: skip
"""Columns that the row of an incident tells in words."""
_PAIRS = ("pairs of attacks on one and the same place", "such pairs, were each place of a town hit alike")
_VALUES = {
    "observed": ("observed", "what the test counts, as the sentence below says"),
    "expected": ("expected", "the same, were there nothing but chance"),
    "ratio": ("ratio", "observed over expected"),
    "ratio_low": ("ratio, at least", "lower end of the 95 % interval"),
    "ratio_high": ("ratio, at most", "upper end of the 95 % interval"),
    "p": ("p", "part of the random draws that give as many or more"),
}
_REFUSAL = re.compile(r"^([A-Z][A-Z_]+) \((.*)\)$", re.DOTALL)


def incidents(r: Json, shelf: Shelf, show: list[str]) -> dict[str, Any] | None:
    """Return the incidents of a claim, each with whether it counts at both ends, and columns asked for beside."""
    if r["table"] != "incidents" or not r["rows"]:
        return None
    known = {row["incident_id"]: row for row in shelf.rows.get("incidents", ())}
    if any(row.get("incident_id") not in known for row in r["rows"]):
        return None
    extra = [c for c in r["columns"] if c in show and c not in _COVERED]
    rows = [
        incidents_view.line(known[row["incident_id"]], shelf)
        | {"sure": row.get("sure", True), "family": [], "extra": [say.shown(row.get(c)) for c in extra]}
        for row in r["rows"]
    ]
    return {"rows": rows, "extra": [c.replace("_", " ") for c in extra], "maybe": any(not x["sure"] for x in rows)}


def tested(r: Json) -> dict[str, Any] | None:
    """Return what a test found: its values in words, or why it refuses, with code and facts."""
    if r["kind"] != "test":
        return None
    means = dict(_VALUES)
    if r["query"].startswith("test repeats"):
        means |= {k: (k, text) for k, text in zip(("observed", "expected"), _PAIRS, strict=True)}
    values = [(*means[k], say.bounds(r["values"][k])) for k in means if k in r["values"]]
    refusals, sentences = [], []
    for text in r["because"]:
        if match := _REFUSAL.match(text):
            refusals.append(
                {"code": match[1], "means": vocabulary("refusal").get(match[1], ""), "facts": facts(match[2])}
            )
        else:
            sentences.append(say.prose(text))
    drawn = bool(r.get("figure")) and bool(sentences)
    svg = Markup(pattern(r["figure"], title=sentences[-1])) if drawn else ""
    return {"found": values, "refusals": refusals, "sentences": sentences, "svg": svg}
