"""Which kind an atom is that is no call: the first cue that its clause gives, from the most definite on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from solferino.prose.atoms.atom import Kind
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.named import Name
from solferino.prose.atoms.shapes import shapes
from solferino.prose.lexicon import lexicon
from solferino.prose.masked import either
from solferino.prose.phrase import pattern

Shapes = Mapping[str, re.Pattern[str]]
_DENIED = re.compile(r"\b(?:not|never|no|neither)\b|n['’]t\b", re.IGNORECASE)
_UNFELT = re.compile(r"(?:\bnot|n['’]t|\b(?:fail|refus|declin|omit|neglect)\w*\s+to|\bfailure\s+to)\s+$", re.IGNORECASE)
"""Before a word of feeling: nobody feels it."""
_OWN = re.compile(r"(?:our|my|we|its|they|it)\b", re.IGNORECASE)
"""Who speaks of their own forces denies; what others are said not to have done is a record."""
_DONE_TO = re.compile(r"\s*(?:$|[.,;]|(?:in|at(?!\s+(?:least|most)\b)|near|during|since|after|amid)\b)")
"""After a participle without an object: it was done to the party, not by it."""
_THOSE = re.compile(r"\b(?:those|anyone|all\s+(?:those|who|persons|individuals))\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
"""Before "responsible for": nobody is named."""
_SUBJECT = re.compile(
    r"\b(?P<who>we|they|he|she|it)(?:['’](?:ve|d|s))?\s+(?P<aux>(?:has|have|had|did|do|does)\s+)?(?:(?:not|never|also|then|later|again|\w+ly)\s+){0,2}$",
    re.IGNORECASE,
)
"""A pronoun before a verb, and what may stand between them in the active voice."""
_SAID_TO_BE = re.compile(r"\b(?:is|are|was|were|be|been|as)\s+(?:the\s+|an?\s+)?(?:\w+\s+)?$")
"""Before "perpetrators of": somebody is said to be one."""
_BESIDE = 30
_NEAR = 16
"""Letters from "by" to the name of who did it: an article and an adjective may stand between."""
_POINTED = re.compile(r"\b(?:these|such|this|those|further)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """What stands in a clause beside its words: what it names, whether it holds a number, a day, a thing.

    `own`: it opens with a pronoun that stands for who speaks; `subject` is a pronoun that acts, whoever it is.
    `spoken`: somebody is named who says it, so that "X did not" is a denial.
    """

    names: Sequence[Name] = ()
    counted: bool = False
    dated: bool = False
    things: bool = False
    own: bool = False
    subject: Name | None = None
    spoken: bool = False


def kinds(clause: str, seen: Seen, language: str = "en") -> tuple[Kind, ...]:
    """Return the kind of a clause, and after it the kinds that the same words carry besides."""
    p = _patterns(language)
    found: list[Kind] = []
    if first := _first(clause, p, seen):
        found.append(first)
    if _qualifies(clause, p):
        found.append("qualification")
    if _repeats(clause, p):
        found.append("pattern")
    if _blames(clause, p, seen):
        found.append("attribution")
    if not found and not seen.counted and p["courtesy"].search(clause):
        return ("context",)
    if (not found or found[0] in ("attribution", "pattern")) and _checkable(clause, p, seen, language):
        found.append("record")
    return tuple(found) or ("context",)


def _any(names: Sequence[str], clause: str, p: Shapes) -> bool:
    return any(p[name].search(clause) is not None for name in names)


def _first(clause: str, p: Shapes, seen: Seen) -> Kind | None:
    """Return promise, forecast or presupposition, whichever cue stands first; a promise before a forecast."""
    found: list[tuple[int, int, Kind]] = []
    if not p["unless"].search(clause):
        found += [(at, 0, "promise") for at in _starts(("promise", "vow", "published", "committed_to"), clause, p)]
        found += [(0, 0, "promise")] if seen.own and p["own_will"].match(clause) else []
    if not p["legal_may"].search(clause) and not p["guess"].search(clause):
        found += [(at, 1, "forecast") for at in _starts(("forecast", "will", "would", "until"), clause, p)]
    promised = [at for at, rank, _ in found if rank == 0]
    if promised:
        found = [f for f in found if f[1] == 0]
    felt = [m.start() for m in p["feeling"].finditer(clause) if not _UNFELT.search(clause[: m.start()])]
    found += [(at, 2, "presupposition") for at in felt[:1]]
    return min(found)[2] if found else None


def _starts(names: Sequence[str], clause: str, p: Shapes) -> list[int]:
    return [m.start() for name in names if (m := p[name].search(clause)) is not None]


def _qualifies(clause: str, p: Shapes) -> bool:
    """True for a verb of breach, a predicate of law or a crime committed, not where the law is only named."""
    if p["inquiry"].search(clause):
        return False
    tried = (p[name].search(clause) for name in ("breach", "predicate", "committed", "legal_flat"))
    found = [m.start() for m in tried if m is not None]
    acted = p["institutional"].search(clause)
    return bool(found) and (acted is None or acted.start() > min(found))


def _repeats(clause: str, p: Shapes) -> bool:
    """True where something was done again and again, and not an act of an institution beside the cue."""
    acts = [m.span() for m in p["institutional"].finditer(clause)]
    return any(
        all(b < m.start() - _BESIDE or m.end() + _BESIDE < a for a, b in acts) for m in p["pattern"].finditer(clause)
    )


def _blames(clause: str, p: Shapes, seen: Seen) -> bool:
    """True where somebody is said to have done harm, as the subject of it, after "by", or as responsible."""
    drafted = p["institutional"].search(clause) is not None
    for m in p["responsible"].finditer(clause):
        if (drafted and p["backing"].fullmatch(m[0])) or _THOSE.search(clause[: m.start()]):
            continue
        if m[0].casefold() == "caused by" and not any(m.end() < n.start <= m.end() + _NEAR for n in seen.names):
            continue  # a thing: "caused by explosive weapons"
        if m[0].casefold().startswith("perpetrator") and not _SAID_TO_BE.search(clause[: m.start()]):
            continue
        if m[0].casefold() != "responsible for" or p["stated"].search(clause[: m.start()]):
            return True
    if p["refuted"].search(clause) and seen.names:
        return True
    unnamed = cues().names["unnamed"]
    parties = [n for n in seen.names if n.kind == "party" and n.text.casefold() not in unnamed]
    if seen.subject is not None:
        parties.append(seen.subject)
    if any(p["weapons_of"].match(clause, n.end) or p["blow_of"].match(clause, n.end) for n in parties):
        return True
    if any(
        _pronoun(clause, m, denied=seen.spoken)
        or (
            _acts(clause, m, parties, p, denied=seen.spoken)
            and (_carried(m, parties) or (name == "harm" and " " in m[0]) or not _noun(clause, m, p))
        )
        for name in ("harm", "harm_far")
        for m in p[name].finditer(clause)
    ):
        return True
    found = ("by", "deed_by", "of_whom", "laid_to")
    told = [m.end() for name in found for m in p[name].finditer(clause)]
    return any(at < n.start <= at + _NEAR for at in told for n in parties) or any(
        p["doer"].match(clause, at) for at in told
    )


def _acts(clause: str, m: re.Match[str], parties: Sequence[Name], p: Shapes, *, denied: bool) -> bool:
    """True where a party before the verb can be its subject: not after "against", no passive between them."""
    return any(
        n.end <= m.start()
        and not p["against"].search(clause[: n.start].rstrip())
        and not p["suffers"].search(clause[n.end : m.start()])
        and (denied or _OWN.match(n.text) or not _DENIED.search(clause[n.end : m.start()]))
        and not (
            m[0].casefold().endswith("ed") and _DONE_TO.match(clause[m.end() :]) and not p["bare_told"].match(m[0])
        )
        for n in parties
    )


def _pronoun(clause: str, m: re.Match[str], *, denied: bool) -> bool:
    """True where a pronoun that acts stands right before the verb: "they have shelled", "we hit"."""
    before = _SUBJECT.search(clause[: m.start()])
    denies = before is not None and _DENIED.search(before[0]) is not None
    if before is None or (denies and (not denied or (before["aux"] or "").casefold().startswith(("do ", "does")))):
        return False  # "we do not target": a policy, no denial of a deed
    return not (
        m[0].casefold().endswith("ed") and before["aux"] is None and _DONE_TO.match(clause[m.end() :]) is not None
    )


def _carried(m: re.Match[str], parties: Sequence[Name]) -> bool:
    """True for a verb that opens the clause, whose subject stands in the clause before."""
    return m.start() == 0 and any(n.end == 0 for n in parties)


def _noun(clause: str, m: re.Match[str], p: Shapes) -> bool:
    """True for a form that is a noun or an adjective here: "the attacks", "air strikes", "killed" after a number."""
    c = cues()
    before = re.findall(r"[\w’'-]+", clause[: m.start()])[-1:]
    if not before or before[0][0].isdigit() or before[0].casefold() in c.set_of("kind", "noun_after"):
        return True
    word, last = m[0].split()[0].casefold(), before[0].casefold()
    if last == "to" and p["went_on"].search(clause[: m.start()]):
        return False
    if word.endswith(("ed", "ing")) or word in c.set_of("kind", "pasts"):
        return False
    many = last.endswith(("s", "ly")) or last in c.plain_words or last in c.set_of("kind", "many")
    if word in c.stems and not many:
        return True
    after = rf"\s*$|\s*[.,;:]|\s+{c.among('kind', 'noun_before')}\b"
    return re.match(after, clause[m.end() :]) is not None


def _checkable(clause: str, p: Shapes, seen: Seen, language: str) -> bool:
    """True where a record could tell: a number, a day, a name, a thing, or something that happened."""
    if seen.counted or seen.dated or seen.things or seen.names or _starts(("person", "guess", "figure"), clause, p):
        return True
    acts = lexicon(language).find("act", clause)
    happened = any(not _POINTED.search(clause[: f.start]) for f in acts) or _any(
        ("people", "harm", "harm_far"), clause, p
    )
    return (happened and p["told"].search(clause) is not None) or p["past"].search(clause) is not None


@cache
def _patterns(language: str) -> Shapes:
    c = cues(language)
    k = c.raw["kind"]
    close = r"(?:\W+[\w’'-]+){0,6}?\W+"
    special = k["harm_of"]
    with_words = [
        rf"{c.any_form([v])}{close}(?:{pattern(special[v.split()[0]]).pattern})"
        for v in k["harm"] if v.split()[0] in special
    ]  # fmt: skip
    alone = ("attack", "strike", "fire", "raid", "loot", "use", "launch", "open fire")
    known = ("promise", "forecast", "feeling", "legal_flat", "pattern", "institutional", "responsible", "courtesy")
    return {
        **shapes("kinds", {
            "vows": either(k["vows"]), "publish": either(k["publish"]), "law": c.found("kind", "law").pattern,
            "published_words": either([*(c.forms(v)[2] for v in k["publish"]), "made public", "made available"]),
            "would_words": either(k["forecast_would"]),
            "may_words": either(set(k["forecast_would"]) - set(k["no_forecast_may"])),
            "breach_verbs": c.any_form(k["breach"]), "predicates": either(k["legal_predicate"]),
            "crimes": c.found("kind", "crimes").pattern, "commit": c.any_form(k["commits"]),
            "simple_harm": c.any_form([v for v in k["harm"] if v.split()[0] not in special]),
            "harm_with": "|".join(with_words), "harmed": c.harmed, "doers": either(k["doers"]),
            "blows": either(k["blows"]), "deeds": either(c.base_verbs | set(c.words("call", "deeds"))),
        }),
        **{name: c.found("kind", name) for name in known},
        "people": c.found("things", "people"), "backing": re.compile(either(k["backing"]), re.IGNORECASE),
        "bare_told": re.compile(either([c.forms(v)[1] for v in alone]), re.IGNORECASE),
    }  # fmt: skip
