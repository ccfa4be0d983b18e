"""A claim in other windows that it could as well have been given: longer by a year, each half, the case's period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from solferino.claims.query import Query
from solferino.claims.where import Where, compile_where
from solferino.words.result import Weaker
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

_HALVED = 14
"""Days below which a window has no halves worth asking."""


def shifts(asked: Asked) -> list[tuple[str, Query, Query]]:
    """Return the same question in other windows, with what each window is called; none where it has no window."""
    window = asked.query.where.window
    if "date" not in asked.claim.where or window.start is None or asked.claim.own.get("sql"):
        return []
    end = min(window.end, asked.query.cap) if window.end else asked.query.cap
    return [
        (name, _moved(asked, asked.query, start, last), _moved(asked, asked.whole, start, last))
        for name, start, last in _others(asked, window.start, end)
    ]


def shifted(asked: Asked, forms: list[tuple[str, Query, Query]]) -> tuple[Weaker, ...]:
    """Return what the claim comes to in each of those windows."""
    found = []
    for name, query, whole in forms:
        values = asked.values(query, whole)
        truths = asked.truths(values)
        found.append(Weaker("date", name, truths is not None and truths[0] is Truth.YES, values))
    return tuple(found)


def _others(asked: Asked, start: date, end: date) -> Iterator[tuple[str, date, date]]:
    days = (end - start).days
    try:
        earlier = start.replace(year=start.year - 1)
    except ValueError:
        earlier = start.replace(year=start.year - 1, day=28)
    yield f"a year longer, {earlier} to {end}", earlier, end
    if days >= _HALVED:
        middle = start + timedelta(days=days // 2)
        yield f"its first half, {start} to {middle}", start, middle
        yield f"its second half, {middle + timedelta(days=1)} to {end}", middle + timedelta(days=1), end
    period = asked.case.settings.period
    if period.start and period.end and (period.start, min(period.end, asked.query.cap)) != (start, end):
        yield f"the case's period, {period.start} to {period.end}", period.start, period.end


def _moved(asked: Asked, query: Query, start: date, end: date) -> Query:
    where = query.where
    if not any(p.key == "date" for p in where.parts):
        return query
    made = compile_where({"date": {"from": start, "to": end}}, asked.table, asked.case)
    parts = tuple(made.parts[0] if p.key == "date" else p for p in where.parts)
    return replace(query, where=Where(parts, made.window))
