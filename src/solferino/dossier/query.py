"""A claim in readable words and as the text it was written in, from its JSON in `data/claims.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from solferino.dossier.say import day, listed, signs
from solferino.words.tables import tables
from solferino.words.window import Window
from solferino.words.window import day as resolve

KIND = {
    "count": "Counts rows of a table.",
    "share": "Asks what part of the rows has a further property.",
    "ratio": "Compares the number of rows with that of another set.",
    "rate": "Counts rows of a table by day, week, month or year.",
    "sequence": "Asks how many rows were followed by others, and how soon.",
    "witnesses": "Counts the independent origins behind each row; the fewest decide.",
    "test": "Holds a pattern against chance. A method that cannot answer refuses, with a code and the facts.",
    "estimate": "Estimates how many no list recorded, beside those documented. Refuses, with a code, where it cannot.",
    "exists": "Asks whether there is at least one such row.",
    "act": "Asks whether an institution did this.",
    "norm": "Asks whether a rule of law bound these parties on that day.",
    "qualification": "Asks whether the elements of a rule are indicated in incidents. Nobody is found guilty here.",
    "jurisdiction": "Asks whether the International Criminal Court had jurisdiction, on the facts known on a day.",
    "assistance": "Asks whether one State aided another in a wrongful act: twelve questions, each with its evidence.",
    "call": "Follows what came of a call. It is tracked, never judged.",
    "promise": "Follows what came of a promise. It is tracked, never judged.",
    "judgement": "An inference that people make; no better than its premises.",
}
_LABEL = {
    "asks": "what",
    "holds": "holds where",
    "fails": "fails where",
    "made": "made on",
    "due": "due by",
    "on": "on the day",
}
_SEARCHES = {"met_if": "met", "partly_if": "partly met", "unmet_if": "unmet"}
_SHEETS = ("checks", "findings")
"""Keys that a claim's own section shows, question by question."""
_COMPARED = re.compile(r"^\s*(>=|<=|>|<|==|!=)\s*(.+)$")
_GIVES = re.compile(r"^(count|min|max|sum)(?:\((distinct )?(\w+)\))?$")
_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def described(claim: Mapping[str, Any], names: Mapping[str, str], anchors: Mapping[str, date]) -> list[tuple[str, str]]:
    """Return what a claim asks as (key, sentence) pairs. `names`: party id → name; `anchors`: named days."""
    found = [("kind", KIND.get(claim["kind"], claim["kind"]))]
    table = tables().get(claim["of"])
    if table:
        kind = "closed: complete between the days its source states" if table.closed else "open: what was filed"
        found.append(("of", f"{claim['of']} ({kind}). {table.doc}"))
    found += [(f"where {k}", _condition(v, names, anchors)) for k, v in claim["where"].items()]
    for name, text in claim["gives"].items():
        found.append((f"gives {name}", _given(text)))
    for key, value in claim["own"].items():
        if value not in ("", [], {}, None) and key not in (*_SEARCHES, *_SHEETS):
            found.append((_LABEL.get(key, key), _own(key, value, names, anchors)))
    for key in ("needs", "holds", "fails"):
        found += [(_LABEL.get(key, key), signs(claim[key]))] if claim[key] else []
    found += [("under", ", ".join(claim["under"]))] if claim["under"] else []
    return found + [(f"waives {world}", str(why)) for world, why in claim["waive"].items()]


def tracked(claim: Mapping[str, Any], names: Mapping[str, str], anchors: Mapping[str, date]) -> list[tuple[str, str]]:
    """Return what would count as an answer to a call, as (met, partly or unmet; the search in words) pairs."""
    found = []
    for key, label in _SEARCHES.items():
        search = claim["own"].get(key)
        if isinstance(search, Mapping) and search:
            said = "; ".join(f"{k} {_condition(v, names, anchors)}" for k, v in search.items())
            found.append((label, f"an act where {said}"))
        else:
            found.append((label, "nothing was named when the call was made"))
    return found


def counts(claim: Mapping[str, Any], anchors: Mapping[str, date]) -> str:
    """Return what the numbers of a claim count, of what, and between which days."""
    if not claim["gives"] or claim["own"].get("sql"):
        return ""
    gives, of = claim["gives"], claim["of"].replace("_", " ")
    whole = [*gives.items()] == [("n", "count")] and of != ""
    told = ", ".join((f"{name}: " if [*gives] != ["n"] else "") + _given(text) for name, text in gives.items())
    said = f"the number of {of}" if whole else f"{told} in {of}" if of else told
    span = window(claim, anchors)
    if span.start and span.start == span.end:
        return f"{said} on {day(str(span.start))}"
    days = [
        f"from {day(span.start.isoformat())}" if span.start else "",
        f"to {day(span.end.isoformat())}" if span.end else "",
    ]
    return " ".join(filter(None, [said, *days]))


def window(claim: Mapping[str, Any], anchors: Mapping[str, date]) -> Window:
    """Return the window that a claim's `where` puts on its days, open where it puts none or one that has no meaning."""
    for value in claim["where"].values():
        if isinstance(value, Mapping) and ({"from", "to"} & set(value)):
            try:
                ends = [resolve(value[k], dict(anchors)) if k in value else None for k in ("from", "to")]
                return Window(*ends)
            except (ValueError, TypeError):
                continue
    return Window()


def toml(claim_id: str, claim: Mapping[str, Any]) -> str:
    """Return the claim as TOML text, its keys in the order in which they are documented."""
    body: dict[str, Any] = {"says": claim["kind"]}
    own = {k: v for k, v in claim["own"].items() if k not in _SHEETS}
    body |= {k: claim[k] for k in ("atom", "of", "where", "gives")} | own
    body |= {k: claim[k] for k in ("needs", "holds", "fails", "under", "waive", "show", "presupposed")}
    kept = {k: v for k, v in body.items() if v not in ("", [], {}, None, False)}
    wide = max(map(len, kept), default=0)
    lines = [f"[{_key(claim_id)}]", *(f"{_key(k):<{wide}} = {_value(v)}" for k, v in kept.items())]
    for name in _SHEETS:
        held = claim["own"].get(name, {})
        lines += ["", f"[{_key(claim_id)}.{name}]"] if held else []
        for k, v in held.items():
            lines.append(f"{_key(k)} = {_value({a: b for a, b in v.items() if b not in ('', [])})}")
    return "\n".join(lines)


def _own(key: str, value: Any, names: Mapping[str, str], anchors: Mapping[str, date]) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{k} {_condition(v, names, anchors)}" for k, v in value.items())
    if key == "on" and value == "conduct":
        return "the day of each incident; where none is filed, any day of the case's period"
    if key in ("made", "due", "on"):
        return _resolved(value, anchors)
    if isinstance(value, list):
        said = [_named(v, names) for v in value]
        return ", then ".join(said) if key == "to" else listed(said)
    return _named(value, names)


def _condition(value: Any, names: Mapping[str, str], anchors: Mapping[str, date]) -> str:
    if isinstance(value, Mapping):
        if {"from", "to"} & set(value):
            ends = " ".join(f"{k} {_resolved(value[k], anchors)}" for k in ("from", "to") if k in value)
            both = {"from", "to"} <= set(value)
            return f"{ends}, {'both days' if both else 'that day'} included"
        said = {"must": "in every reading is", "may": "in some reading is", "not": "is not"}
        return "; ".join(f"{said.get(k, k)} {_named(v, names)}" for k, v in value.items())
    compared = _COMPARED.match(value) if isinstance(value, str) else None
    return f"is {signs(compared[1])} {compared[2]}" if compared else f"is {_named(value, names)}"


def _named(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return " or ".join(_named(v, names) for v in value)
    text = str(value)
    return f"{names[text]} ({text})" if names.get(text, text) != text else text


def _resolved(value: Any, anchors: Mapping[str, date]) -> str:
    try:
        found = resolve(value, dict(anchors))
    except (ValueError, TypeError):
        return str(value)
    said = day(found.isoformat())
    return said if str(value) == found.isoformat() else f"{said} ({value})"


def _given(text: str) -> str:
    match = _GIVES.match(text.strip())
    if match is None or (match[1] == "count" and not match[3]):
        return "the number of rows" if match else text
    column = match[3]
    said = {
        "count": "the number of different values of",
        "min": "the lowest value of",
        "max": "the highest value of",
        "sum": "the sum of",
    }
    return f"{said[match[1]]} {column}"


def _key(name: str) -> str:
    return name if _BARE.match(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    return json.dumps(value, ensure_ascii=False)
