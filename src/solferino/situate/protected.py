"""What protects an object, what conduct an attack on it would be, which weapons are aimed: data, one table."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("solferino.situate").joinpath("protection.toml").read_text("utf-8"))


def protection(object_: str) -> str:
    """Return what protects an object: medical, educational …; empty where nothing is known."""
    return str(_table()["object"].get(object_, {}).get("protected", ""))


def conduct(object_: str, weapons: Collection[str]) -> list[str]:
    """Return the conduct, as norms name it, that an attack on the object with these weapons would be."""
    found = list(_table()["object"].get(object_, {}).get("conduct", ()))
    return sorted({*found, *(c for w in weapons for c in _table()["weapon"].get(w, ()))})


def aimed(weapons: Collection[str]) -> bool:
    """True where a weapon told of is one that is aimed at what it hits."""
    return bool(set(weapons) & set(_table()["aimed"]["weapons"]))


def says(group: str, text: str) -> bool:
    """True where `text`, in lower case, holds a word of a group of `[covers]`: what a figure says it counts."""
    return any(word in text for word in _table()["covers"][group])
