"""The lexicon of a language: words of quantity, modifiers, hedges and the groups that rules look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Literal, TypeVar

from solferino.prose.branches import any_of
from solferino.prose.folded import fold, folded
from solferino.prose.language import language as load
from solferino.prose.masked import either
from solferino.prose.phrase import pattern
from solferino.prose.tongues import base, tongue, tongues
from solferino.words.bounds import Bounds
from solferino.words.errors import UsageError
from solferino.words.grammar import Op, compare
from solferino.words.truth import Truth

_AFTER = {"near": re.compile(r"\s+"), "far": re.compile(r"[\s,،]+(?:[^\W\d]+\s+){0,2}")}
"""Between a number and a modifier that follows it: nothing, or the noun that it counts with one word more."""

Measure = Literal["count", "share", "only", "idle"]


@dataclass(frozen=True)
class Found:
    """Words of a text that belong to a group: `word` is the phrase as the lexicon lists it, without its marks."""

    start: int
    end: int
    text: str
    group: str


@dataclass(frozen=True)
class Quantity:
    """A word of quantity and what it asks: `op number` of a count, or of a share between 0 and 1."""

    word: str
    measure: Measure
    op: Op = ">="
    number: float = 0
    weak: bool = False

    def truth(self, value: Bounds) -> Truth:
        """Return whether `value` satisfies the word: YES at both ends, NO at neither, else BETWEEN."""
        return compare(value, self.op, Bounds.exactly(self.number))

    def asks(self) -> str:
        """Return what the word asks, for messages: `at least 2`, `more than 50 %`."""
        if self.measure == "share" and self.op == ">=" and self.number == 1:
            return "all of them"
        number = f"{self.number * 100:g} %" if self.measure == "share" else f"{self.number:g}"
        words = {">=": "at least ", ">": "more than ", "==": "exactly ", "<": "less than ", "<=": "at most ",
                 "!=": "not "}  # fmt: skip
        if self.op == "==" and self.number == 0:
            return "none"
        return words[self.op] + number


@dataclass(frozen=True)
class Asked:
    """A word of quantity where it stands in a text."""

    start: int
    end: int
    text: str
    quantity: Quantity


@dataclass(frozen=True)
class Modifier:
    """Words that loosen a number: `op` is a comparison, `~` (about), `~<` (nearly) or `<~` (as many as: no more,
    and nearly that), with `slack`."""

    text: str
    op: str
    slack: float = 0.0
    start: int = 0

    def truth(self, value: Bounds, number: Bounds) -> Truth:
        """Return whether a value satisfies the modified number."""
        if self.op.startswith("~"):
            low, high = float(number.low), float(number.high if number.high is not None else number.low)
            top = high if self.op == "~<" else high * (1 + self.slack)
            return compare(value, ">=", Bounds.exactly(low * (1 - self.slack))) & compare(
                value, "<=", Bounds.exactly(top)
            )
        if self.op in ("<", "<=", "<~"):
            most = number.high if number.high is not None else number.low
            return compare(value, "<" if self.op == "<" else "<=", Bounds.exactly(most))
        return compare(value, self.op, Bounds.exactly(number.low))  # type: ignore[arg-type]

    def reaches(self, most: float, number: float) -> bool:
        """Return whether the most that there is comes near the number, where the words say that it does."""
        return self.op != "<~" or most >= number * (1 - self.slack)


@dataclass(frozen=True)
class Hedge:
    """A hedge where it stands: the ladder it speaks on and its rung there, 1 the surest.

    `voice`: it names who says so, and doubts nothing by itself.
    """

    start: int
    end: int
    text: str
    ladder: str
    rung: int
    voice: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Everything a language's file says, compiled; made by `lexicon`."""

    language: str
    groups: Mapping[str, re.Pattern[str]]
    entries: tuple[tuple[re.Pattern[str], Quantity, re.Pattern[str] | None], ...]
    modifiers: tuple[tuple[re.Pattern[str], Modifier, re.Pattern[str] | None], ...]
    """Each with what may stand between the number and it, where it follows the number."""
    hedge_entries: tuple[tuple[re.Pattern[str], str, int, bool], ...]
    hedge_words: tuple[tuple[str, str, int], ...]
    gap: re.Pattern[str]
    """What may stand between a modifier and its number."""
    ladders: Mapping[str, tuple[Quantity, ...]] = field(default_factory=dict)

    @cached_property
    def _any_quantity(self) -> re.Pattern[str]:
        return any_of(compiled for compiled, _, _ in self.entries)

    @cached_property
    def _any_hedge(self) -> re.Pattern[str]:
        return any_of(compiled for compiled, *_ in self.hedge_entries)

    def find(self, group: str, text: str) -> tuple[Found, ...]:
        """Return the words of `text` that belong to `group`, such as act, law, ban or attribution."""
        read = fold(text, self.language)
        return read.back(Found(m.start(), m.end(), m[0], group) for m in self.groups[group].finditer(read.text))

    def opens(self, group: str, text: str) -> int | None:
        """Return where the words of `group` end with which `text` begins; None where it begins with none."""
        read = fold(text, self.language)
        found = self.groups[group].match(read.text)
        return read.origin(found.end()) if found else None

    def quantities(self, text: str, *, idle: bool = False) -> tuple[Asked, ...]:
        """Return the words of quantity in order; where two overlap the longer wins. `idle` keeps the idioms too."""
        read = fold(text, self.language)
        found = [
            Asked(m.start(), m.end(), m[0], quantity)
            for compiled, quantity, before in (self.entries if self._any_quantity.search(read.text) else ())
            for m in compiled.finditer(read.text)
            if before is None or before.match(read.text, m.end())
        ]
        kept = read.back(_longest(found))
        return tuple(a for a in kept if idle or a.quantity.measure != "idle")

    def modifier(self, text: str, start: int, end: int) -> Modifier | None:
        """Return the modifier of the number at `start:end`: the words just before it, or just after it."""
        read = fold(text, self.language)
        text, start, end = read.text, read.at(start), read.at(end)
        best: Modifier | None = None
        for compiled, modifier, after in self.modifiers:
            for m in compiled.finditer(text, end if after else max(0, start - 40), end + 40 if after else start):
                gap, near = (text[end : m.start()], after) if after else (text[m.end() : start], self.gap)
                if near.fullmatch(gap) and (best is None or len(m[0]) > len(best.text)):
                    best = Modifier(m[0], modifier.op, modifier.slack, m.start())
        return replace(best, start=read.starts[best.start]) if best and read.starts else best

    def hedges(self, text: str) -> tuple[Hedge, ...]:
        """Return the hedges of `text` in order, each with its ladder; where two overlap the longer wins."""
        read = fold(text, self.language)
        found = [
            Hedge(m.start(), m.end(), m[0], ladder, rung, voice)
            for p, ladder, rung, voice in (self.hedge_entries if self._any_hedge.search(read.text) else ())
            for m in p.finditer(read.text)
        ]
        return read.back(_longest(found))

    def weaker(self, quantity: Quantity, value: Bounds) -> Quantity | None:
        """Return the strongest word below `quantity` on its ladder that `value` satisfies, None when none does."""
        rungs = self.ladders.get(quantity.measure, ())
        below = [
            q for q in rungs if q.word.casefold() != quantity.word.casefold() and q.number < max(quantity.number, 1)
        ]
        return next((q for q in below if q.number > 0 and q.truth(value) is Truth.YES), None)


Spot = TypeVar("Spot", Asked, Hedge)


def _longest(found: list[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for item in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        # The same words may hedge on two ladders; words within other words say nothing of their own.
        if all(item.end <= k.start or k.end <= item.start or _twins(item, k) for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: f.start)


def _twins(a: Spot, b: Spot) -> bool:
    alike = isinstance(a, Hedge) and isinstance(b, Hedge) and a.ladder != b.ladder
    return alike and (a.start, a.end) == (b.start, b.end)


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon of a BCP 47 tag; raise UsageError that names the languages there are."""
    if base(language) not in tongues("lexicons"):
        raise UsageError(
            f"no lexicon for language {language!r}", f"lexicons exist for: {', '.join(tongues('lexicons'))}"
        )
    raw = folded(tongue(language, "lexicons"), language)
    plain, edge = tongue(language, "lexicons"), load(language).edge

    def made(words: Iterable[str], endings: str = "") -> re.Pattern[str]:
        return pattern(words, inflections=endings, edge=edge)

    endings = str(raw["inflections"])
    quantities = [(q, _quantity(as_written)) for q, as_written in zip(raw["quantity"], plain["quantity"], strict=True)]
    return Lexicon(
        base(language),
        {name: made(words, endings) for name, words in raw["words"].items()},
        tuple((made(q["words"], endings), quantity, _before(q)) for q, quantity in quantities),
        tuple(
            (made(m["words"]), Modifier("", m["op"], float(m.get("slack", 0))), _AFTER.get(m.get("after", "")))
            for m in raw["modifier"]
        ),
        tuple((made(h["words"], endings), h["ladder"], int(h["rung"]), h.get("voice", False)) for h in raw["hedge"]),
        tuple((h["words"][0], h["ladder"], int(h["rung"])) for h in plain["hedge"]),
        re.compile(rf"\s+(?:{either(raw['articles'])}\s*)?|\s*", re.IGNORECASE),
        {
            measure: tuple(_rung(plain["quantity"], word) for word in words)
            for measure, words in plain["ladder"].items()
        },
    )


def _quantity(entry: Mapping[str, Any], word: str = "") -> Quantity:
    return Quantity(
        word or entry["words"][0], entry["measure"], entry.get("op", ">="), entry.get("number", 0),
        bool(entry.get("weak")),
    )  # fmt: skip


def _rung(entries: Iterable[Mapping[str, Any]], word: str) -> Quantity:
    return _quantity(next(e for e in entries if word in e["words"]), word)


def _before(entry: Mapping[str, Any]) -> re.Pattern[str] | None:
    return re.compile(r"\s+" + entry["only_before"], re.IGNORECASE) if "only_before" in entry else None
