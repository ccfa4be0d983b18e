"""`data/`: everything the pages are made of, as JSON that a stranger can read and `verify` can evaluate again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from solferino.dossier.coarse import Coarse
from solferino.dossier.publish import POINTS, fine, permits, step
from solferino.dossier.small import few, ranged
from solferino.dossier.tables import Shipped
from solferino.pipeline.attested import published
from solferino.words.case import Settings
from solferino.words.claim import Claim, plain
from solferino.words.result import Checked, ClaimResult
from solferino.words.source import Source
from solferino.words.tables import tables

Docs = dict[str, Any]
_SEARCH = re.compile(r"^(met|partly|unmet): ")
"""Notes that say again what `met_if` and its kin say, which stand in `data/claims.json`."""
_FACT = re.compile(r"^(facts\.toml:\d+ \S+: )(\w+) was .* and is set to .*?: (.*)$", re.DOTALL)
"""A note on a fact that the case puts right: where, which column, and why."""
_IDS = ("incident_id", "family")
_BESIDE = {"norms": ("participation",)}


def documents(
    checked: Checked, shipped: Mapping[str, Shipped], ids: Mapping[str, frozenset[str]], made_by: str,
    *, coarse: Coarse | None = None, pictures: Mapping[str, tuple[str, str]] | None = None,
) -> Docs:  # fmt: skip
    """Return the documents of `data/` by name.

    `ids`: for each table with rows withheld, the ids (first column) of the rows that are published; rows of a
    result that are not among them are dropped. `made_by` names the form of the pages, `pictures` the
    path and digest of what is shown of a source.
    """
    case, settings = checked.case, checked.case.settings
    open_sources = [s for s in case.sources if s.sensitivity not in settings.withhold]
    return {
        "case": {
            "name": case.name, **_settings(settings), "pages": made_by, "replies": [r.json() for r in case.replies],
            "notes": [(coarse or Coarse()).text(_note(n, settings.places)) for n in checked.notes],
            "incidents": dict(checked.incidents) if _whole("incidents", shipped) else {},
            "linkage": plain(checked.linkage) if _whole("incidents", shipped) and _whole("reports", shipped) else {},
            "corrections": [c.json() for c in case.corrections],
            "history": [],
            "withheld_sources": len(case.sources) - len(open_sources),
            "withheld_tables": sorted({r.table for s in case.sources if s not in open_sources for r in s.readings}),
            # Only where there is one: a dossier without sealed evidence says nothing of it.
            **({"attestations": signed} if (signed := published(case, checked.claims)) else {}),
            "variants": {
                "tried": checked.variants.tried, "reported": checked.variants.reported,
                "moved": list(checked.variants.moved),
            },
        },
        "claims": {c.id: _claim(c) for c in sorted(case.claims, key=lambda c: c.id)},
        "verdicts": {k: result(r, settings, ids, coarse=coarse) for k, r in sorted(checked.claims.items())},
        "sentences": [_sentence(s.json(), coarse or Coarse()) for s in checked.sentences],
        "statements": [
            {
                "file": s.file, "language": s.language,
                "blocks": [{"line": b.line, "kind": b.kind, "level": b.level, "text": b.text} for b in s.blocks],
            }
            for s in case.statements
        ],
        "parties": [
            {"id": p.id, "name": p.name, "aliases": list(p.aliases), "within": p.within, "kind": p.kind}
            for _, p in sorted(case.parties.by_id.items())
        ],
        "sources": [_source(s, (pictures or {}).get(s.id)) for s in sorted(open_sources, key=lambda s: s.id)],
        "tables": {name: s.json() for name, s in sorted(shipped.items())},
    }  # fmt: skip


def _note(text: str, places: str) -> str:
    """A note of the build; of a fact put right in a column that does not leave, neither value is said."""
    match = _FACT.match(text)
    if match is None:
        return text
    denied = {c for p in permits().values() for c in p.denied(places)} | set(POINTS)
    return f"{match[1]}{match[2]} was put right: {match[3]}" if match[2] in denied else text


def _whole(name: str, shipped: Mapping[str, Shipped]) -> bool:
    """True where every row of a table is published, so that its size tells nothing of what is withheld."""
    return name in shipped and not shipped[name].withheld


def encode(document: Any, *, ordered: bool = False) -> bytes:
    """Return the one form in which a document is written: sorted keys, one value a line, UTF-8.

    `ordered`: keys stay in the order of the case, where that order is read or asked.
    """
    text = json.dumps(values(document), sort_keys=not ordered, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def values(document: Any) -> Any:
    """Return a document as JSON values: as `plain`, and whatever else a table can hold as text."""
    if document is None or isinstance(document, (str, bool, int, float)):
        return document
    if isinstance(document, (list, tuple)):
        return [values(v) for v in document]
    if isinstance(document, Mapping):
        return {str(k): values(v) for k, v in document.items()}
    return document.isoformat() if isinstance(document, date) else str(document)


def _settings(s: Settings) -> dict[str, Any]:
    return {
        "title": s.title, "as_of": s.as_of, "tracked_to": s.tracked_to, "language": s.language, "author": s.author,
        "timezone": s.timezone, "period": {"from": s.period.start, "to": s.period.end}, "worlds": plain(s.worlds),
        "link": plain(s.link), "places": s.places, "map": s.map, "withhold": list(s.withhold),
        "smallest": s.smallest,
    }  # fmt: skip


def _claim(c: Claim) -> dict[str, Any]:
    return {
        "kind": c.kind, "file": c.file, "line": c.line, "lines": dict(c.lines), "atom": c.atom,
        "of": c.of, "where": plain(c.where),
        "gives": plain(c.gives), "needs": c.needs, "holds": c.holds, "fails": c.fails, "under": list(c.under),
        "waive": plain(c.waive), "show": list(c.show), "presupposed": c.presupposed, "own": plain(c.own),
        "digest": c.digest(),
    }  # fmt: skip


def result(
    r: ClaimResult, settings: Settings, ids: Mapping[str, frozenset[str]], *, coarse: Coarse | None = None
) -> dict[str, Any]:
    """A result with the rows and columns that may leave; days and symbols go too where rows had to stay behind.

    `coarse` says which ids and names change on the way out; without it they are as published already.
    """
    coarse = coarse or Coarse()
    body: dict[str, Any] = r.json()
    allowed = frozenset(
        c for name in (r.table, *_BESIDE.get(r.table, ())) if name in permits()
        for c in permits()[name].allowed(settings.places)
    )  # fmt: skip
    rows = [{k: coarse.id(v) if k in _IDS else v for k, v in row.items()} for row in r.rows]
    kept = [row for row in rows if _open(table_of(r.table, row), row, settings, ids)]
    body["columns"] = [c for c in r.columns if c in allowed]
    body["rows"] = [_row(row, allowed, r.table, settings.places) for row in kept]
    if r.kind in ("call", "promise"):
        body["notes"] = [n for n in r.notes if not _SEARCH.match(n)]
    body["withheld_rows"] = len(r.rows) - len(kept)
    if body["withheld_rows"]:
        body["days"], body["symbols"] = [], []
    for key in ("because", "because_now", "notes"):
        body[key] = [coarse.text(t) for t in body[key]]
    body["sheet"] = [{k: coarse.text(v) for k, v in step.items()} for step in body["sheet"]]
    for key in ("weaker", "windows", "counter"):
        body[key] = [{**x, "text": coarse.text(x["text"])} for x in body[key]]
    return ranged(body, settings.smallest) if few(r, settings.smallest) else body


def _row(row: Mapping[str, Any], allowed: frozenset[str], table: str, places: str) -> dict[str, Any]:
    """The cells of a row that may leave, as the table of the dossier has them."""
    found = {k: v for k, v in row.items() if k in allowed or k == "sure"}
    for key in POINTS:
        if isinstance(found.get(key), float):
            found[key] = round(round(found[key] / step(places)) * step(places), 6)
    if table == "incidents" and not fine(places):
        found.pop("place", None)
    return found


def _sentence(body: dict[str, Any], coarse: Coarse) -> dict[str, Any]:
    """A sentence with what was found in it; the words of the sentence are the author's and stay."""
    said = {"text": coarse.unsaid, "holds_instead": ""} if coarse.few.intersection(body["claims"]) else {}
    found = [
        {k: coarse.text(v) if k in ("text", "holds_instead") else v for k, v in f.items()} | said
        for f in body["findings"]
    ]
    return body | {"findings": found}


def table_of(table: str, row: Mapping[str, Any]) -> str:
    """The table of one row: a claim about a norm shows what States did about the treaty beside the norm itself."""
    return "participation" if table == "norms" and not row.get("norm_id") else table


def _open(table: str, row: Mapping[str, Any], settings: Settings, ids: Mapping[str, frozenset[str]]) -> bool:
    if table not in tables() or row.get("sensitivity", "public") in settings.withhold:
        return False
    if table not in ids:
        return True
    return str(row.get(tables()[table].fields[0].name)) in ids[table]


def _source(s: Source, picture: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "id": s.id, "file": s.file, "line": s.line, "title": s.title, "kind": s.kind, "publisher": s.publisher,
        "path": s.path, "sha256": s.sha256, "size": s.size, "url": s.url, "licence": s.licence, "credit": s.credit,
        "note": s.note, "sensitivity": s.sensitivity, "retrieved": s.retrieved, "closed_from": s.closed_from,
        "closed_to": s.closed_to, "closed_note": s.closed_note, "tables": sorted({r.table for r in s.readings}),
        "shown": {"path": picture[0], "sha256": picture[1], "alt": s.alt, "how": s.show}
        if picture
        else None,
    }  # fmt: skip
