"""Routes that answer with JSON → their description in OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute, Route

Json = dict[str, Any]
_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
_TEXT = {"type": "string"}
_NAME = {"type": "string", "pattern": r"^[^\r\n]+$"}
_ERROR: Json = {"type": "object", "properties": {"error": _TEXT, "hint": _TEXT}, "required": ["error", "hint"]}
_REFUSED = {"400": "what was asked cannot be read", "403": "not open to your role", "404": "not there, or not for you"}


@dataclass(frozen=True)
class Described:
    """One route: what it does, the schema of each field of the address it reads, and of what it gives."""

    does: str
    asks: Mapping[str, Json]
    gives: Json


def described(routes: Iterable[BaseRoute], known: Mapping[str, Described], *, title: str) -> Json:
    """Return the description of those of `routes` that are `known` by name."""
    paths = {}
    for route in routes:
        if isinstance(route, Route) and route.name in known:
            told = known[route.name]
            fields = [_field(name, "path", _NAME) for name in _PARAMETER.findall(route.path)]
            fields += [_field(name, "query", schema) for name, schema in told.asks.items()]
            answers = {"200": _answer(told.does, told.gives)} | {
                code: _answer(why, _ERROR) for code, why in _REFUSED.items()
            }
            paths[_PARAMETER.sub(r"{\1}", route.path)] = {
                "get": {"operationId": route.name, "summary": told.does, "parameters": fields, "responses": answers}
            }
    return {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": paths}


def _field(name: str, where: str, schema: Json) -> Json:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _answer(text: str, schema: Json) -> Json:
    return {"description": text, "content": {"application/json": {"schema": schema}}}
