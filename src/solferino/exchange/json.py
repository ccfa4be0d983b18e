"""JSON and JSON Lines: an array of objects, or one object a line; nested values get dotted names.

Numbers keep the digits they are written with, a list of plain values stays a list, null is an empty cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from solferino.exchange.grid import ITEM, MAX_COLUMNS, Loaded, Rejection, Row, stand
from solferino.exchange.text import decode
from solferino.words.errors import CaseError, Problem
from solferino.words.near import did_you_mean

_DEEP = 100
_CUT_OFF = "the file may be cut off: compare its size with the original's"


class _Object(dict[str, Any]):
    """An object as read; `twice` is a key that stood in it twice."""

    twice = ""


def load(
    con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8", path: str = ""
) -> Loaded:
    """Load an array of objects into `table`; `path` leads to the array by dotted keys where it stands inside."""
    document = parse(decode(data, name, encoding), name)
    return stand_records(con, records(document, path, name), table=table, name=name)


def load_lines(
    con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8"
) -> Loaded:
    """Load one object a line into `table`; a line that is none is rejected, an empty one skipped."""
    found: list[tuple[int, Any]] = []
    for line, text in enumerate(decode(data, name, encoding).split("\n"), 1):
        if text.strip():
            try:
                found.append((line, _loads(text)))
            except (ValueError, RecursionError) as error:
                found.append((line, ValueError(f"not JSON: {_told(error)}")))
    return stand_records(con, [r for _, r in found], table=table, name=name, lines=[n for n, _ in found])


def stand_records(
    con: duckdb.DuckDBPyConnection, found: Sequence[Any], *, table: str, name: str, lines: Sequence[int] = ()
) -> Loaded:
    """Put objects into `table`, one row each; what is no object (or an error found on the way) is rejected."""
    rows, rejected, lists = [], [], set()
    for number, record in enumerate(found, 1):
        line = lines[number - 1] if lines else 0
        try:
            if isinstance(record, Exception):
                raise record
            if not isinstance(record, dict):
                raise ValueError(f"is {_kind(record)} where an object was expected")
            cells: dict[str, str | None] = {}
            for key, value, listed in _flat(record, "", 0):
                if key in cells:
                    raise ValueError(f"key {key!r} stands twice")
                if len(cells) == MAX_COLUMNS:
                    raise ValueError(f"has more than {MAX_COLUMNS} keys")
                cells[key] = value
                lists |= {key} if listed else set()
            rows.append(Row(number, line, cells))
        except ValueError as error:
            rejected.append(Rejection(number, "", str(error), line))
    return stand(con, rows, table=table, name=name, rejected=rejected, lists=frozenset(lists))


def parse(text: str, name: str) -> Any:
    """Return the document; raise CaseError with line and column where it is no JSON."""
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        early = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        line = error.lineno
        raise CaseError([Problem(name, line, f"not JSON: {_told(error)}", _CUT_OFF if early else "")]) from None
    except (ValueError, RecursionError) as error:
        raise CaseError([Problem(name, 0, f"not JSON: {_told(error)}")]) from None


def records(document: Any, path: str, name: str) -> list[Any]:
    """Return the array at `path`; raise CaseError where there is none, naming what stands there."""
    found, walked = document, ""
    for step in filter(None, path.split(".")):
        inside = found if isinstance(found, dict) else {}
        if step not in inside:
            where = f"at {walked!r}" if walked else "at the top"
            raise CaseError([Problem(name, 0, f"has no key {step!r} {where}", did_you_mean(step, inside))])
        found, walked = inside[step], f"{walked}.{step}".strip(".")
    if isinstance(found, list):
        return found
    arrays = [key for key, value in found.items() if isinstance(value, list)] if isinstance(found, dict) else []
    prefix = f"{walked}." if walked else ""
    hint = f'say which array holds the rows: path = "{prefix}{arrays[0]}"' if arrays else "rows stand in an array"
    raise CaseError([Problem(name, 0, f"is {_kind(found)} where an array of objects was expected", hint)])


def _loads(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_no_number)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.twice = next(key for key in keys if keys.count(key) > 1)
    return made


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no value")


def _flat(value: Any, key: str, depth: int) -> Iterator[tuple[str, str | None, bool]]:
    """Yield the plain values under `value`: dotted name, text, and whether it is a list of items."""
    if depth > _DEEP:
        raise ValueError(f"is nested more than {_DEEP} deep")
    if isinstance(value, dict):
        if getattr(value, "twice", ""):
            raise ValueError(f"key {value.twice!r} stands twice")  # type: ignore[attr-defined]
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}" if key else name, depth + 1)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for i, item in enumerate(value):
            yield from _flat(item, f"{key}.{i}", depth + 1)
    elif isinstance(value, list):
        yield key, "".join(f"{text}{ITEM}" for item in value if (text := _text(item)) is not None), True
    else:
        yield key, _text(value), False


def _text(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return "an object" if isinstance(value, dict) else "an array" if isinstance(value, list) else "a plain value"


def _told(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
    return "brackets nested too deep" if isinstance(error, RecursionError) else str(error)
