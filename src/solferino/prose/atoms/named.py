"""Parties and places that a text names: States by their list, bodies and forces by cues, places by prepositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from solferino.prose.atoms.cues import Cues, cues
from solferino.prose.atoms.name_shapes import CAP, Words, lowered
from solferino.prose.atoms.shapes import part

Kind = Literal["party", "place", "other"]
_RANK = ("party", "place", "other")
_DATELINE = re.compile(part("dateline"))
_ADDRESSED = re.compile(r"\b(?:Mr|Madam|Mrs|Ms|Dr)\.?\s+$")
_DATED = re.compile(
    rf"(?P<at>(?:{CAP})(?:,?\s+(?:{CAP}))*?)[,\s(–—-]+(?:\d{{1,2}}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{{1,2}},)\s+\d{{4}}\)?"
)
"""A line that says only where and when."""
_PAIRED = re.compile(
    rf"(?i:the)\s+(?:{CAP})(?:\s+(?:{CAP})){{0,2}}\s+and\s+(?:{CAP})(?:\s+(?:{CAP}))?\s+"
    r"(?:Council|Commission|Committee|Movement|Team|Department|Directorate|Unit|Court|Mission|Office|Societies)(?![\w-])"
    rf"(?:\s+of\s+the\s+(?:{CAP})(?:\s+(?:{CAP}))*)?"
)
"""A body whose name holds "and": the Peace and Security Council."""
_HELD = re.compile(
    r"-(?:controlled|held|run|led|backed|allied|aligned|affiliated|supported|mobili[sz]ed|mandated|linked|sponsored)$"
)
"""After a name: who holds or backs what follows."""
_MODEL = re.compile(r"-[A-Z]\b|\d")
"""What a weapon's model has and a party's name has not."""


@dataclass(frozen=True, order=True)
class Name:
    """Words that name a party or a place; `other` is a name of neither, such as a person."""

    start: int
    end: int
    kind: Kind
    text: str


def named(text: str, w: Words, language: str = "en") -> tuple[Name, ...]:
    """Return parties and places of a sentence in order; none overlap, and the longer name wins."""
    c = cues(language)
    found = _dateline(text, c)
    told = lowered(text, c)
    for start, end, kind in sorted(_candidates(told, c, w), key=lambda s: (s[0] - s[1], s[0], _RANK.index(s[2]))):
        if all(end <= k.start or k.end <= start for k in found):
            found.append(Name(start, end, kind, text[start:end]))
    return tuple(sorted(n for n in found if n.kind != "other"))


def _dateline(text: str, c: Cues) -> list[Name]:
    line = _DATELINE.match(text) or _DATED.fullmatch(text)
    if line is None or {*re.findall(r"[\w-]+", line["at"])} & c.set_of("names", "bodies"):
        return []
    return [Name(*line.span("at"), "place", line["at"])]


def _candidates(text: str, c: Cues, w: Words) -> Iterator[tuple[int, int, Kind]]:
    for m in w.known.finditer(text):
        yield m.start(), m.end(), "party"
    for m in w.group.finditer(text):
        if not _vague(m, text, c) and not _joined(m, text) and not _ADDRESSED.search(text[: m.start()]):
            yield m.start(), m.end(), "party"
    for m in w.members.finditer(text):
        yield m.start(), m.end(), "party"
    for m in w.blow.finditer(text):
        yield m.start(), m.end(), "party"
    for m in _PAIRED.finditer(text):
        yield m.start(), m.end(), "party"
    for m in w.state.finditer(text):
        yield m.start(), m.end(), _role(text, m.start(), m.end(), c)
    for m in w.run.finditer(text):
        if (base := _HELD.search(m[0])) is not None:
            yield m.start(), m.start() + base.start(), "party"
        else:
            yield from _run(text, m.start(), m.end() - 2 * m[0].endswith(("'s", "’s")), c, w)


def _vague(m: re.Match[str], text: str, c: Cues) -> bool:
    """True for a bare noun that mostly means no party: `state` in "a state of fear"."""
    flat = m[0].casefold()
    if flat.endswith("fighter") and re.match(r"[\s-]+(?:jet|plane|aircraft|bomber)", text[m.end() :]):
        return True
    plain = re.sub(r"^(?:the|a|an|all|any|both|some|these|those|its|their|his|her|our|my|this)\s+", "", flat)
    if plain in c.set_of("names", "doing") and re.match(r"\s+of\s+(?!inquiry|experts|jurists)[a-z]", text[m.end() :]):
        return True
    if plain not in c.set_of("names", "alone") or re.match(rf"\s+{c.among('kind', 'blows')}\b", text[m.end() :]):
        return False
    article = flat.split()[0]
    before = text[: m.start()].rstrip()[-1:]
    definite = article in ("the", "all", "both", "our", "its", "their", "any", "this") and flat != plain
    upper = (m[0][0].isupper() and before not in ("", ".", "”", "“", '"')) or m[0].split()[-1][0].isupper()
    return not (definite or upper)


def _joined(m: re.Match[str], text: str) -> bool:
    """True for "parties to the Convention" where others are said to be that."""
    are = re.search(r"\b(?:are|is|were|was|become|became|remain)\s+(?:both\s+|all\s+|not\s+)?$", text[: m.start()])
    return are is not None and re.match(r"part(?:y|ies)\s+to\b", m[0], re.IGNORECASE) is not None


def _role(text: str, start: int, end: int, c: Cues) -> Kind:
    """Tell whether a State acts or is acted with here, or is where it happened."""
    before = re.findall(r"[\w’'-]+", text[max(0, start - 60) : start])
    after = text[end : end + 12]
    last = before[-1].casefold() if before else ""
    if last in ("to", "the") and {w.casefold() for w in before[-5:]} & c.set_of("names", "sent"):
        return "party"
    if re.match(r"['’]s?\s", after):
        return "party"
    if last == "and" or (last == "" and start):
        joined = re.search(
            rf"\b({c.among('names', 'surely_in')})\s+(?:the\s+)?(?:{CAP})(?:\s+(?:{CAP}))*,?\s+and\s+$", text[:start]
        )
        return "place" if joined else "party"
    if last in c.set_of("names", "locative"):
        dealing = before[-2].casefold() if len(before) > 1 else ""
        if last in ("to", "of", "on", "with", "from") and dealing in c.set_of("names", "dealings"):
            return "party"
        return "place"
    if re.search(r",\s+$", text[:start]) and re.search(
        rf"\b(?:{c.among('names', 'surely_in')})\s+(?:{CAP})(?:\s+(?:{CAP}))*,\s+$", text[:start]
    ):
        return "place"
    return "party"


def _run(text: str, start: int, end: int, c: Cues, w: Words) -> Iterator[tuple[int, int, Kind]]:
    """Yield what a run of capitalised words names, if anything."""
    first = not text[:start].strip(" “\"'‘«(-–•*")
    past = _past_opening(text, start, end, c) if first else start
    start, first = past, first and past == start
    words = re.findall(r"[^\s]+", text[start:end])
    if words[0].casefold() == "the" and len(words) == 1:
        return
    if words[-1].endswith(("'s", "’s")) and (its := re.match(r"\s+[Oo]ffice\b", text[end:])):
        yield start, end + its.end(), "party"
        return
    article = words[0] in ("the", "The")
    core = words[1:] if article else words
    heads = {word.rstrip("’'s") for word in core} | set(core)
    people = len(core) == 1 and w.people.fullmatch(core[0]) and re.match(r"\s+[a-z]", text[end:])
    if (
        people
        or _ADDRESSED.search(text[:start])
        or set(core) & c.set_of("names", "neither")
        or (set(core) & c.set_of("names", "not_parties") and len(core) == 1)
    ):
        yield start, end, "other"
    elif (first and len(core) == 1 and not article and not _acronym(core[0])) or core[0].casefold() in c.words(
        "small", "not_names"
    ):
        follows = re.match(rf"\s+(?:{c.saying_or_asking})\b", text[end:])
        ordinary = core[0].casefold() in (*c.plain_words, *c.plurals)
        if follows and first and not ordinary:
            yield start, end, "party"
    elif len(core) > 1 and heads & c.set_of("names", "places") and not heads & c.set_of("names", "bodies"):
        yield start, end, "place"
    elif heads & c.set_of("names", "bodies"):
        yield _office(text, start, end, c)
    elif re.match(rf"\s+{c.among('names', 'followed')}\b", text[end:]):
        m = re.match(rf"\s+{c.among('names', 'followed')}\b", text[end:])
        yield start, end + (m.end() if m else 0), "party"
    elif (
        len(core) > 1 and _acronym(core[0]) and {word.split("-")[0] for word in core[1:]} <= c.set_of("speech", "roles")
    ):
        yield start, start + len(core[0]), "party"
    elif (len(core) > 1 and heads & c.set_of("names", "causes")) or (
        re.match(rf"\s+(?:\w+\s+)?{c.among('kind', 'blows')}\b", text[end:])
        and not (
            _MODEL.search(core[-1])
            or (len(core) == 1 and core[0].casefold() in (*c.plain_words, *c.names["modifiers"]))
        )
    ):
        yield start, end, "party"
    elif core[-1].casefold() in c.set_of("kind", "blows"):
        yield start, end, "other"
    elif len(core) == 1 and _acronym(core[0]) and (words[0] == "the" or _MODEL.search(core[0])):
        if words[0] == "the" or not re.search(r"\ban?\s+$", text[:start]):
            yield start, end, "party"  # "between the army and the XYZ" is no place; "a GB25 bomb" is no party
    elif _located(text, start, end, c):
        yield start + (len(words[0]) + 1 if article and words[0] == "the" else 0), end, "place"
    elif (
        (len(core) == 1 and _acronym(core[0]))
        or (article and len(core) == 1 and _acts_next(text[end:], c))
        or (len(core) == 1 and _asked(text, start, end, c))
        or _held_to_account(text[:start], c)
        or (len(core) == 1 and re.search(rf"\b(?:{CAP})\s+and\s+$", text[:start]) and not _located(text, start, end, c))
    ):
        yield start, end, "party"


def _past_opening(text: str, start: int, end: int, c: Cues) -> int:
    """Return where a run begins without the small word or verb that opens the sentence: `Requests the …`."""
    word, _, rest = text[start:end].partition(" ")
    low = word.casefold()
    opens = low != "the" and (low in c.plain_words or low in c.known_finite or low in c.base_verbs or low == "to")
    return start + len(word) + 1 if rest and opens else start


def _office(text: str, start: int, end: int, c: Cues) -> tuple[int, int, Kind]:
    """A title before a person's name is no party: `Foreign Minister X`."""
    words = text[start:end].split()
    roles = c.set_of("speech", "roles")
    titles = [i for i, w in enumerate(words) if w in roles]
    if titles and titles[-1] < len(words) - 1 and not set(words) & c.set_of("names", "bodies") - roles:
        return start, end, "other"
    return start, end, "party"


def _located(text: str, start: int, end: int, c: Cues) -> bool:
    before, after = text[max(0, start - 80) : start], text[end:]
    kind = c.among("names", "place_words")
    if re.match(rf"\s+{kind}\b", after):
        return True
    near = rf"(?<!\w)(?i:{c.among('names', 'surely_in')})\s+(?:(?:the|and|north|south|east|west|{kind}\s+of)\s+)*"
    listed = rf"(?:(?:{CAP})(?:\s+(?:{CAP}))*(?:,\s+(?:and\s+)?|\s+and\s+|\s+or\s+))*$"
    of = rf"\b(?:{kind}s?|people|residents|inhabitants|population)\s+of\s+(?:the\s+)?{listed}"
    named = rf"\b{kind}s?,?\s+(?:including|such\s+as|namely)\s+{listed}"
    struck = rf"\b{c.among('kind', 'blows')}\s+(?:on|of|against)\s+(?:the\s+)?{listed}"
    to = rf"\b(?i:{c.among('names', 'reached')})\s+(?:the\s+)?{listed}"
    return any(re.search(place, before) is not None for place in (near + listed, of, named, struck, to))


def _held_to_account(before: str, c: Cues) -> bool:
    """True where a name is blamed, or stands after "by" and a deed: "condemned X for", "an attack by X"."""
    deed = rf"(?:{c.among('kind', 'blows')}|{c.harmed}|committed|claimed|planted|fired|launched|captured|held|planned)"
    blame = r"(?:condemn|accus|blam|criticis|criticiz|denounc|sanction|disarm|arm|back|support)\w*"
    return re.search(rf"\b(?:{deed}\s+by|(?i:{blame}))\s+(?:the\s+)?$", before[-60:]) is not None


def _acts_next(after: str, c: Cues) -> bool:
    """True where no noun follows, of which a name between it and the article would be a part: "the X agreement"."""
    m = re.match(r"\s+([a-z][\w’'-]*)", after)
    return m is None or m[1] in c.plain_words or m[1] in c.known_finite or m[1].endswith(("ed", "ly"))


def _asked(text: str, start: int, end: int, c: Cues) -> bool:
    """True where a single name is asked to do something, or stands after neither and nor: a capital for its State."""
    if re.search(rf"\b(?:{c.asking})\s+(?:[\w’'-]+\s+and\s+)?$", text[max(0, start - 40) : start]):
        return re.match(r"\s+(?:and\s+\w+\s+)?(?:not\s+)?to\s", text[end:]) is not None
    if re.search(r"\b[Nn]either\s+$", text[:start]):
        return re.match(r"\s+nor\s", text[end:]) is not None
    if re.search(r"\b[Nn]either\s+(?:the\s+)?[\w\s]{2,40}\snor\s+$", text[:start]):
        return True
    return re.match(r"\s+(?:must|should|needs\s+to|ought\s+to)\s+(?!be\b|have\b)\w", text[end:]) is not None


def _acronym(word: str) -> bool:
    return (
        len(word) > 1
        and sum(ch.isupper() for ch in word) >= 2
        and word.upper() == word.replace("s", "S")
        and word[0].isalpha()
        and not re.search(r"-\d", word)  # a weapon's model: RBK-500
    )
