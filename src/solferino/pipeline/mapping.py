"""The `[[read]]` of a description, written as TOML from a format of the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solferino.pipeline.guess import Guess
from solferino.words.source import Column, Reading


def reading_lines(guess: Guess) -> list[str]:
    """Return the lines of `[[read]]` for a file that a format of the field knows."""
    field = guess.field
    assert field is not None
    head = [f"# known as {field.title}: {one_line(field.why)}", "[[read]]"]
    head += [f'table  = "{guess.table}"', f'format = "{guess.format}"']
    head += [f"{key} = {quoted(value)}" for key, value in guess.options]
    head += [f"id = {_value(list(field.reading['id']))}"] if field.reading["id"] else []
    head += [f"where = {_value(field.reading['where'])}"] if field.reading.get("where") else []
    head += ["", "[read.columns]", *(f"{name} = {_value(told)}" for name, told in field.reading["columns"].items())]
    return head + ([f"# not read: {one_line(', '.join(field.unread))}"] if field.unread else [])


def one_line(text: str) -> str:
    """Return `text` as it can stand in a comment: names of columns may hold line ends and control signs."""
    return "".join(c if c.isprintable() else " " for c in text)


def quoted(text: str) -> str:
    """Return `text` as a string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _value(told: Any) -> str:
    if isinstance(told, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in told.items()) + " }"
    if isinstance(told, bool):
        return str(told).lower()
    return f"[{', '.join(map(_value, told))}]" if isinstance(told, list) else quoted(str(told))


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else quoted(key)


def described(reading: Reading) -> str:
    """Return the `[[read]]` of a file that was written here: what reads it back."""
    columns = {c.name: told if len(told := _told(c)) > 1 else c.column for c in reading.columns}
    head = [
        "[[read]]",
        f'table  = "{reading.table}"',
        f'format = "{reading.format}"',
        f"id = {_value(list(reading.id))}",
    ]
    lines = [*head, "", "[read.columns]", *(f"{name} = {_value(told)}" for name, told in columns.items())]
    return "\n".join(lines) + "\n"


def _told(column: Column) -> dict[str, str]:
    found = {key: getattr(column, key) for key in ("column", "split", "pattern", "point")}
    return {key: value for key, value in found.items() if value}
