"""Which kind an atom is that is no call: the first cue that its clause gives, from the most definite on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from solferino.prose.atoms.atom import Kind
from solferino.prose.atoms.cues import ADVERBS, Cues, cues
from solferino.prose.atoms.named import Name
from solferino.prose.lexicon import lexicon
from solferino.prose.masked import either
from solferino.prose.phrase import pattern


@dataclass(frozen=True)
class Seen:
    """What stands in a clause beside its words: what it names, whether it holds a number, a day, a thing.

    `own`: it opens with a pronoun that stands for who speaks.
    """

    names: Sequence[Name] = ()
    counted: bool = False
    dated: bool = False
    things: bool = False
    own: bool = False


def kinds(clause: str, seen: Seen, language: str = "en") -> tuple[Kind, ...]:
    """Return the kind of a clause, and after it the kinds that the same words carry besides."""
    c, p = cues(language), _patterns(language)
    found: list[Kind] = []
    if _promises(clause, p) or (seen.own and p.own_will.match(clause)):
        found.append("promise")
    elif _foresees(clause, p, c):
        found.append("forecast")
    if p.feeling.search(clause) and not found:
        found.append("presupposition")
    qualified, patterned, blamed = _qualifies(clause, p, c), _repeats(clause, p, c), _blames(clause, p, seen)
    if patterned == "strong" and qualified != "strong":
        found.append("pattern")
    if qualified:
        found.append("qualification")
    if patterned and "pattern" not in found:
        found.append("pattern")
    if blamed:
        found.append("attribution")
    if not found or found[0] in ("attribution", "pattern"):
        if _checkable(clause, p, seen, language):
            found.append("record")
    return tuple(dict.fromkeys(found)) or ("context",)


def _promises(clause: str, p: _Patterns) -> bool:
    return any(x.search(clause) is not None for x in (p.promise, p.vow, p.published)) and p.unless.search(clause) is None


def _foresees(clause: str, p: _Patterns, c: Cues) -> bool:
    if p.legal_may.search(clause):
        return False
    return p.forecast.search(clause) is not None or p.will.search(clause) is not None or p.would.search(clause) is not None


def _qualifies(clause: str, p: _Patterns, c: Cues) -> str:
    """Return strong for a verb of breach, a predicate or a crime committed; empty where the law is only named."""
    if p.inquiry.search(clause):
        return ""
    found = [m.start() for x in (p.breach, p.predicate, p.committed, p.flat) if (m := x.search(clause)) is not None]
    acted = p.institutional.search(clause)
    return "strong" if found and (acted is None or acted.start() > min(found)) else ""


def _repeats(clause: str, p: _Patterns, c: Cues) -> str:
    m = p.pattern.search(clause)
    if m is None or p.institutional.search(clause):
        return ""
    return "strong"


def _blames(clause: str, p: _Patterns, seen: Seen) -> bool:
    """True where somebody is said to have done harm, as the subject of it, after "by", or as responsible."""
    if any(m[0].casefold() != "responsible for" or p.stated.search(clause[: m.start()]) for m in p.responsible.finditer(clause)):
        return True
    unnamed = cues().names["unnamed"]
    parties = [n for n in seen.names if n.kind == "party" and n.text.casefold() not in unnamed]
    for m in p.harm.finditer(clause):
        if _noun(clause, m):
            continue
        passive = re.search(rf"\b(?:was|were|been|being|are|is|be)\s+{ADVERBS}$", clause[: m.start()], re.IGNORECASE)
        if passive is None and any(n.end <= m.start() for n in parties) and _acts(clause, m, parties):
            return True
    if any(p.weapons_of.match(clause, n.end) for n in parties):
        return True
    return any(
        by is not None and any(by.end() - 1 <= n.start <= by.end() + 12 for n in parties)
        for by in (p.by.search(clause), p.deed_by.search(clause))
    )


def _acts(clause: str, m: re.Match[str], parties: Sequence[Name]) -> bool:
    """True where a party before the verb can be its subject: not after "against", no passive between them."""
    for name in sorted((n for n in parties if n.end <= m.start()), key=lambda n: -n.end):
        lead = clause[: name.start].rstrip().casefold()
        after = re.search(r"\b(?:against|by|to|with|for|from|under|on|at|told|and)$", lead)
        passive = re.search(
            r"\b(?:was|were|been|is|are|be)\b(?!\s+(?:suspected|accused|alleged|believed|reported|said|responsible|carrying))",
            clause[name.end : m.start()],
        )
        if after is None and passive is None:
            return True
    return False


def _noun(clause: str, m: re.Match[str]) -> bool:
    """True for a form that is a noun or an adjective here: "the attacks", "air strikes", "killed" after a number."""
    before = re.findall(r"[\w’'-]+", clause[: m.start()])[-1:]
    low = before[0].casefold() if before else ""
    word = m[0].split()[0].casefold()
    if low in ("the", "a", "an", "these", "those", "such", "all", "any", "of", "by", "under", "air", "rocket", "drone", "missile", "no", "its", "their", "on", "in", "from", "for", "against", "more", "people", "civilians", "including"):
        return True
    if not before:
        return True
    return word.endswith(("s", "k", "t", "n", "l", "d", "r", "e")) and not word.endswith(("ed", "ing")) and bool(
        re.match(r"\s+(?:on|against|by|in|of|was|were|is|are|have|has|had|that|which|and)\b", clause[m.end() :])
    ) and word not in ("struck", "shot", "hit", "beat", "burnt")


def _checkable(clause: str, p: _Patterns, seen: Seen, language: str) -> bool:
    if seen.counted or seen.dated or seen.things:
        return True
    if seen.names or p.person.search(clause):
        return True
    words = lexicon("en")
    acts = [f for f in words.find("act", clause) if not re.search(r"\b(?:these|such|this|those|further)\s+$", clause[: f.start], re.IGNORECASE)]
    people = p.people.search(clause) is not None or p.harm.search(clause) is not None
    return (bool(acts) or people) and p.told.search(clause) is not None or p.past.search(clause) is not None


@dataclass(frozen=True)
class _Patterns:
    promise: re.Pattern[str]
    vow: re.Pattern[str]
    own_will: re.Pattern[str]
    published: re.Pattern[str]
    unless: re.Pattern[str]
    forecast: re.Pattern[str]
    will: re.Pattern[str]
    would: re.Pattern[str]
    legal_may: re.Pattern[str]
    feeling: re.Pattern[str]
    breach: re.Pattern[str]
    predicate: re.Pattern[str]
    committed: re.Pattern[str]
    flat: re.Pattern[str]
    inquiry: re.Pattern[str]
    pattern: re.Pattern[str]
    institutional: re.Pattern[str]
    responsible: re.Pattern[str]
    harm: re.Pattern[str]
    by: re.Pattern[str]
    stated: re.Pattern[str]
    deed_by: re.Pattern[str]
    weapons_of: re.Pattern[str]
    person: re.Pattern[str]
    told: re.Pattern[str]
    people: re.Pattern[str]
    past: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    c = cues(language)
    k = c.raw["kind"]
    flags = re.IGNORECASE
    found = {name: c.found("kind", name).pattern for name in ("promise", "forecast", "feeling", "crimes", "law", "legal_flat", "pattern", "institutional", "responsible")}
    vows = either(k["vows"])
    publish = either([c.forms(v)[2] for v in k["publish"] if " " not in v] + ["made public", "made available"])
    crimes = found["crimes"]
    harm_of = k["harm_of"]
    plain = [v for v in k["harm"] if v.split()[0] not in harm_of]
    close = r"(?:\W+[\w’'-]+){0,6}?\W+"
    specific = "|".join(
        rf"(?:{either(c.forms(v)[:2] + c.forms(v)[2:] + (v,))}){close}(?:{pattern(words).pattern})"
        for v in k["harm"] if v.split()[0] in harm_of for words in [harm_of[v.split()[0]]]
    )
    simple = c.any_form(plain)
    passive = either([c.forms(v)[2] for v in k["harm"]])
    return _Patterns(
        c.found("kind", "promise"),
        re.compile(rf"\bwill\s+{ADVERBS}(?:{vows}|{either([v for v in k['publish']])})\b", flags),
        re.compile(r"\w+(?:\s+(?:will|would)|['’]ll)\s+(?!be\s|have\s|die|suffer|face|continue\s+to\s+(?:suffer|die))", flags),
        re.compile(rf"\b(?:will|would|to)\s+{ADVERBS}be\s+{ADVERBS}(?:{publish})\b", flags),
        re.compile(r"^(?:if|unless|without)\b|\bwill\s+(?:continue|remain)\s+to\s+(?:suffer|die|be\s+killed|starve|deteriorate|live)\b|\b(?:people|civilians|children|patients|lives|families|hospital|hospitals|conflict|crisis|situation|violence|impunity|abuses|war|suffering)\s+will\b", flags),
        c.found("kind", "forecast"),
        re.compile(r"\b(?:will|won['’]t|cannot\s+but)\s+(?!be\s+remembered\s+as)\w", flags),
        re.compile(rf"\b(?:(?:would|could)\s+{ADVERBS}(?:{either(k['forecast_would'])})|(?:may|might)\s+{ADVERBS}(?:{either([w for w in k['forecast_would'] if w not in ('be', 'have', 'represent', 'show', 'amount', 'further', 'only', 'likely')])}))\b(?!\s+(?:been|\w+ed\b))", flags),
        re.compile(rf"\b(?:may|might|could|would)\s+{ADVERBS}(?:amount|constitut\w+|violate|breach|qualify|be\s+(?:unlawful|illegal|a\s+(?:war\s+)?crime|war\s+crimes|considered|indiscriminate|disproportionate))|\bcould\s+(?:be\s+(?:seen|heard|verified|confirmed|established|identified|reached)|not\b)", flags),
        c.found("kind", "feeling"),
        re.compile(rf"\b(?:{c.any_form(k['breach'])})\b(?:\W+[\w’'-]+){{0,9}}?\W+(?:{found['law']}|attacks?|displacement|torture|detention|use|such|deliberate|targeting|transfer|starvation|reprisals|arbitrary|the)|\b(?:law|laws|convention|conventions|statute|rule|article|charter)\s+(?:\w+\s+){{0,3}}(?:prohibits?|forbids?|bans?|requires?|obliges?|protects?|demands?|binds?)\b|\b(?:had|have|has|was|were)\s+been\s+(?:violated|breached)\b|\b(?:is|are|was|were)\s+{ADVERBS}(?:prohibited|forbidden|outlawed|violated|protected)\b", flags),
        re.compile(rf"\b(?:{either([w.rstrip('~*') for w in k['legal_predicate'] if '~' not in w and '*' not in w])}|constitut\w+|amount\w*\s+to|qualif\w+\s+as|represent\w*\s+an?)\s+(?:(?:not|also|clearly|likely|an?|the|nothing\s+less\s+than|both|deliberate|serious|grave|clear|flagrant|blatant|manifest|possible|to|potential|textbook|new|another|most\s+serious|as|been|be|likely|further|plainly|therefore|thus|inherently|and|widespread|\w+ly)\s+){{0,6}}(?:{crimes})", flags),
        re.compile(rf"\b(?:{c.any_form(('commit', 'perpetrate'))}|guilty|bears?|bearing|convicted|suspected|accused|charged)\b(?:\W+[\w’'-]+){{0,6}}?\W+(?:war\s+crimes?|crimes?\s+against\s+humanity|genocide|ethnic\s+cleansing|crimes?\s+under|serious\s+violations?|grave\s+breaches|criminal\s+responsibility|violations?\s+of|crimes?\b)|\bresponsib\w+\s+for\s+(?:\w+\s+)?(?:war\s+crimes?|crimes?|genocide|violations?)", flags),
        c.found("kind", "legal_flat"),
        re.compile(r"\b(?:investigat\w+|inquir\w+|charges?|warrants?|allegations?|convicted|sentenced|trial|tried|prosecut\w+|documented|jurisdiction\s+over)\s+(?:\w+\s+){0,4}(?:for|of|into|on|over|against|with|relate\s+to)\b|\b(?:investigation|inquiry|charges)\s+(?:focus|relate|concern|cover)\w*\b", flags),
        c.found("kind", "pattern"),
        c.found("kind", "institutional"),
        c.found("kind", "responsible"),
        re.compile(rf"(?<![\w-])(?:{simple}|{specific})(?![\w-])", flags),
        re.compile(rf"\b(?:{passive})\b[^.;]{{0,60}}?\bby\s+(?:the\s+|an?\s+|our\s+)?\w", flags),
        re.compile(r"\b(?:is|are|was|were|be|been|being|remains?|held|holds?)\s+(?:\w+\s+){0,2}$", flags),
        re.compile(r"\b(?:use|attacks?|strikes|airstrikes|shelling|killings?|bombings?|bombardment|abuses|torture|executions?|raids?|abductions?|crimes|destruction|looting|siege)\b[^.;,]{0,60}?\bby\s+(?:both\s+|the\s+)?(?=\w)", flags),
        re.compile(rf"(?:['’]s?)?\s+(?:\w+\s+)?(?:{either(c.words('kind', 'blows'))})\s+(?:\w+\s+){{0,6}}?(?:killed|hit|struck|damaged|destroyed|injured|wounded|targeted|flattened|devastated|left|have|has|caused)\b", flags),
        re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\s+[A-Z][a-z]+|^(?:[A-Z][\w.]+\s+){2,}(?:has|have|had|was|is)\b"),
        re.compile(r"\b(?:was|were|had|has|have|did|do|does|is|are|\w{3,}ed|struck|shot|hit|fled|held|began|took|came)\b", flags),
        c.found("things", "people"),
        re.compile(r"\b(?:was|were|had|did|came|arrived|worked|found|held|took|met|fled|shot|struck|opened|received|saw|heard|began|told|left|died|fell|(?:has|have)\s+(?:not\s+|never\s+)?(?:seen|heard|lost|fled|taken|died|shown|met)|visited|interviewed|established|examined|reviewed|analysed|has\s+been|have\s+been)\b", flags),
    )  # fmt: skip
