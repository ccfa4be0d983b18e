"""How words of a language are changed: data, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.prose.tongues import base

_NONE: Mapping[str, Any] = {"conjunction": {}, "quantity": {}, "hedge": {}, "unit": {}}


@cache
def language(tag: str) -> Mapping[str, Any]:
    """Return the changes of a BCP 47 tag; none of words where it has no file: then only numbers and names change."""
    path = files("solferino.claims.mutants").joinpath("languages", f"{base(tag)}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else _NONE
