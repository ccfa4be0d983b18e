"""manifest-ALGORITHM.txt and tagmanifest-ALGORITHM.txt: which bytes each file of a bag must have."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from solferino.vault.bag.findings import Findings
from solferino.vault.bag.names import PAYLOAD, Resolved, UnsafeNameError, inside, nfc, resolve
from solferino.vault.bag.tagfile import Text
from solferino.vault.bag.tree import Tree, litter

NAME = re.compile(r"(tag)?manifest-([A-Za-z0-9_-]+)\.txt")
WEAK = ("md5", "sha1")
USUAL = (*WEAK, "sha256", "sha512")
_LINE = re.compile(r"(\\?)(\S+)[ \t]+(\*?)(.+)", re.DOTALL)


@dataclass
class Manifest:
    """One manifest: `sums` maps files of the bag to checksums; `absent` what it lists and the bag lacks."""

    name: str
    tag: bool
    algorithm: str
    sums: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)


def named(name: str) -> Manifest | None:
    """Return an empty manifest for a file that is called like one."""
    match = NAME.fullmatch(name)
    return Manifest(name, bool(match[1]), match[2]) if match else None


def plain(algorithm: str) -> str:
    """Return the name of an algorithm as the names of manifests should have it (RFC 8493, 2.4)."""
    return re.sub(r"[-_]", "", algorithm.lower())


def hasher(algorithm: str) -> str | None:
    """Return the name under which this Python computes an algorithm, or None."""
    names = {re.sub(r"[-_/]", "", name): name for name in sorted(hashlib.algorithms_guaranteed)}
    found = names.get(plain(algorithm))
    return found if found and not found.startswith("shake") else None


def fill(manifest: Manifest, data: bytes, text: Text, tree: Tree, findings: Findings) -> None:
    """Read a manifest's lines into it; every line that cannot be used is a fault with its number."""
    name, algorithm = manifest.name, hasher(manifest.algorithm)
    if manifest.algorithm != plain(manifest.algorithm):
        findings.warn(
            name, f"the algorithm should be written {plain(manifest.algorithm)}: small letters and digits alone"
        )
    if plain(manifest.algorithm) in WEAK:
        findings.warn(name, f"{manifest.algorithm} no longer shows that nobody changed a file on purpose")
    elif plain(manifest.algorithm) not in USUAL:
        findings.warn(name, f"{manifest.algorithm} is not an algorithm that every program knows")
    size = 2 * hashlib.new(algorithm).digest_size if algorithm else 0
    hexadecimal = re.compile(rf"[0-9a-f]{{{size}}}")
    for number, checksum, path, told in _entries(manifest, text.lines(name, data, findings), tree, findings):
        where = f"{name}:{number}"
        if told:
            findings.warn(where, told)
        if size and not hexadecimal.fullmatch(checksum):
            findings.fault(where, f"no checksum of {manifest.algorithm}, {size} hexadecimal digits")
            continue
        if manifest.tag and path.startswith("tagmanifest-"):
            findings.either(where, f"lists a tag manifest: {path}", fault=text.strict)
        if manifest.tag == path.startswith(PAYLOAD):
            wrong = "lists a file of the payload" if manifest.tag else "lists a file that is not of the payload"
            findings.either(where, f"{wrong}: {path}", fault=not manifest.tag)
        found = resolve(path, tree.files, tree.composed, strict=text.strict)
        if found is None:
            _note(manifest.absent, path, checksum, where=where, strict=text.strict, findings=findings)
            continue
        if found.told:
            findings.warn(where, f"{path}: {found.told}")
        _note(manifest.sums, found.path, checksum, where=where, strict=text.strict, findings=findings)
    if not text.strict:
        _forgive(manifest, findings)
    for path in manifest.absent:
        findings.absent(path, f"listed in {name}" + (f", but a {tree.special[path]}" if path in tree.special else ""))


def _entries(
    manifest: Manifest, lines: list[str], tree: Tree, findings: Findings
) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line, checksum, path, what is odd) of each line that can be read."""
    for number, line in enumerate(lines, 1):
        where = f"{manifest.name}:{number}"
        match = _LINE.fullmatch(line)
        if match is None and not line.strip():
            findings.warn(where, "an empty line")
            continue
        if match is None:
            findings.fault(where, "not a checksum and a path")
            continue
        escaped, checksum, star, written = match.groups()
        if escaped:
            written = written.replace("\\n", "\n").replace("\\\\", "\\")
        try:
            # What is listed as it stands on disk is inside: only other paths are taken apart.
            path = Resolved(written) if _plain(written, tree) else inside(written)
        except UnsafeNameError as error:
            findings.fault(where, f"{written}: {error}")
            continue
        told = "written as md5sum and its like write, not as BagIt does" if star or escaped else path.told
        yield number, checksum.lower(), path.path, told


def _plain(written: str, tree: Tree) -> bool:
    return written.startswith(PAYLOAD) and "\\" not in written and written in tree.files


def _note(into: dict[str, str], path: str, checksum: str, *, where: str, strict: bool, findings: Findings) -> None:
    if path not in into:
        into[path] = checksum
    elif into[path] == checksum:
        findings.either(where, f"{path} is listed twice", fault=strict)
    else:
        findings.fault(where, f"{path} is listed twice, with different checksums")


def _forgive(manifest: Manifest, findings: Findings) -> None:
    """Before 1.0: a name that a disk could not keep apart from one that is here, or that systems make and remove."""
    here = {nfc(path).casefold(): checksum for path, checksum in manifest.sums.items()}
    for path, checksum in list(manifest.absent.items()):
        if here.get(nfc(path).casefold()) == checksum:
            findings.warn(manifest.name, f"{path} is here only under a name in other case, with the same bytes")
        elif litter(path):
            findings.warn(manifest.name, f"{path}, a file that systems make by themselves, is listed and not here")
        else:
            continue
        del manifest.absent[path]
