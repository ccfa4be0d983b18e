"""The small grammar of `holds`, `fails`, `needs`: names, numbers, dates, comparisons, and, or, brackets.

    expr    = term  { "or" term }
    term    = atom  { "and" atom }
    atom    = "(" expr ")" | operand OP operand
    operand = name | number | date | true | false
    OP      = >= | <= | == | != | > | <

An expression is parsed into frozen nodes and walked over bounds; nothing is ever evaluated as Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from solferino.words.bounds import Bounds, Value
from solferino.words.truth import Truth

Op = Literal[">=", "<=", "==", "!=", ">", "<"]
_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>-?\d+(?:\.\d+)?)|(?P<op>>=|<=|==|!=|>|<)"
    r"|(?P<bracket>[()])|(?P<name>[A-Za-z_][\w.]*))"
)
_NEGATED: dict[Op, Op] = {">=": "<", "<=": ">", "==": "!=", "!=": "==", ">": "<=", "<": ">="}


class GrammarError(ValueError):
    """The text is not an expression of the small grammar; the message says where and what was expected."""


@dataclass(frozen=True)
class Compare:
    """`left op right`, each side a name or a constant."""

    left: str | Bounds
    op: Op
    right: str | Bounds

    def names(self) -> frozenset[str]:
        return frozenset(side for side in (self.left, self.right) if isinstance(side, str))

    def truth(self, values: Mapping[str, Bounds]) -> Truth:
        left, right = (values[s] if isinstance(s, str) else s for s in (self.left, self.right))
        return compare(left, self.op, right)

    def __str__(self) -> str:
        return f"{self.left} {self.op} {self.right}"


@dataclass(frozen=True)
class Both:
    """Every part holds."""

    parts: tuple[Expr, ...]

    def names(self) -> frozenset[str]:
        return frozenset().union(*(p.names() for p in self.parts))

    def truth(self, values: Mapping[str, Bounds]) -> Truth:
        return Truth(min(p.truth(values) for p in self.parts))

    def __str__(self) -> str:
        return " and ".join(str(p) if isinstance(p, Compare) else f"({p})" for p in self.parts)


@dataclass(frozen=True)
class Either:
    """At least one part holds."""

    parts: tuple[Expr, ...]

    def names(self) -> frozenset[str]:
        return frozenset().union(*(p.names() for p in self.parts))

    def truth(self, values: Mapping[str, Bounds]) -> Truth:
        return Truth(max(p.truth(values) for p in self.parts))

    def __str__(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, Either) else str(p) for p in self.parts)


Expr = Compare | Both | Either


def compare(left: Bounds, op: Op, right: Bounds) -> Truth:
    """Compare two values by their ends: YES when every reading agrees, NO when none does."""
    if isinstance(left.base, str) != isinstance(right.base, str):
        raise GrammarError(f"cannot compare {left} with {right}: one is a number, the other a date")
    if op in ("<", "<="):
        return compare(right, ">" if op == "<" else ">=", left)
    if op == "!=":
        return ~compare(left, "==", right)
    if op == "==":
        if left.exact and right.exact:
            return Truth.YES if left.low == right.low else Truth.NO
        apart = _below(left.high, right.low, strict=True) or _below(right.high, left.low, strict=True)
        return Truth.NO if apart else Truth.BETWEEN
    strict = op == ">"
    if _at_least(left.low, right.high, strict=strict):
        return Truth.YES
    return Truth.NO if _below(left.high, right.low, strict=not strict) else Truth.BETWEEN


def _at_least(low: Value, high: Value | None, *, strict: bool) -> bool:
    return high is not None and (low > high if strict else low >= high)  # type: ignore[operator]


def _below(high: Value | None, low: Value, *, strict: bool) -> bool:
    return high is not None and (high < low if strict else high <= low)  # type: ignore[operator]


def negate(expr: Expr) -> Expr:
    """Return the expression that is YES exactly where `expr` is NO."""
    if isinstance(expr, Compare):
        return Compare(expr.left, _NEGATED[expr.op], expr.right)
    parts = tuple(negate(p) for p in expr.parts)
    return Either(parts) if isinstance(expr, Both) else Both(parts)


def parse(text: str) -> Expr:
    """Parse `text`; raise GrammarError with the column and what was expected."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise GrammarError(f"column {at + 1}: {text[at:].strip()[:12]!r} is not a name, number, date or comparison")
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0) + 1))
        at = match.end()
    parser = _Parser(tokens)
    expr = parser.either()
    if parser.tokens:
        raise GrammarError(
            f"column {parser.tokens[0][2]}: expected 'and', 'or' or the end, found {parser.tokens[0][1]!r}"
        )
    return expr


class _Parser:
    """Recursive descent over the token list; depth is bounded by the brackets in one TOML string."""

    def __init__(self, tokens: list[tuple[str, str, int]]) -> None:
        self.tokens = tokens
        self.depth = 0

    def either(self) -> Expr:
        parts = [self.both()]
        while self._word("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Expr:
        parts = [self.atom()]
        while self._word("and"):
            parts.append(self.atom())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def atom(self) -> Expr:
        if self.tokens and self.tokens[0][1] == "(":
            self.depth += 1
            if self.depth > 50:
                raise GrammarError("more than 50 brackets inside one another")
            self.tokens.pop(0)
            expr = self.either()
            self.depth -= 1
            if not self.tokens or self.tokens.pop(0)[1] != ")":
                raise GrammarError("a bracket is opened and not closed")
            return expr
        left = self._operand()
        if not self.tokens or self.tokens[0][0] != "op":
            raise GrammarError("expected a comparison (>= <= == != > <) after " + repr(str(left)))
        op: Op = self.tokens.pop(0)[1]  # type: ignore[assignment]
        return Compare(left, op, self._operand())

    def _word(self, word: str) -> bool:
        if self.tokens and self.tokens[0][:2] == ("name", word):
            self.tokens.pop(0)
            return True
        return False

    def _operand(self) -> str | Bounds:
        if not self.tokens:
            raise GrammarError("expected a name, number or date, found the end")
        kind, text, column = self.tokens.pop(0)
        if kind == "number":
            return Bounds.exactly(float(text) if "." in text else int(text))
        if kind == "date":
            return Bounds.exactly(text)
        if kind == "name" and text not in ("and", "or"):
            return Bounds.exactly(int(text == "true")) if text in ("true", "false") else text
        raise GrammarError(f"column {column}: expected a name, number or date, found {text!r}")
