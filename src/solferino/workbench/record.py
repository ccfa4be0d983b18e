"""The decisions of a ledger as values: which stand, and what was decided about a report."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from solferino.casefile.decisions import FILE
from solferino.store.ledger.ledger import Draft, Ledger
from solferino.words.decision import Decision, standing
from solferino.words.errors import CaseError, Problem

PAIR = ("same", "not-same", "unsure")
"""Answers to a question about two reports."""


@dataclass(frozen=True)
class Known:
    """The decisions of a ledger at one moment, oldest first; `gone` are the ids of those that were taken back.

    `root` is the same for as long as the ledger only grows.
    """

    all: tuple[Decision, ...] = ()
    standing: tuple[Decision, ...] = ()
    gone: frozenset[str] = frozenset()
    root: object = None
    _of: Mapping[str, list[Decision]] = field(default_factory=dict)

    def about(self, reports: Iterable[str]) -> list[Decision]:
        """Return every decision about any of these reports, taken back or not."""
        n = len(self.all)  # the index may know of later ones by now
        found = {d.line: d for r in reports for d in self._of.get(r, ()) if d.line <= n}
        return [found[line] for line in sorted(found)]

    def on_pair(self, a: str, b: str) -> list[Decision]:
        """Return the answers that stand about exactly these two reports."""
        told = (d for d in self.about((a,)) if d.act in PAIR and d.id not in self.gone)
        return [d for d in told if set(d.about) == {a, b}]

    def last(self, by: str, acts: Iterable[str]) -> Decision | None:
        """Return the last decision of `by` among these acts that stands."""
        wanted = frozenset(acts)
        return next((d for d in reversed(self.standing) if d.by == by and d.act in wanted), None)


class Record:
    """Every decision of a ledger. The ledger only grows: lines already read are not read again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._lines: tuple[str, ...] = ()
        self._known = Known()
        self._of: dict[str, list[Decision]] = {}
        self._lock = threading.Lock()

    def known(self) -> Known:
        """Return the decisions as they are now."""
        with self._lock:
            lines = self.ledger.lines()
            if lines is not self._lines:
                self._known = self._grown(lines)
                self._lines = lines
            return self._known

    def _grown(self, lines: tuple[str, ...]) -> Known:
        before, n = self._known, len(self._lines)
        if not n or n > len(lines) or lines[n - 1] != self._lines[-1]:
            self._of, n, before = {}, 0, Known(root=object())
        new = tuple(_decision(raw, i) for i, raw in enumerate(lines[n:], n + 1))
        for d in new:
            for report in d.about:
                self._of.setdefault(report, []).append(d)
        gone = frozenset(str(d.value["decision"]) for d in new if d.act == "retract")
        stands = standing(before.all + new) if gone else before.standing + new
        return Known(before.all + new, stands, before.gone | gone, before.root, self._of)

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
