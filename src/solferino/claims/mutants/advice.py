"""Why nothing noticed a mutant, and which line would."""

from __future__ import annotations

from solferino.claims.mutants.mutant import Mutant
from solferino.claims.named import ACTORS
from solferino.claims.view import COUNTING, View
from solferino.words.claim import Claim
from solferino.words.statement import Scheme
from solferino.words.tables import tables

_KEY = {"party": "party", "place": "place_id", "treaty": "norm", "window": "date", "quantity": "gives",
        "number": "gives", "hedge": "occurrence", "conjunction": "party"}  # fmt: skip
"""The key of a claim that each operator tries."""
_WANT = {
    "party": "ask about one party: {key} = …",
    "place": "ask about one place: {key} = …",
    "treaty": "ask about one rule: {key} = …",
    "window": "give it a window of its own: {key} = {{ from = …, to = … }}",
    "due": "say by when: {key} = …",
    "quantity": 'let a claim count what the word counts: says = "count", {key} = {{ n = "count" }}',
    "number": 'let a claim give the number: {key} = {{ n = "count" }}',
    "hedge": 'ask for the grade that flat words need: {key} = ">= 3"',
    "conjunction": "ask about each of the two by a claim of its own: claim:a+b",
}


def advice(mutant: Mutant, view: View) -> tuple[str, str]:
    """Return why nothing noticed a mutant, and the line that would: a key of a claim, or words to link."""
    passage = next((p for p in view.passages if p.start <= mutant.start < p.end), None)
    if passage is None:
        return "no link covers these words", f'link "{mutant.was.strip()}" to a claim that asks about it'
    if passage.scheme is Scheme.SOURCE:
        return f"{passage.ids[0]} says nothing of it, or as much of the other", "cite the row that says it"
    claims = [c for i in passage.ids if (c := view.case.claim(i)) is not None]
    if not claims:
        return "its claim is not filed", "file the claim that the link names"
    claim = next((c for c in claims if c.kind in COUNTING), claims[0])
    key = _key(mutant.operator, claim)
    want = _WANT["due" if key == "due" else mutant.operator].format(key=key)
    return _why(mutant, claims, view), f"{claim.file}:{_line(claim, key)} {claim.id}: {want}"


def _key(operator: str, claim: Claim) -> str:
    """Return the key that would ask: one that the claim has, else the one that its kind or table has for it."""
    if claim.kind in ("call", "promise"):
        return {"party": "to", "window": "due"}.get(operator, "met_if")
    has = [k for k in ACTORS.get(operator, ()) if k in claim.where or k in claim.own]
    if not has and operator in ("party", "place"):
        table = tables().get(claim.of or "acts")
        has = [k for k in ACTORS[operator] if table and (k in table.columns or k in table.ends)]
    return next(iter(has), _KEY[operator])


def _why(mutant: Mutant, claims: list[Claim], view: View) -> str:
    names = " + ".join(c.id for c in claims)
    if mutant.operator in ("party", "place", "treaty"):
        asked = any(c.where.get(k) or c.own.get(k) for c in claims for k in ACTORS[mutant.operator])
        return f"{names} asks or finds {mutant.now} too" if asked else f"{names} asks about no {mutant.operator}"
    if mutant.operator == "window":
        return f"{names} finds that day too" if any("date" in c.where for c in claims) else f"{names} has no window"
    if mutant.operator == "hedge":
        return f"{names} reaches the grade that the words need without it, or no grade at all"
    if mutant.operator == "conjunction":
        return f"{names} does not ask about each of the two"
    if not any(c.kind in COUNTING for c in claims):
        return f"{names} counts nothing"
    return f"what {names} gives allows both"


def _line(claim: Claim, key: str) -> int:
    """Return the line of the key, of the claim's conditions where it has none, else of the claim."""
    return claim.lines.get(key) or claim.lines.get("where") or claim.line
