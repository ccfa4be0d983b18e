"""Counts and percentages of claim passages (S2): each must be a value that a cited claim gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from solferino.claims.hedges import unreached
from solferino.claims.nearest import nearest
from solferino.claims.upheld import Spoken
from solferino.claims.view import COUNTING, View, silent
from solferino.prose.lexicon import Modifier
from solferino.prose.numeral import Numeral
from solferino.words.bounds import Bounds
from solferino.words.grammar import compare
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus, Status

_ROUND = 2.0
"""How far, in points, a share may lie from a fraction in words: "a third" is no measurement."""

_DIGITS = re.compile(r"\d+(?:[.,٫](\d+))?")


def numbers(view: View) -> list[Finding]:
    """Return the counts and percentages that no cited claim gives."""
    asked = {(q.start, q.end) for q in view.words.quantities(view.text, idle=True) if not q.quantity.weak}
    found = []
    for passage in view.of(Scheme.CLAIM):
        results = [r for r in view.found(passage) if r.verdict.status is not Status.ERROR]
        for n in _said(passage, view):
            # Numbers in words of quantity ("twice", "dozens") are asked there, and bind further.
            if n.kind in ("count", "percent") and results and not any(a < n.end and n.start < b for a, b in asked):
                found += _compared(n, results, passage, view)
    return found


def _said(passage: Passage, view: View) -> list[Numeral]:
    """Return the numerals of a passage; "seven" and "of twelve" of a share that two passages tell are counts."""
    found = []
    for n in (n for n in view.numerals if not n.weak and n.start < passage.end and passage.start < n.end):
        ends, split = n.unit.split("/"), not (passage.start <= n.start and n.end <= passage.end)
        if split and n.kind == "percent" and len(ends) > 1:
            value = int(ends[0] if n.start >= passage.start else ends[1])
            found.append(replace(n, kind="count", value=value, low=value, high=value, unit=""))
        elif n.start >= passage.start:
            found.append(n)
    return found


def tells(numeral: Numeral, there: Iterable[Numeral]) -> bool:
    """True where a number of one text occurs among the numbers of another; of a range, both ends."""
    listed = [n for n in there if n.kind in ("count", "percent")]
    if any(n.low == numeral.low and n.high == numeral.high for n in listed):
        return True
    ends = {n.low for n in listed} | {n.high for n in listed}
    return numeral.low != numeral.high and numeral.low in ends and numeral.high in ends


def _compared(n: Numeral, results: list[ClaimResult], passage: Passage, view: View) -> list[Finding]:
    modifier = view.words.modifier(view.text, n.start, n.end)
    n, more = _multiplied(n, view)
    truths = [
        (_truth(n, modifier, k, v), r, k, v, owner)
        for r in results for owner, k, v in view.values(r)
        if isinstance(v.base, int | float) and _meant(n, modifier, owner, k, view)
    ]  # fmt: skip
    if modifier is not None and modifier.op != "==":
        truths = nearest(n, truths, passage, view)
    start = min(n.start, modifier.start) if modifier else more
    said, counting = view.text[start : n.end], [r for r in results if r.kind in COUNTING]
    if _recorded(n, results, view):
        return []
    if stood := [(owner, k) for t, _, k, _, owner in truths if t is Truth.YES]:
        if modifier is not None and not any(modifier.reaches(_most(owner, k), float(n.low or 0)) for owner, k in stood):
            owner, k = stood[0]
            text = f'"{said}" says nearly that many, and {owner.id} gives {k} = {owner.values[k]}'
            return [Finding("S2", text, f"{k} = {owner.values[k]}", SentenceStatus.OVERSTATED, start, n.end)]
        spoken = [(_spoken(n, modifier, said, k), owner, k) for owner, k in stood]
        low = [unreached(said, s.asks, owner, k, passage=passage, view=view) for s, owner, k in spoken]
        if None not in low:
            return [f for f in low[:1] if f is not None]
        broken = [s.broken(owner, k) for s, owner, k in spoken]
        return [] if None in broken else [f for f in broken[:1] if f is not None]
    if not counting:
        return [Finding("S2", f'no value of {_ids(results)} is the number "{said}"', start=n.start, end=n.end)]
    if any(silent(r) for r in counting):
        return []
    if near := [t for t in truths if t[0] is Truth.BETWEEN]:
        _, r, k, v, _ = near[0]
        text = f'between: "{said}" is {k} of {r.id} in some readings only: {v}'
        return [Finding("S2", text, f"{k} = {v}", SentenceStatus.INSUFFICIENT, n.start, n.end)]
    rest = [t for t in truths if (n.kind == "percent") == _is_share(t[2], t[3])]
    if not rest:
        text = f'"{said}" is a number that {_ids(results)} does not give'
        return [Finding("S2", text, "", SentenceStatus.OVERSTATED, n.start, n.end)]
    _, r, k, v, _ = min(rest, key=lambda t: (t[1] not in counting, abs(_scaled(n, t[2], t[3]) - float(n.low or 0))))
    # "Two of them" may be two of more: too few is no contradiction then, but nothing gives the two.
    above = _part(n, view) or float(n.low or 0) >= _scaled(n, k, v)
    status = SentenceStatus.OVERSTATED if above or not r.closed else SentenceStatus.CONTRADICTED
    return [Finding("S2", f'"{said}" is not what {r.id} gives: {k} = {v}', f"{k} = {v}", status, n.start, n.end)]


def _multiplied(n: Numeral, view: View) -> tuple[Numeral, int]:
    """Return the number that "double the 126" is, and where the words for it begin."""
    for group, times in (("twofold", 2), ("threefold", 3)):
        for f in view.words.find(group, view.text):
            if n.low is not None and view.words.gap.fullmatch(view.text, f.end, n.start):
                high = n.high if n.high is not None else n.low
                return replace(n, value=None, low=n.low * times, high=high * times), f.start
    return n, n.start


def _meant(n: Numeral, modifier: Modifier | None, owner: ClaimResult, name: str, view: View) -> bool:
    """False where a number can mean only another value of the same claim: a percentage its share, and "more than
    sixty of them" its part, which the whole would satisfy however small the part.
    """
    if "share" not in owner.values:
        return True
    if n.kind == "percent":
        return name == "share"
    return modifier is None or name != "whole" or not _part(n, view)


def _most(result: ClaimResult, name: str) -> float:
    """Return the most that a claim gives of a value in any world it must survive; no end is no end."""
    values = [v for v in (result.values[name], *(e.get(name) for e in result.elsewhere.values())) if v is not None]
    return max(float("inf") if v.high is None else float(v.high) for v in values)


def _part(n: Numeral, view: View) -> bool:
    return view.words.opens("partitive", view.text[n.end :].lstrip()) is not None


def _spoken(n: Numeral, modifier: Modifier | None, said: str, name: str) -> Spoken:
    """A number alone, or "about" one, is no less true where there is more; a range and "at most" say where they end."""
    loose = modifier is None or modifier.op.startswith("~")
    floor = loose and bool(n.low) and (n.kind == "percent" or n.low == n.high)
    return Spoken(said, n.start, n.end, lambda value: _truth(n, modifier, name, value), floor)


def _is_share(name: str, value: Bounds) -> bool:
    return name == "share" or (isinstance(value.base, float) and 0 <= value.base <= 1)


def _scaled(n: Numeral, name: str, value: Bounds) -> float:
    return float(value.base) * (100 if n.kind == "percent" and _is_share(name, value) else 1)


def _truth(n: Numeral, modifier: Modifier | None, name: str, value: Bounds) -> Truth:
    """Return whether a value is the number as said: exactly, between its ends, or as its modifier loosens it."""
    if n.low is None or (n.kind != "percent" and _is_share(name, value)):
        return Truth.NO
    high = n.high if n.high is not None else n.low
    stated, slack = Bounds(n.low, n.low, high), 0.0
    if n.kind == "percent" and _is_share(name, value):
        top = None if value.high is None else 100 * float(value.high)
        value, slack = Bounds(100 * float(value.low), 100 * float(value.base), top), _slack(n)
    if modifier is not None and modifier.op != "==":
        return modifier.truth(value, stated)
    if n.low != high or slack:
        ends = Bounds.exactly(float(n.low) - slack), Bounds.exactly(float(high) + slack)
        return compare(value, ">=", ends[0]) & compare(value, "<=", ends[1])
    return compare(value, "==", stated)


def _slack(n: Numeral) -> float:
    """Return how far a percentage may be rounded: half of its last digit; more for fractions in words."""
    digits = _DIGITS.match(n.text)
    return float(0.5 * 10.0 ** -len(digits[1] or "")) + 1e-9 if digits else _ROUND


def _recorded(n: Numeral, results: list[ClaimResult], view: View) -> bool:
    """True where the record of an act itself says the number: "57 States" of a letter by 57 States."""
    cells = [str(row.get(c) or "") for r in results if r.kind == "act" for row in r.rows for c in ("what", "body")]
    return any(tells(n, view.told(cell)) for cell in cells)


def _ids(results: list[ClaimResult]) -> str:
    return " or ".join(r.id for r in results)
