"""A link in sentences: what each field says, with the values of both reports, adding up to the score."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from solferino.words.report import Link, Report


def say(link: Link, a: Report, b: Report) -> list[str]:
    """Return one sentence per reason of `link` with raw values of its two reports, then the sum and what blocks it.

    Raises ValueError where the reports are not those of the link or the reasons do not add up to its score.
    """
    if (link.a, link.b) != (a.id, b.id):
        raise ValueError(f"the link is of {link.a} and {link.b}, not of {a.id} and {b.id}")
    if sum(part for _, _, part in link.reasons) != link.score:
        raise ValueError(f"the reasons of {link.a} and {link.b} do not add up to {link.score}")
    said = []
    for field, level, part in link.reasons:
        phrase = _phrases()[field][level]
        said.append(f"{bits(part)}: {phrase.format(a=value(a, field), b=value(b, field))}")
    end = f"{bits(link.score)} in all" if link.blocked or not link.probability else _odds(link)
    return [*said, end, *([f"kept apart: {link.blocked}"] if link.blocked else [])]


def bits(millibits: int) -> str:
    """Return millibits as signed bits.

    >>> bits(2500), bits(-300), bits(0)
    ('+2.5 bits', '-0.3 bits', '0 bits')
    """
    return f"{millibits / 1000:+g} bits" if millibits else "0 bits"


def value(report: Report, field: str) -> str:
    """Return what a report says in one field, as told."""
    if field == "day":
        return _days(report)
    if field == "place":
        return f"“{report.place}”" if report.place else _point(report)
    told = {
        "facility": f"“{report.facility}”",
        "object": report.object,
        "weapon": ", ".join(sorted(report.weapons)),
        "party": ", ".join(report.parties),
        "killed": _range(report.killed),
        "injured": _range(report.injured),
        "roots": ", ".join(sorted(report.roots)),
    }
    return told.get(field, "") or "not told"


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("solferino.linkage").joinpath("phrases.toml").read_text("utf-8"))


def _odds(link: Link) -> str:
    return f"{bits(link.score)} in all; with what competes, a probability of {link.probability:.2f}"


def _days(r: Report) -> str:
    if r.start is None:
        return "no day told"
    return f"{r.start}" if r.end in (None, r.start) else f"{r.start} to {r.end}"


def _point(r: Report) -> str:
    return "no place told" if r.lat is None or r.lon is None else f"{r.lat:.2f}, {r.lon:.2f}"


def _range(told: tuple[int | None, int | None]) -> str:
    low, high = told
    if low is None:
        return "" if high is None else f"at most {high}"
    return f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
