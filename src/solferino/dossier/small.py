"""Small numbers: a count of few persons can tell who they are, so it leaves as a range, and nothing says more.

The rule is for tables that hold persons. What the author writes in the statement is the author's, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solferino.words.result import ClaimResult
from solferino.words.tables import tables

_TEXTS = ("because", "because_now")
_BESIDE = ("weaker", "windows", "counter", "notes", "rows", "days", "symbols", "readings")


def unsaid(smallest: int) -> str:
    """Return what stands in the place of a sentence that would name a small number."""
    return f"a count of fewer than {smallest} persons, which is published as a range"


def few(result: ClaimResult, smallest: int) -> bool:
    """True where a claim counts persons and some end of a value lies between nobody and `smallest`."""
    if result.table not in tables() or not tables()[result.table].people:
        return False
    ends = [e for v in result.values.values() for e in (v.low, v.base, v.high)]
    return any(isinstance(e, int | float) and 0 < e < smallest for e in ends)


def ranged(body: dict[str, Any], smallest: int) -> dict[str, Any]:
    """Return the JSON of a result of few persons: whole numbers as ranges, parts and rates and all else left out."""
    values = {k: _range(v, smallest) for k, v in body["values"].items() if not isinstance(v["base"], float)}
    told = {key: [unsaid(smallest)] for key in _TEXTS}
    return {**body, **{key: [] for key in _BESIDE}, **told, "values": values, "elsewhere": {}, "grades": {},
            "graded": {}, "total": 0, "withheld_rows": 0, "few": True}  # fmt: skip


def _range(value: Mapping[str, Any], smallest: int) -> dict[str, Any]:
    low, base, high = (value[k] for k in ("low", "base", "high"))
    if isinstance(base, str):
        return dict(value)
    low, base = (1 if 0 < v < smallest else v for v in (low, base))
    return {"low": low, "base": base, "high": smallest - 1 if high is not None and 0 < high < smallest else high}
