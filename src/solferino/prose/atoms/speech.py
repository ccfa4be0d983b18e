"""Speech: who is said to say what, directly, indirectly, before or after the words reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from solferino.prose.atoms.clauses import Spot, finite, trim
from solferino.prose.atoms.cues import OPENING, Cues, cues
from solferino.prose.atoms.shapes import shapes
from solferino.prose.atoms.speaker import one_person, speaker, without_aside, without_opening
from solferino.prose.masked import either

_PLURAL = re.compile(r"(?:we|they|i)\b|(?:the\s+)?\w+s\s", re.IGNORECASE)
"""With these subjects a verb has no ending: "We condemn … and urge …"."""
_LONG = 16
"""Words that a speaker may have, offices included."""
_JOINED = re.compile(r"(?:which|who|whose|whom|where|to|of|by)\b")
"""Small letters with which quoted words go on with the sentence before them."""
_IN_PASSING = re.compile(r"\b(?:which|who|whom|that|where|when|and|but|as)[,\s]*$")
"""Before "according to": it stands inside a clause and frames nothing."""
_WHOLE = 6
"""Words that are told where a speaker is named after them, though they hold no verb: "Nine dead …, doctors say"."""


@dataclass(frozen=True)
class Said:
    """Characters `start` to `end` of a sentence are what `speaker` says; empty where nobody is named.

    `denies`: the speaker says that it is not so. `blames`: the words are an accusation, whole.
    `subject` is who is meant by a verb that begins the part, as in "… and demanded that".
    """

    start: int
    end: int
    speaker: str = ""
    denies: bool = False
    blames: bool = False
    subject: str = ""


def reported(text: str, spot: Spot, language: str = "en") -> tuple[Said, ...]:
    """Return what stands in `text[start:end]`, words outside quotation marks, each part with who says it."""
    found: list[Said] = []
    before = ""
    for start, end in _parts(text, spot, language):
        one = [a for s in _framed(text, start, end, language, before) for a in _added(text, s, language)]
        found += [replace(s, subject=before) for s in one]
        before = one[0].subject or before
    return tuple(found)


def added(text: str, spot: Spot, language: str = "en") -> Spot | None:
    """Return what stands after ", adding that" in a part of a sentence, or is asked after ", calling for"."""
    m = _patterns(language)["adding"].search(text, *spot)
    return trim(text, *m.span("c" if m["c"] else "a")) if m is not None else None


def _added(text: str, said: Said, language: str) -> list[Said]:
    """Cut "…, adding that …" from what is said; it has the same speaker, or is said by who acts before it."""
    m = _patterns(language)["adding"].search(text, said.start, said.end) if said.speaker or said.subject else None
    if m is None:
        return [said]
    start, end = trim(text, *m.span("c" if m["c"] else "a"))
    more = replace(said, start=start, end=end, speaker=said.speaker or said.subject, denies=False, blames=False)
    return [replace(said, end=m.start()), more]


def tagged(text: str, quote: Spot, language: str = "en") -> str:
    """Return the words around a quotation that name its speaker; `text` is the sentence, empty where none do."""
    c, p = cues(language), _patterns(language)
    after, before = text[quote[1] :], text[: quote[0]]
    for pattern in (p["cites"], p["verb_first"], p["name_first"]):
        m = pattern.match(after)
        if m is not None and _may_speak(m["s"], c, long=pattern is p["verb_first"]):
            return m["s"]
    m = p["introduces"].search(before) or p["by_account"].search(before)
    if m is not None and _may_speak(m["s"], c):
        return m["s"]
    m = re.match(rf"[\s,”\"»’]*{c.among('speech', 'framed')}\s+(?P<s>.+?)[.]?\s*$", after, re.IGNORECASE)
    return m["s"] if m is not None else ""


def embedded(text: str, quote: Spot) -> bool:
    """True where quoted words are a part of the sentence around them, not a speech that it frames."""
    before = text[: quote[0]].rstrip('“"«‘„ ')
    if before.strip() and _JOINED.match(text, quote[0]):
        return True
    return bool(before.strip()) and before[-1] not in ",:.!?…—–-" and not re.match(r"[\s,”\"»’]*$", before)


def _parts(text: str, spot: Spot, language: str) -> list[Spot]:
    """Cut before a second verb of saying or asking with the same subject: "said … and denied that"."""
    start, end = spot
    cuts, p = [start], _patterns(language)
    ends: list[int] = []
    for m in p["second"].finditer(text, start, end):
        part = text[cuts[-1] : m.start()]
        words = re.findall(r"[\w’'-]+", part)
        if m["base"] and (not _PLURAL.match(part) or re.search(r"\bto\s+(?!the\b|an?\b)[a-z]+", part)):
            continue
        told = finite(words, cues(language)) is not None or words[0].casefold() in cues(language).known_finite
        if ends or told or p["opens"].match(text, cuts[-1]):
            cuts.append(m.end("joint"))
            ends.append(m.start())
    return [trim(text, a, b) for a, b in zip(cuts, [*ends, end], strict=True)] if ends else [spot]


def _framed(text: str, start: int, end: int, language: str, before: str) -> list[Said]:
    c, p = cues(language), _patterns(language)
    part = text[start:end]
    joint = re.match(r"(?:[Aa]nd|[Bb]ut)\s+", part)
    start += joint.end() if joint else 0
    part = text[start:end]
    if p["saying"].search(part) and (found := _said(text, (start, end), language, before)):
        return found
    first = re.match(r"(?P<s>[^,;]{2,90}?)\s+(?:has\s+|have\s+|had\s+|is\s+|are\s+)?\w+(?:s|ed|ing)?\b", part)
    who = subject(part, c) if first else ""
    return [Said(start, end, subject=who or before)]


def _said(text: str, spot: Spot, language: str, before: str) -> list[Said]:
    """Return what somebody is said to say in a part of a sentence, empty where nobody is."""
    c, p, (start, end) = cues(language), _patterns(language), spot
    part = text[start:end]
    if (m := p["according"].match(part)) is not None:
        return _that(text, start + m.start("c"), end, Said(0, 0, _source(m["s"], c)))
    m = p["according_end"].match(part)
    if m is not None and not _IN_PASSING.search(m["c"]) and _may_speak(m["s"], c, long=True):
        return _that(text, start, start + m.end("c"), Said(0, 0, speaker(m["s"], c)))
    if found := _tailed(text, start, end, language):
        return found
    for pattern in (p["that"], p["bare"]):
        m = pattern.match(part)
        if m is None:
            continue
        given = m["s"] or ""
        if given.casefold() in c.auxiliaries:
            given = ""  # "and has claimed that"
        if (given and not _may_speak(given, c)) or (not given and not before):
            continue
        own = re.match(r"(?:it|they|he|she|there|we)\s", m["c"], re.IGNORECASE)
        told = p["adding"].split(m["c"], maxsplit=1)[0]
        if pattern is p["bare"] and own is None and finite(re.findall(r"[\w’'-]+", told), c) is None:
            continue
        who = speaker(given, c) if given else before
        denies = re.search(rf"\b{c.finite(c.words('speech', 'denial'))}$", m["v"].strip()) is not None
        told = given.casefold() if one_person(given) else who
        return _that(text, start + m.start("c"), end, Said(0, 0, told, denies=denies, subject=who))
    if (m := p["described"].match(part)) is not None and _may_speak(m["s"], c):
        return [Said(start, end, speaker(m["s"], c))]
    if (m := p["blames"].match(part)) is not None and _may_speak(m["s"], c):
        return [Said(start, end, speaker(m["s"], c), blames=True, subject=speaker(m["s"], c))]
    if before and p["accusing"].match(part) is not None:
        return [Said(start, end, before, blames=True, subject=before)]
    if (m := p["denies"].match(part)) is not None and _may_speak(m["s"], c):
        return [Said(start, end, speaker(m["s"], c), denies=True, blames=True)]
    return []


def _source(given: str, c: Cues) -> str:
    """Return who is meant by "according to …", empty where it is a thing: data, information received."""
    return speaker(given, c) if _may_speak(given, c, long=True) else ""


def _tailed(text: str, start: int, end: int, language: str) -> list[Said]:
    """Return what stands before ", X said", and what X adds after it."""
    c, p = cues(language), _patterns(language)
    part = text[start:end]
    for pattern in (p["tail"], p["tail_first"]):
        m = pattern.match(part)
        if m is None or not _may_speak(m["s"], c, long=pattern is p["tail_first"]):
            continue
        words = re.findall(r"[\w’'-]+", m["c"])
        if finite(words, c) is None and (len(words) < _WHOLE or OPENING.match(m["c"] + ", ")):
            continue
        found = _that(text, start, start + m.end("c"), Said(0, 0, speaker(m["s"], c)))
        more = added(text, (start + m.end("c"), end), language)
        return [*found, *([Said(*more, speaker=found[0].speaker)] if more is not None else [])]
    return []


def subject(part: str, c: Cues) -> str:
    """Return the words before the first verb, for a verb to come that has no subject of its own."""
    part = OPENING.sub("", part)
    words = list(re.finditer(r"[\w’'-]+", part))
    if words and words[0][0].casefold() in c.opens_order:
        return ""  # "Authorizes the Mission to": a resolution speaks
    at = finite([w[0] for w in words], c)
    return speaker(part[: words[at].start()], c) if at else ""


def _that(text: str, start: int, end: int, said: Said) -> list[Said]:
    """Cut "that A and that B" in two."""
    cuts = [start]
    for m in re.compile(r",?\s+and\s+that\s+(?=\w)").finditer(text, start, end):
        cuts.append(m.end())
    ends = [*(re.compile(r",?\s+and\s+that\s+$").search(text, start, c) for c in cuts[1:]), None]
    return [
        replace(said, start=s[0], end=s[1])
        for a, b in zip(cuts, ends, strict=True)
        for s in (trim(text, a, b.start() if b is not None else end),)
    ]  # fmt: skip


def _may_speak(given: str, c: Cues, *, long: bool = False) -> bool:
    """True where words before a verb of saying can be a speaker: short, and with no verb of their own."""
    core = without_aside(without_opening(given.strip()))
    words = re.findall(r"[\w’'-]+", core)
    if words and words[-1].casefold() in c.set_of("small", "prepositions") | {"credible", "numerous", "multiple"}:
        return False  # "concern over reports that": no verb
    if all(w.casefold() in c.set_of("small", "determiners") for w in words) or len(words) > _LONG + (14 if long else 0):
        return False
    head = re.split(r",", core)[0]
    if set(head.casefold().split()) & c.set_of("speech", "things"):
        return False
    named = re.findall(r"[\w’'-]+", head)
    if re.search(r"(?:['’]s|s['’])$", head):
        return False  # "its ally's claim that"
    if named[0].casefold() in c.set_of("speech", "no_speaker"):
        return named[0].casefold() == "it" and len(named) == 1
    if long:
        return True
    return finite([w for w in words if w[0].islower() or w is words[0]], c) is None


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    c = cues(language)
    words = {
        name: either(c.words("speech", name))
        for name in ("grounds", "framed", "hearers", "denied", "adding_words", "asking_words")
    }
    tags = c.finite(c.words("speech", "tags"), base=False)
    return shapes("speech", words | {
        "says": c.finite(c.words("speech", "verbs")), "say": c.say,
        "tags": f"(?-i:{tags}|{c.among('speech', 'tags_many')})",
        "recount": c.finite(("describe", "recount", "recall"), base=False),
        "bare_say": c.finite(c.words("speech", "bare")), "accuse": c.finite(c.words("speech", "blame")),
        "deny": c.finite(c.words("speech", "denial")), "ask_that": c.finite(c.words("call", "that"), base=False),
        "ask": c.finite(c.words("call", "verbs"), base=False),
        "ask_for": c.finite(c.words("call", "thing"), base=False),
        "acts": c.finite(c.words("speech", "acts"), base=False),
        "ask_base": either((*c.words("call", "verbs"), *c.words("call", "thing"))),
    })  # fmt: skip
