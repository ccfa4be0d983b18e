"""The front door in Python: open a case, build it, ask why; verify what was published."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from solferino.pipeline import build as pipeline
from solferino.pipeline.approvals import missing, text_digest
from solferino.pipeline.built import Built
from solferino.pipeline.open_case import open_case
from solferino.pipeline.scaffold import scaffold
from solferino.pipeline.sealed import build_folder, in_session
from solferino.pipeline.trace import why
from solferino.store.namespace import Namespace, Rows
from solferino.words.case import CaseFile
from solferino.words.errors import MachineError, UsageError
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, SentenceResult, Stage
from solferino.words.tables import tables
from solferino.words.trace import Trace
from solferino.words.uncollected import uncollected
from solferino.words.verdict import Verdict

if TYPE_CHECKING:
    from solferino.claims.mutants.outcome import Outcome
    from solferino.dossier.verification import Verification
    from solferino.pipeline.document import Checkup
    from solferino.vault import Report

Tell = Callable[[Stage], None]


@dataclass(frozen=True)
class Build:
    """A finished build. `verdicts` maps claim ids to verdicts; `exit` is what the console would return."""

    built: Built

    @property
    def ok(self) -> bool:
        """True where everything stands: no sentence and no claim costs an exit code."""
        return self.exit == 0

    @property
    def exit(self) -> int:
        return self.built.exit

    @property
    def verdicts(self) -> dict[str, Verdict]:
        return {i: r.verdict for i, r in self.built.checked.claims.items()}

    @property
    def claims(self) -> dict[str, ClaimResult]:
        return dict(self.built.checked.claims)

    @property
    def sentences(self) -> tuple[SentenceResult, ...]:
        return self.built.checked.sentences

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.built.stages

    @property
    def root(self) -> str:
        """The digest that names the published dossier, `sha256:…`; empty after a check."""
        return self.built.root

    def table(self, name: str) -> Rows:
        """Return the rows of one table as dicts; raises UsageError for a table that does not exist."""
        if name not in tables():
            raise UsageError(f"there is no table {name!r}", did_you_mean(name, tables()))
        with in_session(self.built.checked.case.root), Namespace(self.built.checked.tables) as opened:
            return opened.table(name)

    def json(self) -> dict[str, Any]:
        """Return the build under the keys of the contract."""
        return self.built.json()


@dataclass(frozen=True)
class Published:
    """What came of publishing: the roles whose approval lacks, the text's digest, and the dossier's root.

    `public` says line by line what is public that was not; `left_out` why no PDF was made, where none was.
    """

    missing: tuple[str, ...]
    text: str
    root: str = ""
    public: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Case:
    """A case folder. Nothing is read until asked; every method reads the folder as it is then."""

    root: Path

    def read(self) -> CaseFile:
        """Return what the folder's own files say; raises CaseError with every problem."""
        return open_case(self.root)

    def build(self, *, locked: bool = False, tell: Tell | None = None) -> Build:
        """Preserve, read, record, check and publish to build/dossier; `tell` hears of each stage."""
        if not (build_folder(self.root) / "dossier").is_dir():
            threading.Thread(target=_warm, daemon=True).start()
        with uncollected():
            return Build(pipeline.build(self.root, locked=locked, tell=tell, publish=self._publish))

    def check(self, *, tell: Tell | None = None) -> Build:
        """Judge claims and statement over the last build's tables; writes nothing."""
        return Build(pipeline.check(self.root, tell=tell))

    def mutate(self, build: Build) -> Outcome:
        """Change each sentence one word at a time and say which changes a finished check notices; writes nothing."""
        from solferino.pipeline.mutate import mutate

        with in_session(self.root):
            return mutate(build.built)

    def check_document(self, path: Path, *, to: Path, statement: Path | None = None) -> Checkup:
        """Judge a .docx by the claims of the case; write its copy with comments to `to`, nothing over anything.

        `statement` names a file for the statement as the document has it, the claims kept.
        """
        from solferino.exchange.docx import read_docx
        from solferino.pipeline.document import check_document

        for target in filter(None, (to, statement)):
            if target.exists():
                raise UsageError(f"{target} exists", "move it away, or name another file")
        try:
            document = read_docx(path.read_bytes(), path.name)
        except FileNotFoundError:
            raise UsageError(f"there is no file {path}", "name a .docx") from None
        checked = pipeline.check(self.root).checked
        with in_session(self.root), Namespace(checked.tables) as opened:
            found = check_document(document, checked.case, checked.claims, tables=opened)
        to.write_bytes(found.copy)
        if statement is not None:
            statement.write_text(found.statement, "utf-8")
        return found

    def preview(self, to: Path) -> Published:
        """Say what publishing to `to` would make public that is not so already; writes nothing but build/."""
        from solferino.dossier.release import public, read_release

        case, before = self.read(), read_release(to)
        self.build()
        after = read_release(build_folder(self.root) / "dossier")
        assert after is not None
        return Published(missing(case), text_digest(case), public=public(before, after))

    def publish(self, to: Path, *, pdf: Literal["where possible", "always", "never"] = "where possible") -> Published:
        """Build, and write the dossier to `to` where every approval stands; else say which roles lack.

        An earlier release in `to` is followed: its history, and what moved since, stand in the new one. Raises
        UsageError where `to` holds anything but a dossier, MachineError where a PDF is wanted and cannot be made.
        """
        from solferino import dossier
        from solferino.dossier import pdf as paper
        from solferino.dossier.release import follow, read_release

        lacks = "" if pdf == "never" else paper.ready()
        if lacks and pdf == "always":
            raise MachineError(lacks, paper.MISSING)
        case = self.read()
        if lacking := missing(case):
            return Published(lacking, text_digest(case))
        if to.exists() and any(to.iterdir()) and not (to / "SHA256SUMS").is_file():
            raise UsageError(f"{to} holds something that is no dossier", "name a new folder")
        told, before = self.preview(to), read_release(to)
        made = None if lacks or pdf == "never" else paper.pdfs
        checked = self.build().built.checked
        root = dossier.write(checked, to, history=lambda docs: follow(before, docs), also=made)
        return replace(told, root=root, left_out=lacks)

    def why(self, name: str) -> Trace:
        """Return the trail of a claim, sentence line, row, draft, source or digest, down to the bytes."""
        with in_session(self.root):
            return why(pipeline.check(self.root), name)

    def _publish(self, checked: Any, to: Path) -> str:
        from solferino import dossier  # a build that changes nothing need not load the site's templates

        return dossier.write(checked, to)


def _warm() -> None:
    """Load the site's templates while the engine reads: they are needed at the end of a first build."""
    from solferino.dossier.pages import warm

    warm()


def open(path: str | os.PathLike[str]) -> Case:
    """Open the case at `path`; raises UsageError where there is none."""
    root = Path(path)
    if root.is_file():
        raise UsageError(f"{root} is a file, and a case is a folder", f"name its folder: {root.parent}")
    if not (root / "case.toml").is_file():
        told = "is not a case: it has no case.toml" if root.is_dir() else "does not exist"
        raise UsageError(f"{root} {told}", f"check the path, or make a case: solferino init {root}")
    return Case(root)


def init(path: str | os.PathLike[str], *, title: str = "", as_of: date | None = None) -> Case:
    """Make a new case at `path` and return it; a folder that holds anything is left alone (UsageError)."""
    scaffold(Path(path), title=title, as_of=as_of)
    return Case(Path(path))


def verify(
    path: str | os.PathLike[str],
    *,
    root: str | None = None,
    leaves: Sequence[str | os.PathLike[str]] = (),
    since: str | os.PathLike[str] | None = None,
    fast: bool = False,
    keys: Sequence[str] = (),
) -> Verification:
    """Re-check a dossier, a vault, a bag or a proof without the case; `root` is the digest it must have.

    `fast` looks at a vault without reading what it holds, and never says that it is sound.

    `leaves` and `since` go with a proof: records or exhibits it should be about, an older checkpoint. Each of `keys`
    (public keys as text) must have signed the proof, the log of a vault, or the export of a bag.
    """
    from solferino import dossier, vault
    from solferino.vault.bag import check_bag, is_bag
    from solferino.vault.vkey import read_vkey

    wanted = [read_vkey(key) for key in keys]
    place = Path(path)
    at = place / "vault" if (place / "vault" / "VAULT").is_file() and not (place / "SHA256SUMS").is_file() else place
    if fast and not (at / "VAULT").is_file():
        raise UsageError(f"{place}: only a vault can be looked at fast", "leave out --fast: everything is read then")
    if (leaves or since is not None) and not place.is_file():
        raise UsageError(f"{place} is no proof", "--leaf and --since go with the file of a proof")
    if is_bag(place):
        return _preserved("bag", check_bag(place, keys=wanted), root)
    if place.is_file():
        from solferino.vault.checkproof import check_proof

        earlier = None if since is None else Path(since)
        return _preserved(
            "proof", check_proof(place, [Path(leaf) for leaf in leaves], since=earlier, keys=wanted), root
        )
    if (at / "VAULT").is_file():
        found = vault.check(at, fast=fast, keys=wanted)
        return replace(_preserved("vault", found, root), unread=found.unread if fast else None)
    if wanted:
        raise UsageError(f"{place}: a dossier bears no signature", "give its digest with --root instead of --key")
    return dossier.verify(place, root=root)


def _preserved(kind: str, report: Report, root: str | None) -> Verification:
    from solferino.dossier.verification import Verification, digest_of

    altered, wanted = list(report.altered), digest_of(root)
    if wanted is not None and f"sha256:{wanted}" != report.root:
        told = "the tag manifest: its digest" if kind == "bag" else "the log: its root"
        altered.append(f"{told} is {report.root or 'unknown'}, not {root}")
    ok = not altered and not report.missing
    return Verification(kind=kind, ok=ok, checked=report.checked, altered=tuple(altered), missing=report.missing,
                        warnings=report.warnings, anchored_before=report.anchored_before, said=report.said,
                        root=report.root, anchors=tuple(a.json() for a in report.anchors))  # fmt: skip
