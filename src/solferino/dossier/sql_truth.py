"""A threshold as SQL: the small grammar over columns `NAME low` and `NAME high`; 2 holds, 1 between, 0 does not."""

from __future__ import annotations

from solferino.store.engine import literal, quote
from solferino.words.bounds import Bounds
from solferino.words.grammar import Both, Compare, Expr


def truth(expr: Expr) -> str:
    """Return the expression as SQL that gives 0, 1 or 2, as `grammar` walks it."""
    if isinstance(expr, Compare):
        return _compare(_ends(expr.left), expr.op, _ends(expr.right))
    parts = ", ".join(map(truth, expr.parts))
    return f"{'least' if isinstance(expr, Both) else 'greatest'}({parts})"


def word(number: str) -> str:
    """Return SQL that says in a word what `truth` gives."""
    return f"CASE {number} WHEN 2 THEN 'yes' WHEN 1 THEN 'between' ELSE 'no' END"


def _ends(side: str | Bounds) -> tuple[str, str]:
    if isinstance(side, str):
        return quote(f"{side} low"), quote(f"{side} high")
    value = literal(side.base) if isinstance(side.base, str) else str(side.base)
    return value, value


def _compare(left: tuple[str, str], op: str, right: tuple[str, str]) -> str:
    """A high end that is NULL is not known: a comparison with it is neither so nor not so."""
    if op in ("<", "<="):
        return _compare(right, ">" if op == "<" else ">=", left)
    if op == "!=":
        return f"(2 - {_compare(left, '==', right)})"
    (a, b), (c, d) = left, right
    if op == "==":
        exact = f"WHEN {a} = {b} AND {c} = {d} THEN CASE WHEN {a} = {c} THEN 2 ELSE 0 END"
        return f"CASE {exact} WHEN {b} < {c} OR {d} < {a} THEN 0 ELSE 1 END"
    return f"CASE WHEN {a} {op} {d} THEN 2 WHEN {b} {'<' if op == '>=' else '<='} {c} THEN 0 ELSE 1 END"
