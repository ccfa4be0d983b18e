"""What the pages of votes, exhibits and tables show."""

from __future__ import annotations

from datetime import date
from typing import Any

from solferino.dossier import say
from solferino.dossier.claim_view import ballot, card
from solferino.dossier.publish import permits
from solferino.dossier.shelf import Json, Shelf
from solferino.draw.votes import order
from solferino.law.restraint import debate_due, pledged, silent
from solferino.words.tables import tables

REASONS = 40
"""How many rejected rows an exhibit lists; the table has them all."""


def drafts(shelf: Shelf) -> list[dict[str, Any]]:
    """Return every draft on file, oldest first; `href` is empty where no member's vote is known."""
    known = {str(d["draft"]): d for d in shelf.rows.get("drafts", ())}
    found = []
    for name in sorted({*known, *shelf.vote_pages}):
        d = known.get(name) or next(v for v in shelf.rows["votes"] if str(v["draft"]) == name)
        numbers = [d.get(k) for k in ("yes", "no", "abstain", "absent")]
        found.append({
            "draft": name, "date": say.shown(d.get("date")), "topic": say.shown(d.get("topic")),
            "outcome": say.shown(d.get("outcome")), "numbers": [say.shown(n) for n in numbers],
            "by": say.listed(shelf.names.get(str(v), str(v)) for v in d.get("vetoing") or ()),
            "basis": say.shown(d.get("basis")), "href": shelf.vote_pages.get(name, ""),
        })  # fmt: skip
    return sorted(found, key=lambda d: (d["date"], d["draft"]))


def vote(draft: str, shelf: Shelf) -> dict[str, Any]:
    """Return the page of one vote: drawn, as a table, and the claims that rest on it."""
    cast = [v for v in shelf.rows["votes"] if str(v["draft"]) == draft]
    about: Json = next((d for d in shelf.rows.get("drafts", ()) if str(d["draft"]) == draft), {})
    used = [k for k, r in shelf.docs["verdicts"].items() if any(str(row.get("draft")) == draft for row in r["rows"])]
    cited = [str(v["report_id"]) for v in cast if v.get("report_id")]
    sources = {(report.partition("/")[0], shelf.exhibit(report)) for report in cited}
    facts = [
        ("agenda", "agenda item"),
        ("topic", "topic"),
        ("what", "what the text asks"),
        ("asks", "kinds of request"),
    ]
    return {
        **ballot(draft, shelf),
        "facts": [(label, say.shown(about[key])) for key, label in facts if about.get(key)],
        "seats": order(cast, names=shelf.names),
        "basis": str(about.get("basis") or ""),
        "restraint": _restraint(about, shelf),
        "claims": [card(k, shelf) for k in used],
        "exhibits": sorted(sources),
    }  # fmt: skip


def _restraint(about: Json, shelf: Shelf) -> list[str]:
    """What each member that stopped the draft had pledged by that day, and when a debate was due."""
    if not about.get("vetoing") or not about.get("date"):
        return []
    day, found = date.fromisoformat(str(about["date"])), []
    for member in about["vetoing"]:
        name = shelf.names.get(member, member)
        for p in pledged(member, day):
            text = f"{name} had pledged {p.what} ({p.id}, since {say.day(str(p.since))}; {p.source})"
            found.append(text + ("; to be confirmed" if p.check_status == "general knowledge" else ""))
        if not pledged(member, day):
            later = silent(member, day)
            text = f"no pledge of restraint by {name} is on file for that day"
            found.append(text + (f"; the list of names for the {later[0]} ends before it" if later else ""))
    if due := debate_due(day):
        found.append(f"the General Assembly was to debate it by {say.day(str(due))} (A/RES/76/262)")
    return found


def exhibits(shelf: Shelf) -> list[dict[str, Any]]:
    """Return every published source with its digest, its rows and the claims that rest on it."""
    read = {str(r["source_id"]): r for r in shelf.rows.get("sources", ())}
    found = []
    for s in shelf.docs["sources"]:
        row = read.get(s["id"], {})
        s = {**s, **{k: v for k, v in row.items() if k in s and v not in (None, "", [])}}
        rejected = [r for r in shelf.rows.get("rejections", ()) if r["source_id"] == s["id"]]
        prefix = s["id"] + "/"
        told = {
            row["incident_id"]
            for row in shelf.rows.get("incident_reports", ())
            if row["relation"] == "same" and row["report_id"].startswith(prefix)
        }
        used = [
            k for k, r in shelf.docs["verdicts"].items()
            if any(str(row.get("report_id", "")).startswith(prefix) or row.get("incident_id") in told
                   for row in r["rows"])
        ]  # fmt: skip
        found.append({
            **s, "anchor": shelf.source_anchors[s["id"]], "page": shelf.source_pages[s["id"]],
            "linked": s["url"].startswith(("https://", "http://")),
            "size": f"{s['size']:,}".replace(",", "\u202f") if s["size"] else "–",
            "records": say.shown(row.get("records")), "rejected": say.shown(row.get("rejected")),
            "retrieved": say.day(s["retrieved"]) if s["retrieved"] else "not recorded",
            "closed": _closed(s) if s["closed_to"] else "",
            "package": s["path"].startswith("law:"),
            "reasons": rejected[:REASONS], "more": max(len(rejected) - REASONS, 0),
            "claims": [card(k, shelf) for k in used],
        })  # fmt: skip
    return found


def _closed(s: Json) -> str:
    start = f"{say.day(s['closed_from'])} to" if s["closed_from"] else "from its beginning to"
    return f"{start} {say.day(s['closed_to'])}"


def catalogue(shelf: Shelf) -> dict[str, Any]:
    """Return the tables that are published with their columns, and those that stay in the case with the reason."""
    shipped = []
    for name, t in shelf.docs["tables"].items():
        docs = {f.name: f.doc for f in tables()[name].fields} if name in tables() else {}
        shipped.append({
            "name": name, "doc": tables()[name].doc if name in tables() else "", "rows": t["rows"],
            "withheld": t["withheld"], "columns": [(c, docs.get(c, "")) for c in t["columns"]],
            "denied": sorted(t["denied"].items()), "coarsened": t["coarsened"],
        })  # fmt: skip
    kept = [(name, permit.keep) for name, permit in permits().items() if permit.keep]
    return {"shipped": shipped, "kept": kept}
