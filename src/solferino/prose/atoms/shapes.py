"""Shapes of sentences, compiled from `shapes.toml` with the words of `en.toml` put in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SLOT = re.compile(r"<<(\w+)>>")


def shapes(table: str, words: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    """Return the shapes of one table by name; `words` are expressions to be put in, KeyError where one is missing."""
    slots = {**_raw()["parts"], **words}

    def filled(text: str) -> str:
        return _SLOT.sub(lambda m: f"(?:{filled(slots[m[1]])})" if m[1] not in _GROUPS else filled(slots[m[1]]), text)

    return {
        name: re.compile(filled(text), re.IGNORECASE | re.DOTALL | re.VERBOSE) for name, text in _raw()[table].items()
    }


_GROUPS = ("by", "to", "vp", "vp_any", "when", "heard", "had", "be", "adverbs")
"""Parts that hold groups or are optional by themselves: put in as they are."""


@cache
def part(name: str) -> str:
    """Return one of the parts as an expression that counts white space."""
    return re.sub(r"\s*\n\s*", "", str(_raw()["parts"][name]))


@cache
def _raw() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("solferino.prose.atoms").joinpath("shapes.toml").read_text("utf-8"))
