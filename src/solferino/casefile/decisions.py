"""decisions.jsonl → Decision, each line checked, each author's chain unbroken."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field, ValidationError

from solferino.casefile.decision_values import wrong
from solferino.casefile.models import Strict, Text
from solferino.words.decision import ACTS, Decision, line_digest
from solferino.words.errors import Problem
from solferino.words.near import did_you_mean

FILE = "decisions.jsonl"


class DecisionModel(Strict):
    """decisions.jsonl: one decision a line, chained to the line before of the same author."""

    id: Text = Field(description="id of the decision")
    t: Text = Field(description="time, as the author's clock has it: a claim until anchored")
    by: Text = Field(description="who decides")
    act: Text = Field(
        description="same, not-same, covers, denies, grade, attribution, repair, consent, approve, reply, attest, "
        "unsure, retract, comment"
    )
    about: list[Text] = Field(default_factory=list, description="report ids; never incident ids")
    value: Any = Field(None, description="what is decided, where the act alone does not say it")
    why: str = Field("", description="reason; what is said, of a comment")
    prev: str = Field("", description="SHA-256 of the author's previous line; empty for the first")
    sig: str = Field("", description="signature over the line without it")


def parse_decisions(text: str) -> list[Decision | Problem]:
    """Return every decision in order, and a problem for each line that is none or breaks its author's chain."""
    found: list[Decision | Problem] = []
    last: dict[str, str] = {}
    seen: dict[str, tuple[int, str]] = {}
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        item = _line(raw, number)
        if isinstance(item, Decision):
            item = _chained(item, last, seen)
            last[_author(raw)] = line_digest(raw)
        found.append(item)
    return found


def _author(raw: str) -> str:
    return str(json.loads(raw)["by"])


def _line(raw: str, number: int) -> Decision | Problem:
    try:
        body = json.loads(raw)
    except ValueError as error:
        return Problem(
            FILE, number, f"not a JSON object: {error}", "one decision a line; a torn last line may be removed"
        )
    if not isinstance(body, dict):
        return Problem(FILE, number, "not a JSON object", "one decision a line")
    try:
        model = DecisionModel.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        return Problem(FILE, number, f"{key}: {first['msg']}", did_you_mean(key, DecisionModel.model_fields))
    if model.act not in ACTS:
        return Problem(FILE, number, f"there is no act {model.act!r}", did_you_mean(model.act, ACTS))
    if bad := wrong(model.act, model.about, model.value):
        return Problem(FILE, number, *bad)
    return Decision(model.id, model.t, model.by, model.act, tuple(model.about), model.value, model.why, model.prev,
                    number, model.sig)  # fmt: skip


def _chained(decision: Decision, last: dict[str, str], seen: dict[str, tuple[int, str]]) -> Decision | Problem:
    if decision.id in seen:
        return Problem(FILE, decision.line, f"id {decision.id!r} stands already on line {seen[decision.id][0]}")
    if decision.act == "retract" and seen.get(str(decision.value["decision"]), (0, ""))[1] != decision.by:
        text = f"{decision.by} made no decision {decision.value['decision']!r} before it"
        return Problem(FILE, decision.line, text, "only its author takes a decision back, and after it was made")
    seen[decision.id] = decision.line, decision.by
    wanted = last.get(decision.by, "")
    if decision.prev != wanted:
        text = f"does not follow {decision.by}'s decision before it" if wanted else f"is not {decision.by}'s first"
        hint = f'a new line takes "prev": "{wanted}"; where an old one was edited, removed or moved, restore it'
        return Problem(FILE, decision.line, text, hint)
    return decision
