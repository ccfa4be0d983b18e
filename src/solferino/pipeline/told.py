"""Rows of incidents, reports and links in words, for the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from solferino.words.party import Parties
from solferino.words.tables import vocabulary

Row = Mapping[str, Any]
_READ = {
    "exactly": "{}", "jointly": "{}, jointly", "either_of": "{}, which of them is not settled",
    "unstated_and": "{}, not said how", "conflicting": "{}, accounts conflict", "supported_by": "{}, with support",
}  # fmt: skip


def incident(row: Row, parties: Parties) -> str:
    """Return an incident in one sentence: when, where, what, who is blamed, how many, how sure."""
    blamed = _names(row["party_may"], parties, "or" if row["attribution_reading"] == "either_of" else "and")
    sure = _names(row["party_must"], parties, "and")
    read = _READ.get(row["attribution_reading"] or "", "{}").format(blamed)
    if sure and sure != blamed:
        read += f"; {sure} in every reading"
    origins = row["independent"] or 0
    parts = [
        f"{_days(row)}, {row['facility'] or row['object'] or 'what was hit is not told'}" + _in(row["place"]),
        ", ".join(row["weapon"] or ()),
        f"blamed: {read}" if blamed else "nobody is blamed",
        _counts(row),
        f"{_many(row['reports'] or 0, 'report')}, {_many(origins, 'independent origin')}",
        ", ".join(
            f"{ladder} {row[ladder] or 0} {vocabulary(ladder)[str(row[ladder] or 0)].partition(':')[0]}"
            for ladder in ("occurrence", "attribution", "intent")
        ),
        "denied by somebody" if row["disputed"] else "",
    ]
    return "; ".join(filter(None, parts))


def report(row: Row, parties: Parties) -> str:
    """Return a report in one sentence: who tells, and all that it tells."""
    teller = row["publisher"] or "publisher unknown"
    teller += f" ({row['publisher_type']})" if row["publisher_type"] else ""
    told = f"“{row['facility']}”" if row["facility"] else row["object"] or "a place without a name"
    blamed = _names(row["parties"], parties, "and")
    if blamed:
        blamed = f"blames {blamed} ({row['attribution_relation']})"
        if row["attributed_by"] and row["attributed_by"] != row["publisher"]:
            blamed += f" by the word of {row['attributed_by']}"
    cover = f" ({row['counts_cover']})" if row["counts_cover"] and _counts(row) else ""
    parts = [
        f"{teller}: {'denies; ' if row['stance'] == 'denies' else ''}{_days(row)}, {told}" + _in(row["place"], "“{}”"),
        ", ".join(row["weapon"] or ()),
        blamed,
        _counts(row) + cover,
        "origins: " + (", ".join(row["roots"]) if row["roots"] else "none known"),
        f"known since {row['known_since']}" if row["known_since"] else "",
        row["document"] or "",
    ]
    return "; ".join(filter(None, parts))


def link(row: Row) -> str:
    """Return a scored pair in one line: bits in all, and the bits of each field."""
    reasons = [_reason(r) for r in row["reasons"] or ()]
    blocked = f"; kept apart: {row['blocked']}" if row["blocked"] else ""
    return f"{_bits(row['score'])} bits: {', '.join(reasons)}{blocked}"


def bars(row: Row, model: Any) -> list[tuple[str, str]]:
    """Return each field of a pair with its bits and how often chance agrees as well, by the learned model."""
    from solferino.linkage.engine.chance import shares  # a small case need not load it

    steps = [parts(r) for r in row["reasons"] or ()]
    chance = shares(model, [(field, level) for field, level, _ in steps])
    return [
        (field, f"{_bits(millibits)} bits: {level}; so do {chance[field]:.0%} of unrelated reports there")
        for field, level, millibits in steps
        if field in chance
    ]


def _reason(reason: str) -> str:
    field, level, millibits = parts(reason)
    return f"{field} {level} {_bits(millibits)}" if field != "prior" else f"prior {_bits(millibits)}"


def parts(reason: str) -> tuple[str, str, int]:
    """Return the field, level and millibits of one reason of a link; the level may have several words."""
    field, _, rest = reason.partition(" ")
    level, _, millibits = rest.rpartition(" ")
    return field, level, int(millibits)


def _bits(millibits: int) -> str:
    return f"{millibits / 1000:+.1f}"


def _days(row: Row) -> str:
    start, end = row["date_from"], row["date_to"]
    if start is None and end is None:
        return "day not told"
    return str(start or end) if start == end or not start or not end else f"{start} to {end}"


def _counts(row: Row) -> str:
    found = []
    for what in ("killed", "injured"):
        low, high = row[f"{what}_min"], row[f"{what}_max"]
        if low is not None or high is not None:
            exact = f"{what} {low}" if low == high else f"{what} {low or 0} to {high}"
            found.append(exact if high is not None else f"{what} at least {low}")
    return ", ".join(found)


def _names(codes: Iterable[str] | None, parties: Parties, joint: str) -> str:
    names = [parties.name(c) for c in codes or ()]
    return f" {joint} ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _in(place: str | None, how: str = "{}") -> str:
    return f" in {how.format(place)}" if place else ""


def _many(n: int, one: str) -> str:
    return f"{n} {one if n == 1 else one + 's'}"
