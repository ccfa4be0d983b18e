"""Calls: what is asked, of whom; calls within calls; the parts of a list; what a call takes for granted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from solferino.prose.atoms.addressees import addressees, can_act
from solferino.prose.atoms.clauses import Spot, trim
from solferino.prose.atoms.cues import ADVERBS, Cues, cues
from solferino.prose.atoms.shapes import shapes
from solferino.prose.atoms.subjects import NOUN, early_to, plain_subject, subject_of, without_prelude
from solferino.prose.masked import either

_DEPTH = 4
"""Calls within calls are read to this depth."""
_PROGRESSIVE = ("is", "are", "was", "were", "been", "be", "am", "i'm", "we're", "we’re")
_SUBJECT = 24
"""Words that the subject of a verb of asking may have."""


@dataclass(frozen=True)
class Call:
    """Characters `start` to `end` ask something; `asked` is where what is asked begins.

    `by` is the subject of the verb of asking, where there is one (`verb`). `parts` are calls in it and what it takes
    for granted (`presupposed`), in the order of the text.
    """

    start: int
    end: int
    to: tuple[str, ...] = ()
    by: str = ""
    asked: int = 0
    verb: bool = False
    presupposed: bool = False
    parts: tuple[Call, ...] = field(default=())


def call(text: str, spot: Spot, language: str = "en", *, listed: bool = False) -> Call | None:
    """Return the call that a clause makes, None where it makes none; `listed`: it stands in a list of things asked."""
    c, p = cues(language), _patterns(language)
    start, end = spot
    part = text[start:end]
    found = _earliest(part, p, c)
    if found is None:
        found = _order(part, p, c, listed=listed)
    if found is None:
        return None
    made = replace(found, start=start, end=end, asked=start + found.asked)
    return replace(made, parts=_inside(text, made, language, 0))


def _earliest(part: str, p: Mapping[str, re.Pattern[str]], c: Cues) -> Call | None:
    """Return the call whose asking word comes first."""
    found: list[tuple[int, Call]] = _asked(part, p, c) if p["asking"].search(part) else []
    m = p["time_to"].search(part) or p["time"].search(part)
    if m is not None:
        to = addressees(m["to"], c) if can_act(m["to"], c) else ()
        found.append((m.start(), Call(0, 0, to, "", m.start("vp"))))
    m = p["modal"].match(part)
    if m is not None and not p["not_modal"].search(part[: m.start("vp") + 12]):
        who = plain_subject(m["to"])
        to = () if p["passive"].match(m["vp"]) or not can_act(who, c) else addressees(who, c)
        found.append((m.start("modal"), Call(0, 0, to, "", m.start("vp"))))
    if not found:
        return None
    first = min(found, key=lambda f: f[0])[1]
    return replace(first, by=without_prelude(p["renewed"].sub("", first.by), c))


def _asked(part: str, p: Mapping[str, re.Pattern[str]], c: Cues) -> list[tuple[int, Call]]:
    """Return the calls that a verb or noun of asking makes, each with where that word stands."""
    found: list[tuple[int, Call]] = []
    for pattern in (p["somebody"], p["noun"], p["also_on"], p["need"], p["need_to"], p["somebody_any"]):
        m = pattern.match(part)
        if m is not None and pattern is p["somebody"] and early_to(m["to"], c):
            continue  # "encourage A to VERB and to": a verb unknown, which `somebody_any` reads
        if m is not None and _asks(part, m, c) and not (found and pattern is p["somebody_any"]):
            found.append(
                (m.start("verb"), Call(0, 0, addressees(m["to"], c), m["by"].strip(" ,"), m.start("vp"), verb=True))
            )
    for m in (p["that"].match(part), p["cleft"].match(part)):
        if m is None or not _asks(part, m, c):
            continue
        split = subject_of(m["c"], c)
        to = addressees(split[0], c) if split and can_act(split[0], c) and not p["passive"].match(split[1]) else ()
        at = m.start("c") + (len(m["c"]) - len(split[1]) if split else 0)
        found.append((m.start("verb"), Call(0, 0, to, m["by"].strip(" ,"), at, verb=True)))
    m = p["thing"].match(part)
    if m is not None and _asks(part, m, c):
        whom = p["for_somebody"].match(m["c"])
        named = addressees(whom["to"], c) if whom is not None and can_act(whom["to"], c) else ()
        at = m.start("c") + (whom.start("vp") if whom is not None and named else 0)
        found.append((m.start("verb"), Call(0, 0, named, m["by"].strip(" ,"), at, verb=True)))
    return found


def _order(part: str, p: Mapping[str, re.Pattern[str]], c: Cues, *, listed: bool) -> Call | None:
    m = p["order"].match(part)
    if m is None:
        return None
    word = m["verb"].casefold()
    after = part[m.end("verb") :].split()
    noun = bool(after) and after[0].casefold() in c.set_of("call", "noun_before")
    if noun or not (m["not"] or word in c.set_of("call", "imperatives")):
        return None
    if not after or not (listed or m["verb"][0].isupper() or m["to"] or m["lead"]):
        return None
    to = addressees(m["to"], c) if m["to"] else ()
    return Call(0, 0, to, "", m.start("verb"))


def _asks(part: str, m: re.Match[str], c: Cues) -> bool:
    """True where a verb of asking is the main one: "a draft calling for" asks nothing by itself."""
    before = part[: m.start("verb")].split()
    ing = m["verb"].casefold().split()[0].endswith("ing") and bool(before)
    if any(w.casefold() == "had" for w in before[-NOUN:]):
        return False  # "had ordered them to": told as done, asked of nobody
    if ing and not any(w.casefold() in _PROGRESSIVE for w in before[-NOUN:]):
        return False
    return _main(m["by"], c)


def _main(by: str, c: Cues) -> bool:
    """True where the words before a verb of asking are its subject, or nothing."""
    by = without_prelude(by, c)
    words = set(by.casefold().split())
    others = {*c.words("call", "no_subject"), *(m.split()[0] for m in c.words("call", "modals"))}
    return len(by.split()) <= _SUBJECT and not words & others


def _inside(text: str, outer: Call, language: str, depth: int) -> tuple[Call, ...]:
    """Return the calls that a call holds: one to somebody else, the parts of a list, what is taken for granted."""
    c, p = cues(language), _patterns(language)
    if depth >= _DEPTH or outer.asked >= outer.end:
        return ()
    spot = outer.asked, outer.end
    m = p["nested"].search(text, *spot) or p["nested_any"].search(text, *spot)
    if m is not None and can_act(m["to"], c):
        inner = Call(m.start("verb"), outer.end, addressees(m["to"], c), "", m.start("vp"))
        inner = replace(inner, start=trim(text, inner.start, inner.end)[0], end=trim(text, inner.start, inner.end)[1])
        before = _listed(text, outer.asked, m.start("verb"), c)
        inner = replace(inner, parts=_inside(text, inner, language, depth + 1))
        if len(before) > 1 and before[-1][0] == m.start("verb"):
            return (*(_leaf(text, s, outer, language) for s in before[:-1]), inner)
        return (inner,)
    if (that := p["nested_that"].search(text, *spot)) is not None:
        split = subject_of(that["c"], c)
        if split and can_act(split[0], c):
            start, end = trim(text, that.start("verb"), outer.end)
            return (_leaf(text, (start, end), replace(outer, to=addressees(split[0], c)), language),)
    parts = _listed(text, outer.asked, outer.end, c)
    if len(parts) > 1:
        return tuple(_leaf(text, s, outer, language) for s in parts)
    return _granted(text, outer.asked, outer.end, language)


def _leaf(text: str, spot: Spot, outer: Call, language: str) -> Call:
    start, end = spot
    return Call(start, end, outer.to, "", start, parts=_granted(text, start, end, language))


def _listed(text: str, start: int, end: int, c: Cues) -> list[Spot]:
    """Cut "release A, end B and (to) allow C" into its parts; one part where it is no list."""
    cuts = [start]
    ends = []
    for m in _patterns("en")["joint"].finditer(text, start, end):
        if text[cuts[-1] : m.start()].count("(") != text[cuts[-1] : m.start()].count(")"):
            continue
        word = re.match(rf"(?i:{ADVERBS})(?P<v>[\w-]+)(?:\s+(?P<next>[\w’'-]+))?", text[m.end() : end])
        if word is None or (m["to"] is None and word["v"].casefold() not in c.base_verbs):
            continue
        known = word["v"].casefold() in c.base_verbs or (m["to"] and not word["v"].istitle())
        articles = ("the", "a", "an", "all", "its", "their", "any", "his", "her", "our")
        if (
            not known
            or (word["next"] or "").casefold() in c.words("call", "noun_before")[:NOUN]
            or word["v"].casefold() in articles
        ):
            continue
        cuts.append(m.end())
        ends.append(m.start())
    return [s for s in (trim(text, a, b) for a, b in zip(cuts, [*ends, end], strict=True)) if s[0] < s[1]]


def _granted(text: str, start: int, end: int, language: str) -> tuple[Call, ...]:
    """Return what a call takes for granted: who asks to end attacks says that there are attacks."""
    _c, p = cues(language), _patterns(language)
    m = p["ends"].search(text, start, end)
    if m is not None:
        return _taken(text, m.start("what"), end, p)
    m = p["frees"].search(text, start, end)
    found = _taken(text, m.start("what"), end, p) if m is not None else ()
    return tuple(f for f in found if p["kept"].search(text, f.start, f.end))


def _taken(text: str, start: int, end: int, p: Mapping[str, re.Pattern[str]]) -> tuple[Call, ...]:
    """Return what is taken for granted from `start` on, without the words that say how soon it shall end."""
    a, b = trim(text, start, end)
    b = b - 1 if text[b - 1 : b] in (".", "!") else b
    stop = p["late"].search(text[a:b])
    b = a + stop.start() if stop and stop.start() else b
    return (Call(a, b, presupposed=True, asked=b),) if a < b else ()


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    c = cues(language)
    ends = [f for v in c.words("call", "ends") for f in (v, *([c.forms(v)[3]] if " " not in v else []))]
    words = {name: either(c.words("call", name)) for name in ("nouns", "modals", "halts", "given", "held")}
    return shapes("calls", words | {
        "do": c.any_form(c.words("call", "verbs")), "that_verbs": c.any_form(c.words("call", "that")),
        "thing_verbs": c.any_form([v for v in c.words("call", "thing") if " " in v or v == "advocate"]),
        "bare_verbs": c.any_form(("demand", "seek", "urge")), "base": either(c.base_verbs),
        "deeds": either(c.base_verbs | set(c.words("call", "deeds"))), "time_words": either(c.words("call", "time")),
        "passives": either(c.words("call", "passive")), "granted": either(ends),
        "free": either(c.words("call", "frees")),
    })  # fmt: skip
