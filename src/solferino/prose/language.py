"""A language as data: how it ends sentences, writes numbers and names days; read from `languages/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.words.errors import UsageError


@dataclass(frozen=True)
class Language:
    """The tables of one language's file; `tag` is the primary subtag."""

    tag: str
    sentence: Mapping[str, Any]
    number: Mapping[str, Any]
    ordinal: Mapping[str, Any]
    date: Mapping[str, Any]
    unit: Mapping[str, str]
    window: tuple[Mapping[str, Any], ...]
    citation: Mapping[str, Any]


def base(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag: `en` of `en-GB`."""
    return tag.replace("_", "-").split("-")[0].casefold()


@cache
def language(tag: str = "en") -> Language:
    """Return the language of a BCP 47 tag; raise UsageError that names the languages there are."""
    folder = files("solferino.prose").joinpath("languages")
    path = folder.joinpath(f"{base(tag)}.toml")
    if not path.is_file():
        known = ", ".join(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")))
        raise UsageError(f"no language data for {tag!r}", f"languages exist: {known}")
    raw = tomllib.loads(path.read_text("utf-8"))
    return Language(
        base(tag), raw["sentence"], raw["number"], raw["ordinal"], raw["date"], raw["unit"], tuple(raw["window"]),
        raw["citation"],
    )  # fmt: skip
