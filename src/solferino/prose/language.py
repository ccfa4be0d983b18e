"""A language as data: how it ends sentences, writes numbers and names days; read from `languages/*.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from solferino.prose.folded import folded
from solferino.prose.tongues import base, tongue, tongues
from solferino.words.errors import UsageError


@dataclass(frozen=True)
class Language:
    """The tables of one language's file; `tag` is the primary subtag.

    `edge` matches where a word begins: after no letter, or after the particles that the language writes joined.
    """

    tag: str
    edge: str
    sentence: Mapping[str, Any]
    number: Mapping[str, Any]
    ordinal: Mapping[str, Any]
    date: Mapping[str, Any]
    unit: Mapping[str, str]
    window: tuple[Mapping[str, Any], ...]
    citation: Mapping[str, Any]
    names: Mapping[str, Any]


@cache
def language(tag: str = "en") -> Language:
    """Return the language of a BCP 47 tag; raise UsageError that names the languages there are."""
    if base(tag) not in tongues():
        raise UsageError(f"no language data for {tag!r}", f"languages exist: {', '.join(tongues())}")
    raw = {k: v if k == "fold" else folded(v, tag) for k, v in tongue(tag).items()}
    return Language(
        base(tag), _edge(raw["fold"].get("joined", [])), raw["sentence"], raw["number"], raw["ordinal"], raw["date"],
        raw["unit"], tuple(raw["window"]), raw["citation"], raw["names"],
    )  # fmt: skip


def _edge(joined: list[str]) -> str:
    """Return the expression of a word's beginning: no letter before it, or joined particles alone."""
    alike = [
        f"(?<=(?<!\\w)(?:{'|'.join(map(re.escape, sorted(same)))}))"
        for _, same in groupby(sorted(joined, key=len), key=len)
    ]
    return "(?:" + "|".join(["(?<!\\w)", *alike]) + ")"
