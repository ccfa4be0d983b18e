"""Draft → the line of decisions.jsonl that follows its author's line before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from solferino.store.ledger.ledger import Draft, Overtaken
from solferino.words.decision import line_digest
from solferino.words.errors import UsageError


def next_line(draft: Draft, before: Sequence[str], *, seen: int) -> str:
    """Return the line for `draft` after the lines `before`; raise `Overtaken` as `Ledger.append` says."""
    bodies = [json.loads(raw) for raw in before]
    about = set(draft.about)
    others = [
        raw
        for raw, body in zip(before[seen:], bodies[seen:], strict=True)
        if body["by"] != draft.by and about & set(body.get("about", ()))
    ]
    if others:
        raise Overtaken(others)
    mine = [raw for raw, body in zip(before, bodies, strict=True) if body["by"] == draft.by]
    taken = {body["id"] for body in bodies}
    return compose(draft, number=len(mine) + 1, last=mine[-1] if mine else "", taken=taken.__contains__)


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
