"""The words of a language by which a text falls into atoms, compiled from `en.toml` and `names.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from solferino.prose.atoms.shapes import part
from solferino.prose.masked import either
from solferino.prose.phrase import pattern

OPENING = re.compile(part("opening"))
"""What opens a sentence before its subject."""
ADVERBS = part("adverbs")
"""What may stand between an auxiliary and its verb, or before a verb."""


@dataclass(frozen=True, eq=False)
class Cues:
    """The tables as written (`raw`, `names`), and what is made from them when first asked for."""

    raw: Mapping[str, Any]
    names: Mapping[str, Any]

    @cache  # noqa: B019  # one Cues lives as long as the process
    def words(self, table: str, key: str) -> tuple[str, ...]:
        """Return one list of the data."""
        return tuple(self.raw[table][key])

    @cache  # noqa: B019
    def set_of(self, table: str, key: str) -> frozenset[str]:
        """Return one list of the data, of `names.toml` where `table` is "names", for asking what is in it."""
        return frozenset(self.names[key] if table == "names" else self.raw[table][key])

    @cache  # noqa: B019
    def found(self, table: str, key: str) -> re.Pattern[str]:
        """Return the pattern of one list of phrases."""
        return pattern(self.raw[table][key], inflections=_ENDINGS)

    @cache  # noqa: B019
    def among(self, table: str, key: str) -> str:
        """Return an expression of one list of the data, of `names.toml` where `table` is "names"."""
        return either(self.names[key] if table == "names" else self.raw[table][key])

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words that stand beside a person's name and say who that is."""
        words = (*self.words("speech", "roles"), *self.words("speech", "offices"))
        return frozenset(w.casefold().rstrip(".") for w in words)

    @cached_property
    def acting(self) -> re.Pattern[str]:
        """The end of words for somebody who acts: a force, a body, an office."""
        who = either([*self.names["actors"], *self.words("speech", "offices")])
        return re.compile(rf"(?<!\w){who}$", re.IGNORECASE)

    @cached_property
    def asking(self) -> str:
        """Every form of the verbs with which somebody is asked."""
        return self.any_form([*self.words("call", "verbs"), "pressure on"])

    @cached_property
    def saying_or_asking(self) -> str:
        """Finite forms of verbs after which a single name is a party that says or asks."""
        return f"{self.say}|{self.finite((*self.words('call', 'verbs'), 'call for', 'demand'), base=False)}"

    @cached_property
    def opens_order(self) -> frozenset[str]:
        """Forms with which a paragraph of a resolution opens, and no plural of people."""
        return self.known_finite - self.plurals

    @cache  # noqa: B019
    def forms(self, verb: str) -> tuple[str, str, str, str]:
        """Return third person, past, participle and -ing of a base form, further words kept: `calls on`."""
        head, _, rest = verb.partition(" ")
        made = self.raw["irregular"].get(head) or _regular(head, doubled=head in self.set_of("small", "doubled"))
        third, past, participle, ing = (f"{form} {rest}".strip() for form in made)
        return third, past, participle, ing

    def finite(self, verbs: Iterable[str], *, base: bool = True) -> str:
        """Return an expression of the forms with which a clause can be said: `says`, `said`, and `say` with `base`."""
        return either([f for v in verbs for f in (*self.forms(v)[:3], *([v] if base else ()))])

    def any_form(self, verbs: Iterable[str]) -> str:
        """Return an expression of every form of `verbs`."""
        return either([f for v in verbs for f in (v, *self.forms(v))])

    @cached_property
    def harmed(self) -> str:
        """Participles of the verbs of harm: to whom it was done."""
        return either([self.forms(v)[2] for v in self.words("kind", "harm")])

    @cached_property
    def say(self) -> str:
        """The finite forms of verbs of saying, compound tenses included."""
        verbs = self.finite(self.words("speech", "verbs"))
        ing = either([self.forms(v)[3] for v in self.words("speech", "verbs")])
        after = "|".join(rf"(?<={be}\s){ing}" for be in ("is", "are", "was"))
        return rf"(?:(?:has|have|had|is|was|were|are)\s+)?{ADVERBS}(?:{verbs}|{after})"

    @cached_property
    def base_verbs(self) -> frozenset[str]:
        """Base forms with which an order begins."""
        call = {v.split()[0] for v in (*self.words("call", "verbs"), *self.words("call", "that"))}
        return frozenset(self.words("call", "imperatives")) | call | frozenset(self.raw["irregular"])

    @cached_property
    def stems(self) -> frozenset[str]:
        """Base forms of every verb of the data, first words only."""
        return frozenset(
            v.split()[0]
            for v in (
                *self.base_verbs, *self.words("speech", "verbs"), *self.words("speech", "blame"),
                *self.words("kind", "harm"), *self.words("small", "verbs"),
            )
        )  # fmt: skip

    @cached_property
    def known_finite(self) -> frozenset[str]:
        """Forms that say a clause: third persons and pasts of every verb of the data."""
        return frozenset(form for v in self.stems for form in self.forms(v)[:2])

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Small words, which make no name where a sentence begins with them."""
        small = self.raw["small"]
        return frozenset(w for name, words in small.items() if name != "verbs" for w in words)

    @cached_property
    def plurals(self) -> frozenset[str]:
        """People in the plural, who are no name where a sentence begins with them: residents, lawyers."""
        people = (*self.words("speech", "offices"), *self.words("speech", "others"), *self.words("things", "people"))
        found = {re.sub(r"[~*]", "", w) for w in (*people, *self.words("call", "agents"), *self.names["actors"])}
        return frozenset(w + end for w in found for end in ("", "s", "es"))

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """Auxiliaries and the like: a clause that holds one is said."""
        return frozenset(self.words("small", "auxiliaries"))


_ENDINGS = r"(?:s|es|d|ed|ing|er|ers|ings|['’]s)?"


@cache
def cues(language: str = "en") -> Cues:
    """Return the cues of a language; English is the one there is."""
    folder = files("solferino.prose.atoms")
    raw = tomllib.loads(folder.joinpath("en.toml").read_text("utf-8"))
    return Cues(raw, tomllib.loads(folder.joinpath("names.toml").read_text("utf-8")))


_SHUT = re.compile(r"(?:qu|[^aeiou\W])+[aeiou][bdgklmnprtz]")
"""One syllable, one vowel, one consonant at its end: it is doubled, as in "barred"."""


def _regular(verb: str, *, doubled: bool = False) -> tuple[str, str, str, str]:
    if verb.endswith("e"):
        return verb + "s", verb + "d", verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es", verb + "ed", verb + "ed", verb + "ing"
    stem = verb + verb[-1] if doubled or _SHUT.fullmatch(verb) else verb
    return verb + "s", stem + "ed", stem + "ed", stem + "ing"
