"""How the pages say things: verdicts, types, values and days in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from solferino.claims.refused import plainly
from solferino.draw.timeline import spoken
from solferino.words.verdict import Verdict

STATUS = {
    "supported": "supported", "attested": "attested", "needs_qualifier": "needs a qualifier",
    "overstated": "overstated", "contradicted": "contradicted", "insufficient": "insufficient",
    "tracked": "tracked", "attributed": "attributed",
    "context": "context", "not_checkable": "not checkable", "bare": "bare", "error": "cannot be evaluated",
}  # fmt: skip
TYPE = {
    "not_filed": "nothing filed", "withheld": "evidence withheld", "conflicting": "sources conflict",
    "fragile": "breaks in one world", "between": "between its two ends",
    "unconfirmed_fact": "rests on an unconfirmed fact",
    "method_refused": "method refused", "open": "open", "met": "met", "partly": "partly met", "unmet": "unmet",
    "no_public_record": "no public record found",
}  # fmt: skip
MEANS = {
    "supported": "the threshold holds on the evidence filed, in the build and in every world asked",
    "attested": "the threshold holds on sealed evidence, met by named roles under seal",
    "needs_qualifier": "true of less than it says: a law that binds only its parties, a rule with a condition",
    "overstated": "a weaker form holds, and is written out",
    "contradicted": "the record shows otherwise, in the build and in every world asked",
    "insufficient": "the evidence filed decides neither way; the type says why",
    "tracked": "a call or promise: followed, never judged",
    "attributed": "somebody else's words, found in the cited source",
    "context": "background with nothing to check",
    "not_checkable": "an opinion or forecast",
    "bare": "holds checkable words that rest on nothing filed",
    "error": "the claim is malformed",
}
RULES = {
    "S1": "every checkable word stands in a link to a claim, a source or a stated context",
    "S2": "numbers, dates and citations equal those of the claim",
    "S3": "words of quantity and of law ask no more than the claim gives",
    "S4": "a hedge is no stronger than the grade of the evidence",
    "S5": "several parties named together are read each way",
    "S6": "every id names a claim that exists",
    "S7": "a translation carries the same claims and numbers",
    "S8": "what is left out: others who did the same, and evidence against",
    "S9": "a party that is blamed was asked for a reply",
}
"""What each rule asks of a sentence, by the name it has in findings."""
WORLDS = {
    "strict": "Only reports that surely tell of one event are joined.",
    "lenient": "Reports that may tell of one event are joined.",
    "draws": "Each score is moved within its own doubt, ten times.",
    "each-root-left-out": "Each origin behind these rows is silent in turn.",
    "unknown-none": "Incidents of which nobody is blamed count for nobody.",
    "unknown-all": "Incidents of which nobody is blamed count for those named.",
}
"""What the default worlds ask."""
TONGUES = {
    "ar": "العربية", "de": "Deutsch", "en": "English", "es": "español", "fa": "فارسی", "fr": "français", "he": "עברית",
    "my": "မြန်မာ", "pt": "português", "ru": "русский", "tr": "Türkçe", "uk": "українська", "zh": "中文",
}  # fmt: skip
"""Languages by their own names; others stand under their tag."""
FALLS = ("error", "contradicted", "overstated", "needs_qualifier", "bare", "insufficient")
"""Verdicts of a sentence that does not stand, worst first."""

_LONG = 10_000
"""Counts from which on thousands stand apart."""
_FIRST = ("part", "whole", "share", "bound", "parties")
"""The order in which values that belong together are read."""
_SIGNS = {">=": "at least", "<=": "at most", "!=": "not", "==": "exactly"}
_SIGN = re.compile(r"\s*(?<![<>=!])(>=|<=|!=|==)(?![<>=!])\s*")
_ASKS = {
    "bound >= parties": "all of them", "met >= needed": "all that are needed",
    "ratio_low > 1": "more than chance gives, at the low end",
    "ratio_high < 1": "less than chance gives, at the high end",
    "low >= 1": "at least 1, at the low end",
}  # fmt: skip
"""Thresholds that are the same for every claim of a kind, in words."""
_N = re.compile(r"\bn (?:= (?=\d)|(?=at least|at most|exactly))")
"""The number of what is found: its name says nothing to who reads."""
_DAY = re.compile(r"(?<![\w/|%.-])\d{4}-\d{2}-\d{2}(?![\w/|%-])")
_QUOTED = re.compile(r'"([^"]*)"')
_TYPE = re.compile(r"\b(not_filed|unconfirmed_fact|method_refused|no_public_record)\b")

INK = {"needs_qualifier": "qualified", "overstated": "qualified", "error": "contradicted"}
"""Name of the colour of a verdict, where it is not the verdict's own."""


def verdict(status: str, type_: str | None = None) -> str:
    """Return a verdict in words, with its type: `insufficient: nothing filed`."""
    word = STATUS.get(status, status)
    return f"{word}: {TYPE.get(type_, type_)}" if type_ else word


def status(found: Verdict) -> str:
    """Return the verdict of a result in words."""
    return verdict(str(found.status), str(found.type) if found.type else None)


def bounds(value: Mapping[str, Any]) -> str:
    """Return a value in words: `4`, `4 to 6`, `4 or more`."""
    low, high = value["low"], value["high"]
    if high is None:
        return f"{number(low)} or more"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def number(value: Any) -> str:
    """Return a number for reading: three significant figures for fractions, all digits for counts."""
    return (
        f"{value:.3g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int) and value >= _LONG
        else str(value)
    )


def named(values: Mapping[str, Any]) -> str:
    """Return values for reading: `4`, `126 attacks`, `2 of 5, a share of 0.4`, `killed = 4 to 6, injured = 7`."""
    said = {name: bounds(value) for name, value in values.items()}
    if len(said) == 1:
        return " ".join(
            f"{text} {name.replace('_', ' ') if name != 'n' else ''}".strip() for name, text in said.items()
        )
    if {*said} == {"bound", "parties"}:
        return f"{said['bound']} of {said['parties']} bound"
    if {*said} == {"part", "whole", "share"}:
        return f"{said['part']} of {said['whole']}, a share of {said['share']}"
    order = sorted(said, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    return ", ".join(f"{name} = {said[name]}" for name in order)


def day(text: str | None) -> str:
    """Return an ISO date as prose; other text as it is, nothing as an ellipsis."""
    if not text:
        return "…"
    try:
        return spoken(date.fromisoformat(text))
    except ValueError:
        return text


def signs(text: str, values: Mapping[str, Any] | None = None) -> str:
    """Return a threshold as it is read: `n >= 2` gives `at least 2`; the name of an only value is left out."""
    if text in _ASKS:
        return _ASKS[text]
    said = _N.sub("", _SIGN.sub(lambda m: f" {_SIGNS[m[1]]} ", text)).strip()
    return said.removeprefix(f"{next(iter(values))} ") if values and len(values) == 1 else said


@lru_cache(maxsize=1024)
def prose(text: str) -> str:
    """Return what the program says as it is printed: days, refusals, signs and types in words, round quotes."""
    text = _DAY.sub(lambda m: day(m[0]).replace(" ", "\u00a0", 1), signs(plainly(text)))
    text = _QUOTED.sub("“\\1”", text)
    return _TYPE.sub(lambda m: TYPE[m[0]], _N.sub("", text))


def listed(words: Iterable[Any]) -> str:
    """Return `a, b and c`."""
    found = [str(w) for w in words]
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def counted(n: int, noun: str, plural: str = "") -> str:
    """Return `1 claim`, `2 claims`."""
    return f"{n} {noun if n == 1 else plural or noun + 's'}"


def shown(value: Any) -> str:
    """Return a table's value for a page: lists joined, yes and no, nothing as a dash."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(shown, value)) if isinstance(value, list) else number(value)
