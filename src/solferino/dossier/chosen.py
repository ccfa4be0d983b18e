"""How the values that stand for an incident were chosen from those its reports tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from solferino.dossier import say, telling
from solferino.dossier.shelf import Json, Shelf
from solferino.situate.casualties import alone
from solferino.words.report import Report

Chosen = tuple[str, str, str]
"""What, the value, and how it was chosen."""
READINGS = {
    "exactly": "this party",
    "either_of": "one of them; which is open",
    "jointly": "all of them together",
    "unstated_and": "three readings: each in some attacks, all together, or one of them",
    "supported_by": "the first; to support is not yet to act",
}


def chosen(row: Json, same: Sequence[Json], stands: Sequence[tuple[str, str]], shelf: Shelf) -> list[Chosen]:
    """Return the values of an incident, each with how it was chosen from the reports that tell of it."""
    found = [
        ("day", telling.days(row), _day(row, same)),
        ("place", f"{telling.where(row)}; {telling.precision(row)}", _by_most(row, same, "place_id")),
        ("what was hit", str(row.get("object") or "not told"), _by_most(row, same, "object")),
        ("protected as", str(row.get("protected") or "nothing known"), "by the kind of object"),
        ("by what", say.listed(row.get("weapon") or ()) or "not told", "everything that a report names"),
        ("who is blamed", telling.blamed(row, shelf.names), "all readings of all accounts together; see below"),
        *(_count(row, same, key) for key in ("killed", "injured")),
        ("reports", _stand(stands), _origins(row)),
    ]
    conduct = say.listed(str(c).replace("_", " ") for c in row.get("conduct") or ())
    if conduct:
        found.append(("conduct", conduct, "as the norms name it; by the kind of object and by what"))
    return found


def _day(row: Json, same: Sequence[Json]) -> str:
    told = [(r["date_from"], r.get("date_to") or r["date_from"]) for r in same if r.get("date_from")]
    if not told:
        return "no report tells it"
    if len(set(told)) == 1:
        return f"as {_all(len(told))} it"
    if max(a for a, _ in told) <= min(b for _, b in told):
        return "the days that every report allows"
    return "all the days told: the reports do not agree"


def _all(n: int) -> str:
    return "the one report that gives a day tells" if n == 1 else f"all {n} reports that give a day tell"


def _by_most(row: Json, same: Sequence[Json], key: str) -> str:
    counts = Counter(str(r[key]) for r in same if r.get(key))
    value, n = str(row.get(key) or ""), sum(counts.values())
    if not value or value not in counts:
        return "no report gives it a place or kind that is known"
    if len(counts) == 1:
        return f"so in all {n} that tell it" if n > 1 else "so in the one report that tells it"
    others = say.listed(f"{v} ({k})" for v, k in sorted(counts.items(), key=lambda p: (-p[1], p[0])) if v != value)
    return f"so in {counts[value]} of {n} that tell it; otherwise {others}"


def _count(row: Json, same: Sequence[Json], key: str) -> Chosen:
    told = [r for r in same if telling.count(r, key)]
    mine = [r for r in told if alone(Report(id="", counts_cover=str(r.get("counts_cover") or "")))]
    wider = len(told) - len(mine)
    text = (
        f"{say.counted(wider, 'number')} left out: {'it covers' if wider == 1 else 'they cover'} more" if wider else ""
    )
    value = telling.count(row, key)
    if not value:
        return key, "no number for this incident alone", text
    how = f"the least to the most that {say.counted(len(mine), 'report')} {'gives' if len(mine) == 1 else 'give'}"
    return key, value, "; ".join(filter(None, [f"{how} for it alone", text]))


def _stand(stands: Sequence[tuple[str, str]]) -> str:
    counts = Counter(how for _, how in stands)
    said = (
        ("same", "tell of it", "tells of it"),
        ("covers", "cover it", "covers it"),
        ("denies", "deny it", "denies it"),
    )
    return ", ".join(f"{counts[k]} {one if counts[k] == 1 else many}" for k, many, one in said if counts[k])


def _origins(row: Json) -> str:
    n = row.get("independent") or 0
    return f"{say.counted(n, 'independent origin')}: known, and none shared" if n else "no origin is known"


def blaming(same: Sequence[Json], shelf: Shelf) -> list[dict[str, Any]]:
    """Return who is blamed, account by account: each wording once, how it can be read, and who puts it so."""
    held: dict[tuple[tuple[str, ...], str], list[Json]] = {}
    for r in same:
        parties = tuple(r.get("parties") or ())
        how = str(r.get("attribution_relation") or "unknown") if parties else "unknown"
        held.setdefault((parties, how), []).append(r)
    found = []
    for (parties, how), reports in sorted(held.items(), key=lambda p: (not p[0][0], -len(p[1]), p[0])):
        found.append({
            "parties": telling.parties(parties, shelf.names) or "nobody",
            "how": telling.HOW.get(how, how) if parties else "",
            "reading": READINGS.get(how, "") if parties else "the account names nobody",
            "reports": [_voice(r, shelf) for r in reports],
        })  # fmt: skip
    return found


def _voice(report: Json, shelf: Shelf) -> dict[str, str]:
    publisher, by = str(report.get("publisher") or "publisher not told"), str(report.get("attributed_by") or "")
    return {
        "name": publisher, "href": shelf.report_pages.get(report["report_id"], ""),
        "by": by if by and by != publisher and report.get("parties") else "",
    }  # fmt: skip
