"""A plain text → the accounts of incidents in it, sentence by sentence, read by rules; nothing is guessed.

What stands outside reported words (who speaks, and when they spoke) is masked before the words are read. A sentence
that only tells how many, of no day, place or object of its own, goes on with the account before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from solferino.exchange.accounts.account import Account, Found, Spot, Value, together
from solferino.exchange.accounts.casualties import casualties
from solferino.exchange.accounts.when import when
from solferino.exchange.accounts.where import struck, weapons, where, whole
from solferino.exchange.accounts.who import who
from solferino.exchange.accounts.words import Words, words
from solferino.prose.atoms import foreign
from solferino.prose.atoms.detail import Detail
from solferino.prose.atoms.name_shapes import words_of
from solferino.prose.atoms.read import read as atoms_of
from solferino.prose.atoms.shapes import part
from solferino.prose.atoms.voices import Line, lines
from solferino.words.party import Parties

_DATELINE = re.compile(part("dateline"))
"""Where and when a text was sent off, not what it tells."""
_SETS = ("date_from", "place", "object", "facility")
_COUNTS = frozenset({"killed_min", "killed_max", "injured_min", "injured_max", "counts_cover", "scope", "stance"})
_ASKED = frozenset({"call", "promise", "forecast"})
_LONGEST = 1000
"""Characters from which on words without a stop are no sentence."""


def accounts(plain: str, *, published: date | None = None, parties: Parties | None = None) -> tuple[Account, ...]:
    """Return the accounts of `plain`, blocks apart by empty lines, in order; `published` tells what "Tuesday" is."""
    known = parties or Parties()
    asked = {
        (a.start, a.end)
        for a in atoms_of(plain, parties=known, as_of=published)
        if a.kind in _ASKED and a.nested_in is None
    }
    found: list[Account] = []
    for line in lines(plain):
        one = _account(plain, line, known, published, asked)
        if one is None:
            continue
        before = found[-1] if found else None
        if before is not None and "\n\n" not in plain[before.end : one.start] and _goes_on(before, one):
            found[-1] = replace(
                before, end=one.end, values={**one.values, **before.values}, notes=(*before.notes, *one.notes)
            )
        else:
            found.append(one)
    return tuple(found)


def _goes_on(before: Account, one: Account) -> bool:
    """True where the second account only tells what the first leaves open."""
    if (
        any(one.values.get(k) for k in (*_SETS, "parties"))
        or one.notes
        or not set(one.values) & {"killed_min", "killed_max", "injured_min", "injured_max"}
    ):
        return False
    fresh = {k for k in one.values if k not in ("counts_cover", "scope", "stance")}
    return not fresh & set(before.values)


def _account(plain: str, line: Line, parties: Parties, published: date | None, asked: Iterable[Spot]) -> Account | None:
    language = line.foreign or "en"
    w = words(language)
    if w is None or line.end - line.start > _LONGEST or line.asks or line.address or line.heading:
        return None
    at = line.start
    text, speaker, denies = _said(plain, line, w)
    text = re.sub(r"\s", " ", text)
    opened = _DATELINE.match(text)
    if opened is not None:
        text = " " * opened.end() + text[opened.end() :]
    for a, b in asked:
        if a < line.end and line.start < b:
            text = text[: max(0, a - at)] + " " * (min(b, line.end) - max(a, at)) + text[b - at :]
    people = w.search("{hurt_people}").sub(lambda m: " " * len(m[0]), text) if "hurt_people" in w else text
    if w.search("{event}").search(people) is None or ("no_attack" in w and w.search("{no_attack}").search(people)):
        return None
    if language == "en":
        detail = Detail.of(
            plain, (line.start, line.end), names=words_of(parties, language), language=language, as_of=published
        )
    else:
        detail = foreign.detail(plain, (line.start, line.end), parties=parties, language=language, as_of=published)
    detail = detail.moved(-at, plain)
    inside = [n for n in detail.numerals if text[n.start : n.end].strip()]
    days = [n for n in detail.dates if text[n.start : n.end].strip()]
    if language == "en":
        places = [(n.start, n.end) for n in detail.names if n.kind == "place" and text[n.start : n.end].strip()]
        taken = [*((n.start, n.end) for n in detail.names), *((n.start, n.end) for n in days)]
        places = whole(text, [*places, *struck(text, taken, w)], w)
        named = [(n.start, n.end) for n in detail.names if n.kind == "party" and text[n.start : n.end].strip()]
        named = [s for s in named if all(s[1] <= a or b <= s[0] for a, b in places)]
    else:
        places, named = _places(text, w), []
    denies = denies or _denied(text, w)
    dayless = list(text)  # "On Monday fighters of …": a day opens no name
    for n in days:
        dayless[n.start : n.end] = "," * (n.end - n.start)
    by = Found() if denies else who("".join(dayless), named, speaker[0].value if speaker else "", w)
    found = together(
        [when(text, days, w, published=published), where(text, places, w), weapons(text, w),
         casualties(text, inside, w), by]
    )  # fmt: skip
    if not any(found.values.get(k) for k in (*_SETS, "killed_min", "killed_max", "injured_min", "injured_max")):
        return None
    values = {k: tuple(Value(v.value, v.start + at, v.end + at) for v in told) for k, told in found.values.items()}
    if speaker:
        values["word_of"] = speaker
    return Account(line.start, line.end, values | _frame(found, line, denies), found.notes)


def _denied(text: str, w: Words) -> bool:
    """True for "no hospital had been targeted"."""
    if "denial" not in w:
        return False
    things = [spot for _, spot in w.things(text, "object")]
    return any(re.search(r"\bno\s+(?:[\w-]+\s+)?$", text[:a]) for a, _ in things)


def _frame(found: Found, line: Line, denies: bool) -> dict[str, tuple[Value, ...]]:
    """Return scope, stance and what the numbers cover; they are about the whole sentence."""
    several = any(n.startswith(("place: several", "object: several")) for n in found.notes)
    fine = [v.value for v in found.values.get("date_precision", ())]
    scope = "period" if fine in (["year"], ["period"]) else "many" if several else "one"
    told = {"scope": scope, "stance": "denies" if denies else "affirms"}
    if set(found.values) & _COUNTS:
        told["counts_cover"] = {"one": "incident", "many": "all places named", "period": "period"}[scope]
    return {k: (Value(v, line.start, line.end),) for k, v in told.items()}


def _said(plain: str, line: Line, w: Words) -> tuple[str, tuple[Value, ...], bool]:
    """Return the sentence with all but what is reported in it masked, on whose word it is, and whether they deny it."""
    whole = plain[line.start : line.end]
    event = w.search("{event}")  # a speaker who is called so has taken in words of what is told
    said = [v.said for v in line.voices if v.said.speaker and event.search(v.said.speaker) is None]
    if not said:
        return whole, (), any(v.said.denies for v in line.voices)
    kept = [" "] * len(whole)
    for v in line.voices:
        a, b = v.said.start - line.start, v.said.end - line.start
        kept[a:b] = whole[a:b]
    after = max(v.said.end for v in line.voices) - line.start
    on = re.compile(w.raw["goes_on"]).search(whole, after) if "goes_on" in w else None
    if on is not None:
        kept[on.start() :] = whole[on.start() :]
    rejects = w.search("{rejects}") if "rejects" in w else None
    denies = any(s.denies for s in said) or (rejects is not None and rejects.search(whole) is not None)
    speakers = {s.speaker for s in said}
    told: tuple[Value, ...] = ()
    if len(speakers) == 1:
        name = said[0].speaker
        cut = (
            rejects.search(name + whole[whole.find(name) + len(name) :])
            if rejects is not None and name in whole
            else None
        )
        name = name[: cut.start()].strip() if cut is not None and cut.start() < len(name) else name
        spot = re.search(re.escape(name), whole, re.IGNORECASE)
        if spot is not None:
            told = (Value(whole[slice(*spot.span())], line.start + spot.start(), line.start + spot.end()),)
    return "".join(kept), told, denies


def _places(text: str, w: Words) -> list[Spot]:
    """Return names after a word for a kind of place, where they cannot be told by a capital: one word each."""
    found = re.finditer(rf"(?:ب|ل|و)?{w['place_kind']}\s+(?P<at>[^\W\d_]+)", text)
    return [m.span("at") for m in found]
