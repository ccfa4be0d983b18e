"""Clauses of a sentence: parts joined by "and", "but", "while" or a semicolon that each have a subject and a verb."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from solferino.prose.atoms.cues import Cues, cues
from solferino.prose.masked import either
from solferino.prose.spelled import spelled

Spot = tuple[int, int]
_WORD = re.compile(r"\d[\d.,]*\d|[\w’'-]+")
_NEGATED = re.compile(r"(?:did|does|do|has|have|had|was|were|is|are|could|can)(?:\s+not|n['’]t|not)\s", re.IGNORECASE)
"""A second verb that denies: "went there and was not let in"."""
_SHORT = 3
_LOOK = 12
"""Words of the second part in which its verb must come."""


def clauses(text: str, spot: Spot, language: str = "en") -> tuple[Spot, ...]:
    """Return the clauses of `text[start:end]`, joining words and white space left out."""
    c = cues(language)
    start, end = spot
    cuts = [start]
    found: list[Spot] = []
    for m in _joint(language).finditer(text, start, end):
        if m.start() <= cuts[-1]:
            continue
        first = text[cuts[-1] : m.start()]
        if _whole(first, c) and (_opens(text, m, end, c) or _turns(first, text[m.end() : end], c)):
            found.append((cuts[-1], m.start()))
            cuts.append(m.end() if not m["which"] else m.start("which"))
    found.append((cuts[-1], end))
    return tuple(s for s in (trim(text, *f) for f in found) if s[0] < s[1])


def trim(text: str, start: int, end: int) -> Spot:
    """Return the span without white space and stray marks at its ends; a closing full stop stays."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—•*"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    return start, end


def finite(words: list[str], c: Cues) -> int | None:
    """Return the index of the first word that says a clause, None where there is none."""
    low = [w.casefold() for w in words]
    for i, word in enumerate(low):
        before = low[i - 1] if i else ""
        if word in c.auxiliaries and words[i] != "May":
            return i
        if before in ("we", "they", "i") and word in c.stems:
            return i
        if (
            not i
            or before in c.set_of("small", "determiners")
            or before in c.set_of("small", "prepositions")
            or before == "and"
        ):
            continue
        after = low[i + 1] if i + 1 < len(low) else ""
        if after == "by":
            continue  # "spread by", "shot by": a participle
        if (
            word.endswith("ed")
            and len(word) > 4
            and not before[0].isdigit()
            and after != "by"
            and not word.endswith("eed")
        ):
            return i
        many = before.endswith("s") and not before.endswith("ss") and len(before) > _SHORT
        if many and word in c.stems and (after[:1].isdigit() or after in c.set_of("small", "determiners")):
            return i
        if word in c.known_finite and not word.endswith("ed"):
            third = word.endswith("s")
            if (
                not third
                or after in c.set_of("small", "determiners")
                or after in ("that", "to", "on", "for")
                or (i + 1 < len(words) and words[i + 1][0].isupper())
            ):
                return i
    return None


def _whole(part: str, c: Cues) -> bool:
    that = part.rpartition(" that ")[2] if " that " in part else ""
    opens = that.split(maxsplit=1)[0].casefold() if that.strip() else ""
    if opens in ("the", "a", "an") and "," not in that and finite(_WORD.findall(that), c) is None:
        return False  # "it is unacceptable that the bombing of …": the verb is to come
    return finite(_WORD.findall(part), c) is not None or _orders(part, c)


def _turns(first: str, second: str, c: Cues) -> bool:
    """True where the second part says with the same subject what will come, or what did not."""
    turns = c.set_of("small", "turns")
    if _NEGATED.match(second):
        return True
    word = second.split(maxsplit=1)[0].casefold() if second.strip() else ""
    return word in turns and not turns & set(first.casefold().split())


def _orders(part: str, c: Cues) -> bool:
    first = _WORD.search(part)
    return first is not None and (first[0].casefold() in c.base_verbs or first[0].casefold() in c.known_finite)


def _opens(text: str, m: re.Match[str], end: int, c: Cues) -> bool:
    """True where what follows the joint is a clause with a subject of its own."""
    if m["which"]:
        return True
    before = text[max(0, m.start() - 45) : m.start()].casefold()
    if re.search(r"\b(?:between|both)\b[^,;]*$", before):
        return False
    words = _WORD.findall(re.split(r"[;:]", text[m.end() : end])[0])[:_LOOK]
    while words and words[0].casefold() in c.set_of("small", "fillers"):
        words = words[1:]
    if len(words) < 2:
        return False
    low = words[0].casefold()
    if ";" in m[0] and low in c.known_finite:
        return True
    if low in c.base_verbs and words[1].casefold() not in c.set_of("call", "noun_before"):
        return False
    at = finite(words, c)
    strong = m["joint"] in ("but", "while", "whereas", "although", "yet", "though") or ";" in m[0]
    subject = (
        low in c.set_of("small", "determiners")
        or low in c.set_of("small", "pronouns")
        or words[0][0].isupper()
        or low[0].isdigit()
        or spelled(low, "en") is not None
    )
    if at is None and (strong or "," in m[0]) and subject:
        many = [w.casefold() for w in words[:7] if not w.casefold().endswith("ly")]
        return any(b in c.stems and a.endswith("s") for a, b in pairwise(many))
    if at is None or at == 0:
        return False
    if ";" in m[0]:
        return True
    if at == len(words) - 1 and words[at].endswith("ed"):
        return False  # "and its resources increased": the auxiliary stands before
    if (
        any(w.casefold() in c.raw["small"]["relatives"][:5] for w in words[1:at])
        or low in c.raw["small"]["relatives"][:4]
    ):
        return False
    if "," in m[0] or strong:
        return subject or low.endswith("s") or at <= 3
    return subject and words[at].casefold() in c.auxiliaries and at <= 7 and low not in ("that", "to")


@cache
def _joint(language: str) -> re.Pattern[str]:
    joints = either(cues(language).words("small", "joints"))
    return re.compile(
        rf"(?:,\s+|;\s+|\s+[–—]\s+|\s+)(?P<joint>{joints})\s+|;\s+(?P<semi>)(?=\w)"
        r"|,\s+(?P<which>(?:the\s+\w+\s+of\s+)?which\s+(?:\w+ly\s+)?(?:will|would|is\s+expected\s+to)\b)"
    )
