"""What the statement's page shows: blocks of sentences, the verdict of each in the margin, its card, the summary."""

from __future__ import annotations

from collections import Counter
from typing import Any

from solferino.dossier import say
from solferino.dossier.claim_view import card
from solferino.dossier.passage import runs
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.slug import statement_name
from solferino.draw.svg import shorten

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages, by the first part of their tag."""
LONGEST, MARGIN = 180, 90
"""Characters of a sentence that the summary quotes, and of what holds instead that fit in the margin."""


def statements(shelf: Shelf) -> dict[str, dict[str, Any]]:
    """Return page → view for each file of the statement; the first, in the case's own language, is index.html."""
    found: dict[str, dict[str, Any]] = {}
    own = shelf.docs["case"]["language"]
    files = sorted(shelf.docs["statements"], key=lambda s: (s["language"] != own, s["file"]))
    for i, statement in enumerate(files):
        page = "index.html" if i == 0 else f"statement-{i + 1}.html"
        found[page] = _view(statement, shelf)
    if not found:
        found["index.html"] = _view({"file": "statement.md", "language": own, "blocks": []}, shelf)
    return found


def _view(statement: Json, shelf: Shelf) -> dict[str, Any]:
    mine = [s for s in shelf.docs["sentences"] if s["file"] == statement["file"]]
    sentences = [_sentence(n, s, shelf) for n, s in enumerate(mine, 1)]
    return {
        "file": statement["file"],
        "path": statement_name(statement["file"]) if statement["blocks"] else "",
        "language": statement["language"],
        "direction": "rtl" if statement["language"].partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr",
        "blocks": _blocks(statement["blocks"], sentences),
        "sentences": sentences,
        "falls": sorted(
            (s for s in sentences if s["falls"] and s["status"] != "insufficient"),
            key=lambda s: (say.FALLS.index(s["status"]), s["n"]),
        ),
        "lacks": _lacks(sentences),
        "fallen": sum(s["falls"] for s in sentences),
        **_coverage(mine),
    }


def _lacks(sentences: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the sentences that the evidence leaves undecided, by what is lacking; the most frequent lack first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for s in sentences:
        if s["status"] == "insufficient":
            found.setdefault(s["types"], []).append(s)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _blocks(blocks: list[Json], sentences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks in the order of the file; what no sentence covers stays as it is, and no sentence is ever left out."""
    of: dict[int, list[dict[str, Any]]] = {}
    for s in sentences:
        of.setdefault(s["block"], []).append(s)
    found = [
        {"kind": b["kind"], "level": b["level"], "text": b["text"], "sentences": of.pop(i, [])}
        for i, b in enumerate(blocks)
    ]
    for _, left in sorted(of.items()):
        found.append({"kind": left[0]["kind"], "level": left[0]["level"], "text": "", "sentences": left})
    return found


def _sentence(n: int, s: Json, shelf: Shelf) -> dict[str, Any]:
    cards = [card(c, shelf) for c in s["claims"]]
    types = {_type(shelf, c["id"]) for c in cards if c["status"] == s["verdict"]}
    cited = [i for a, b, scheme, ids in s["spans"] if scheme == "source" for i in ids]
    findings = [
        {
            **f,
            "text": say.prose(f["text"]),
            "instead": say.prose(f["holds_instead"]),
            "means": say.RULES.get(f["rule"], ""),
        }
        for f in s["findings"]
    ]
    instead = next((f["instead"] for f in findings if f["instead"]), "")
    one = cards[0] if len(cards) == 1 else None
    return {
        "n": n,
        "line": s["line"],
        "file": s["file"],
        "text": s["text"],
        "status": s["verdict"],
        "ink": say.INK.get(s["verdict"], s["verdict"]),
        "word": say.verdict(s["verdict"]),
        "types": say.listed(sorted(say.TYPE.get(t, t) for t in types if t)),
        "falls": s["verdict"] in say.FALLS,
        "measure": " · ".join(filter(None, [one["value"], f"asks {one['asks']}" if one["asks"] else ""]))
        if one
        else "",
        "instead": instead if s["verdict"] in ("overstated", "needs_qualifier") else "",
        "beside": shorten(instead, MARGIN) if s["verdict"] in ("overstated", "needs_qualifier") else "",
        "why": _why(s, cards, findings),
        "quoted": shorten(s["text"], LONGEST),
        "runs": runs(s, shelf.docs["verdicts"]),
        "cards": cards,
        "sources": [{"id": i, "href": shelf.exhibit(i)} for i in dict.fromkeys(cited)],
        "findings": [f for f in findings if f["rule"] != "claim" or not cards],
        "means": say.MEANS[s["verdict"]],
        "block": s["block"],
        "kind": s["block_kind"],
        "level": s["level"],
    }


def _type(shelf: Shelf, claim_id: str) -> str:
    return str(shelf.docs["verdicts"].get(claim_id, {}).get("type") or "")


def _why(s: Json, cards: list[dict[str, Any]], findings: list[dict[str, Any]]) -> str:
    """One line on why a sentence does not stand: its own finding, else its worst claim's reason, else the rule."""
    own = [f["text"] for f in findings if f["status"] == s["verdict"]] or [f["text"] for f in findings if f["status"]]
    if own:
        return str(own[0])
    same = [c for c in cards if c["status"] == s["verdict"]]
    because = next((b for c in same for b in c["because"]), "")
    return str(because or say.MEANS[s["verdict"]])


def _coverage(mine: list[Json]) -> dict[str, Any]:
    bare = sorted({s["line"] for s in mine if s["bare"]})
    count = sum(bool(s["bare"]) for s in mine)
    statuses = Counter(s["verdict"] for s in mine)
    tally = [f"{statuses[status]} {say.STATUS[status]}" for status in say.STATUS if statuses[status]]
    wrong = sum(not s["bare"] and s["verdict"] == "error" for s in mine)
    return {
        "total": len(mine),
        "backed": len(mine) - count - wrong,
        "bare_count": count,
        "bare_lines": bare,
        "tally": tally,
    }
