"""A claim as written: what must be true for a passage to stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS = (
    "count", "share", "ratio", "rate", "exists", "sequence", "witnesses", "test", "estimate", "norm",
    "qualification", "jurisdiction", "assistance", "act", "call", "promise", "judgement",
)  # fmt: skip
"""The kinds that can be evaluated."""


@dataclass(frozen=True)
class Claim:
    """One table of `claims/*.toml`, checked for form but not yet evaluated.

    `where` keeps TOML values as read (scalars, lists, tables, dates); `own` holds the keys that only its
    kind has; `lines` gives the line of each key, for messages.
    """

    id: str
    kind: str
    file: str
    line: int
    atom: str = ""
    of: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    gives: Mapping[str, str] = field(default_factory=dict)
    needs: str = ""
    holds: str = ""
    fails: str = ""
    under: tuple[str, ...] = ()
    waive: Mapping[str, str] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    presupposed: bool = False
    own: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def rests_on(self) -> tuple[str, ...]:
        """Return the ids of the claims that this one rests on, in order."""
        names = [*self.own.get("premises", ())]
        for body in (*self.own.get("checks", {}).values(), *self.own.get("findings", {}).values()):
            names += body.get("claims", ())
        return tuple(dict.fromkeys(names))

    def definition(self) -> dict[str, Any]:
        """Return what is evaluated, as JSON values; place in the file and display keys left out."""
        body = {
            "kind": self.kind, "of": self.of, "where": self.where, "gives": self.gives, "needs": self.needs,
            "holds": self.holds, "fails": self.fails, "under": self.under, "waive": self.waive, **self.own,
        }  # fmt: skip
        return {k: plain(v) for k, v in body.items() if v not in ("", (), [], {}, None)}

    def digest(self) -> str:
        """Return the SHA-256 of the definition: the name of this variant in case.lock."""
        return hashlib.sha256(canonical(self.definition())).hexdigest()


def plain(value: Any) -> Any:
    """Return `value` as JSON values: dates as ISO text, tuples as lists, mappings as dicts."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def canonical(value: Any) -> bytes:
    """Return the one byte form of a JSON value that digests are taken over: sorted keys, UTF-8, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
