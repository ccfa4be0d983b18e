"""Draft → the line of decisions.jsonl that follows its author's line before it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from solferino.store.ledger.ledger import Draft, Overtaken
from solferino.words.decision import line_digest


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
    number = len(mine) + 1
    while (name := f"{draft.act}-{draft.by}-{number}") in taken:
        number += 1
    body = {
        "id": name, "t": draft.t, "by": draft.by, "act": draft.act, "about": list(draft.about), "value": draft.value,
        "why": draft.why, "prev": line_digest(mine[-1]) if mine else "",
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False)
