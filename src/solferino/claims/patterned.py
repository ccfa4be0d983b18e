"""The tests of `patterns` on incidents: which rows a test can use, and what it is given of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from solferino.claims.question import POINTS, Question
from solferino.patterns.result import Result
from solferino.store.namespace import Rows

_TESTS = {
    "repeats": ("repeated", "struck_repeatedly"), "knox": ("clustered", "near"), "near-repeat": ("clustered", "near"),
    "kst": ("clustered", "near"), "labelling": ("clustered", "labelled"), "odds": ("clustered", "likelier"),
    "scan": ("clustered", "scanned"), "before-after": ("clustered", "changed"),
    "proximity": ("struck", "near_protected"), "double-tap": ("struck", "struck_again"),
    "listed": ("once_listed", "struck_once_listed"),
}  # fmt: skip
"""Kinds of test: the module of this room that is loaded for one, and what in it runs it."""


def tried(asked: Question, rows: Rows) -> Result:
    """Run a claim's test on incidents; what it cannot use is dropped and counted, what it cannot answer refused."""
    module, name = _TESTS[asked.kind]
    run: Callable[[Question, Rows], Result] = getattr(import_module(f"solferino.claims.{module}"), name)
    return run(asked, rows)


def precise(asked: Question, row: dict[str, Any]) -> bool:
    """True where an incident has one day, and a place as exact as the test's distance where the test reads places."""
    if row["date_from"] is None or row["date_from"] != row["date_to"]:
        return False
    if asked.kind not in POINTS or asked.kind == "scan":
        return True
    radius = row["precision_m"]
    return radius is not None and radius <= asked.numbers("distance")[0]
