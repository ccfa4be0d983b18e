"""The days on which an incident happened, from one sentence: the only ones told, or the narrower of two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from solferino.exchange.accounts.account import Found, Value
from solferino.exchange.accounts.words import Words
from solferino.prose.numeral import Numeral

_STRETCH = 7
"""Days from which on two ends are a stretch of time, and not what is not known of one day."""


def when(text: str, dated: Sequence[Numeral], w: Words, *, published: date | None) -> Found:
    """Return `date_from`, `date_to` and, as `date_precision`, how fine the words are; nothing where days differ."""
    notes = []
    spans: list[tuple[date, date, Numeral]] = []
    for n in dated:
        if n.low is None or n.high is None:
            hint = "say the day of publication, as published" if published is None else "it has no end"
            notes.append(f"date: “{n.text}” names no day by itself: {hint}")
            continue
        first, last = date.fromisoformat(str(n.low)), date.fromisoformat(str(n.high))
        night = w.search(r"{night}(?:\s+the)?\s*$") if "night" in w else None
        if first == last and night is not None and night.search(text[: n.start]):
            last += timedelta(days=1)
        if published is not None and first > published:
            notes.append(f"date: “{n.text}” lies after the day of publication")
            continue
        spans.append((first, last, n))
    best = min(spans, key=lambda s: s[1] - s[0], default=None)
    if best is None:
        return Found(notes=tuple(notes))
    if any(not (s[0] <= best[0] and best[1] <= s[1]) for s in spans):
        told = ", ".join(f"“{s[2].text}”" for s in spans)
        return Found(notes=(*notes, f"date: several days: {told}"))
    first, last, n = best
    if n.unit == "relative":
        notes.append(f"date: “{n.text}” is told from the day of publication, {published}")
    elif not any(len(part) == 4 for part in "".join(c if c.isdigit() else " " for c in n.text).split()):
        notes.append(f"date: “{n.text}” names no year: it is that before publication, {published}")
    values = {"date_from": first.isoformat(), "date_to": last.isoformat(), "date_precision": _fine(n, first, last)}
    return Found({k: (Value(v, n.start, n.end),) for k, v in values.items()}, tuple(notes))


def _fine(n: Numeral, first: date, last: date) -> str:
    if first == last or n.unit in ("month", "year"):
        return "day" if first == last else n.unit
    return "period" if (last - first).days >= _STRETCH else "days"
