"""`where` → SQL with two ends: the rows that match in every reading, and those that match in some.

Every value becomes a quoted literal and every key a column of the table's schema: nothing of a claim is
run as SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.store.engine import literal, quote
from solferino.words.case import CaseFile
from solferino.words.near import did_you_mean
from solferino.words.tables import Field, Table, vocabulary
from solferino.words.window import Window, day

_COMPARE = re.compile(r"^\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$")
PARTY_COLUMNS = ("member", "state", "by", "about", "with", "vetoing", "to", "party_must", "party_may")
CODED = ("member", "state", "with", "vetoing", "party_must", "party_may")
"""Columns that hold nothing but codes of parties: a code nobody knows is a slip, and would find no row."""
UNCODED = "uncoded"
"""What a list holds where nobody has coded it: such a row may or may not match, so it counts at the high end."""


class ClaimError(ValueError):
    """The claim cannot be evaluated; `key` is the key at fault, `hint` what to do."""

    def __init__(self, key: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.key, self.hint = key, hint


@dataclass(frozen=True)
class Part:
    """One key of `where`: rows surely and possibly matching, as SQL, and in words."""

    key: str
    sure: str
    maybe: str
    text: str


def plain_part(key: str, test: str, text: str) -> Part:
    """Return the part whose value has one reading: what matches surely is what matches possibly."""
    return Part(key, test, test, text)


@dataclass(frozen=True)
class Where:
    """All keys together; `window` is the part of time asked for."""

    parts: tuple[Part, ...]
    window: Window

    @property
    def sure(self) -> str:
        return " AND ".join(f"({p.sure})" for p in self.parts) or "true"

    @property
    def maybe(self) -> str:
        return " AND ".join(f"({p.maybe})" for p in self.parts) or "true"

    @property
    def text(self) -> str:
        return ", ".join(p.text for p in self.parts)

    def without(self, key: str) -> Where:
        """Return the same with one key left out."""
        window = Window() if key == "date" else self.window
        return Where(tuple(p for p in self.parts if p.key != key), window)


def compile_where(where: Mapping[str, Any], table: Table, case: CaseFile) -> Where:
    """Compile `where` over `table`; raise ClaimError for a key or value that does not fit."""
    parts, window = [], Window()
    for key, value in where.items():
        if key in table.ends and key == "date":
            low, high = table.ends[key]
            window = _window(key, value, case)
            parts.append(_two_ended_date(low, high, window))
        elif key in table.ends and key != "party":
            parts.append(_between_ends(key, value, table))
        elif key in table.ends:
            parts.append(_party(key, value, table, case))
        elif key in table.spans:
            found = _window(key, value, case)
            window = found if key == table.event else window
            parts.append(_while(key, found, table))
        elif (field := table.field(key)) is None:
            raise ClaimError(
                f"where.{key}", f"table {table.name!r} has no column {key!r}", did_you_mean(key, table.keys())
            )
        elif field.kind == "date":
            found = _window(key, value, case)
            window = found if key == table.event else window
            parts.append(plain_part(key, _between(quote(key), found), f"{key} {found}"))
        else:
            words = vocabulary(table.words[key]) if key in table.words else {}
            parts.append(_plain(field, value, case, words))
    return Where(tuple(parts), window)


def _plain(field: Field, value: Any, case: CaseFile, words: Mapping[str, str]) -> Part:
    column, key = quote(field.name), f"where.{field.name}"
    if isinstance(value, Mapping) and field.kind in ("int", "real") and value and set(value) <= {"from", "to"}:
        ends = {how: _cell(field, end, f"{key}.{how}") for how, end in value.items()}
        test = " AND ".join(f"{column} {'>=' if how == 'from' else '<='} {end}" for how, end in ends.items())
        return plain_part(field.name, test, f"{field.name} {' '.join(f'{how} {end}' for how, end in ends.items())}")
    if isinstance(value, Mapping):
        if set(value) != {"not"}:
            hint = "a value, a list of values, or { not = … }; { must } and { may } go with party"
            raise ClaimError(key, f"{field.name} = {_show(value)} is not understood", hint)
        inner = _plain(field, value["not"], case, words)
        return Part(field.name, f"NOT coalesce({inner.maybe}, false)", f"NOT coalesce({inner.sure}, false)",
                    f"{field.name} not {_show(value['not'])}")  # fmt: skip
    if field.kind in ("int", "real") and isinstance(value, str):
        match = _COMPARE.match(value)
        if match is None:
            raise ClaimError(key, f"{field.name} is a number, and {value!r} is no comparison", 'write 3 or ">= 3"')
        op = {"==": "=", "!=": "<>"}.get(match[1], match[1])
        return plain_part(field.name, f"{column} {op} {match[2]}", f"{field.name} {match[1]} {match[2]}")
    values = value if isinstance(value, list | tuple) else [value]
    if not values:
        raise ClaimError(key, f"{field.name} is an empty list: no row can match")
    if strange := [v for v in values if words and v not in words]:
        hint = did_you_mean(str(strange[0]), words) or f"one of {', '.join(words)}"
        raise ClaimError(key, f"{field.name} has no word {strange[0]!r}", hint)
    cells = [_cell(field, v, key) for v in _expand(field.name, values, case)]
    text = f"{field.name} = {' or '.join(_name(v, field.name, case) for v in values)}"
    if field.kind == "list":
        sure = f"list_has_any({column}, [{', '.join(cells)}])"
        maybe = f"list_has_any({column}, [{', '.join([*cells, literal(UNCODED)])}])"
        return Part(field.name, sure, maybe, text)
    return plain_part(field.name, f"{column} IN ({', '.join(cells)})", text)


def _party(key: str, value: Any, table: Table, case: CaseFile) -> Part:
    """`{ must = X }`: every reading names X; `{ may = X }`: some reading does; a bare X has both as its ends."""
    low, high = table.ends[key]
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in ("must", "may"):
        how = next(iter(value))
        low = high = low if how == "must" else high
        given, word = value[how], f" {how} be"
    elif isinstance(value, Mapping):
        raise ClaimError(f"where.{key}", f"{key} = {_show(value)} is not understood", "X, { must = X } or { may = X }")
    else:
        given, word = value, " ="
    values = given if isinstance(given, list | tuple) else [given]
    cells = ", ".join(literal(str(v)) for v in _expand("party_must", values, case))
    text = f"{key}{word} {' or '.join(_name(v, 'party_must', case) for v in values)}"
    return Part(key, f"list_has_any({quote(low)}, [{cells}])", f"list_has_any({quote(high)}, [{cells}])", text)


def _between_ends(key: str, value: Any, table: Table) -> Part:
    """A number told as a range: surely where both ends agree with the comparison, possibly where one does."""
    low, high = map(quote, table.ends[key])
    match = _COMPARE.match(value if isinstance(value, str) else f"== {value}")
    if match is None or isinstance(value, bool):
        raise ClaimError(f"where.{key}", f"{key} is a number, and {value!r} is no comparison", 'write 3 or ">= 3"')
    op, number = match[1], match[2]
    least, most = f"coalesce({low}, 0)", f"coalesce({high}, {low})"
    if op in (">=", ">"):
        sure, maybe = f"{least} {op} {number}", f"coalesce({most} {op} {number}, true)"
    elif op in ("<=", "<"):
        sure, maybe = f"{most} {op} {number}", f"{least} {op} {number}"
    elif op == "==":
        sure, maybe = f"{low} = {number} AND {high} = {number}", f"coalesce({number} BETWEEN {least} AND {most}, true)"
    else:
        sure, maybe = f"NOT ({number} BETWEEN {least} AND {most})", f"NOT ({low} = {number} AND {high} = {number})"
    return Part(key, f"coalesce({sure}, false)", f"coalesce({maybe}, true)", f"{key} {op} {number}")


def _while(key: str, asked: Window, table: Table) -> Part:
    """Days on one of which it was so: surely between one pair of columns, possibly between another."""
    sure_from, sure_to, from_, to = map(quote, table.spans[key])
    last = "DATE '9999-12-31'"  # nothing ends what nobody tells the end of
    if table.lasting:
        sure_to = f"coalesce(greatest({sure_to}, {to}), {sure_from})"
        kept = " OR ".join(f"{quote(c)} IN ({', '.join(map(literal, w))})" for c, w in table.lasting.items())
        last = f"CASE WHEN {kept} THEN {last} ELSE {sure_to} END"
    sure, maybe = (
        " AND ".join([*([f"{a} <= DATE '{asked.end}'"] if asked.end else [f"{a} IS NOT NULL"]),
                      *([f"{b} >= DATE '{asked.start}'"] if asked.start else [])])
        for a, b in ((sure_from, sure_to), (from_, f"coalesce({to}, {last})"))
    )  # fmt: skip
    told = asked.start if asked.start == asked.end else asked
    return Part(key, f"coalesce({sure}, false)", f"coalesce({maybe}, false)", f"{key} {told}")


def _window(key: str, value: Any, case: CaseFile) -> Window:
    anchors = case.settings.anchors()
    try:
        if isinstance(value, Mapping):
            if not set(value) <= {"from", "to"}:
                raise ValueError("a window has from and to, no other key")
            ends = [day(value[k], anchors) if k in value else None for k in ("from", "to")]
            return Window(*ends)
        found = day(value, anchors)
        return Window(found, found)
    except (ValueError, TypeError) as error:
        raise ClaimError(
            f"where.{key}", f"{key}: {error}", 'a date, or { from = "as_of - 5y", to = "as_of" }'
        ) from None


def _between(column: str, window: Window) -> str:
    ends = [f"{column} >= DATE '{window.start}'"] if window.start else []
    ends += [f"{column} <= DATE '{window.end}'"] if window.end else []
    return " AND ".join(ends) or "true"


def _two_ended_date(low: str, high: str, window: Window) -> Part:
    """Rows whose whole interval lies in the window, and rows whose interval touches it; unknown ends may."""
    a, b = quote(low), quote(high)
    sure, maybe = [f"{a} IS NOT NULL AND {b} IS NOT NULL"], []
    if window.start:
        sure.append(f"{a} >= DATE '{window.start}'")
        maybe.append(f"({b} IS NULL OR {b} >= DATE '{window.start}')")
    if window.end:
        sure.append(f"{b} <= DATE '{window.end}'")
        maybe.append(f"({a} IS NULL OR {a} <= DATE '{window.end}')")
    return Part("date", " AND ".join(sure), " AND ".join(maybe) or "true", f"date {window}")


def _expand(column: str, values: Any, case: CaseFile) -> list[Any]:
    """A party stands for every party nested in it."""
    if column not in PARTY_COLUMNS:
        return list(values)
    found: list[Any] = []
    for value in values:
        if column in CODED and isinstance(value, str) and value not in case.parties:
            known = case.parties.by_id
            hint = (
                did_you_mean(str(value), known) or "name it in parties.toml; States go by their ISO code, such as FRA"
            )
            raise ClaimError(f"where.{column}", f"there is no party {value!r}", hint)
        nested = case.parties.within(value) if isinstance(value, str) else (value,)
        found += [p for p in nested if p not in found]
    return found


def _cell(field: Field, value: Any, key: str) -> str:
    fits = {"text": str, "list": str, "bool": bool, "int": int, "real": (int, float)}[field.kind]
    if not isinstance(value, fits) or (isinstance(value, bool) and field.kind != "bool"):  # type: ignore[arg-type]
        wanted = {"bool": "true or false", "int": "a whole number", "real": "a number"}.get(
            field.kind, "text in quotes"
        )
        raise ClaimError(key, f"{field.name} takes {wanted}, not {_show(value)}")
    return literal(value) if isinstance(value, str) else str(value).lower()


def _name(value: Any, column: str, case: CaseFile) -> str:
    if column in PARTY_COLUMNS and value in case.parties:
        return f"{value} ({case.parties.name(value)})"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _show(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_show(v)}" for k, v in value.items()) + " }"
    return value.isoformat() if isinstance(value, date) else repr(value)
