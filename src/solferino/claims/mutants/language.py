"""How words of a language are changed: data, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.prose.language import base
from solferino.words.errors import UsageError


@cache
def language(tag: str) -> Mapping[str, Any]:
    """Return the changes of a BCP 47 tag; raise UsageError that names the languages there are."""
    folder = files("solferino.claims.mutants").joinpath("languages")
    path = folder.joinpath(f"{base(tag)}.toml")
    if not path.is_file():
        known = ", ".join(sorted(p.name.removesuffix(".toml") for p in folder.iterdir()))
        raise UsageError(f"no mutants are known for language {tag!r}", f"there are some for: {known}")
    return tomllib.loads(path.read_text("utf-8"))
