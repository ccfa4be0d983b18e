"""One row of the plain Link input to a row of the table `reports`, or every reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from math import isfinite
from typing import Any

from solferino.words.tables import vocabulary

YES, NO = ("true", "yes", "1", "y", "t"), ("", "false", "no", "0", "n", "f")
Row = dict[str, Any]
Rejection = tuple[int, str]


def checked(
    rows: Iterable[tuple[int, Row]], where: Callable[[int, int], str] = lambda first, _here: f"row {first}"
) -> tuple[list[Row], list[Rejection]]:
    """Return rows of the table `reports`, and the rows that cannot be one, each with every reason.

    `where` says in which row an id was met first, to a reader of the row where it is met again.
    """
    kept: list[Row] = []
    rejected: list[Rejection] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        made, reasons = _check(row)
        id = made["report_id"]
        if id in seen:
            reasons.append(f"report_id {id!r} stands in {where(seen[id], number)} already")
        if reasons:
            rejected.append((number, "; ".join(reasons)))
            continue
        seen[id] = number
        kept.append(made)
    return kept, rejected


def _check(row: Mapping[str, Any]) -> tuple[Row, list[str]]:
    reasons: list[str] = []

    def take(column: str, parse: Callable[[Any], Any]) -> Any:
        value = row.get(column)
        value = value.strip() if isinstance(value, str) else value
        if value is None or value == "" or value != value:
            return None
        try:
            return parse(value)
        except ValueError as error:
            reasons.append(f"{column} {str(value)[:80]!r}: {error}")
            return None

    made: Row = {
        c: take(c, str)
        for c in ("report_id", "publisher", "document", "place", "admin2", "facility", "object", "target")
    }
    made["source_id"] = take("source", str)
    if made["report_id"] is None:
        reasons.append("report_id is empty")
    made |= {new: take(c, _several) for c, new in (("roots", "roots"), ("weapon", "weapon"), ("party", "parties"))}
    made |= {c: take(c, _whole) for c in ("precision_m", "killed_min", "killed_max", "injured_min", "injured_max")}
    made["lat"], made["lon"] = take("lat", lambda v: _within(v, 90)), take("lon", lambda v: _within(v, 180))
    made["deduplicated"] = take("deduplicated", _yes) or False
    made["known_since"], day = take("known_since", _day), take("date", _day)
    start, end = take("date_from", _day), take("date_to", _day)
    made["date_from"], made["date_to"] = start or day, end or (start or day)
    if start and end and start > end:
        reasons.append(f"date_from {start} is after date_to {end}")
    if (made["lat"] is None) != (made["lon"] is None) and not reasons:
        reasons.append("lat and lon go together: one of them is missing")
    for kind in ("killed", "injured"):
        low, high = made[f"{kind}_min"], made[f"{kind}_max"]
        if low is not None and high is not None and low > high:
            reasons.append(f"{kind}_min {low} is more than {kind}_max {high}")
    for column in ("scope", "stance", "attribution_relation"):
        made[column] = take(column, partial(_word, column=column))
    return made, reasons


def _several(value: Any) -> list[str]:
    found = value.split(";") if isinstance(value, str) else value if isinstance(value, list | tuple) else [value]
    return [str(v).strip() for v in found if v is not None and str(v).strip()]


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value)
    try:
        return date.fromisoformat(text[:10] if len(text) > 10 and text[10] in "T " else text)
    except ValueError:
        raise ValueError("expected a day of the calendar as YYYY-MM-DD") from None


def _whole(value: Any) -> int:
    number = _number(value)
    if number < 0 or number != int(number):
        raise ValueError("expected a whole number, 0 or more")
    return int(number)


def _within(value: Any, limit: int) -> float:
    number = _number(value)
    if abs(number) > limit:
        raise ValueError(f"expected degrees between -{limit} and {limit}")
    return number


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError("expected a number") from None
    if not isfinite(number):
        raise ValueError("expected a number")
    return number


def _yes(value: Any) -> bool:
    text = str(value).casefold()
    if text not in YES + NO:
        raise ValueError("expected true or false")
    return text in YES


def _word(value: Any, column: str) -> str:
    text = str(value).casefold()
    if text not in vocabulary(column):
        raise ValueError(f"expected one of {', '.join(vocabulary(column))}")
    return text
