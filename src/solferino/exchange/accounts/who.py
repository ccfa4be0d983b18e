"""Who is said to have done it, from one sentence: the subject of the deed, "by" after it, or whom somebody blames."""

from __future__ import annotations

import re
from collections.abc import Sequence

from solferino.exchange.accounts.account import Found, Spot, Value
from solferino.exchange.accounts.words import Words

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞА-Я][\w’'-]*)"


def who(text: str, parties: Sequence[Spot], speaker: str, w: Words) -> Found:
    """Return `parties` as written, and how they stand to each other; nothing where a party is only named.

    A pronoun before the deed is who speaks: "the army said that it had struck …".
    """
    if "did" not in w:
        return Found()
    spots = _longest([*parties, *_actors(text, w)])
    blamed = [s for s in spots if _acts(text, s, w) or _after_by(text, s, w) or _accused(text, s, w)]
    groups = [g for g in _runs(text, spots, w) if any(s in blamed for s in g)]
    found = [s for g in groups for s in g]
    relation: dict[str, tuple[Value, ...]] = {}
    if len(groups) == 1 and len(found) > 1:
        joint = text[found[0][1] : found[1][0]]
        how = "either_of" if w.search("{either}").search(joint) else "unstated_and"
        relation = {"attribution_relation": (Value(how, found[0][1], found[1][0]),)}
    elif len(found) == 1:
        inside = text[slice(*found[0])]
        how = next((h for word, h in ((" or ", "either_of"), (" and ", "unstated_and")) if word in inside), "exactly")
        relation = {"attribution_relation": (Value(how, *found[0]),)}
    if relation and len(groups) == 1 and w.search("{jointly}").search(text):
        relation = {"attribution_relation": (Value("jointly", *found[0]),)}
    speaks = speaker and w.search("{own_deeds}").search(speaker)
    if not found and speaks and (own := w.search(r"(?:{mine}|{pronoun})\s+(?:{adverbs}\s+)*{did}").search(text)):
        return Found({"parties": (Value(speaker, *own.span()),),
                      "attribution_relation": (Value("exactly", *own.span()),)})  # fmt: skip
    if len(groups) > 1:
        told = ", ".join(f"“{text[slice(*s)]}”" for s in found)
        return Found(notes=(f"parties: several, not said how they stand to each other: {told}",))
    return Found({"parties": tuple(Value(text[slice(*s)], *s) for s in found), **relation} if found else {})


def _actors(text: str, w: Words) -> list[Spot]:
    """Return forces that no list of names holds: "government aircraft", "fighters of the Black Column"."""
    before = rf"(?:(?:the|a|an)\s+)?(?:(?:{_CAPITAL}|{{whose}}|local|masked|unidentified|armed|or|and)\s+)*"
    of = rf"(?:\s+(?:of|from|loyal\s+to)\s+(?:the\s+)?(?:{_CAPITAL}|\d+(?:st|nd|rd|th))(?:\s+{_CAPITAL})*)?"
    found = [m.span() for m in w.search(rf"(?<!\w){before}{{actor}}{of}").finditer(text)]
    for m in w.search(rf"(?<!\w)(?:the\s+)?(?:(?:{_CAPITAL}|{{whose}}|or|and)\s+)+{{platform}}").finditer(text):
        # An opening word with a capital is no name by itself.
        if m.start() > 0 or len(m[0].split()) > 2 or w.search("^(?:the\\s+)?{whose}").match(m[0]) or _name(m[0]):
            found.append(m.span())
    return [_trimmed(text, s) for s in found]


def _name(words: str) -> bool:
    return re.match(r"[A-Z]\w+(?:an|ese|ish|ian|i)\s", words) is not None


def _trimmed(text: str, spot: Spot) -> Spot:
    lead = re.match(r"(?:(?:or|and)\s+)*", text[slice(*spot)], re.IGNORECASE)
    return spot[0] + (lead.end() if lead else 0), spot[1]


def _acts(text: str, spot: Spot, w: Words) -> bool:
    """True where the deed follows its doer; "were struck" is done to them."""
    after = text[spot[1] :]
    deed = r"(?:\s+(?:or|and)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,4}?)?\s+(?:{adverbs}\s+)*{did}"
    if w.search(deed).match(after) is not None:
        return True
    inside = text[slice(*spot)]
    if not (_name(inside + " ") or " " in inside or w.search("{actor}|{platform}|{whose}").search(inside)):
        return False  # "Chemical attack on": what kind of attack, and nobody
    return (
        w.search(r"\s+(?:\w+\s+)?{done_after}\s+(?:hit|struck|killed|destroyed|damaged|wounded|on)\b").match(after)
        is not None
    )


def _after_by(text: str, spot: Spot, w: Words) -> bool:
    said = w.search(r"{done_after}\s+(?:\w+\s+){0,2}?{done}(?:\s+the)?\s*$")
    return said.search(text[: spot[0]]) is not None or w.search(r"{blamed_on}(?:\s+the)?\s*$").search(
        text[: spot[0]]
    ) is not None  # fmt: skip


def _accused(text: str, spot: Spot, w: Words) -> bool:
    return w.search(r"{blame}(?:\s+the)?\s*$").search(text[: spot[0]]) is not None


def _runs(text: str, spots: Sequence[Spot], w: Words) -> list[list[Spot]]:
    """Join parties with nothing but "or" or "and" between them."""
    runs: list[list[Spot]] = []
    for s in spots:
        joint = text[runs[-1][-1][1] : s[0]] if runs else ""
        if runs and re.fullmatch(r"\s*(?:,\s*)?(?:or|and|either|jointly)(?:\s+the)?\s*", joint, re.IGNORECASE):
            runs[-1].append(s)
        else:
            runs.append([s])
    return runs


def _longest(spots: Sequence[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for a, b in sorted(set(spots), key=lambda s: (s[0] - s[1], s[0])):
        if all(b <= x or y <= a for x, y in kept):
            kept.append((a, b))
    return sorted(kept)
