"""Draft → the line of decisions.jsonl that follows its author's line before it."""

from __future__ import annotations

import json
from collections.abc import Callable

from solferino.store.ledger.ledger import Draft, Overtaken
from solferino.words.decision import line_digest
from solferino.words.errors import UsageError


class Chains:
    """What the lines of a ledger say of order: the ids that are taken, each author's last line and how many they have.

    It reads each line once while the lines only grow, and all of them again where they became others.
    """

    def __init__(self) -> None:
        self._read: tuple[str, ...] = ()
        self._taken: set[str] = set()
        self._mine: dict[str, tuple[int, str]] = {}

    def next(self, draft: Draft, before: tuple[str, ...], *, seen: int) -> str:
        """Return the line for `draft` after the lines `before`; raise `Overtaken` as `Ledger.append` says."""
        about = set(draft.about)
        others = [
            raw
            for raw, body in ((raw, json.loads(raw)) for raw in before[seen:])
            if body["by"] != draft.by and about & set(body.get("about", ()))
        ]
        if others:
            raise Overtaken(others)
        self._follow(before)
        number, last = self._mine.get(draft.by, (0, ""))
        return compose(draft, number=number + 1, last=last, taken=self._taken.__contains__)

    def _follow(self, lines: tuple[str, ...]) -> None:
        n = len(self._read)
        # Whoever holds the lines keeps those that were read before, so the last one tells for all.
        if not n or n > len(lines) or lines[n - 1] is not self._read[-1]:
            self._taken, self._mine, n = set(), {}, 0
        self._read = ()
        for raw in lines[n:]:
            body = json.loads(raw)
            self._taken.add(body["id"])
            self._mine[body["by"]] = (self._mine.get(body["by"], (0, ""))[0] + 1, raw)
        self._read = lines


def compose(draft: Draft, *, number: int, last: str, taken: Callable[[str], bool]) -> str:
    """Return the line of `draft`, its author's `number`-th, after that author's line `last` (empty: the first).

    The id is the first from `number` on that is not `taken`. UsageError where a text could not be written as UTF-8.
    """
    while taken(name := f"{draft.act}-{draft.by}-{number}"):
        number += 1
    body = {
        "id": name, "t": draft.t, "by": draft.by, "act": draft.act, "about": list(draft.about), "value": draft.value,
        "why": draft.why, "prev": line_digest(last) if last else "",
    }  # fmt: skip
    line = json.dumps(body, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        raise UsageError(
            "a decision holds half a character", "type the text again, or paste it as plain text"
        ) from None
    return line
