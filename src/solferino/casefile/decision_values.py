"""What the value of a decision must hold, act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from solferino.words.decision import LADDERS, USES
from solferino.words.reply import reply_of
from solferino.words.tables import vocabulary

Wrong = tuple[str, str]
"""What is wrong, and what to do."""
_TWO = ("same", "not-same", "covers", "denies", "unsure")


def wrong(act: str, about: list[str], value: Any) -> Wrong | None:
    """Return what is wrong with a decision of this act, None where nothing is."""
    if act in _TWO and len(set(about)) < 2:
        text = f"{act!r} is about two reports at least"
        return text, 'about = ids of reports as the tables have them: ["reports/1", "reports/2"]'
    if act == "comment" and not about:
        return "a comment is about one report at least", 'about = ids of reports as the tables have them: ["reports/1"]'
    check = _CHECKS.get(act)
    return check(value) if check else None


def _consent(value: Any) -> Wrong | None:
    if isinstance(value, dict) and value.get("use") in USES:
        return None
    text = f'consent says which use of these reports was agreed: {{"use": …}}, one of {", ".join(USES)}'
    return text, "withdrawn seals what is derived from them in every later release"


def _attest(value: Any) -> Wrong | None:
    if isinstance(value, dict) and all(isinstance(value.get(k), str) for k in ("claim", "root", "day", "signature")):
        return None
    text = "attest names what was signed for: {claim, root, day, signature}, all of them text"
    return text, "solferino attest CASE CLAIM --by NAME writes it"


def _reply(value: Any) -> Wrong | None:
    try:
        reply_of(value)
    except ValueError as error:
        return f"reply: {error}", "value = {party, asked, deadline, answer}; answer may wait"
    return None


def _grade(value: Any) -> Wrong | None:
    held = value if isinstance(value, dict) else {}
    grade, checked = held.get("grade"), held.get("checklist", [])
    if held.get("ladder") not in LADDERS or not isinstance(grade, int) or not 0 <= grade <= 4:
        text = "grade says on which ladder and how high: {ladder, grade, checklist}, a grade from 0 to 4"
        return text, f"ladder is one of {', '.join(LADDERS)}; nobody who reviews establishes (5)"
    if grade == 4 and (not isinstance(checked, list) or set(vocabulary("checklist")) - set(map(str, checked))):
        return "grade 4 is signed with the whole checklist", f"checklist = {list(vocabulary('checklist'))}"
    return None


def _attribution(value: Any) -> Wrong | None:
    held = value if isinstance(value, dict) else {}
    parties, relation = held.get("parties"), held.get("relation")
    named = isinstance(parties, list) and all(isinstance(p, str) for p in parties)
    if named and relation in vocabulary("attribution_relation") and bool(parties) == (relation != "unknown"):
        return None
    text = "attribution says whom what was seen points to: {parties, relation}; no party goes with unknown"
    return text, f"relation is one of {', '.join(vocabulary('attribution_relation'))}"


def _repair(value: Any) -> Wrong | None:
    held = value if isinstance(value, dict) else {}
    texts = all(isinstance(held.get(k), str) for k in ("source", "sha256"))
    row, cells, where = held.get("row"), held.get("set"), held.get("where")
    aimed = isinstance(row, int) if where is None else row is None and _cells(where)
    if texts and aimed and _cells(cells):
        return None
    text = (
        "repair says what cells of which source should say: {source, sha256, row, set} or {source, sha256, where, set}"
    )
    return (
        text,
        "row counts data rows from 1; set and where are column = text; sha256 is that of the bytes it was made for",
    )


def _cells(value: Any) -> bool:
    return (
        isinstance(value, Mapping) and bool(value) and all(isinstance(v, str) for pair in value.items() for v in pair)
    )


def _retract(value: Any) -> Wrong | None:
    if isinstance(value, dict) and isinstance(value.get("decision"), str):
        return None
    return "retract names the decision that its author takes back: {decision}", 'value = {"decision": "same-anna-3"}'


_CHECKS: Mapping[str, Callable[[Any], Wrong | None]] = {
    "consent": _consent, "attest": _attest, "reply": _reply, "grade": _grade, "attribution": _attribution,
    "repair": _repair, "retract": _retract,
}  # fmt: skip
