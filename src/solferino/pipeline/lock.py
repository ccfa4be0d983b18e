"""case.lock: digests of inputs and outputs, verdicts, and every form of every claim that was ever evaluated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from solferino.linkage.succession import Succession
from solferino.pipeline.check import table_digests
from solferino.pipeline.index import Index, key
from solferino.words.case import CaseFile
from solferino.words.errors import CaseError, Problem
from solferino.words.result import ClaimResult, Variants
from solferino.words.tables import tables

FILE = "case.lock"
_HEAD = "# Written by solferino build; commit it. It remembers every form of every claim, deleted ones too.\n"
LOGS = ("alias", "split", "merged")
"""Tables of the lock that say what became of incidents."""
_HEAD_PUBLIC = "# From the case.lock of the case: what was asked, in every form that was ever evaluated.\n"


@dataclass(frozen=True)
class Lock:
    """What stood in case.lock. `variants` lists the forms of each claim, oldest first; `settings` those of the case.

    `alias` leads from ids of incidents that are gone to those that go on; `splits` and `merges` say how they went.
    """

    variants: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    settings: tuple[Mapping[str, Any], ...] = ()
    alias: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def read_lock(root: Path) -> Lock:
    """Return the lock of the case; an empty one where there is none. A lock that is not TOML is a CaseError."""
    path = root / FILE
    if not path.is_file():
        return Lock()
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
        variants = {k: tuple(dict(v) for v in forms) for k, forms in data.get("variants", {}).items()}
        alias, splits, merges = (dict(data.get(name, {})) for name in LOGS)
        return Lock(variants, tuple(map(dict, data.get("settings", []))), alias, splits, merges, text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError) as error:
        hint = "restore it from version control: deleting it would lose which forms were tried"
        raise CaseError([Problem(FILE, 0, f"cannot be read: {error}", hint)]) from None


def remember(
    case: CaseFile, results: Mapping[str, ClaimResult], lock: Lock, *, since: Succession | None = None
) -> Lock:
    """Return the lock with the forms evaluated now added at the end of each claim's list, if they are new."""
    variants = {k: list(v) for k, v in lock.variants.items()}
    for claim in case.claims:
        result = results[claim.id]
        form: dict[str, Any] = {
            "definition": claim.digest()[:16],
            "holds": claim.holds,
            "verdict": str(result.verdict.status),
        }
        if claim.own.get("seed") is not None:
            form["seed"] = claim.own["seed"]
        forms = variants.setdefault(claim.id, [])
        if not any(f["definition"] == form["definition"] for f in forms):
            forms.append(form)
    since = since or Succession({}, {}, {})
    return Lock(
        {k: tuple(v) for k, v in variants.items()}, _settings(case, lock), _aliases(lock, since.alias),
        _logged(lock.splits, since.splits), _logged(lock.merges, since.merges), lock.text,
    )  # fmt: skip


def _logged(held: Mapping[str, str], new: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the log with what happened now: ids on either side stay as they were on that day."""
    return {**held, **{name: "; ".join(others) for name, others in new.items()}}


def _aliases(lock: Lock, new: Mapping[str, str]) -> dict[str, str]:
    """Old ids lead to the newest one, over any number of merges and splits."""
    found = {**lock.alias, **new}
    return {old: _last(old, found) for old in found if _last(old, found) != old}


def _last(name: str, alias: Mapping[str, str]) -> str:
    seen = {name}
    while name in alias and alias[name] not in seen:
        name = alias[name]
        seen.add(name)
    return name


def _settings(case: CaseFile, lock: Lock) -> tuple[Mapping[str, Any], ...]:
    settings = case.settings
    body = {"as_of": settings.as_of.isoformat(), "tracked_to": settings.tracked_to.isoformat(),
            "rest": key([settings.link, settings.worlds, settings.period.start, settings.period.end])[:16]}  # fmt: skip
    return lock.settings if body in lock.settings else (*lock.settings, body)


def counted(case: CaseFile, lock: Lock) -> Variants:
    """Return how many forms were tried and are reported, and which changed after a result was seen."""
    tried = sum(len(forms) for forms in lock.variants.values())
    moved = []
    present = {c.id: c.digest()[:16] for c in case.claims}
    for name, forms in sorted(lock.variants.items()):
        if name not in present:
            moved.append(f"{name} was removed after it was {forms[-1]['verdict']}")
            continue
        for before, after in pairwise(forms):
            moved_to = f"its threshold moved from {before['holds']} to {after['holds']}"
            what = moved_to if before["holds"] != after["holds"] else "its question changed"
            moved.append(f"{name}: {what} after it was {before['verdict']}")
    if len(lock.settings) > 1:
        moved.append(f"the case's settings were changed {len(lock.settings) - 1} time(s) after a result was seen")
    return Variants(tried, len(case.claims), tuple(moved))


def render(case: CaseFile, index: Index, results: Mapping[str, ClaimResult], lock: Lock) -> str:
    """Return the text of case.lock: sorted, one fact a line."""
    lines = [_HEAD, "format = 1"]
    lines += _section("inputs", {f: f"sha256:{d}" for f, d in case.inputs.items()})
    # The digest of a table with sealed rows would let anybody test a guess at them.
    sealed = any(s.commitment for s in case.sources)
    lines += _section("tables", {} if sealed else {t: f"sha256:{d}" for t, d in table_digests(index).items()})
    lines += _section("claims", {r.id: _verdict(r) for r in results.values()})
    lines += _forms(lock)
    for name, held in zip(LOGS, (lock.alias, lock.splits, lock.merges), strict=True):
        lines += _section(name, held) if held else []
    return "\n".join(lines) + "\n"


def public(case: CaseFile, results: Mapping[str, ClaimResult], lock: Lock) -> str:
    """Return the part of case.lock that is published: verdicts, every form of every claim, digests of open inputs.

    A digest of what is withheld would let anybody test a guess at it, so tables and decisions are not named.
    """
    withheld = {s.file for s in case.sources if s.sensitivity in case.settings.withhold}
    inputs = {
        f: f"sha256:{d}"
        for f, d in case.inputs.items()
        if f not in {*withheld, "facts.toml"} and f.endswith((".toml", ".md"))
    }
    lines = [_HEAD_PUBLIC, "format = 1", *_section("inputs", inputs)]
    lines += _section("claims", {r.id: _open(r) for r in results.values()})
    return "\n".join([*lines, *_forms(lock)]) + "\n"


def _open(result: ClaimResult) -> dict[str, Any]:
    """A verdict with its values, unless they count persons: few of them would tell who they are."""
    body, table = _verdict(result), tables().get(result.table)
    return {k: v for k, v in body.items() if k != "values"} if table and table.people else body


def _forms(lock: Lock) -> list[str]:
    lines = ["", "[variants]"]
    for name in sorted(lock.variants):
        lines.append(f"{_text(name)} = [")
        lines += [f"  {_value(form)}," for form in lock.variants[name]]
        lines.append("]")
    for form in lock.settings:
        lines += ["", "[[settings]]", *(f"{k} = {_value(v)}" for k, v in sorted(form.items()))]
    return lines


def _verdict(result: ClaimResult) -> dict[str, Any]:
    body: dict[str, Any] = {"verdict": str(result.verdict), "now": str(result.verdict_now)}
    return body | {"values": ", ".join(f"{k} = {v}" for k, v in result.values.items())}


def _section(name: str, values: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *(f"{_text(k)} = {_value(values[k])}" for k in sorted(values))]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
