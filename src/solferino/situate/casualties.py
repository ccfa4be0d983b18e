"""How many were killed and injured: ranges of what is told of this incident alone, each figure with who told it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solferino.situate.protected import says
from solferino.words.report import Report

Range = tuple[int | None, int | None]


def alone(report: Report) -> bool:
    """True where the report's figures cover this incident or its facility and no more."""
    cover = report.counts_cover.casefold()
    return not says("wider", cover) or says("own", cover)


def span(reports: Iterable[Report], what: str) -> Range:
    """Return the least and the most that reports of this incident alone give for `what` (killed or injured).

    "At least two" raises the least and leaves the most to the others; where no report says a most, it is the
    largest least that was told. None where nobody gives a figure.
    """
    pairs: list[Range] = [getattr(r, what) for r in reports if alone(r)]
    told = [(low, high) for low, high in pairs if low is not None or high is not None]
    lows = [low if low is not None else 0 for low, _ in told]
    highs = [n for pair in told for n in pair if n is not None]
    return (min(lows), max(highs)) if told else (None, None)


def notes(reports: Sequence[Report]) -> list[str]:
    """Say every figure with who told it and what it covers, where they differ or cover more than the incident."""
    found = []
    for what in ("killed", "injured"):
        told = [(r, getattr(r, what)) for r in reports if getattr(r, what) != (None, None)]
        if len({pair for _, pair in told}) > 1:
            found.append(f"{what}: {'; '.join(_told(r, pair) for r, pair in told)}")
        several = [(r, pair) for r, pair in told if pair != (1, 1) and says("mixed", r.counts_cover.casefold())]
        mixed = dict.fromkeys(_show(pair) + _by(r) for r, pair in several)
        if mixed:
            which = "they count" if len(mixed) > 1 else "it counts"
            text = f"{which} people of different status, so how many were civilians has two readings"
            found.append(f"{what}: {'; '.join(mixed)}: {text}")
    return found


def _told(r: Report, pair: Range) -> str:
    return _show(pair) + _by(r)


def _by(r: Report) -> str:
    return f" by {r.publisher or r.id}" + (f" ({r.counts_cover})" if r.counts_cover else "")


def _show(pair: Range) -> str:
    low, high = pair
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
