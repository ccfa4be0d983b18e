"""Checking a bag whole, reading only: RFC 8493 for version 1.0, its forerunners for 0.93 to 0.97."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from solferino.vault.audit import Report
from solferino.vault.bag import binding, declaration, fetch, fixity, info, layout
from solferino.vault.bag.findings import Findings
from solferino.vault.bag.manifest import Manifest, fill, hasher, named, plain
from solferino.vault.bag.stamped import stamps
from solferino.vault.bag.tagfile import Text
from solferino.vault.bag.tree import Tree, litter, scan
from solferino.vault.disk import NotRegularError, read_inside
from solferino.vault.vkey import Vkey
from solferino.words.errors import MachineError


def is_bag(path: Path) -> bool:
    """Return whether a folder looks like a bag, whole or damaged: it has a declaration or a manifest beside data/."""
    return path.is_dir() and (
        (path / declaration.NAME).is_file() or ((path / "data").is_dir() and any(path.glob("manifest-*.txt")))
    )


def check_bag(path: Path, *, keys: Sequence[Vkey] = ()) -> Report:
    """Verify the bag at `path`: complete, every checksum right, no name that leads out of it, nothing fetched.

    `size` counts the payload's files; `root` is the SHA-256 of tagmanifest-sha256.txt, where there is one. A bag that
    cannot be read is a report that says so. Each of `keys` must have signed the checkpoint of the export.
    """
    findings = Findings()
    try:
        tree = scan(path)
        manifests = _structure(path, tree, findings, keys)
        _fixity(path, tree, manifests, findings)
        sealed = _read(path, layout.TAGS, tree)
        log = _read(path, layout.LOG, tree) if binding.ours(tree) else None
        anchors = stamps(path, log, tree.files, findings) if log is not None else ()
    except OSError as error:
        message = f"{error.filename or path}: {error.strerror}; the bag could not be checked"
        raise MachineError(message, "check permissions and the disk") from error
    root = "sha256:" + hashlib.sha256(sealed).hexdigest() if sealed is not None else ""
    return findings.report(size=len(tree.payload), root=root, anchors=anchors)


def _structure(path: Path, tree: Tree, findings: Findings, keys: Sequence[Vkey]) -> list[Manifest]:
    """Read every tag file that binds others; note what is missing, unlisted or odd."""
    declared = _read(path, declaration.NAME, tree)
    if declared is None:
        findings.absent(declaration.NAME, "a bag begins with it")
    found = declaration.declare(declared, findings) if declared is not None else None
    if not (path / "data").is_dir() or (path / "data").is_symlink():
        findings.absent("data/", "the folder of the payload")
    for name, what in tree.special.items():
        findings.fault(name, f"a {what}, not opened")
    if found is None:
        return []
    text = Text(found.encoding, found.strict)
    manifests = [m for m in map(named, sorted(tree.files)) if m is not None]
    for manifest in manifests:
        fill(manifest, _read(path, manifest.name, tree) or b"", text, tree, findings)
    payload = [m for m in manifests if not m.tag]
    _complete(payload, tree, findings, strict=found.strict)
    tags = [m for m in manifests if m.tag]
    _tags(tags, tree, findings, strict=found.strict)
    if binding.ours(tree):
        listed = {name for m in tags if m.name == layout.TAGS for name in m.sums}
        binding.bound(tree, listed, lambda name: _read(path, name, tree), findings, keys)
    elif keys:
        findings.fault(layout.NOTE, "there is none: the bag has no log that somebody could have signed")
    if (data := _read(path, fetch.NAME, tree)) is not None:
        fetch.fetch(data, text, tree, payload, findings)
    for name in info.NAMES:
        if (data := _read(path, name, tree)) is not None:
            info.info(name, data, text, tree, findings)
    return manifests


def _complete(manifests: list[Manifest], tree: Tree, findings: Findings, *, strict: bool) -> None:
    """Every payload file is listed: in every manifest (1.0), in at least one (earlier)."""
    if not manifests:
        findings.absent("manifest-*.txt", "a bag has at least one payload manifest")
    twice = [plain(m.algorithm) for m in manifests]
    for manifest in manifests:
        if twice.count(plain(manifest.algorithm)) > 1:
            findings.fault(manifest.name, f"a second manifest of {plain(manifest.algorithm)}")
    for path in tree.payload if manifests else ():
        without = [m.name for m in manifests if path not in m.sums]
        if not without:
            pass
        elif len(without) == len(manifests):
            findings.either(path, "in the payload, but in no manifest", fault=strict or not litter(path))
        else:
            findings.either(path, f"not listed in {', '.join(without)}", fault=strict)
        if litter(path):
            findings.warn(path, "a file that systems make by themselves, hardly meant to be kept")
        if path.endswith("/bagit.txt"):
            findings.warn(path, "a bag within the bag; only its bytes are checked")
    for twins in tree.twins():
        findings.warn(twins[0], f"differs only in case or normalisation from {', '.join(twins[1:])}")
    for path in tree.empty:
        findings.warn(path, "an empty folder, which no manifest can keep")


def _tags(manifests: list[Manifest], tree: Tree, findings: Findings, *, strict: bool) -> None:
    """Tag manifests are optional; each must list every payload manifest (1.0), and should list every other tag file."""
    if not manifests:
        findings.warn("tagmanifest-*.txt", "there is none: a changed tag file would not be seen")
        return
    for path in tree.files:
        if not path.startswith(("data/", "tagmanifest-", layout.BINDING)):
            without = [m.name for m in manifests if path not in m.sums]
            if without:
                why = f"not listed in {', '.join(without)}: a change of it would not be seen"
                findings.either(path, why, fault=strict and named(path) is not None)


def _fixity(path: Path, tree: Tree, manifests: list[Manifest], findings: Findings) -> None:
    """Hash every listed file once and compare it with each manifest that this Python can compute."""
    usable = [(m, algorithm) for m in manifests if (algorithm := hasher(m.algorithm))]
    for tag in (False, True):
        kind = [m for m in manifests if m.tag == tag]
        unusable = [m for m in kind if not hasher(m.algorithm)]
        for m in unusable:
            alone = len(unusable) == len(kind)
            findings.either(m.name, f"{m.algorithm} cannot be computed here, not checked", fault=alone)
    wanted: dict[str, frozenset[str]] = {}
    for manifest, algorithm in usable:
        for name in manifest.sums:
            wanted[name] = wanted.get(name, frozenset()) | {algorithm}
    jobs = [fixity.Job(name, tree.files[name], algorithms) for name, algorithms in wanted.items()]
    for name, found in fixity.digests(path, jobs):
        findings.checked += 1
        if isinstance(found, str):
            findings.fault(name, found)
            continue
        for manifest, algorithm in usable:
            if name in manifest.sums and manifest.sums[name] != found[algorithm]:
                told = f"altered: its bytes have {manifest.algorithm} {found[algorithm]}, not as in {manifest.name}"
                findings.fault(name, told)


def _read(path: Path, name: str, tree: Tree) -> bytes | None:
    if name not in tree.files:
        return None
    try:
        return read_inside(path, *name.split("/"))
    except (FileNotFoundError, NotRegularError):
        return None
