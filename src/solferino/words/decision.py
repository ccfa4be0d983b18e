"""Decisions of people: one line each of decisions.jsonl, appended, chained per author, never edited."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ACTS = (
    "same",
    "not-same",
    "covers",
    "denies",
    "grade",
    "attribution",
    "repair",
    "consent",
    "approve",
    "reply",
    "attest",
    "unsure",
    "retract",
    "comment",
)

LADDERS = ("occurrence", "attribution", "intent", "qualification")

USES = {"publish": "public", "restricted": "restricted", "withdrawn": "sealed"}
"""What a consent allows, and how guarded its reports are at least: a source may guard them more."""


@dataclass(frozen=True)
class Decision:
    """One decision. `about` are report ids, never incident ids: incidents are derived and may split.

    `prev` is the SHA-256 of the author's previous line, empty for the first; `line` is where it stands.
    """

    id: str
    t: str
    by: str
    act: str
    about: tuple[str, ...]
    value: Any
    why: str
    prev: str
    line: int
    sig: str = ""


def line_digest(raw: str) -> str:
    """Return what the next decision of the same author names as `prev`."""
    return hashlib.sha256(raw.encode()).hexdigest()


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that their authors did not take back; these, and what took them back, stay on file."""
    held = tuple(decisions)
    gone = {(d.by, str(d.value["decision"])) for d in held if d.act == "retract"}
    return tuple(d for d in held if d.act != "retract" and (d.by, d.id) not in gone)
