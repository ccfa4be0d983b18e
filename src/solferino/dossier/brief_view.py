"""The other side's brief: all that can be held against each claim, and what would change each sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solferino.claims.missing import Missing, change, gaps, ranked
from solferino.dossier import say, telling
from solferino.dossier.events import DENIES, Events
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.slug import slugs
from solferino.draw.worlds import HOLDS
from solferino.words.bounds import Bounds
from solferino.words.grammar import GrammarError, parse
from solferino.words.result import ClaimResult, SentenceResult, Weaker, claim_result, sentence_result
from solferino.words.truth import Truth

SHOWN = 3
"""Gaps told beside a sentence; the brief has all."""
AGAINST = 12
"""Accounts told against one claim; its incidents have all."""
DENIALS = ("denial", "denies", "rejection")
"""Kinds of act by which somebody denies."""
_TRUTH = {Truth.YES: "holds", Truth.BETWEEN: "in some readings only", Truth.NO: "does not hold"}
_BESIDE = {
    "other": "somebody else is asked about",
    "joint": "who did it with them",
    "effort": "what was tried without a vote",
    "each": "each party by itself",
}
_WORLDS = {
    "strict": "how reports are linked", "lenient": "how reports are linked", "draws": "how reports are linked",
    "each-root-left-out": "one origin is silent", "unknown-none": "incidents with nobody blamed",
    "unknown-all": "incidents with nobody blamed",
}  # fmt: skip
_LADDERS = {
    "occurrence": "that it happened", "attribution": "who did it", "intent": "what was meant",
    "qualification": "what it is in law",
}  # fmt: skip
_PARTIES = ("party_must", "parties", "by", "member", "about")

Variant = dict[str, str]


@dataclass(frozen=True)
class Brief:
    """The verdicts of a dossier as results again, and what is missing, worked out once for all pages."""

    results: Mapping[str, ClaimResult]
    sentences: tuple[SentenceResult, ...]
    missing: tuple[Missing, ...]
    anchors: Mapping[str, str]

    @classmethod
    def of(cls, docs: Json) -> Brief:
        """Restore what `data/` prints."""
        results = {k: claim_result(k, r) for k, r in docs["verdicts"].items()}
        sentences = tuple(map(sentence_result, docs["sentences"]))
        anchors = {k: f"against-{v}" for k, v in slugs(results).items()}
        return cls(results, sentences, ranked(sentences, results), anchors)

    def of_file(self, file: str) -> list[str]:
        """Return, for each sentence of a file, what would change it in one line; empty where nothing is to change."""
        return [self._line(s) for s in self.sentences if s.file == file]

    def _line(self, sentence: SentenceResult) -> str:
        found = change(sentence, self.results)
        if found is None:
            return ""
        told = [say.prose(g.text) for g in found.gaps[:SHOWN]]
        if len(found.gaps) > SHOWN:
            told.append(f"and {len(found.gaps) - SHOWN} more")
        words = [f"its words: {say.prose(found.words)}"] if found.words else []
        return "; ".join([*told, *words])

    def of_claim(self, claim_id: str) -> list[str]:
        """Return what one claim lacks."""
        return [say.prose(g.text) for g in gaps(self.results[claim_id], self.results)]

    def page(self, shelf: Shelf, events: Events) -> dict[str, Any]:
        """Return what the brief shows: the missing evidence in order, then one table a claim."""
        at = {f: n for n, f in enumerate(dict.fromkeys(s.file for s in self.sentences))}
        return {
            "missing": [self._missing(m, shelf, at) for m in self.missing],
            "claims": [
                {
                    "id": k, "anchor": self.anchors[k], "href": shelf.claim_pages.get(k, ""),
                    "status": str(r.verdict.status),
                    "word": say.status(r.verdict),
                    "value": say.named({n: v.json() for n, v in r.values.items()}),
                    "asks": say.signs(r.holds, r.values),
                    "said": self._said(k, at), "variants": list(_variants(r)),
                    "against": list(_against(r, shelf, events)),
                }
                for k, r in self.results.items()
            ],
        }  # fmt: skip

    def _said(self, claim_id: str, at: Mapping[str, int]) -> list[dict[str, str]]:
        """Return the words that rest on a claim, with where they stand."""
        return [
            {"text": s.text[a:b], "where": _lines(((s.file, s.line),), at)}
            for s in self.sentences for a, b, scheme, ids in s.spans if scheme == "claim" and claim_id in ids
        ]  # fmt: skip

    def _missing(self, m: Missing, shelf: Shelf, at: Mapping[str, int]) -> dict[str, Any]:
        def lines(places: tuple[tuple[str, int], ...]) -> str:
            return _lines(places, at)

        return {
            "text": say.prose(m.gap.text), "alone": lines(m.alone), "among": lines(m.among), "n": len(m.alone),
            "claims": [{"id": c, "href": shelf.claim_pages.get(c, "")} for c in m.claims],
        }  # fmt: skip


def _lines(places: Sequence[tuple[str, int]], at: Mapping[str, int]) -> str:
    """Return places as `line 5`, `lines 5 and 9`, with the file where there are several; nothing for none."""
    if len(at) == 1 and places:
        return f"{'line' if len(places) == 1 else 'lines'} {say.listed(line for _, line in places)}"
    return say.listed(f"{file}, line {line}" for file, line in places)


def _variants(r: ClaimResult) -> Iterator[Variant]:
    """Yield every form in which a claim was asked: readings, clocks, worlds, windows, conditions, other parties."""
    yield _variant("nothing", "as written, up to the day the statement speaks", r, r.values, say.status(r.verdict))
    if any(v.low != v.high for v in r.values.values()):
        yield _variant("how accounts are read", "only what matches in every reading", r, _ends(r, low=True))
        yield _variant("how accounts are read", "whatever matches in some reading", r, _ends(r, low=False))
    if r.verdict_now != r.verdict:
        yield _plain("what was known", "with what was learned later") | {"verdict": say.status(r.verdict_now)}
    for name, verdict in r.worlds.items():
        yield {
            "kind": _WORLDS.get(name, "what counts as evidence"),
            "text": say.WORLDS.get(name, "Evidence that this case leaves out for a trial."),
            "code": name,
            "value": say.named({n: v.json() for n, v in r.elsewhere.get(name, {}).items()}),
            "verdict": _TRUTH[Truth.YES if verdict in HOLDS else Truth.NO],
        }
    for form in r.windows:
        yield _form("the time asked about", form, r)
    for form in r.weaker:
        yield _form("a condition is left out", form, r)
    for ladder, grade in r.grades.items():
        text = f"{_LADDERS.get(ladder, ladder)}: the highest grade at which it still holds"
        yield _plain("how sure", text) | {"verdict": telling.grade(ladder, grade)}
    for text, n in r.readings:
        yield _plain("who is blamed", text) | {"value": say.counted(n, "incident")}
    for c in r.counter:
        kind = _BESIDE.get(c.kind, c.kind)
        yield _variant(kind, c.text, r, c.values) if c.values else _plain(kind, c.text)


def _variant(kind: str, text: str, r: ClaimResult, values: Mapping[str, Bounds], verdict: str = "") -> Variant:
    try:
        asked = parse(r.holds) if r.holds else None
        known = asked is not None and asked.names() <= set(values)
        truth = _TRUTH[asked.truth(values)] if asked is not None and known else ""
    except GrammarError:
        truth = ""
    shown = say.named({n: v.json() for n, v in values.items()})
    return _plain(kind, text) | {"value": shown, "verdict": say.prose(verdict or truth)}


def _form(kind: str, form: Weaker, r: ClaimResult) -> Variant:
    return _variant(kind, form.text, r, form.values)


def _plain(kind: str, text: str) -> Variant:
    return {"kind": kind, "text": say.prose(text), "code": "", "value": "", "verdict": ""}


def _ends(r: ClaimResult, *, low: bool) -> dict[str, Bounds]:
    found = {}
    for name, v in r.values.items():
        end = v.low if low or v.high is None else v.high
        found[name] = Bounds(end, end, None if v.high is None and not low else end)
    return found


def _against(r: ClaimResult, shelf: Shelf, events: Events) -> Iterator[dict[str, str]]:
    """Yield what is filed against a claim: denials, accounts that blame somebody else, denials by those it blames."""
    names = [str(row["incident_id"]) for row in r.rows if row.get("incident_id")]
    found = list(_accounts(r, dict.fromkeys(names), shelf, events))
    yield from found[:AGAINST]
    if len(found) > AGAINST:
        yield {
            "who": "",
            "href": "",
            "text": f"and {len(found) - AGAINST} more accounts, on the pages of its incidents",
        }
    blamed = {*r.parties, *(str(p) for p in _asked(shelf.docs["claims"].get(r.id, {})))}
    for act in shelf.rows.get("acts", ()):
        if act.get("kind") in DENIALS and act.get("by") in blamed:
            what = f"{act.get('date') or 'day not told'}: {act.get('what') or act['kind']}"
            yield {
                "who": str(act.get("body") or act["by"]),
                "href": shelf.exhibit(act["report_id"]),
                "text": say.prose(what),
            }


def _accounts(r: ClaimResult, incidents: Mapping[str, None], shelf: Shelf, events: Events) -> Iterator[dict[str, str]]:
    blamed = set(r.parties)
    for incident in incidents:
        for report in events.told(incident, DENIES):
            yield _voice(report, f"denies {incident}", shelf)
        for report in events.told(incident) if blamed else ():
            parties = set(report.get("parties") or ())
            if parties and not parties & _within(blamed, shelf):
                yield _voice(report, f"blames {telling.parties(sorted(parties), shelf.names)} for {incident}", shelf)


def _voice(report: Json, text: str, shelf: Shelf) -> dict[str, str]:
    who = str(report.get("publisher") or "publisher not told")
    return {"who": who, "href": shelf.report_pages.get(report["report_id"], ""), "text": text}


def _within(parties: set[str], shelf: Shelf) -> set[str]:
    """Return the parties with all that nest in them."""
    found, more = set(parties), True
    while more:
        inner = {p["id"] for p in shelf.docs["parties"] if p["within"] in found}
        more = bool(inner - found)
        found |= inner
    return found


def _asked(claim: Json) -> list[str]:
    """Return the parties that a claim asks about by a key of its own."""
    found: list[str] = []
    for key in ("party", *_PARTIES):
        value = (claim.get("where") or {}).get(key)
        value = next(iter(value.values()), None) if isinstance(value, Mapping) else value
        found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return found
