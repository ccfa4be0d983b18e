"""What changed between two builds, which verdicts moved, and which input did it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.pipeline.check import load_check
from solferino.pipeline.index import Index
from solferino.pipeline.sealed import build_folder
from solferino.prose.redrafted import redrafted
from solferino.words.errors import UsageError
from solferino.words.statement import Block, Sentence

_LATER = ("corrections.toml",)
"""Inputs that nothing is computed from."""


@dataclass(frozen=True)
class Change:
    """One difference. `what` is claim, sentence, table or input; `before`, `after` are empty where it is new or gone.

    `because` names what did it: files of the case that changed, or the claims that moved under a sentence.
    """

    what: str
    id: str
    before: str
    after: str
    moved: bool = False
    because: str = ""

    def json(self) -> dict[str, Any]:
        return {"what": self.what, "id": self.id, "before": self.before, "after": self.after, "moved": self.moved,
                "because": self.because}  # fmt: skip


def diff(a: Path, b: Path) -> tuple[Change, ...]:
    """Return every difference between two builds, verdicts that moved first.

    `a`, `b` are cases with a build, dossiers, or files holding the JSON of a build; anything else is a UsageError.
    """
    old, new = _load(a), _load(b)
    inputs = _digests(old, new, "input", "inputs")
    claims = _claims(old, new, [c.id for c in inputs])
    found = [*claims, *_sentences(old, new, [c.id for c in claims if c.moved]), *_digests(old, new, "table", "tables")]
    found += inputs
    return tuple(sorted(found, key=lambda c: (not c.moved, c.what, c.id)))


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.is_file():
            return _shaped(json.loads(path.read_text("utf-8")), {}, {})
        if (path / "case.toml").is_file():
            index = Index.load(build_folder(path))
            body = load_check(index)
            if body:
                return _shaped(body, index.stages.get("record", {}).get("tables", {}), _inputs(path))
            raise UsageError(f"{path} is not built", f"solferino build {path}")
        if (path / "data" / "verdicts.json").is_file():
            data = {
                name: json.loads((path / "data" / f"{name}.json").read_text("utf-8"))
                for name in ("verdicts", "sentences")
            }
            return _shaped({"claims": data["verdicts"], "sentences": data["sentences"]}, {}, _inputs(path))
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise UsageError(f"{path} cannot be read as a build: {error}") from None
    raise UsageError(f"{path} is no build", "name a case that was built, a dossier, or the JSON of build --json")


def _inputs(path: Path) -> Mapping[str, str]:
    """Return the digests of the files that a case or a dossier was made from, as its lock names them."""
    lock = path / "case.lock"
    found = tomllib.loads(lock.read_text("utf-8")).get("inputs", {}) if lock.is_file() else {}
    return {name: str(digest).removeprefix("sha256:") for name, digest in found.items()}


def _shaped(body: Mapping[str, Any], tables: Mapping[str, str], inputs: Mapping[str, str]) -> dict[str, Any]:
    claims, sentences = body["claims"], body["sentences"]
    return {"claims": dict(claims), "sentences": list(sentences), "tables": dict(tables), "inputs": dict(inputs),
            "public": not tables}  # fmt: skip


def _claims(old: Mapping[str, Any], new: Mapping[str, Any], inputs: Sequence[str]) -> list[Change]:
    found = []
    for name in sorted({*old["claims"], *new["claims"]}):
        a, b = (side["claims"].get(name) for side in (old, new))
        before, after = _claim(a), _claim(b)
        if before != after:
            moved = before.split(";")[0] != after.split(";")[0]
            found.append(Change("claim", name, before, after, moved=moved, because=_cause(a, b, inputs)))
    return found


def _cause(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None, inputs: Sequence[str]) -> str:
    """Say which input moved a claim: its own words where they changed, the files its rows come from where those did."""
    if a is None or b is None:
        return f"it {'is new' if a is None else 'was'} in {(b or a or {}).get('file', 'claims')}"
    told = [f"its own words in {b['file']}"] if any(a.get(k) != b.get(k) for k in ("query", "holds", "fails")) else []
    if not told or a["values"] != b["values"]:
        told += [i for i in inputs if not i.startswith("claims/") and i not in _LATER and not i.endswith(".md")]
    return f"{', '.join(told)} changed" if told else ""


def _claim(body: Mapping[str, Any] | None) -> str:
    if body is None:
        return ""
    kind = f" ({body['type']})" if body.get("type") else ""
    values = ", ".join(f"{k} = {_ends(v)}" for k, v in sorted(body["values"].items()))
    return f"{body['verdict']}{kind}; {values}; asks {body['holds']}; {body.get('query', '')}".strip("; ")


def _ends(value: Mapping[str, Any]) -> str:
    low, high = value["low"], value["high"]
    return str(low) if low == high else f"{low} to {'…' if high is None else high}"


def _sentences(old: Mapping[str, Any], new: Mapping[str, Any], moved: Sequence[str]) -> list[Change]:
    """Sentences are matched by their words, as those of a new draft are: one reworded is one that changed."""
    found = []
    for file in sorted({s["file"] for side in (old, new) for s in side["sentences"]}):
        before, after = ([s for s in side["sentences"] if s["file"] == file] for side in (old, new))
        gone = list(range(len(before)))
        for now, match in zip(after, redrafted(_read(before), _read(after)), strict=True):
            was = before[match.old.block.line] if match.old else None
            if match.old:
                gone.remove(match.old.block.line)
            if was is None or not match.same or was["verdict"] != now["verdict"]:
                found.append(_sentence(was, now, moved))
        found += [_sentence(before[i], None, moved) for i in gone]
    return found


def _read(sentences: Sequence[Mapping[str, Any]]) -> list[Sentence]:
    """Return sentences whose block carries their number: the text of each is all that is compared."""
    texts = [str(s["text"]) for s in sentences]
    return [Sentence(Block("", n, "paragraph", text), 0, len(text)) for n, text in enumerate(texts)]


def _sentence(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, moved: Sequence[str]) -> Change:
    a, b = (str(side["verdict"]) if side else "" for side in (was, now))
    reworded = was is not None and now is not None and was["text"] != now["text"]
    told = [
        *(["its own words changed"] if reworded else []),
        *(f"{c} moved" for c in (now or {}).get("claims", ()) if c in moved),
    ]
    one = now or was or {}
    name = f"{one['file']}:{one['line']} {one['text'][:60]}"
    if reworded and was and now:
        a, b = f"{a}: {was['text']}", f"{b}: {now['text']}"
    return Change(
        "sentence", name, a, b, moved=bool(was and now and was["verdict"] != now["verdict"]), because=", ".join(told)
    )


def _digests(old: Mapping[str, Any], new: Mapping[str, Any], what: str, key: str) -> list[Change]:
    if not old[key] or not new[key]:
        return []
    # What a dossier names of its inputs is a part of what its case names.
    part = old["public"] != new["public"]
    names = sorted({*old[key]} & {*new[key]} if part else {*old[key], *new[key]})
    pairs = [(n, old[key].get(n, "")[:12], new[key].get(n, "")[:12]) for n in names]
    return [Change(what, n, a, b) for n, a, b in pairs if a != b]
