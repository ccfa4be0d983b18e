"""What can be found in a dossier, and where: entries for the search, and names from A to Z for readers without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from solferino.dossier import say, telling
from solferino.dossier.claim_view import card
from solferino.dossier.events import Events
from solferino.dossier.search import Entry, fold
from solferino.dossier.shelf import Json, Shelf

WHOLE = 1000
"""Names on one page; more are split over several, like the volumes of an encyclopedia."""
LINKS = 16
"""Links beside one name; the rest is counted."""
Terms = dict[str, list[tuple[str, str]]]


def entries(shelf: Shelf, events: Events, views: Mapping[str, Mapping[str, Any]]) -> list[Entry]:
    """Return everything that can be found, in the order in which it is shown: the statement first."""
    return [*_statement(views), *_claims(shelf), *_record(shelf), *_filed(shelf, events)]


def _statement(views: Mapping[str, Mapping[str, Any]]) -> Iterator[Entry]:
    for path, view in views.items():
        for s in view["sentences"]:
            yield Entry("sentence", s["text"], f"{s['word']}; {s['file']}, line {s['line']}", f"{path}#s{s['n']}")


def _claims(shelf: Shelf) -> Iterator[Entry]:
    for name, path in shelf.claim_pages.items():
        c = card(name, shelf)
        asked = shelf.docs["claims"].get(name, {})
        why = f": {c['because'][0]}" if c["because"] else ""
        more = " ".join([str(asked.get("where", "")), str(asked.get("own", "")), *c["because"]])
        yield Entry("claim", name, f"{c['word']}{why}", path, more)


def _record(shelf: Shelf) -> Iterator[Entry]:
    for row in shelf.rows.get("drafts", ()):
        draft = str(row["draft"])
        more = " ".join(shelf.names.get(m, m) for m in row.get("vetoing") or ())
        detail = f"{say.day(row['date'])}; {row.get('topic') or ''} {row.get('what') or ''}".rstrip("; ")
        yield Entry("draft", draft, detail, shelf.vote_pages.get(draft, "votes/index.html"), more)
    for name in shelf.docs["tables"]:
        yield Entry("table", name, "a published table", f"tables.html#table-{name}")


def _filed(shelf: Shelf, events: Events) -> Iterator[Entry]:
    for s in shelf.docs["sources"]:
        yield Entry("source", s["title"], s["publisher"], shelf.source_pages[s["id"]], f"{s['id']} {s['credit']}")
    for name, row in events.incidents.items():
        detail = f"{telling.days(row)}; blamed: {telling.blamed(row, shelf.names)}"
        yield Entry("incident", _event(row), detail, shelf.incident_pages[name], name)
    for name, row in events.reports.items():
        detail = f"{telling.days(row)}; {_event(row)}"
        more = f"{name} {' '.join(row.get('roots') or ())} {row.get('document') or ''}"
        yield Entry("report", str(row.get("publisher") or "publisher not told"), detail, shelf.report_pages[name], more)


def _event(row: Json) -> str:
    return f"{telling.what(row)}, {telling.where(row)}"


def volumes(shelf: Shelf, events: Events) -> list[dict[str, Any]]:
    """Return the pages of names in order, at least one, each with at most `WHOLE`, and links to what bears them."""
    terms: Terms = {}
    for name, path in shelf.claim_pages.items():
        terms.setdefault(name, []).append(("claim", path))
    for s in shelf.docs["sources"]:
        terms.setdefault(s["title"], []).append(("source", shelf.source_pages[s["id"]]))
    for draft, path in shelf.vote_pages.items():
        terms.setdefault(draft, []).append(("vote", path))
    for name, row in events.incidents.items():
        blamed = [shelf.names.get(p, p) for p in row.get("party_may") or ()]
        for term in dict.fromkeys([telling.what(row), telling.where(row), *blamed]):
            terms.setdefault(term, []).append((telling.days(row), shelf.incident_pages[name]))
    for name, row in events.reports.items():
        terms.setdefault(str(row.get("publisher") or ""), []).append((telling.days(row), shelf.report_pages[name]))
    terms.pop("", None)
    order = sorted(terms, key=lambda t: (fold(t), t))
    starts = range(0, max(len(order), 1), WHOLE)
    return [_volume(n, order[start : start + WHOLE], terms) for n, start in enumerate(starts)]


def _volume(n: int, names: Sequence[str], terms: Terms) -> dict[str, Any]:
    """Names under the first letter of each."""
    letters: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        left = max(len(terms[name]) - LINKS, 0)
        letters.setdefault(_letter(name), []).append({"name": name, "links": terms[name][:LINKS], "more": left})
    return {
        "path": f"find-{n}.html" if n else "find.html", "first": names[0] if names else "",
        "last": names[-1] if names else "",
        "letters": [{"letter": k, "anchor": f"l{i}", "names": held} for i, (k, held) in enumerate(letters.items(), 1)],
    }  # fmt: skip


def _letter(name: str) -> str:
    folded = fold(name)
    return "0–9" if folded[:1].isdigit() else next((c.upper() for c in folded if c.isalpha()), "#")
