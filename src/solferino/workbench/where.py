"""Small TOML: what a form says of a claim, written as a person would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from solferino.words.errors import UsageError

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def iso(text: str) -> str:
    """Return a day in ISO form; UsageError where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is no day", "write it as 2020-01-31") from None


def toml(value: Any) -> str:
    """Return a value as TOML: tables inline, days bare, everything else as it is."""
    if isinstance(value, Mapping):
        cells = ", ".join(f"{_key(k)} = {toml(v)}" for k, v in value.items())
        return f"{{ {cells} }}" if cells else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return text if _DAY.match(text) else _text(text)


def _key(text: str) -> str:
    return text if _BARE.match(text) else _text(text)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}" for c in escaped) + '"'
