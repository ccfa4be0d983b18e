"""What the claims of a passage say of it (S3, S6): their verdicts, the words of quantity bound to them, weaker forms."""

from __future__ import annotations

from solferino.claims.qualifier import qualified, unbound
from solferino.claims.quantity import Bound, bound
from solferino.claims.view import View
from solferino.claims.weakened import actor, forms, more_asked, short
from solferino.prose.lexicon import Quantity
from solferino.words.bounds import Bounds
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus, Status, join


def standing(passage: Passage, view: View) -> list[SentenceStatus]:
    """Return what a passage comes to where no finding speaks: the worst of its claims that hold."""
    held = [r.verdict.status for r in view.found(passage) if r.verdict.status in _GOOD]
    return [SentenceStatus(str(join(held)))] if held else []


_GOOD = (Status.ATTESTED, Status.SUPPORTED, Status.TRACKED)


def cited(view: View) -> list[Finding]:
    """Return what each cited claim finds wrong, in the order of the sentence."""
    words = bound(view)
    found: list[Finding] = []
    for passage in view.of(Scheme.CLAIM):
        for claim_id in passage.ids:
            result = view.results.get(claim_id)
            if result is None:
                hint = did_you_mean(claim_id, view.results)
                text = f"there is no claim {claim_id!r}" + (f"; {hint}" if hint else "")
                found.append(_finding("S6", text, SentenceStatus.ERROR, passage))
            else:
                mine = [w for w in words if w.passage == passage]
                found += _said(result, passage, view, mine)
    return found


def _said(result: ClaimResult, passage: Passage, view: View, words: list[Bound]) -> list[Finding]:
    status, because = result.verdict.status, result.verdict.because
    told = because[0] if because else str(result.verdict)
    if status is Status.ERROR:
        return [_finding("claim", f"{result.id}: {told}", SentenceStatus.ERROR, passage)]
    if status is Status.CONTRADICTED:
        return [_contradicted(result, passage, view, words)]
    found: list[Finding] = []
    if status is Status.INSUFFICIENT:
        found.append(_finding("claim", f"{result.verdict.type}: {told}", SentenceStatus.INSUFFICIENT, passage))
    return found + [f for w in words if (f := _word(w, result, view)) is not None]


def _contradicted(result: ClaimResult, passage: Passage, view: View, words: list[Bound]) -> Finding:
    told = result.verdict.because[0] if result.verdict.because else f"the record contradicts {result.id}"
    if unbound(result):
        if (finding := qualified(result, passage, view)) is not None:
            return finding
        return _finding("claim", told, SentenceStatus.CONTRADICTED, passage)
    unmet = next((w for w in words if w.scored and w.truth(result) is Truth.NO), None)
    asked = unmet.asked.quantity if unmet else None
    given = ", ".join(f"{k} = {v}" for k, v in result.values.items()) or "nothing"
    instead = forms(result, view.words, asked)
    # To leave out who did it is to blame somebody else: that form may be told, but it softens no accusation.
    weaker = more_asked(result) and any(w.holds and not actor(w) for w in result.weaker)
    if not weaker and not short(result):
        if more_asked(result) or not instead:
            told = f"{told}; what holds is about others: {instead}" if instead else told
        return _finding("claim", told, SentenceStatus.CONTRADICTED, passage)
    where = unmet.asked if unmet else None
    text = f"“{where.text}” asks {where.quantity.asks()}" if where else f"it asks {result.holds}"
    text = f"{text}, and the record gives {given} ({result.id})"
    own = where is not None and passage.start <= where.start < passage.end
    start, end = (where.start, where.end) if where and own else (passage.start, passage.end)
    return Finding("S3", text, instead, SentenceStatus.OVERSTATED, start, end)


def _word(word: Bound, result: ClaimResult, view: View) -> Finding | None:
    """Return the finding on a word of quantity that the claim's value does not satisfy."""
    truth, asked = word.truth(result), word.asked
    if truth is None or truth is Truth.YES:
        return None
    value, where = word.value(result), f"“{asked.text}” asks {asked.quantity.asks()}"
    if value is None:
        return None
    own = word.passage.start <= asked.start < word.passage.end
    start, end = (asked.start, asked.end) if own else (word.passage.start, word.passage.end)
    text = f"{where}, and {result.id} gives {_given(value, asked.quantity)}"
    status: SentenceStatus | None = SentenceStatus.OVERSTATED
    if truth is Truth.BETWEEN:
        status, text = SentenceStatus.INSUFFICIENT, f"between: {text}"
    elif _under(asked.quantity, value):
        status = SentenceStatus.CONTRADICTED if result.closed else SentenceStatus.OVERSTATED
    if not word.scored:
        status = None
    return Finding("S3", text, forms(result, view.words, asked.quantity), status, start, end)


def _given(value: Bounds, quantity: Quantity) -> str:
    if quantity.measure != "share":
        return str(value)
    low, high = (f"{100 * float(v):.3g}" for v in (value.low, value.high if value.high is not None else value.low))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _under(quantity: Quantity, value: Bounds) -> bool:
    """True where the word says less than the record gives: `never` of what happened four times."""
    return quantity.op in ("==", "<", "<=") and float(value.low) > quantity.number


def _finding(rule: str, text: str, status: SentenceStatus, passage: Passage) -> Finding:
    return Finding(rule, text, "", status, passage.start, passage.end)
