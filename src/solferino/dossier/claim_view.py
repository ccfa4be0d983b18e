"""What a claim's page and card show, prepared from `data/`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import query, resting, say, telling
from solferino.dossier.data import table_of
from solferino.dossier.shelf import Json, Shelf
from solferino.draw.timeline import LABELS, spoken
from solferino.draw.votes import finding, order

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_STANDS = ("supported", "attested", "tracked")
_ACRONYM = 4
"""Letters that a code may have which is read letter by letter."""
_FOLLOWED = ("call", "promise")
_SHEETS = {
    "jurisdiction": "The chain of reasons", "assistance": "Twelve questions", "qualification": "Element by element",
}  # fmt: skip
_COUNTER = {"other": "another", "joint": "together", "effort": "without a vote", "denial": "denied",
            "each": "each by itself"}  # fmt: skip


def card(claim_id: str, shelf: Shelf) -> dict[str, Any]:
    """Return what stands in a claim's card; the claim's page begins with the same."""
    r = shelf.docs["verdicts"].get(claim_id)
    if r is None:
        return {"id": claim_id, "href": "", "status": "error", "ink": say.INK["error"], "word": "no such claim",
                "value": "", "asks": "", "because": [], "weaker": [], "now": "", "atom": "", "counts": "",
                "joint": []}  # fmt: skip
    now = say.verdict(r["verdict_now"], r["type_now"])
    word = say.verdict(r["verdict"], r["type"])
    return {
        "id": claim_id,
        "href": shelf.claim_pages[claim_id],
        "status": r["verdict"],
        "ink": say.INK.get(r["verdict"], r["verdict"]),
        "word": word,
        "value": say.named(r["values"]) + (" found" if [*r["values"]] == ["n"] else ""),
        "asks": say.signs(r["holds"], r["values"]),
        "because": _because(r, "because"),
        "weaker": [w for w in map(_weaker, r["weaker"]) if w["holds"]] if r["verdict"] not in _STANDS else [],
        "joint": [say.prose(c["text"]) for c in r["counter"] if c["kind"] == "joint"],
        "counts": query.counts(shelf.docs["claims"][claim_id], shelf.anchors)
        if claim_id in shelf.docs["claims"]
        else "",
        "now": now if now != word else "",
        "atom": r["atom"],
    }


def page(claim_id: str, shelf: Shelf) -> dict[str, Any]:
    """Return what a claim's page shows beside its card."""
    r = shelf.docs["verdicts"][claim_id]
    claim = shelf.docs["claims"].get(claim_id)
    of = claim or {"where": {}}
    columns = [c for c in r["columns"] if any(row.get(c) not in (None, "", []) for row in r["rows"])]
    shown = [
        {
            "cells": [_cell(c, row.get(c), shelf) for c in columns],
            "sure": row.get("sure", True),
        }
        for row in r["rows"]
    ]
    return {
        **card(claim_id, shelf),
        "heading": _heading(claim_id, shelf),
        "kind": r["kind"],
        "file": r["file"],
        "line": r["line"],
        "digest": r["digest"],
        "query": say.prose(r["query"]),
        "described": query.described(claim, shelf.names, shelf.anchors) if claim else [],
        "toml": query.toml(claim_id, claim) if claim else "",
        "presupposed": bool(claim and claim["presupposed"]),
        "window": query.window(of, shelf.anchors),
        "closed": r["closed"],
        "table": r["table"],
        "tables": list(dict.fromkeys(table_of(r["table"], row) for row in r["rows"])),
        "columns": columns,
        "empty": [c for c in r["columns"] if c not in columns] if r["rows"] else [],
        "rows": shown,
        "maybe": sum(not row["sure"] for row in shown),
        "total": r["total"],
        "withheld_rows": r["withheld_rows"],
        "all_weaker": [_weaker(w) for w in r["weaker"]],
        "counter": [
            {"kind": _COUNTER.get(c["kind"], c["kind"]), "text": say.prose(c["text"]), "value": say.named(c["values"])}
            for c in r["counter"]
        ],
        "clocks": _clocks(r),
        "tracked": query.tracked(claim, shelf.names, shelf.anchors) if claim and r["kind"] in _FOLLOWED else [],
        "notes": [say.prose(n) for n in r["notes"]],
        "depends": [card(d, shelf) for d in r["depends"]],
        "worlds": _worlds(r) if r["worlds"] else "",
        "grades": [
            (k, telling.ASKS[k], telling.grade(k, v)) for k in telling.LADDERS if (v := r["grades"].get(k)) is not None
        ],
        "readings": [(say.counted(n, "incident"), text) for text, n in r["readings"]],
        "sheet": [{k: say.prose(v) for k, v in s.items()} for s in r["sheet"]],
        "sheet_title": _SHEETS.get(r["kind"], "The questions"),
        "incidents": resting.incidents(r, shelf, list(claim["show"]) if claim else []),
        "tested": resting.tested(r),
        "timeline": _timeline(r, of, shelf),
        "ballots": _ballots(r, shelf),
    }


def _heading(claim_id: str, shelf: Shelf) -> str:
    """Return the id of a claim as words: `icc-referrals-vetoed` is `ICC referrals vetoed`."""
    words = [
        w.upper() if len(w) <= _ACRONYM and w.upper() in shelf.names else w for w in re.split(r"[-_]+", claim_id) if w
    ] or [claim_id]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _because(r: Json, key: str) -> list[str]:
    """Why, without the line that only repeats the value and the threshold, which stand beside it."""
    values = {f"{name} = {say.bounds(value)}" for name, value in r["values"].items()}
    asks = f"; it asks {r['holds']}"
    return [say.prose(b) for b in r[key] if not (b.endswith(asks) and {*b.removesuffix(asks).split(", ")} == values)]


def _clocks(r: Json) -> list[dict[str, Any]]:
    then = {"clock": "then", "ink": r["verdict"], "word": say.verdict(r["verdict"], r["type"])}
    now = {"clock": "now", "ink": r["verdict_now"], "word": say.verdict(r["verdict_now"], r["type_now"])}
    same = r["because"] == r["because_now"]
    because = _because(r, "because")
    return [
        then | {"because": because},
        now | {"because": ["as then"] if same and because else _because(r, "because_now")},
    ]


def _weaker(w: Json) -> dict[str, Any]:
    return {"key": w["key"], "text": say.prose(w["text"]), "holds": w["holds"], "value": say.named(w["values"])}


def _cell(column: str, value: Any, shelf: Shelf) -> dict[str, Any]:
    text = say.shown(value)
    href = shelf.vote_pages.get(str(value), "") if column == "draft" else ""
    href = href or (shelf.incident_pages.get(str(value), "") if column == "incident_id" else "")
    href = href or (shelf.exhibit(value) if column == "report_id" else "")
    class_ = "n" if isinstance(value, int | float) and not isinstance(value, bool) else ""
    class_ = class_ or (
        "tight"
        if _DATE.match(text) or column in ("draft", "report_id", "incident_id")
        else "wide"
        if len(text) > 40
        else ""
    )
    name = shelf.names.get(text, "") if isinstance(value, str) else ""
    return {"text": text, "href": href, "class": class_, "name": name if name != text else ""}


def _worlds(r: Json) -> Markup:
    held = sum(v in draw.HOLDS for v in r["worlds"].values())
    title = f"The claim holds in {held} of {say.counted(len(r['worlds']), 'world')}"
    holds = r["verdict"] in draw.HOLDS or r["type"] == "fragile"
    return Markup(draw.worlds(r["worlds"], title=title, means=say.WORLDS, base=holds))


def _drafts(r: Json) -> list[str]:
    if r["table"] not in ("vetoes", "votes", "drafts"):
        return []
    return sorted({str(row["draft"]) for row in r["rows"] if row.get("draft")})


def _timeline(r: Json, claim: Json, shelf: Shelf) -> dict[str, Any] | None:
    """The drafts that a claim rests on, among those put to a vote on the same topic in its window."""
    rests = _drafts(r)
    days = {str(row["draft"]): str(row["date"]) for row in r["rows"] if row.get("draft") and row.get("date")}
    if not rests or set(rests) - set(days):
        return None
    window, topic = query.window(claim, shelf.anchors), claim["where"].get("topic")
    others = {
        str(d["draft"]): d
        for d in shelf.rows.get("drafts", ())
        if d.get("topic") == topic and topic and d.get("date") and str(d["draft"]) not in rests
        and date.fromisoformat(str(d["date"])) in window
    }  # fmt: skip
    events = [draw.Event(*_day(days[d]), _label(d, days[d]), True, _up(shelf.vote_pages.get(d))) for d in rests]
    events += [
        draw.Event(
            *_day(str(d["date"])),
            f"{k}, {d.get('outcome') or 'outcome not on file'}",
            False,
            _up(shelf.vote_pages.get(k)),
        )
        for k, d in others.items()
    ]
    span = f" from {say.day(str(window.start))} to {say.day(str(window.end))}" if window.start and window.end else ""
    title = f"The query finds {say.counted(len(rests), 'draft')}{span}"
    if r["total"] > len(r["rows"]):
        title = f"{len(rests)} of the drafts that the query finds{span}"
    note = f"Filled: {say.counted(len(rests), 'draft')} that the query finds. "
    note += f"Grey: {say.counted(len(others), 'other draft')} on the same topic in the window. " if others else ""
    note += "Band: the window, both days included. "
    note += f"Names are left out where there are more than {LABELS}. " if len(rests) > LABELS else ""
    return {"title": title, "note": note.strip(), "svg": Markup(draw.timeline(events, window, title=title, note=note))}


def _ballots(r: Json, shelf: Shelf) -> list[dict[str, Any]]:
    """One drawn vote per draft that a claim about vetoes rests on, oldest first."""
    if r["table"] not in ("vetoes", "drafts"):
        return []
    drafts = [ballot(d, shelf) for d in _drafts(r)[:LABELS] if d in shelf.vote_pages]
    return sorted(drafts, key=lambda b: (b["date"], b["draft"]))


def ballot(draft: str, shelf: Shelf) -> dict[str, Any]:
    """Return one draft with its vote, drawn."""
    cast = [v for v in shelf.rows["votes"] if str(v["draft"]) == draft]
    about = next((d for d in shelf.rows.get("drafts", ()) if str(d["draft"]) == draft), {})
    outcome = str(about.get("outcome") or cast[0].get("outcome") or "")
    day = str(about.get("date") or cast[0].get("date") or "")
    found = finding(order(cast, names=shelf.names))
    figure = draw.votes(cast, names=shelf.names, outcome=outcome, name=draft)
    return {
        "draft": draft, "href": shelf.vote_pages[draft], "outcome": outcome, "date": day, "day": say.day(day),
        "topic": about.get("topic") or cast[0].get("topic") or "", "what": about.get("what") or "",
        "svg": Markup(figure), "finding": f"{outcome}: {found}" if outcome else found,
    }  # fmt: skip


def _day(text: str) -> tuple[date, date]:
    day = date.fromisoformat(text)
    return day, day


def _label(draft: str, day: str) -> str:
    return f"{draft} · {spoken(date.fromisoformat(day), short=True)}"


def _up(href: str | None) -> str:
    return f"../{href}" if href else ""
