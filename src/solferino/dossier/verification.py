"""Check a dossier again, without the case: every byte, then every page, then every verdict from its own tables."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import TemplateError

from solferino.dossier import manifest
from solferino.dossier.linked_data import CRATE, crate
from solferino.dossier.locked import disagreeing
from solferino.dossier.pages import made_by, pages
from solferino.dossier.recompute import recompute
from solferino.dossier.site import DOCUMENTS, drawn
from solferino.words.errors import EvidenceError, SolferinoError, UsageError

_BROKEN = (
    ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError,
    SolferinoError, TemplateError, duckdb.Error,
)  # fmt: skip
"""What reading, drawing or evaluating a document that somebody altered can run into."""
_ASKED = (".md", ".sql", ".lock")
_SHOWN = (".html", ".jsonld", ".txt")
_OURS = ("static/", "sql/", "search/", "media/", "map/")
"""Files and folders in which nothing stands but what data and tables give."""
_ROOT = re.compile(r"^(?:sha256:)?([0-9a-fA-F]{64})$")
_UNANCHORED = (
    "no --root given: whoever altered tables, pages and manifest together is not caught; ask the publisher for the root"
)


@dataclass(frozen=True)
class Verification:
    """What a check found. `checked` counts files; `altered` names files, and verdicts that their tables do not give.

    `reasons` says of each verdict attested or not recomputable why it could not be made again. Of a vault, `anchors`
    says how each time stamp stands, and `said` what it proves before when and what rests on the custodian's word.
    `unread` counts what a fast look left unread: `ok` then says only that nothing was found wrong, and is null in JSON.
    """

    kind: str
    ok: bool
    checked: int
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    anchored_before: str | None = None
    recomputed: tuple[str, ...] = ()
    attested: tuple[str, ...] = ()
    not_recomputable: tuple[str, ...] = ()
    root: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    anchors: tuple[Mapping[str, Any], ...] = ()
    said: tuple[str, ...] = ()
    unread: int | None = None

    @property
    def exit(self) -> int:
        return 0 if self.ok else 4

    def json(self) -> dict[str, Any]:
        """Return the check under the keys of the contract, then the root that was found."""
        return {
            "kind": self.kind, "ok": self.ok if self.unread is None else None, "checked": self.checked,
            "altered": list(self.altered), "missing": list(self.missing), "warnings": list(self.warnings),
            "anchored_before": self.anchored_before,
            "recomputed": list(self.recomputed), "attested": list(self.attested),
            "not_recomputable": list(self.not_recomputable), "exit": self.exit, "root": self.root,
            "reasons": dict(self.reasons), "anchors": [dict(a) for a in self.anchors], "said": list(self.said),
            **({} if self.unread is None else {"unread": self.unread}),
        }  # fmt: skip


def verify(path: Path | str, *, root: str | None = None) -> Verification:
    """Check the dossier at `path`; with `root`, also that it is the one that was published under that root.

    Raises EvidenceError where there is no dossier to check, UsageError where `root` is not a SHA-256.
    """
    folder = Path(path)
    expected = digest_of(root)
    body = _manifest(folder)
    listed, wrong = manifest.parse(body)
    found = manifest.compare(folder, listed)
    mine = hashlib.sha256(body).hexdigest()
    altered = list(found.altered)
    warnings = [*wrong, *found.notes]
    if wrong or (expected is not None and expected != mine):
        altered.append(manifest.NAME)
    if expected is None:
        warnings.append(_UNANCHORED)
    elif expected != mine:
        warnings.append(f"{manifest.NAME} has root sha256:{mine}, not the one given")
    again = _Again()
    if (
        any(name.startswith(("data/", "tables/")) or name.endswith(_ASKED) for name in (*altered, *found.missing))
        or wrong
    ):
        warnings.append("verdicts were not evaluated again: what they rest on is altered or missing")
    else:
        again = _again(folder, listed)
        altered += again.altered
        warnings += again.warnings
    return Verification(
        "dossier", not altered and not found.missing, found.checked, tuple(dict.fromkeys(altered)), found.missing,
        tuple(warnings), None, again.recomputed, again.attested, again.out_of_reach, f"sha256:{mine}",
        again.reasons,
    )  # fmt: skip


@dataclass(frozen=True)
class _Again:
    altered: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    recomputed: tuple[str, ...] = ()
    attested: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def _again(folder: Path, listed: dict[str, str]) -> _Again:
    """Make pages and verdicts again. What stands in `data/` is anybody's, so whatever it breaks is a finding."""
    docs: dict[str, Any] = {}
    for name in DOCUMENTS:
        try:
            docs[name] = json.loads((folder / "data" / f"{name}.json").read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            return _Again((f"data/{name}.json",), (f"data/{name}.json cannot be read: {_line(error)}",))
    try:
        pages_differ, warnings = _pages(folder, docs, listed)
        locked = disagreeing(folder, docs)
        done = recompute(folder, docs)
    except _BROKEN as error:
        text = (
            f"data/ is not what a dossier holds, so nothing was evaluated again: {type(error).__name__}: {_line(error)}"
        )
        return _Again(("data/case.json",), (text,))
    altered = (*pages_differ, *locked, *done.different)
    return _Again(altered, tuple(warnings), done.equal, done.attested, done.out_of_reach, done.reasons)


def _pages(folder: Path, docs: dict[str, Any], listed: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the pages that differ from what data and tables give: altered, though the manifest agrees with them."""
    if docs["case"]["pages"] != made_by():
        return [], ["the pages were made by another version of this program and were not made again for comparison"]
    made = pages(docs, drawn(folder / "tables", docs["tables"])) | {CRATE: crate(docs, listed)}
    differ = [p for p in sorted(made) if (folder / p).is_file() and (folder / p).read_bytes() != made[p]]
    media = {s["shown"]["path"]: s["shown"]["sha256"] for s in docs["sources"] if s["shown"]}
    differ += sorted(p for p, digest in media.items() if listed.get(p, digest) != digest)
    gone = sorted({*made, *media} - set(listed))
    shown = {p for p in listed if p.endswith(_SHOWN) or p.startswith(_OURS)}
    return [*differ, *gone, *sorted(shown - {*made, *media})], [
        f"{p} is not what its data and tables give" for p in differ
    ]


def digest_of(root: str | None) -> str | None:
    """Return the 64 digits of a root as people give it; UsageError where it is none."""
    if root is None:
        return None
    match = _ROOT.match(root.strip())
    if match is None:
        raise UsageError(f"{root!r} is not a root", "write sha256: and 64 hexadecimal digits")
    return match[1].lower()


def _manifest(folder: Path) -> bytes:
    at = folder / manifest.NAME
    if not folder.is_dir():
        told = "is a file, no dossier" if folder.exists() else "does not exist"
        raise EvidenceError(f"{folder} {told}", "check the path: name the folder of the dossier", [str(folder)])
    if at.is_symlink() or not at.is_file():
        raise EvidenceError(
            f"{folder} has no {manifest.NAME}", "it is no dossier, or its manifest is gone", [manifest.NAME]
        )
    return at.read_bytes()


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
