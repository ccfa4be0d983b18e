"""The pages of file formats, from the models that read the files."""

from __future__ import annotations

import types
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from markup import code, page, table
from solferino.casefile.claim_models import MODELS, ClaimModel
from solferino.casefile.decisions import DecisionModel
from solferino.casefile.models import CaseModel, CorrectionModel, OverrideModel, PartyModel, SourceModel
from solferino.words.tables import tables

Model = type[BaseModel]
_PLAIN: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", bool: "true or false", date: "date", Any: "any value",
}  # fmt: skip


def models_of(root: Model) -> list[Model]:
    """Return `root` and every model that its fields hold, each once, in reading order."""
    found = [root]
    for model in found:
        for field in model.model_fields.values():
            found += [m for m in _inside(field.annotation) if m not in found]
    return found


def roots() -> dict[str, list[Model]]:
    """Return, for each page, the models it starts from."""
    return {
        "case.md": [CaseModel, PartyModel, OverrideModel, CorrectionModel, DecisionModel],
        "sources.md": [SourceModel],
        "claims.md": [ClaimModel, *MODELS.values()],
    }


def keys_of(model: Model) -> dict[str, FieldInfo]:
    """Return the keys of `model` as they are written in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def case_page() -> str:
    """Return case.md: case.toml, parties.toml, facts.toml, corrections.toml and decisions.jsonl."""
    return page(
        "case.toml, parties.toml, facts.toml, corrections.toml, decisions.jsonl",
        "A case is a folder. `case.toml` says what it is about; `parties.toml`, which may be left out, names parties"
        " beyond the States and offices that the package knows; `facts.toml`, which may be left out, puts rows of"
        " sources right, each with its reason, and the dossier prints every change; `corrections.toml`,"
        " which may be left out, lists what was put right after it was published; `decisions.jsonl`, which may be left"
        " out, holds what people decided, one JSON object a line, only ever added to.",
        "## case.toml", *_sections(CaseModel),
        "## parties.toml", *_sections(PartyModel),
        "## facts.toml", *_sections(OverrideModel),
        "## corrections.toml", *_sections(CorrectionModel),
        "## decisions.jsonl", *_sections(DecisionModel),
    )  # fmt: skip


def sources_page() -> str:
    """Return sources.md: sources/*.toml."""
    return page(
        "sources/*.toml",
        "One file per source. Its name without `.toml` is the source's id, and `source-id/row-id` names each of its"
        " rows. The columns of every table are in [tables.md](tables.md).",
        *_sections(SourceModel),
    )


def claims_page() -> str:
    """Return claims.md: claims/*.toml, the common keys and those of each kind."""
    asked = ", ".join(f"[{code(name)}](tables.md#{name})" for name in tables())
    parts = [
        "Every table of a file in `claims/` is one claim; its name is the claim's id. `says` chooses the kind.",
        f"`of` names a table: {asked}.",
        "## Keys of every kind", _table(ClaimModel),
        "## How `where` reads", _WHERE,
        "## The small grammar of `holds`, `fails` and `needs`", _GRAMMAR,
    ]  # fmt: skip
    for kind, model in MODELS.items():
        own = {k: f for k, f in keys_of(model).items() if _differs(k, f)}
        parts += [f"## {kind}", _sentence(model), _keys(own)]
        for below in models_of(model)[1:]:
            parts += [f"### {_title(below)}", _sentence(below), _table(below)]
    return page("claims/*.toml", *parts)


def _differs(name: str, field: FieldInfo) -> bool:
    common = ClaimModel.model_fields.get(name)
    return common is None or (common.annotation, common.default, common.is_required(), common.description) != (
        field.annotation, field.default, field.is_required(), field.description,
    )  # fmt: skip


def _sections(root: Model) -> list[str]:
    parts = [_sentence(root), _table(root)]
    for model in models_of(root)[1:]:
        parts += [f"### {_title(model)}", _sentence(model), _table(model)]
    return parts


def _title(model: Model) -> str:
    return f"Table {model.__name__.removesuffix('Model').removesuffix('Table')}"


def _sentence(model: Model) -> str:
    return " ".join((model.__doc__ or "").split())


def _table(model: Model) -> str:
    return _keys(keys_of(model))


def _keys(keys: dict[str, FieldInfo]) -> str:
    if not keys:
        return "No keys beyond the common ones."
    rows = [(code(name), _type(f.annotation), _default(f), f.description or "") for name, f in keys.items()]
    return table(("key", "holds", "if left out", "meaning"), rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ("", [], {}, ()):
        return "nothing"
    if isinstance(value, BaseModel):
        return "its own defaults"
    if isinstance(value, list):
        return ", ".join(code(str(v)) for v in value)
    return code(str(value).lower() if isinstance(value, bool) else str(value))


def _inside(annotation: Any) -> list[Model]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _inside(part)]


def _type(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(parts[0])
    if origin is Literal:
        return "one of " + ", ".join(code(str(part)) for part in parts if part != "")
    if origin in (Union, types.UnionType):
        names = [_type(part) for part in parts if part is not type(None)]
        return " or ".join(dict.fromkeys(name for name in names if name != "one of "))
    if origin is list or origin is tuple:
        return f"list of {_type(parts[0])}"
    if origin is dict:
        return f"tables by name, each a {_type(parts[1])}" if _inside(parts[1]) else "table"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_title(annotation).lower()}](#{_title(annotation).lower().replace(' ', '-')})"
    return _PLAIN.get(annotation, str(annotation))


_WHERE = """\
Each key is a column of the table, or one of its two-ended keys; all of them must match.

| written | matches |
| --- | --- |
| `topic = "water"` | equal; for a column that holds a list: the list contains it |
| `kind = ["referral", "resolution"]` | any of these |
| `date = { from = "as_of - 5y", to = "as_of" }` | a window, both days included; either side may be left out |
| `occurrence = ">= 3"` | a comparison |
| `lat = { from = 36.1, to = 36.3 }` | a number between these, both included; either side may be left out |
| `party = { must = "AAA" }` | every reading of the attribution names it |
| `party = { may = ["AAA", "BBB"] }` | some reading names one of them |
| `party = "AAA"` | two ends: low counts `must`, high counts `may` |
| `member = { not = "AAA" }` | anything else |

A date is written as TOML writes dates, or as text: a day (`"2016-11-24"`), a name (`as_of`, `tracked_to`,
`period_from`, `period_to`), or either with a distance (`"as_of - 5y"`; units `d`, `w`, `m`, `y`)."""

_GRAMMAR = """\
```text
expr    = term  { "or" term }
term    = atom  { "and" atom }
atom    = "(" expr ")" | operand OP operand
operand = name | number | date | true | false
OP      = >= | <= | == | != | > | <
```

Names are those that the claim gives. A value has a low and a high end, so an expression is true at both ends, false at
both, or between. Nothing is ever run as a program."""
