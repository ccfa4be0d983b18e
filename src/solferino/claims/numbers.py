"""S2: counts equal a value the claim gives; dates, windows and citations are the claim's own."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.claims.passages import COUNTED, Reading, finding, quoted
from solferino.prose.lexicon import Modifier
from solferino.prose.numeral import Numeral
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus

_EXACTLY = Modifier("", "==")


def numbers(reading: Reading) -> Iterator[Finding]:
    """Check every numeral of every claim passage against the claims it cites."""
    for passage in reading.of(Scheme.CLAIM):
        results = [r for r in reading.claims(passage) if str(r.verdict.status) != "error"]
        if not results:
            continue
        vouching = _with_premises(results, reading)
        for n in reading.within(passage):
            if n.kind in ("count", "percent"):
                yield from _count(n, passage, vouching, reading)
            elif n.kind in ("date", "window"):
                yield from _days(n, vouching, reading)
            elif n.kind in ("symbol", "article"):
                yield from _citation(n, vouching, reading)


def _with_premises(results: list[ClaimResult], reading: Reading) -> list[ClaimResult]:
    """A judgement vouches for what its premises vouch for."""
    found = list(results)
    for result in found:
        found += [reading.results[d] for d in result.depends if d in reading.results and reading.results[d] not in found]
    return found


def _count(n: Numeral, passage: Passage, results: list[ClaimResult], reading: Reading) -> Iterator[Finding]:
    """A count is right when some value of some claim satisfies it, modifiers such as "at least" included."""
    if n.value is None and n.low is None or n.unit in ("loose", "measure"):
        return
    number = _number(n)
    modifier = reading.words.modifier(reading.text, n.start, n.end) or _EXACTLY
    values = [(r, k, v) for r in results for k, v in r.values.items() if isinstance(v.base, int | float)]
    values = [(r, k, v) for r, k, v in values if isinstance(v.base, float) == (n.kind == "percent") or k == "share"]
    said = quoted(reading, n.start, n.end)
    filed = [t for t in values if str(t[0].verdict.type) != "not_filed"]
    if not filed:
        if not values and not any(r.kind in COUNTED for r in results):
            yield finding("S2", f"no value of {_ids(results)} vouches for {said}", at=(n.start, n.end))
        return
    truths = [modifier.truth(_percent(v, n), number) for _, _, v in filed]
    if Truth.YES in truths:
        return
    told = ", ".join(f"{k} = {v}" for _, k, v in filed)
    if Truth.BETWEEN in truths:
        text = f"{said} lies between the ends of what the claim gives: {told}"
        yield finding("S2", text, SentenceStatus.INSUFFICIENT, at=(n.start, n.end), instead=told)
        return
    result, _, value = filed[0]
    over = number.low > _percent(value, n).base  # type: ignore[operator]
    status = SentenceStatus.OVERSTATED if over or not result.closed else SentenceStatus.CONTRADICTED
    yield finding("S2", f"{said} is not what {_ids([result])} gives: {told}", status, at=(n.start, n.end), instead=told)


def _number(n: Numeral) -> Bounds:
    low = n.low if n.low is not None else n.value
    high = n.high if n.high is not None else n.value
    base = n.value if n.value is not None else low
    return Bounds(low, base, high)  # type: ignore[arg-type]


def _percent(value: Bounds, n: Numeral) -> Bounds:
    """A share is compared as the prose gives it: in per cent, to the precision of the prose."""
    if n.kind != "percent" or not isinstance(value.base, float):
        return value
    digits = len(str(n.value).split(".")[1]) if isinstance(n.value, float) and n.value != int(n.value) else 0

    def shown(x: object) -> float | None:
        return None if x is None else round(float(x) * 100, digits)  # type: ignore[arg-type]

    return Bounds(shown(value.low), shown(value.base), shown(value.high))  # type: ignore[arg-type]


def _days(n: Numeral, results: list[ClaimResult], reading: Reading) -> Iterator[Finding]:
    days = sorted({d for r in results for d in r.days} | {reading.as_of.isoformat()})
    if n.low is None and n.high is None:
        return
    low, high = n.low or n.high, n.high or n.low
    if n.kind == "date":
        right = any(str(low) <= d <= str(high) for d in days) and (n.unit != "days" or {low, high} <= set(days))
        right = right or (n.unit in ("month", "year") and days[0] <= str(low) and str(high) <= days[-1])
        right = right or (n.unit == "days" and any(str(low) <= d <= str(high) for d in days))
    else:
        right = str(n.low) in days and (n.high is None or n.high in days) if n.low else str(n.high) in days
    if right:
        return
    counted = any(r.kind in COUNTED and str(r.verdict.type) != "not_filed" for r in results)
    status = SentenceStatus.NEEDS_QUALIFIER if counted else None
    what = "the window" if n.kind == "window" else "the date"
    span = f" ({n.low or '…'} to {n.high or '…'})" if n.kind == "window" else ""
    text = f"{what} {quoted(reading, n.start, n.end)}{span} is not one that {_ids(results)} vouches for"
    yield finding("S2", text, status, at=(n.start, n.end), instead=_said_days(results))


def _said_days(results: list[ClaimResult]) -> str:
    return "; ".join(r.query for r in results if r.query)[:200]


def _citation(n: Numeral, results: list[ClaimResult], reading: Reading) -> Iterator[Finding]:
    known = {_folded(s) for r in results for s in r.symbols}
    known |= {_folded(str(cell)) for r in results for row in r.rows for cell in row.values() if isinstance(cell, str)}
    wanted = [_folded(str(x)) for x in (n.value, n.text) if x]
    if any(w in k or k in w for w in wanted for k in known if k):
        return
    status = SentenceStatus.NEEDS_QUALIFIER if any(r.kind in (*COUNTED, "norm") for r in results) else None
    text = f"{quoted(reading, n.start, n.end)} is not what {_ids(results)} cites"
    instead = ", ".join(sorted({s for r in results for s in r.symbols})[:6])
    yield finding("S2", text, status, at=(n.start, n.end), instead=instead)


def _folded(text: str) -> str:
    return "".join(text.casefold().replace("article", "art").replace("resolution", "").split()).replace(".", "")


def _ids(results: list[ClaimResult]) -> str:
    return " + ".join(r.id for r in results[:3])
