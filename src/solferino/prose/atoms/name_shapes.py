"""Expressions by which names are found: States, groups that act, known bodies, runs of capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from solferino.prose.atoms.cues import Cues, cues
from solferino.prose.language import language as language_of
from solferino.prose.masked import either
from solferino.words.party import Parties

CAP = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁŃŇŐŒŘŚŞŠŤŪŮŰŹŻŽȘȚ](?:[\w’'\-‑]*[\w])?|al-[A-Z][\w’'\-]*"
"""A word with a capital."""
_FEW, _MOST = 3, 0.8
"""Words of four letters and more that a title has, and the part of them with a capital."""
_DEMONYM = re.compile(r"(?<!st)(?:ian|ean|an|ese|ish|i|ch|ss|ic|ote|en|be|al|ek|yz|ak|er|men)$")


@dataclass(frozen=True)
class Words:
    """Expressions made once for a set of parties."""

    state: re.Pattern[str]
    blow: re.Pattern[str]
    group: re.Pattern[str]
    known: re.Pattern[str]
    run: re.Pattern[str]
    people: re.Pattern[str]
    members: re.Pattern[str]


def lowered(text: str, c: Cues) -> str:
    """Return a line in which every word has a capital with small letters where a word is an ordinary one."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    if len(words) < _FEW or sum(w[0].isupper() for w in words) < _MOST * len(words):
        return text
    return re.sub(r"(?<!^)\b[A-Z][a-z’'-]+\b", lambda m: m[0].lower() if _ordinary(m[0].lower(), c) else m[0], text)


def _ordinary(word: str, c: Cues) -> bool:
    known = word in c.plain_words or word in c.stems or word in c.known_finite or word in c.set_of("kind", "blows")
    acts = word in c.set_of("names", "actors") or word.capitalize() in c.set_of("names", "bodies")
    return (
        known or word.endswith(("ed", "ing")) or c.found("things", "people").fullmatch(word) is not None
    ) and not acts


def known_names(parties: Parties) -> tuple[str, ...]:
    """Return every name of every party that is written with a capital, or in a script that has none."""
    return tuple(sorted({n for p in parties.by_id.values() for n in p.names() if not n[:1].islower()}))


def _listed(parties: Parties) -> tuple[tuple[str, ...], ...]:
    """Return nouns and adjectives of States, and names of other parties, each sorted."""
    nouns: set[str] = set()
    adjectives: set[str] = set()
    others: set[str] = set()
    for p in parties.by_id.values():
        if p.kind != "state":
            others |= {n for n in p.names() if n[:1].isupper() or n.startswith("the ")}
            continue
        nouns.add(p.name)
        for alias in p.aliases:
            (adjectives if _DEMONYM.search(alias) and not alias.startswith("the ") else nouns).add(alias)
    return tuple(sorted(nouns)), tuple(sorted(adjectives)), tuple(sorted(others))


def words_of(parties: Parties, language: str, text: str | None = None) -> Words:
    """Return the expressions for a set of parties; for those alone whose names may stand in `text`, if it is given."""
    listed = _listed(parties)
    if text is not None:
        there = text.casefold()
        listed = tuple(tuple(n for n in names if all(w in there for w in n.casefold().split())) for names in listed)
    return _words(*listed, language)


@lru_cache(maxsize=64)
def _words(nouns: tuple[str, ...], adjectives: tuple[str, ...], others: tuple[str, ...], language: str) -> Words:
    c = cues(language)
    noun, adjective = either(nouns), either([*adjectives, *nouns])
    body = r"(?:(?:UN|EU|U\.N\.|United\s+Nations|European\s+Union|African\s+Union|[A-Z][A-Z\d]{1,5})\s+)"
    side = r"(?:['’]s?|-(?:led|backed|allied|aligned|affiliated|supported|sponsored|linked|run))?"
    joined = rf"(?:(?:,\s+|\s+and\s+|\s+or\s+|[-–]){adjective})*"
    people = rf"(?:(?:{adjective}){side}{joined}\s+(?:and\s+allied\s+)?)"
    article = r"(?:(?i:the|a|an|our|its|their|his|her|my|all(?:\s+the)?|any|both|these|those|some|certain|this)\s+)"
    apart = set(c.names["modifiers"]) - set(c.names["actors"])  # "the government, security forces" are two
    sided = r"(?:anti|pro)-[\w-]+\s+"
    modifier = rf"(?i:{either(apart)},?\s+|{either(c.names['modifiers'])}\s+|{sided})"
    actor = rf"(?i:{either(c.names['actors'])})"
    run = rf"(?:{CAP})(?:\s+(?:{CAP}))*"
    treaty = rf"(?:{'|'.join(c.names['treaties'])})"
    tail = (
        rf"(?:\s+of\s+(?:the\s+)?(?:{run})(?:\s+and\s+(?:{run}))?|\s+to\s+(?:the|an|this)\s+(?:armed\s+)?conflict"
        rf"|\s+to\s+(?:the\s+)?(?:(?:{CAP})\s+)*{treaty}(?:\s+(?:on|for|of|against)\s+(?:the\s+)?{run}(?:\s+of\s+(?:the\s+)?{run})?)?"
        r"|\s+to\s+the\s+(?:United\s+Nations|UN|European\s+Union|EU|African\s+Union)(?!\s+[A-Z])"
        r"|\s+loyal\s+to\s+the\s+[\w-]+(?:\s+[\w-]+)?)?"
    )
    members = r"(?:members\s+of\s+(?:the\s+)?)?"
    between = r"(?:(?!(?:are|were|is|was|has|have|had|and|or|of|in|to|as)\b)[a-z]+\s+)?"
    before = rf"{article}?{members}(?:{modifier}){{0,2}}(?:{body}|{people}{between})?(?:{modifier}){{0,3}}"
    day = either(w.capitalize() for w in (*c.words("days", "week"), *language_of(language).date["months"]))
    called = rf"(?:(?<=group)|(?<=organization)|(?<=organisation)|(?<=movement)|(?<=militia))\s+(?!{day}\b){run}"
    group = rf"(?<![\w-]){before}{actor}(?![\w-])(?:{called}(?![\w-])|{tail})"
    known, bodies = either([*c.names["known"], *others]), either(c.names["bodies"])
    state = rf"(?:(?i:the)\s+)?(?:(?:Republic|Kingdom|State|Commonwealth)\s+of\s+(?:the\s+)?)?{noun}"
    links = rf"(?:(?:{'|'.join(c.names['link'])})\s+)"
    return Words(
        re.compile(rf"(?<![\w-]){state}(?![\w-])"),
        re.compile(rf"(?<![\w-]){people}?{adjective}(?=\s+(?:\w+\s+)?{either(c.words('kind', 'blows'))}\b)"),
        re.compile(group),
        re.compile(rf"(?<![\w-])(?:(?i:the)\s+)?(?:(?:UN|U\.N\.|United\s+Nations)\s+)?{known}(?![\w-])(?:\s+{bodies}(?![\w-]))*"
                   rf"(?:\s+on\s+(?:the\s+)?[a-z]+(?:\s+of\s+[a-z]+)?(?=\s+(?:said|to)\b|[.,;]|$))?"),
        re.compile(rf"(?<![\w’'-])(?:(?i:the)\s+)?(?:{CAP})(?:\s+{links}{{0,2}}(?!{day}\b)(?:{CAP}))*(?:\s+I{{1,3}}\b)?"),
        re.compile(either(adjectives)),
        re.compile(rf"(?<!\w)(?:[Mm]embers|[Ff]ighters|[Ss]oldiers|[Cc]ommanders|[Ll]eaders|[Oo]fficers)\s+of\s+(?:the\s+)?{run}"),
    )  # fmt: skip
