"""The decisions of a ledger as values: which stand, what each report was decided on, who differs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from solferino.casefile.decisions import FILE
from solferino.store.ledger.ledger import Draft, Ledger
from solferino.words.decision import Decision, standing
from solferino.words.errors import CaseError, Problem

PAIR = ("same", "not-same", "unsure")
"""Answers to a question about two reports."""


class Record:
    """Every decision of a ledger, oldest first. The ledger only grows: lines already read are not read again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._held: tuple[Decision, ...] = ()
        self._last = ""
        self._lock = threading.Lock()

    def all(self) -> tuple[Decision, ...]:
        """Return every decision, those taken back included."""
        lines = self.ledger.lines()
        with self._lock:
            n = len(self._held)
            if n > len(lines) or (n and lines[n - 1] != self._last):
                self._held, n = (), 0
            if n < len(lines):
                self._held += tuple(_decision(raw, i) for i, raw in enumerate(lines[n:], n + 1))
                self._last = lines[-1]
            return self._held

    def standing(self) -> tuple[Decision, ...]:
        """Return the decisions that nobody took back."""
        return standing(self.all())

    def append(self, by: str, act: str, about: Iterable[str], *, value: Any = None, why: str, seen: int) -> str:
        """Write one decision of `by`, now; return its id. Raises Overtaken where others decided meanwhile."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(json.loads(self.ledger.append(Draft(by, act, tuple(about), value, why, now), seen=seen))["id"])


def _decision(raw: str, line: int) -> Decision:
    try:
        body = json.loads(raw)
        return _read(body, line)
    except (ValueError, KeyError, TypeError):
        hint = "one decision a line; a torn last line may be removed"
        raise CaseError([Problem(FILE, line, "this is no decision", hint)]) from None


def _read(body: dict[str, Any], line: int) -> Decision:
    return Decision(body["id"], body["t"], body["by"], body["act"], tuple(body.get("about") or ()), body.get("value"),
                    body.get("why") or "", body.get("prev") or "", line, body.get("sig") or "")  # fmt: skip


def on_pair(decisions: Iterable[Decision], a: str, b: str) -> list[Decision]:
    """Return the answers given about exactly these two reports."""
    return [d for d in decisions if d.act in PAIR and set(d.about) == {a, b}]


def answered(decisions: Iterable[Decision], by: str) -> set[frozenset[str]]:
    """Return the pairs that are not asked of `by` again: anybody's answer settles one, unsure only for its author."""
    return {
        frozenset(d.about)
        for d in decisions
        if d.act in PAIR and len(d.about) == 2 and (d.act != "unsure" or d.by == by)
    }


def last_of(decisions: Iterable[Decision], by: str, acts: Iterable[str]) -> Decision | None:
    """Return the last decision of `by` among these acts."""
    wanted = set(acts)
    return next((d for d in reversed(tuple(decisions)) if d.by == by and d.act in wanted), None)
