"""Speech: who is said to say what, directly, indirectly, before or after the words reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from solferino.prose.atoms.clauses import Spot, finite, trim
from solferino.prose.atoms.cues import ADVERBS, Cues, cues
from solferino.prose.atoms.speaker import speaker
from solferino.prose.masked import either

_LONG = 16
"""Words that a speaker may have, offices included."""


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
        one = _framed(text, start, end, language, before)
        found += [replace(s, subject=before) for s in one]
        before = one[0].subject or before
    return tuple(found)


def tagged(text: str, quote: Spot, language: str = "en") -> str:
    """Return the words around a quotation that name its speaker; `text` is the sentence, empty where none do."""
    c, p = cues(language), _patterns(language)
    after, before = text[quote[1] :], text[: quote[0]]
    for pattern in (p.verb_first, p.name_first):
        m = pattern.match(after)
        if m is not None and _may_speak(m["s"], c, long=pattern is p.verb_first):
            return m["s"]
    m = p.introduces.search(before)
    if m is not None and _may_speak(m["s"], c):
        return m["s"]
    m = re.match(rf"[\s,”\"»’]*{either(c.words('speech', 'framed'))}\s+(?P<s>.+?)[.]?\s*$", after, re.IGNORECASE)
    return m["s"] if m is not None else ""


def embedded(text: str, quote: Spot) -> bool:
    """True where quoted words are a part of the sentence around them, not a speech that it frames."""
    before = text[: quote[0]].rstrip("“\"«‘„ ")
    return bool(before.strip()) and before[-1] not in ",:.!?…—–-" and not re.match(r"[\s,”\"»’]*$", before)


def _parts(text: str, spot: Spot, language: str) -> list[Spot]:
    """Cut before a second verb of saying or asking with the same subject: "said … and denied that"."""
    start, end = spot
    cuts, ends, p = [start], [], _patterns(language)
    for m in p.second.finditer(text, start, end):
        words = re.findall(r"[\w’'-]+", text[cuts[-1] : m.start()])
        if ends or finite(words, cues(language)) is not None or p.opens.match(text, cuts[-1]):
            cuts.append(m.end("joint"))
            ends.append(m.start())
    return [trim(text, a, b) for a, b in zip(cuts, [*ends, end], strict=True)] if ends else [spot]


def _framed(text: str, start: int, end: int, language: str, before: str) -> list[Said]:
    c, p = cues(language), _patterns(language)
    part = text[start:end]
    joint = re.match(r"(?:and|but)\s+", part)
    start += joint.end() if joint else 0
    part = text[start:end]
    if (m := p.according.match(part)) is not None:
        return _that(text, start + m.start("c"), end, Said(0, 0, speaker(m["s"], c)))
    if (m := p.according_end.match(part)) is not None and _may_speak(m["s"], c, long=True):
        return _that(text, start, start + m.end("c"), Said(0, 0, speaker(m["s"], c)))
    for pattern in (p.that, p.bare):
        m = pattern.match(part)
        if m is None:
            continue
        given = m["s"] or ""
        if given and not _may_speak(given, c) or (not given and not before):
            continue
        own = re.match(r"(?:it|they|he|she|there|we)\s", m["c"], re.IGNORECASE)
        if pattern is p.bare and own is None and finite(re.findall(r"[\w’'-]+", m["c"]), c) is None:
            continue
        who = speaker(given, c) if given else before
        denies = re.search(rf"\b{c.finite(c.words('speech', 'denial'))}$", m["v"].strip()) is not None
        return _that(text, start + m.start("c"), end, Said(0, 0, who, denies=denies, subject=who))
    if (m := p.blames.match(part)) is not None and _may_speak(m["s"], c):
        return [Said(start, end, speaker(m["s"], c), blames=True)]
    if (m := p.denies.match(part)) is not None and _may_speak(m["s"], c):
        return [Said(start, end, speaker(m["s"], c), denies=True, blames=True)]
    for pattern in (p.tail, p.tail_first):
        m = pattern.match(part)
        if m is not None and _may_speak(m["s"], c, long=pattern is p.tail_first) and finite(re.findall(r"[\w’'-]+", m["c"]), c) is not None:
            return _that(text, start, start + m.end("c"), Said(0, 0, speaker(m["s"], c)))
    first = re.match(r"(?P<s>[^,;]{2,90}?)\s+(?:has\s+|have\s+|had\s+|is\s+|are\s+)?\w+(?:s|ed|ing)?\b", part)
    who = subject(part, c) if first else ""
    return [Said(start, end, subject=who or before)]


def subject(part: str, c: Cues) -> str:
    """Return the words before the first verb, for a verb to come that has no subject of its own."""
    words = list(re.finditer(r"[\w’'-]+", part))
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
    core = re.sub(r"^(?:In|On|At|During|After|Before|Following|By|For|Since|Under|Earlier|Later|Yesterday|Today|Last|This)\b[^,]*,\s+", "", given.strip())
    words = re.findall(r"[\w’'-]+", core)
    if all(w.casefold() in c.raw["small"]["determiners"] for w in words) or len(words) > _LONG + (14 if long else 0):
        return False
    head = re.split(r",", core)[0]
    named = re.findall(r"[\w’'-]+", head)
    if named[0].casefold() in ("there", "it", "that", "which", "what", "this", "as", "if", "when", "while", "because", "to", "not", "and"):
        return named[0].casefold() == "it" and len(named) == 1
    if long:
        return True
    return finite([w for w in words if w[0].islower() or w is words[0]], c) is None


@dataclass(frozen=True)
class _Patterns:
    verb_first: re.Pattern[str]
    name_first: re.Pattern[str]
    introduces: re.Pattern[str]
    according: re.Pattern[str]
    according_end: re.Pattern[str]
    that: re.Pattern[str]
    bare: re.Pattern[str]
    blames: re.Pattern[str]
    denies: re.Pattern[str]
    tail: re.Pattern[str]
    tail_first: re.Pattern[str]
    second: re.Pattern[str]
    opens: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    c = cues(language)
    say, tags = c.say, c.finite(c.words("speech", "tags"), base=False)
    grounds, framed = either(c.words("speech", "grounds")), either(c.words("speech", "framed"))
    hearers = either(c.words("speech", "hearers"))
    bare = c.finite(c.words("speech", "bare"))
    when = r"(?:\s+(?:on|in|at|to|during|after|following|via|through|earlier|late|yesterday|today|last|this)\b[^,;“]{0,70}?)?"
    heard = rf"(?:\s+(?:to\s+)?(?:{hearers}|(?:the\s+)?[\w’'.-]+(?:\s+[\w’'.-]+){{0,5}}?))?"
    denied = either(c.words("speech", "denied"))
    call_that = c.finite(c.words("call", "that"), base=False)
    call_do = c.finite(c.words("call", "verbs"), base=False)
    call_for = c.finite(c.words("call", "thing"), base=False)
    flags = re.IGNORECASE | re.DOTALL
    aux = r"(?:(?:has|have|had)\s+)?"
    return _Patterns(
        re.compile(rf"[\s,”\"»’.!?—–-]*(?:{tags})\s+(?P<s>[^“\"«;:]+)", flags),
        re.compile(rf"[\s,”\"»’.!?—–-]*(?P<s>[^“\"«;:.]{{2,160}}?)(?:,)?\s+{aux}{ADVERBS}(?:{tags})\b", flags),
        re.compile(rf"(?P<s>[^“\"«;:.]{{2,160}}?)(?:,)?\s+{say}\b[^“\"«.]{{0,90}}[:,]?\s*[“\"«‘„]?\s*$", flags),
        re.compile(rf"{framed}\s+(?P<s>[^,]+?),\s+(?:that\s+)?(?P<c>.+)$", flags),
        re.compile(rf"(?P<c>.+?),?\s+{framed}\s+(?P<s>.+?)[.]?$", flags),
        re.compile(rf"(?:(?P<s>.{{2,170}}?),?\s+)?(?P<v>(?:{say}|{grounds}){heard}{when})(?:,?|,\s+[^,]{{2,60}},)\s+(?:that|how)\s+(?P<c>.+)$", flags),
        re.compile(rf"(?:(?P<s>.{{2,170}}?),?\s+)?(?P<v>{aux}{ADVERBS}(?:{bare}))\s+(?P<c>(?:it|they|he|she|there|the|its|their|no|all|some|many|at|an?|this|these|those|more|\d|(?-i:[A-Z])).+)$", flags),
        re.compile(rf"(?P<s>.{{2,120}}?)\s+{aux}{ADVERBS}(?:{c.finite(c.words('speech', 'blame'))})\s+.+\s(?:of|for)\s+.+$", flags),
        re.compile(rf"(?P<s>.{{2,120}}?)\s+{aux}{ADVERBS}(?:{c.finite(('deny', 'reject', 'dismiss', 'refute'))})\s+(?:any\s+|all\s+|the\s+|its\s+|direct\s+)*{denied}\b.*$", flags),
        re.compile(rf"(?P<c>.+),\s+(?P<s>[^,]{{2,110}}?(?:,\s+[^,]{{2,80}},)?)\s+{aux}{ADVERBS}(?:{tags}){heard}{when}(?:,\s+(?:ahead|as|after|before|while|following|in|on|at|during|adding|marking|calling|citing)\b[^“]{{0,160}})?[.]?$", flags),
        re.compile(rf"(?P<c>.+),\s+(?:{tags})\s+(?P<s>(?:the|a|an|(?-i:[A-Z])).{{1,160}}?)[.]?$", flags),
        re.compile(rf"(?:,)?\s+(?P<joint>(?:and|but)\s+)(?={ADVERBS}(?:(?:{say})\s+(?:[\w’'-]+\s+){{0,4}}?that\b|(?:{call_that})\s+(?:that|an?|the|full)\b|(?:{call_for})\s+|(?:{call_do})\s+.+?\s+to\s+\w+))", flags),
        re.compile(rf"(?:{call_that}|{call_do}|{call_for}|{say})\b", re.IGNORECASE),
    )  # fmt: skip
