"""claims/*.toml → Claim: form, thresholds and names are checked here; columns and values when it is evaluated."""

from __future__ import annotations

import re
from typing import Any

from solferino.casefile.claim_models import MODELS, ClaimModel
from solferino.casefile.models import Strict
from solferino.casefile.toml import Document
from solferino.casefile.validate import validate
from solferino.words.claim import KINDS, Claim
from solferino.words.errors import Problem
from solferino.words.grammar import GrammarError, parse
from solferino.words.near import did_you_mean
from solferino.words.tables import tables

GIVES = re.compile(r"^(count|count\(distinct [a-z_]+\)|(min|max|sum)\([a-z_]+\))$")
_DEFAULT_HOLDS = {
    "exists": "n >= 1", "act": "n >= 1", "norm": "bound >= parties", "witnesses": "independent >= 2",
    "qualification": "indicated >= 1", "jurisdiction": "jurisdiction == 1", "assistance": "met >= needed",
}  # fmt: skip
_DEFAULT_FAILS = {"test": "ratio_high < 1"}
_FIXED_GIVES = {
    "share": ("part", "whole", "share"), "norm": ("bound", "parties"), "ratio": ("part", "base", "ratio"),
    "rate": ("n", "days", "rate"), "sequence": ("n", "followed"),
    "qualification": ("incidents", "indicated"), "jurisdiction": ("jurisdiction",),
    "assistance": ("met", "needed", "purpose", "own"),
    "estimate": ("documented", "low", "high"),
    "test": ("observed", "expected", "ratio", "ratio_low", "ratio_high", "p"),
}  # fmt: skip
_GIVES = {"witnesses": {"n": "count", "independent": "min(independent)"}}
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")


def parse_claims(document: Document) -> list[Claim | Problem]:
    """Return the claims of one file, and a problem for each thing wrong in it."""
    found: list[Claim | Problem] = []
    for claim_id, body in document.data.items():
        if not isinstance(body, dict):
            found.append(Problem(document.file, document.line(claim_id), f"{claim_id!r} stands outside a claim",
                                 "put it under a [claim-id] header"))  # fmt: skip
        elif not _ID.match(claim_id):
            found.append(Problem(document.file, document.line(claim_id), f"{claim_id!r} is not a claim id",
                                 "letters, digits, - _ and . only: it becomes a link and a file name"))  # fmt: skip
        else:
            found += _parse(claim_id, body, document)
    return found


def _parse(claim_id: str, body: dict[str, Any], document: Document) -> list[Claim | Problem]:
    says, line = body.get("says"), document.line(claim_id)
    if not isinstance(says, str):
        return [Problem(document.file, line, f"claim {claim_id!r} does not say what kind it is",
                        f'says = "…", one of: {", ".join(KINDS)}')]  # fmt: skip
    if says not in MODELS:
        at = document.line(claim_id, "says")
        return [Problem(document.file, at, f"there is no kind of claim {says!r}", did_you_mean(says, KINDS))]
    model = validate(MODELS[says], body, document, (claim_id,))
    if isinstance(model, list):
        return list(model)
    problems = _thresholds(claim_id, model, document)
    return list(problems) if problems else [_claim(claim_id, model, document)]


def _thresholds(claim_id: str, model: ClaimModel, document: Document) -> list[Problem]:
    problems = []

    def wrong(key: str, text: str, hint: str = "") -> None:
        problems.append(Problem(document.file, document.line(claim_id, *key.split(".")), f"{claim_id}: {text}", hint))

    if model.of and model.of not in tables():
        wrong("of", f"there is no table {model.of!r}", did_you_mean(model.of, tables()))
    for name, text in model.gives.items():
        if not GIVES.match(text.strip()):
            wrong(f"gives.{name}", f"{text!r} gives nothing known",
                  "count, count(distinct column), min(column), max(column) or sum(column)")  # fmt: skip
    given = _FIXED_GIVES.get(model.says) or tuple(model.gives) or tuple(_GIVES.get(model.says, ("n",)))
    for key in ("holds", "fails", "needs"):
        text = getattr(model, key)
        if not text:
            continue
        try:
            names = parse(text).names()
        except GrammarError as error:
            wrong(key, f"{key} = {text!r}: {error}", "write for example: n >= 2 and n < 10")
            continue
        if model.says in ("call", "promise", "judgement"):
            wrong(key, f"a {model.says} has no {key}")
        elif not getattr(model, "sql", ""):
            for name in sorted(names - set(given)):
                wrong(key, f"{key} asks {name!r}, which the claim does not give", did_you_mean(name, given))
    return problems


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value.model_dump(exclude_none=True) if isinstance(value, Strict) else value


def _claim(claim_id: str, model: ClaimModel, document: Document) -> Claim:
    common = set(ClaimModel.model_fields) - {"says"}
    own = {
        k: v
        for k in type(model).model_fields
        if k not in common and k != "says" and (v := _plain(getattr(model, k))) not in ("", None)
    }
    gives = dict(model.gives) or (
        {} if model.says in (*_FIXED_GIVES, "call", "promise", "judgement") else _GIVES.get(model.says, {"n": "count"})
    )
    return Claim(
        id=claim_id, kind=model.says, file=document.file, line=document.line(claim_id), atom=model.atom, of=model.of,
        where=dict(model.where), gives=gives, needs=model.needs,
        holds=model.holds or _DEFAULT_HOLDS.get(model.says, ""),
        fails=model.fails or _DEFAULT_FAILS.get(model.says, ""), under=tuple(model.under), waive=dict(model.waive),
        show=tuple(model.show), presupposed=model.presupposed, own=own,
        lines={".".join(map(str, p[1:])): n for p, n in document.lines.items() if p[:1] == (claim_id,) and len(p) > 1},
    )  # fmt: skip
