"""What a sentence names, and where: parties, places, numbers, days, hedges, weapons, objects, words of quantity."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from solferino.prose.atoms.atom import Atom, Kind
from solferino.prose.atoms.clauses import Spot
from solferino.prose.atoms.cues import OPENING, cues
from solferino.prose.atoms.days import typed
from solferino.prose.atoms.kinds import Seen
from solferino.prose.atoms.name_shapes import Words
from solferino.prose.atoms.named import Name, named
from solferino.prose.atoms.suggests import suggests
from solferino.prose.lexicon import lexicon
from solferino.prose.numeral import Numeral
from solferino.prose.phrase import pattern

_PRONOUN = re.compile(r"(?:it|they|he|she)\s+(?!\w+\s+not\b|\w+n['’]t\b)", re.IGNORECASE)
"""A pronoun that acts: not one that is said not to have."""
_ENDINGS = r"(?:s|es|['’]s)?"


@dataclass(frozen=True)
class Detail:
    """One sentence of a plain text and what it names; every offset counts from the text's beginning."""

    names: tuple[Name, ...] = ()
    numerals: tuple[Numeral, ...] = ()
    dates: tuple[Numeral, ...] = ()
    hedges: tuple[Spot, ...] = ()
    weapons: tuple[Spot, ...] = ()
    objects: tuple[Spot, ...] = ()
    quantity: tuple[Spot, ...] = ()
    plain: str = field(default="", repr=False)

    @classmethod
    def of(cls, plain: str, spot: Spot, *, names: Words, language: str, as_of: date | None) -> Detail:
        """Return what the sentence at `spot` names."""
        at, text = spot[0], plain[spot[0] : spot[1]]
        counted, dated = typed(text, language, as_of)
        words, hedge = lexicon(language), _hedges(language)
        doubts = ((h.start, h.end) for h in words.hedges(text) if not h.voice)
        hedges = _longest([*doubts, *(m.span() for m in hedge.finditer(text))])
        return cls(
            named(text, names, language), counted, dated, tuple(hedges),
            tuple(m.span() for m in _things("weapon", language).finditer(text)),
            tuple(m.span() for m in _things("object", language).finditer(text)),
            tuple((q.start, q.end) for q in words.quantities(text)),
        ).moved(at, plain)  # fmt: skip

    def moved(self, by: int, plain: str) -> Detail:
        """Return the same with offsets of the whole text, in which the sentence begins at `by`."""
        spots = {
            name: tuple((a + by, b + by) for a, b in getattr(self, name))
            for name in ("hedges", "weapons", "objects", "quantity")
        }
        return Detail(
            tuple(replace(n, start=n.start + by, end=n.end + by) for n in self.names),
            tuple(replace(n, start=n.start + by, end=n.end + by) for n in self.numerals),
            tuple(replace(n, start=n.start + by, end=n.end + by) for n in self.dates),
            plain=plain, **spots,
        )  # fmt: skip

    def seen(self, spot: Spot, *, spoken: bool = False, carried: bool = False) -> Seen:
        """Return what helps to tell the kind of the clause at `spot`; names count from its beginning.

        `spoken`: a pronoun that opens it stands for who speaks. `carried`: who acted before it acts in it too.
        """
        a, b = spot
        names = [replace(n, start=n.start - a, end=n.end - a) for n in self.names if a <= n.start and n.end <= b]
        names += [Name(0, 0, "party", "")] * carried
        opened = OPENING.match(self.plain[a:b])
        at = a + opened.end() if opened is not None else a
        own = _PRONOUN.match(self.plain, at, b)
        subject = Name(at - a, own.end() - a - 1, "party", own[0].strip()) if own is not None else None
        if subject is not None and spoken:
            names.append(subject)
        speaks = re.match(
            r"(?:(?:and|but|so|yet)\s+)?(?:we|i)\b" if not spoken else r"(?:it|they|he|she|we|i)\b",
            self.plain[a:b],
            re.IGNORECASE,
        )
        return Seen(
            tuple(names),
            any(a <= n.start < b for n in self.numerals),
            any(a <= n.start < b for n in self.dates),
            any(a <= s[0] < b for s in (*self.weapons, *self.objects)),
            speaks is not None,
            subject,
            spoken,
        )

    def atom(
        self, spot: Spot, kind: Kind, *, speaker: str = "", to: tuple[str, ...] = (), quoted: bool = False,
        also: tuple[Kind, ...] = (), nested_in: int | None = None, frame: tuple[Spot, ...] = (),
    ) -> Atom:  # fmt: skip
        """Return the atom at `spot`; it takes also what stands in `frame`, words around it that belong to no other."""
        spots = (spot, *frame)
        text = self.plain[spot[0] : spot[1]]
        numerals = tuple(n for n in self.numerals if _in((n.start, n.end), spots))
        return Atom(
            text, *spot, kind, speaker, to, numerals, tuple(n for n in self.dates if _in((n.start, n.end), spots)),
            self._named("party", spots), self._named("place", spots), self._texts(self.hedges, spots), nested_in,
            suggests(text, kind, counted=bool(numerals)), self._texts(self.weapons, spots),
            self._texts(self.objects, spots), self._texts(self.quantity, spots), quoted, also,
        )  # fmt: skip

    def outside(self, inside: tuple[Spot, ...], whole: Spot) -> tuple[Spot, ...]:
        """Return the parts of `whole` that none of `inside` covers."""
        found, at = [], whole[0]
        for a, b in sorted(inside):
            if a > at:
                found.append((at, a))
            at = max(at, b)
        return tuple(f for f in (*found, (at, whole[1])) if f[0] < f[1])

    def past_act(self, spot: Spot, asked: int) -> bool:
        """True where a call is told as an act of the past, with its day or document: a matter of record."""
        before = self.plain[spot[0] : asked]
        told = re.search(
            r"\b(?:called|demanded|urged|requested|asked|decided|ordered|recommended|invited|appealed)\b", before
        )
        if told is None or re.search(r"\b(?:has|have)\s+(?:\w+\s+)?$", before[: told.start()]):
            return False
        symbols = [n for n in self.numerals if n.kind == "symbol" and spot[0] <= n.start < spot[1]]
        days = [n for n in self.dates if n.unit in ("day", "month", "year") and spot[0] <= n.start < asked]
        return bool(symbols or days)

    def _named(self, kind: str, spots: tuple[Spot, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n.text for n in self.names if n.kind == kind and _in((n.start, n.end), spots)))

    def _texts(self, found: tuple[Spot, ...], spots: tuple[Spot, ...]) -> tuple[str, ...]:
        return tuple(self.plain[a:b] for a, b in found if _in((a, b), spots))


def _in(one: Spot, spots: tuple[Spot, ...]) -> bool:
    return any(a < one[1] and one[0] < b for a, b in spots)


def _longest(found: list[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for a, b in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if all(b <= k[0] or k[1] <= a for k in kept):
            kept.append((a, b))
    return sorted(kept)


@cache
def _hedges(language: str) -> re.Pattern[str]:
    return pattern(cues(language).words("hedge", "more"))


@cache
def _things(group: str, language: str) -> re.Pattern[str]:
    return pattern(cues(language).words("things", group), inflections=_ENDINGS)
