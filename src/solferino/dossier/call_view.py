"""What the page of calls and promises shows: who asked whom for what, by when, and what came of it. Never judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import say
from solferino.dossier.shelf import Json, Shelf
from solferino.prose.lexicon import lexicon
from solferino.words.errors import UsageError
from solferino.words.window import Window
from solferino.words.window import day as resolve

FOLLOWED = ("call", "promise")
STRENGTH = ("demands", "urges", "invites")
"""Groups of the lexicon, the strongest first."""
_UNANSWERED = ("open", "no_public_record", "partly")


def index(shelf: Shelf) -> dict[str, Any] | None:
    """Return the page, calls first in the order of their ids; None where the statement makes none."""
    rows = [_line(k, r, shelf) for k, r in shelf.docs["verdicts"].items() if r["kind"] in FOLLOWED]
    if not rows:
        return None
    rows.sort(key=lambda r: (r["kind"], r["id"]))
    return {
        "rows": rows,
        "calls": sum(r["kind"] == "call" for r in rows),
        "promises": sum(r["kind"] == "promise" for r in rows),
        "overdue": [r for r in rows if r["overdue"]],
        "timeline": Markup(_timeline(rows, shelf)),
    }


def _line(claim_id: str, r: Json, shelf: Shelf) -> dict[str, Any]:
    own = shelf.docs["claims"].get(claim_id, {}).get("own", {})
    made = _day(own.get("made", "as_of"), shelf)
    due = _day(own.get("due"), shelf, made)
    end = shelf.anchors.get("tracked_to")
    chain = [shelf.names.get(p, p) for p in (own.get("by", ""), *own.get("to", ())) if p]
    return {
        "id": claim_id, "href": shelf.claim_pages[claim_id], "kind": r["kind"], "chain": " → ".join(chain),
        "asks": own.get("asks", ""), "strength": _strength(claim_id, shelf),
        "made": made, "due": due, "status": r["type"] or "",
        "word": say.TYPE.get(r["type"], r["type"]),
        "overdue": bool(due and end and due <= end and r["type"] in _UNANSWERED),
        "answers": [
            {"day": say.day(row.get("date")), "on": row.get("date"), "what": say.shown(row.get("what")),
             "href": shelf.exhibit(row.get("report_id"))}
            for row in r["rows"]
        ],
    }  # fmt: skip


def _strength(claim_id: str, shelf: Shelf) -> str:
    """How strongly the statement asks: the strongest word of the passages that cite the call, and that word."""
    tongue = {s["file"]: str(s["language"]) for s in shelf.docs["statements"]}
    said = [
        (s["text"][a:b], tongue.get(s["file"], str(shelf.docs["case"]["language"])))
        for s in shelf.docs["sentences"] for a, b, _, ids in s["spans"] if claim_id in ids
    ]  # fmt: skip
    try:
        spoken = [(text, lexicon(language)) for text, language in said]
    except UsageError:
        return ""
    for group in STRENGTH:
        for text, words in spoken:
            if found := words.find(group, text) if group in words.groups else ():
                return f"{group} (“{found[0].text}”)"
    return ""


def _day(value: Any, shelf: Shelf, made: date | None = None) -> date | None:
    try:
        return resolve(value, {**shelf.anchors, **({"made": made} if made else {})}) if value else None
    except (ValueError, TypeError):
        return None


def _timeline(rows: list[dict[str, Any]], shelf: Shelf) -> str:
    made = min((r["made"] for r in rows if r["made"]), default=shelf.anchors["as_of"])
    window = Window(made, shelf.anchors.get("tracked_to"))
    events = [
        draw.Event(day, day, f"{r['id']}: {r['word']}", True, f"../{r['href']}")
        for r in rows
        for day in (date.fromisoformat(a["on"]) for a in r["answers"] if a["on"])
    ]
    events += [draw.Event(r["due"], r["due"], f"{r['id']} due", False, f"../{r['href']}") for r in rows if r["due"]]
    answered = sum(bool(r["answers"]) for r in rows)
    title = f"{answered} of {say.counted(len(rows), 'call or promise', 'calls and promises')} have an answer on file"
    return draw.timeline(
        events, window, title=title, note="Grey: a day by which something was due. Band: the time followed."
    )
