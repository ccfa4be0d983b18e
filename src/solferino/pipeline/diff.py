"""What changed between two builds, and which verdicts moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.pipeline.check import load_check
from solferino.pipeline.index import Index
from solferino.words.errors import UsageError


@dataclass(frozen=True)
class Change:
    """One difference. `what` is claim, sentence or table; `before`, `after` are empty where it is new or gone."""

    what: str
    id: str
    before: str
    after: str
    moved: bool = False

    def json(self) -> dict[str, Any]:
        return {"what": self.what, "id": self.id, "before": self.before, "after": self.after, "moved": self.moved}


def diff(a: Path, b: Path) -> tuple[Change, ...]:
    """Return every difference between two builds, verdicts that moved first.

    `a`, `b` are cases with a build, dossiers, or files holding the JSON of a build; anything else is a UsageError.
    """
    old, new = _load(a), _load(b)
    found = [*_claims(old, new), *_sentences(old, new), *_tables(old, new)]
    return tuple(sorted(found, key=lambda c: (not c.moved, c.what, c.id)))


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.is_file():
            return _shaped(json.loads(path.read_text("utf-8")), {})
        if (path / "case.toml").is_file():
            index = Index.load(path / "build")
            body = load_check(index)
            if body:
                return _shaped(body, index.stages.get("record", {}).get("tables", {}))
            raise UsageError(f"{path} is not built", f"solferino build {path}")
        if (path / "data" / "verdicts.json").is_file():
            data = {
                name: json.loads((path / "data" / f"{name}.json").read_text("utf-8"))
                for name in ("verdicts", "sentences")
            }
            return _shaped({"claims": data["verdicts"], "sentences": data["sentences"]}, {})
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise UsageError(f"{path} cannot be read as a build: {error}") from None
    raise UsageError(f"{path} is no build", "name a case that was built, a dossier, or the JSON of build --json")


def _shaped(body: Mapping[str, Any], tables: Mapping[str, str]) -> dict[str, Any]:
    claims, sentences = body["claims"], body["sentences"]
    return {"claims": dict(claims), "sentences": list(sentences), "tables": dict(tables)}


def _claims(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    found = []
    for name in sorted({*old["claims"], *new["claims"]}):
        before, after = (_claim(side["claims"].get(name)) for side in (old, new))
        if before != after:
            moved = before.split(";")[0] != after.split(";")[0]
            found.append(Change("claim", name, before, after, moved=moved))
    return found


def _claim(body: Mapping[str, Any] | None) -> str:
    if body is None:
        return ""
    kind = f" ({body['type']})" if body.get("type") else ""
    values = ", ".join(f"{k} = {_ends(v)}" for k, v in body["values"].items())
    return f"{body['verdict']}{kind}; {values}; asks {body['holds']}; {body.get('query', '')}".strip("; ")


def _ends(value: Mapping[str, Any]) -> str:
    low, high = value["low"], value["high"]
    return str(low) if low == high else f"{low} to {'…' if high is None else high}"


def _sentences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Sentences are matched by their words: one that was rewritten is one gone and one new."""
    before, after = ({(s["file"], s["text"]): s for s in side["sentences"]} for side in (old, new))
    found = []
    for key in sorted({*before, *after}):
        a, b = (str(side[key]["verdict"]) if key in side else "" for side in (before, after))
        if a != b:
            line = (after.get(key) or before[key])["line"]
            found.append(Change("sentence", f"{key[0]}:{line} {key[1][:60]}", a, b, moved=bool(a and b)))
    return found


def _tables(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    if not old["tables"] or not new["tables"]:
        return []
    names = sorted({*old["tables"], *new["tables"]})
    pairs = [(n, old["tables"].get(n, "")[:12], new["tables"].get(n, "")[:12]) for n in names]
    return [Change("table", n, a, b) for n, a, b in pairs if a != b]
