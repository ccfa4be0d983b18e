"""The languages there are data for, and their files as they stand."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def base(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag: `en` of `en-GB`."""
    return tag.replace("_", "-").split("-")[0].casefold()


@cache
def tongues(folder: str = "languages") -> tuple[str, ...]:
    """Return the tags of the files in a folder of data."""
    names = (p.name for p in files("solferino.prose").joinpath(folder).iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def tongue(tag: str, folder: str = "languages") -> dict[str, Any]:
    """Return one file of a folder of data; empty where there is none."""
    if base(tag) not in tongues(folder):
        return {}
    return tomllib.loads(files("solferino.prose").joinpath(folder, f"{base(tag)}.toml").read_text("utf-8"))
