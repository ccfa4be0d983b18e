"""What its claims say of a passage (S3, S6): their verdicts, the words of quantity bound to them, weaker forms."""

from __future__ import annotations

from solferino.claims.hedges import unreached
from solferino.claims.qualifier import limited, qualified, unbound
from solferino.claims.quantity import Bound, bound
from solferino.claims.view import COUNTING, View, silent
from solferino.claims.weakened import actor, forms, measured, more_asked, short
from solferino.prose.lexicon import Quantity
from solferino.words.bounds import Bounds
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus, Status, join

_FEW = 3
_ARTICLE = 2
"""Words that may stand between "all" and its number: "all of the four"."""

_WEIGHED = ("call", "promise", "judgement", "norm", "jurisdiction", "assistance")
"""Kinds of claim whose words of quantity weigh or ask for something, and count nothing."""

_NAMES = ("draft", "symbol", "act_id", "report_id")
_GOOD = (Status.ATTESTED, Status.SUPPORTED, Status.TRACKED)


def standing(passage: Passage, view: View) -> list[SentenceStatus]:
    """Return what a passage comes to where no finding speaks: the worst of its claims that stand."""
    held = [
        Status.SUPPORTED if unbound(r) and limited(passage, view) else r.verdict.status for r in view.found(passage)
    ]
    held = [s for s in held if s in _GOOD]
    return [SentenceStatus(str(join(held)))] if held else []


def cited(view: View) -> list[Finding]:
    """Return what each cited claim finds wrong, in the order of the sentence."""
    words = bound(view)
    found: list[Finding] = []
    for passage in view.of(Scheme.CLAIM):
        mine = [w for w in words if w.passage == passage]
        for claim_id in passage.ids:
            result = view.results.get(claim_id)
            if result is None:
                hint = did_you_mean(claim_id, view.results)
                text = f"there is no claim {claim_id!r}" + (f"; {hint}" if hint else "")
                found.append(_finding("S6", text, SentenceStatus.ERROR, passage))
            else:
                found += _said(result, passage, view, mine)
        found += [f for w in mine for f in (_shareless(w, view), _uncounted(w, view)) if f is not None]
    return found


def _said(result: ClaimResult, passage: Passage, view: View, words: list[Bound]) -> list[Finding]:
    status, because = result.verdict.status, result.verdict.because
    told = because[0] if because else str(result.verdict)
    if status is Status.ERROR:
        return [_finding("claim", f"{result.id}: {'; '.join(because) or told}", SentenceStatus.ERROR, passage)]
    if unbound(result) and (finding := qualified(result, passage, view)) is not None:
        return [finding]
    if status is Status.CONTRADICTED:
        return [_contradicted(result, passage, view, words)]
    found: list[Finding] = []
    if status is Status.INSUFFICIENT:
        found.append(_finding("claim", f"{result.verdict.type}: {told}", SentenceStatus.INSUFFICIENT, passage))
    return found + [f for w in words if (f := _word(w, result, view)) is not None]


def _contradicted(result: ClaimResult, passage: Passage, view: View, words: list[Bound]) -> Finding:
    """Return the finding on a contradicted claim: overstated where a weaker form of it holds."""
    unmet = next((w for w in words if w.scored and w.truth(result) is Truth.NO and not _under(w, result)), None)
    asked = unmet.asked.quantity if unmet else None
    more = more_asked(result)
    instead = forms(result, view.words, asked) if more else ""
    # To leave out who did it is to speak of somebody else: that softens no accusation.
    if not more or (not short(result) and all(actor(w) or not w.holds for w in result.weaker)):
        told = result.verdict.because[0] if result.verdict.because else f"the record contradicts {result.id}"
        return Finding("claim", told, instead, SentenceStatus.CONTRADICTED, passage.start, passage.end)
    asks = f'"{unmet.asked.text}" asks {unmet.asked.quantity.asks()}' if unmet else f"it asks {result.holds}"
    given = ", ".join(f"{k} = {v}" for k, v in result.values.items()) or "nothing"
    start, end = (unmet.asked.start, unmet.asked.end) if unmet and unmet.own else (passage.start, passage.end)
    text = f"{asks}, and the record gives {given} ({result.id}{_rows(result)})"
    return Finding("S3", text, instead, SentenceStatus.OVERSTATED, start, end)


def _rows(result: ClaimResult) -> str:
    """Name the rows that a small number rests on."""
    if not 0 < result.total <= _FEW:
        return ""
    named = [
        " of ".join(str(v) for v in (next((r[k] for k in _NAMES if r.get(k)), ""), r.get("date")) if v)
        for r in result.rows
    ]
    return ": " + ", ".join(named)


def _word(word: Bound, result: ClaimResult, view: View) -> Finding | None:
    """Return the finding on a word of quantity that the claim's value does not satisfy."""
    truth, asked, value = word.truth(result), word.asked, word.value(result)
    if truth is None or value is None or (asked.quantity.weak and not word.scored):
        return None
    if truth is Truth.YES:
        return _low(word, result, view) or word.broken(result)
    start, end = (asked.start, asked.end) if word.own else (word.passage.start, word.passage.end)
    if asked.quantity.measure == "only":
        others = [c.text for c in result.counter if c.kind == "other" and any(v.base for v in c.values.values())]
        text = f'"{asked.text}" asks that nobody else did, and {others[0]} gives more than none ({result.id})'
        return Finding("S3", text, "", SentenceStatus.OVERSTATED if word.scored else None, start, end)
    text = f'"{asked.text}" asks {asked.quantity.asks()}, and {result.id} gives {_given(value, asked.quantity)}'
    status: SentenceStatus | None = SentenceStatus.OVERSTATED
    if truth is Truth.BETWEEN:
        if result.verdict.status is Status.INSUFFICIENT:
            return None
        status, text = SentenceStatus.INSUFFICIENT, f"between: {text}"
    elif _under(word, result) and result.closed:
        status = SentenceStatus.CONTRADICTED
    return Finding("S3", text, forms(result, view.words, asked.quantity), status if word.scored else None, start, end)


def _low(word: Bound, result: ClaimResult, view: View) -> Finding | None:
    """Return the finding on a word that holds only with what is below the grade that the sentence needs."""
    found = measured(result, word.asked.quantity) if word.scored else None
    if found is None or word.asked.quantity.measure == "only":
        return None
    return unreached(word.asked.text, word.asked.quantity.truth, result, found[0], passage=word.passage, view=view)


def _shareless(word: Bound, view: View) -> Finding | None:
    """Return the finding on a word that asks a share of claims that count, none of which gives one."""
    results, quantity = view.found(word.passage), word.asked.quantity
    if not word.own or not word.scored or quantity.measure != "share" or not results or any(map(silent, results)):
        return None
    if any("share" in r.values or r.verdict.status is Status.ERROR for r in results):
        return None
    if not any(r.kind in COUNTING for r in results) or _numbered(word, view):
        return None
    # An inference may weigh what no table counts; it is printed as the inference it is.
    status = SentenceStatus.INSUFFICIENT if all(r.kind in COUNTING for r in results) else None
    text = f'not_filed: "{word.asked.text}" asks {quantity.asks()}, and no claim here gives a share'
    return Finding("S3", text, "", status, word.asked.start, word.asked.end)


def _uncounted(word: Bound, view: View) -> Finding | None:
    """Return the note on a word of quantity of claims that count nothing, or that nothing filed answers."""
    results, quantity = view.found(word.passage), word.asked.quantity
    if not word.own or quantity.weak or quantity.measure not in ("count", "share") or not results:
        return None
    if any(r.kind in _WEIGHED or (r.kind in COUNTING and not silent(r)) for r in results) or _numbered(word, view):
        return None
    text = f'"{word.asked.text}" asks {quantity.asks()}, and {" + ".join(r.id for r in results)} counts nothing filed'
    return Finding("S3", text, "", None, word.asked.start, word.asked.end)


def _numbered(word: Bound, view: View) -> bool:
    """True where a number follows at once: "all four vetoes" asks four, and S2 compares it."""
    after = [n.start for n in view.inside(word.passage) if n.kind == "count" and n.start >= word.asked.end]
    return bool(after) and len(view.text[word.asked.end : after[0]].split()) <= _ARTICLE


def _given(value: Bounds, quantity: Quantity) -> str:
    if quantity.measure != "share":
        return str(value)
    low, high = (f"{100 * float(v):.3g}" for v in (value.low, value.high if value.high is not None else value.low))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _under(word: Bound, result: ClaimResult) -> bool:
    """True where the word says less than the record gives: `never` of what happened four times."""
    quantity, value = word.asked.quantity, word.value(result)
    return quantity.op in ("==", "<", "<=") and value is not None and float(value.low) > quantity.number


def _finding(rule: str, text: str, status: SentenceStatus, passage: Passage) -> Finding:
    return Finding(rule, text, "", status, passage.start, passage.end)
