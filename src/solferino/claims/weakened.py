"""Weaker forms of a claim that hold: down the ladder of words, or with one condition left out."""

from __future__ import annotations

import re

from solferino.claims.where import PARTY_COLUMNS
from solferino.prose.lexicon import Lexicon, Quantity
from solferino.words.bounds import Bounds
from solferino.words.grammar import GrammarError, parse
from solferino.words.result import ClaimResult, Weaker
from solferino.words.truth import Truth

SHOWN = 4
"""Weaker forms named in one finding; the claim's page lists all."""

_BEYOND = 1e12
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])")


def headline(result: ClaimResult) -> tuple[str, Bounds] | None:
    """Return the number a claim is about, with its name: the first value it gives that is one."""
    return next(((k, v) for k, v in result.values.items() if isinstance(v.base, int | float)), None)


def measured(result: ClaimResult, quantity: Quantity) -> tuple[str, Bounds] | None:
    """Return the value a word asks about: the share for `most`, its part for `several`, else the headline."""
    if quantity.measure == "share":
        return ("share", result.values["share"]) if "share" in result.values else None
    if result.kind == "share":
        return ("part", result.values["part"]) if "part" in result.values else None
    return headline(result)


def more_asked(result: ClaimResult) -> bool:
    """True where the claim would hold if its values were higher: it asks for more than there is."""
    try:
        expression = parse(result.holds)
        if expression.truth(result.values) is Truth.YES:
            return False
        tried = [_BEYOND, *(float(n) for n in _NUMBER.findall(result.holds))]
        return any(expression.truth(_raised(result, to)) is Truth.YES for to in tried)
    except (GrammarError, KeyError):
        return False


def _raised(result: ClaimResult, to: float) -> dict[str, Bounds]:
    """Return the values with each number lower than `to` raised to it."""
    return {k: Bounds.exactly(to) if _number(v) and float(v.low) < to else v for k, v in result.values.items()}


def short(result: ClaimResult) -> bool:
    """True where there is some of what the claim asks more of: one draft where two were asked."""
    values = [v for k, v in result.values.items() if _number(v) and k not in ("whole", "parties")]
    return more_asked(result) and any(float(v.low) > 0 for v in values)


def actor(weaker: Weaker) -> bool:
    """True where the condition left out is who did it."""
    return weaker.key in (*PARTY_COLUMNS, "party", "body", "made_by")


def forms(result: ClaimResult, words: Lexicon, asked: Quantity | None) -> str:
    """Return the weaker forms that hold, most telling first: a word down the ladder, then a condition left out."""
    told: list[str] = []
    if asked is not None and (mine := measured(result, asked)) is not None:
        rung = words.weaker(asked, mine[1]) if asked.number else None
        told.append(f"{rung.word} ({mine[0]} = {mine[1]})" if rung else f"{mine[0]} = {mine[1]}")
    elif short(result):
        told.append(", ".join(f"{k} = {v}" for k, v in result.values.items()))
    weaker = [(w, m) for w in result.weaker if (m := _meets(w, result, asked)) is not None]
    if told or any(not actor(w) for w, _ in weaker):
        weaker = [pair for pair in weaker if not actor(pair[0])]
    # The nearest to what was said comes first: fewest more than there are.
    weaker.sort(key=lambda pair: (float(pair[1][1].base), pair[0].key))
    told += [f"{name} = {value} {w.text}" for w, (name, value) in weaker]
    return "; ".join(told[:SHOWN])


def _meets(weaker: Weaker, result: ClaimResult, asked: Quantity | None) -> tuple[str, Bounds] | None:
    """Return the value of a weaker form that satisfies the word, or the claim's threshold where there is no word."""
    name = measured(result, asked) if asked else headline(result)
    value = weaker.values.get(name[0]) if name else None
    if name is None or value is None or not _number(value) or value == name[1]:
        return None
    if result.kind == "share" and weaker.values.get("whole") == result.values.get("whole"):
        return None  # what was left out is what made a part of the whole: all of it is no form of the claim
    met = asked.truth(value) is Truth.YES if asked else weaker.holds
    return (name[0], value) if met else None


def _number(value: Bounds) -> bool:
    return isinstance(value.base, int | float)
