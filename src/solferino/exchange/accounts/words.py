"""The words of a language by which incidents are read, as compiled expressions; the data stand in `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from solferino.exchange.accounts.account import Spot
from solferino.prose.phrase import pattern

_ENDINGS = r"(?:s|es|['’]s)?"


@dataclass(frozen=True, eq=False)
class Words:
    """The lists of one language."""

    raw: Mapping[str, Any]

    def __getitem__(self, key: str) -> str:
        """Return a list as a group of alternatives that match whole words, white space of any width."""
        return rf"(?<!\w)(?:{self.raw[key].replace(' ', chr(92) + 's+')})(?!\w)"

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def things(self, text: str, group: str) -> Iterator[tuple[str, Spot]]:
        """Yield the code and place of each thing of `group` in `text`, in order; of two that overlap the longer."""
        found = [(code, m.span()) for code, words in self._things[group] for m in words.finditer(text)]
        kept: list[tuple[str, Spot]] = []
        for code, (a, b) in sorted(found, key=lambda f: (f[1][0] - f[1][1], f[1][0])):
            if all(b <= k[1][0] or k[1][1] <= a for k in kept):
                kept.append((code, (a, b)))
        yield from sorted(kept, key=lambda k: k[1])

    @cached_property
    def _things(self) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
        groups = {name: told for name, told in self.raw.items() if isinstance(told, Mapping)}
        return {
            name: tuple((code, pattern(words, inflections=_ENDINGS)) for code, words in told.items())
            for name, told in groups.items()
        }

    @cache  # noqa: B019  # one Words lives as long as the process
    def search(self, template: str) -> re.Pattern[str]:
        """Return `template` compiled, where `{name}` stands for a list."""
        named = re.sub(r"\{(\w+)\}", lambda m: self[m[1]] if m[1] in self.raw else m[0], template)
        return re.compile(named, re.IGNORECASE)


@cache
def words(language: str) -> Words | None:
    """Return the words of a language; None where there are none, and a text in it is not read."""
    found = tomllib.loads(files("solferino.exchange.accounts").joinpath("words.toml").read_text("utf-8"))
    return Words(found[language]) if language in found else None
