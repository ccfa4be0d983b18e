"""The codes with which a method refuses, in plain words; the code stands behind them, for those who look it up."""

from __future__ import annotations

import re
from functools import cache

from solferino.undercount.refusal import CODES
from solferino.words.tables import vocabulary

FACTS = {
    "towns": "towns", "repeat_pairs": "pairs of attacks on one place", "needs": "what it needs",
    "expected": "pairs expected by chance",
}  # fmt: skip
_FACT = re.compile(r"(\w+): (.*?)(?=, \w+: |$)", re.DOTALL)


def facts(text: str) -> list[tuple[str, str]]:
    """Return the facts of a refusal, each with its name in words: `towns: 9, repeat_pairs: 20`."""
    return [(FACTS.get(name, name.replace("_", " ")), value) for name, value in _FACT.findall(text)]


def needs(text: str) -> str:
    """Return what a refusal says that it needs, with its code; empty where it does not say."""
    match = _codes().match(text)
    wanted = dict(_FACT.findall(match[2])).get("needs", "") if match else ""
    return f"{wanted} ({match[1]})" if match and wanted and not wanted.isdigit() else ""


def plainly(text: str) -> str:
    """Return a text in which a code with its facts is said in words.

    >>> plainly("LIST_TOO_SHORT (towns: 2)")
    'For some town the list names fewer places than were hit there, so it is not complete (towns: 2; LIST_TOO_SHORT)'
    """
    return _codes().sub(lambda m: f"{_means()[m[1]].rstrip('.')} ({_told(m[2])}{m[1]})", text)


def _told(text: str) -> str:
    return "".join(f"{name}: {value}; " for name, value in facts(text))


@cache
def _means() -> dict[str, str]:
    return {**CODES, **vocabulary("refusal")}


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_means())}) \(([^()]*)\)")
