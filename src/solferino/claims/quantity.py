"""S3: words of quantity ask a number of every claim from their link to the end of the sentence."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.claims.passages import Reading, finding, headline, quoted
from solferino.prose.lexicon import Asked
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus


def quantities(reading: Reading) -> Iterator[Finding]:
    """Hold each claim against the last word of quantity that reaches it."""
    passages = sorted(reading.of(Scheme.CLAIM), key=lambda p: p.start)
    for passage in passages:
        inside = [q for q in reading.quantities if passage.start <= q.start < passage.end]
        before = [q for q in reading.quantities if any(p.start <= q.start < p.end for p in passages) and q.start < passage.start]
        reaching = inside or before[-1:]
        for asked in reaching:
            if asked.quantity.weak and not (asked in inside and asked.start == passage.start):
                continue
            for result in reading.claims(passage):
                yield from _held(asked, result, reading)


def _held(asked: Asked, result: ClaimResult, reading: Reading) -> Iterator[Finding]:
    quantity, found = asked.quantity, headline(result)
    if found is None or str(result.verdict.status) == "error" or str(result.verdict.type) in ("not_filed", "unconfirmed_fact"):
        return
    name, value = found
    if quantity.measure == "share":
        if "share" not in result.values:
            return
        name, value = "share", result.values["share"]
    elif quantity.measure != "count" or name == "share":
        return
    truth = quantity.truth(value)
    if truth is Truth.YES or _said_already(quantity.number, result):
        return
    said = f"{quoted(reading, asked.start, asked.end)} asks {quantity.asks()}; {result.id} gives {name} = {value}"
    if truth is Truth.BETWEEN:
        yield finding("S3", said, SentenceStatus.INSUFFICIENT, at=(asked.start, asked.end))
        return
    instead = what_holds(asked, value, result, reading)
    yield finding("S3", said, SentenceStatus.OVERSTATED, at=(asked.start, asked.end), instead=instead)


def _said_already(number: float, result: ClaimResult) -> bool:
    """A claim of none ("never") is asked by its own threshold, not by the word's."""
    return number == 0 and result.holds.endswith("== 0") and str(result.verdict.status) == "supported"


def what_holds(asked: Asked, value: Bounds, result: ClaimResult, reading: Reading) -> str:
    """Return the weaker word that holds, and the weaker forms of the claim that satisfy the word."""
    told = []
    weaker = reading.words.weaker(asked.quantity, value)
    if weaker is not None:
        told.append(f'"{weaker.word}" ({value})')
    for form in result.weaker:
        key = next((k for k, v in form.values.items() if isinstance(v.base, int | float)), None)
        if key and form.key != "date" and asked.quantity.truth(form.values[key]) is Truth.YES:
            told.append(f"{key} = {form.values[key]} {form.text}")
    return "; ".join(told)
