"""From Pydantic's errors to ours: every problem of a table at once, with its line, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from solferino.casefile.toml import Document
from solferino.words.errors import Problem
from solferino.words.near import did_you_mean

M = TypeVar("M", bound=BaseModel)
_WORDS = {
    "string_type": "expected text in quotes",
    "date_type": "expected a date without quotes, such as 2016-11-24",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "list_type": "expected a list in square brackets",
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "greater_than_equal": "must not be negative",
    "string_pattern_mismatch": "expected 64 hexadecimal digits in lower case",
    "string_too_long": "expected a single character",
}


def validate(
    model: type[M], value: Mapping[str, Any], document: Document, at: tuple[str | int, ...] = ()
) -> M | list[Problem]:
    """Return `value` as `model`, or every problem with it; `at` is the path of `value` in the document."""
    try:
        return model.model_validate(dict(value))
    except ValidationError as error:
        problems = [_problem(model, detail, document, at) for detail in error.errors(include_url=False)]
        return list(dict.fromkeys(problems))


def _problem(model: type[BaseModel], detail: Any, document: Document, at: tuple[str | int, ...]) -> Problem:
    loc = tuple(part for part in detail["loc"] if not _is_branch(part))
    path = (*at, *loc)
    name = ".".join(str(p + 1) if isinstance(p, int) else p for p in path) or document.file
    kind, given = detail["type"], detail.get("input")
    line = document.line(*path)
    if kind == "missing":
        at_line = document.line(*path[:-1]) if len(path) > 1 else 1
        return Problem(document.file, at_line, f"key {name!r} is missing", f"write it: {_meaning(model, loc)}")
    if kind == "extra_forbidden":
        return Problem(document.file, line, f"unknown key {name!r}", did_you_mean(str(loc[-1]), _fields(model, loc)))
    if kind == "literal_error":
        known = detail["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        return Problem(
            document.file, line, f"{name}: {given!r} is not known", did_you_mean(str(given), filter(None, known))
        )
    text = _WORDS.get(kind, detail["msg"][:1].lower() + detail["msg"][1:])
    if kind == "string_pattern_mismatch" and "[0-9a-f]{64}" not in detail["ctx"]["pattern"]:
        text = f"expected {_meaning(model, loc)}"
    return Problem(document.file, line, f"{name}: {text}, found {_show(given)}")


def _meaning(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    """Return what the reference says of a key, or its bare name."""
    last = str(loc[-1])
    field = _fields(model, loc).get(last)
    return (field.description if field else None) or last


def _is_branch(part: str | int) -> bool:
    """True for the names Pydantic gives to branches of a union: they are no keys of the file."""
    return isinstance(part, str) and (part in ("str", "date") or part.endswith("Model") or "[" in part)


def _fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> dict[str, FieldInfo]:
    """Return the keys that the table at `loc` may have, as they are written."""
    found: type[BaseModel] | None = model
    for part in loc[:-1]:
        if found is None or isinstance(part, int):
            continue
        found = next((_model_in(f.annotation) for n, f in found.model_fields.items() if (f.alias or n) == part), found)
    return {f.alias or n: f for n, f in found.model_fields.items()} if found else {}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in getattr(annotation, "__args__", ()) if (m := _model_in(arg))), None)


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
