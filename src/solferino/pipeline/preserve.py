"""Stage preserve: every source's bytes are in the vault and are the pinned ones, or the build ends here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from solferino.casefile.sources import inherit, parse_source
from solferino.casefile.toml import parse_toml
from solferino.law import facts
from solferino.pipeline.quoted import misquoted
from solferino.pipeline.sealed import locked
from solferino.vault import Item, Vault
from solferino.words.case import CaseFile
from solferino.words.errors import CaseError, EvidenceError, Problem
from solferino.words.near import did_you_mean
from solferino.words.source import Source

LAW = "law:"


@dataclass(frozen=True)
class Preserved:
    """Sources with what they inherit filled in, and how many bytes were new to the vault."""

    sources: tuple[Source, ...]
    new: tuple[str, ...]


def resolve(case: CaseFile) -> tuple[Source, ...]:
    """Return the sources of the case, those of the package with the package's own description under theirs.

    While the case is locked, what is sealed reads into no table.
    """
    found, problems, shut = [], [], locked(case)
    for source in case.sources:
        if source.commitment and shut:
            found.append(replace(source, readings=()))  # nothing of it can be read
            continue
        if not source.path.startswith(LAW):
            found.append(source)
            continue
        name = source.path.removeprefix(LAW)
        if name not in facts.names():
            line = source.lines.get("source.path", source.line)
            problems.append(
                Problem(source.file, line, f"the package has no facts {name!r}", did_you_mean(name, facts.names()))
            )
            continue
        found.append(inherit(source, described(name)))
    if problems:
        raise CaseError(problems)
    return tuple(found)


def described(name: str) -> Source:
    """Return the package's own description of the facts `name`."""
    document = parse_toml(facts.describe(name), f"law/facts/{name}.toml")
    assert not isinstance(document, Problem), document
    source = parse_source(document, name, pinned=False)
    assert isinstance(source, Source), source
    return source


def preserve(case: CaseFile) -> Preserved:
    """Put what is missing into the vault; raise EvidenceError naming every source that is missing or altered."""
    sources = resolve(case)
    vault = Vault.open(case.root / "vault", create=True)
    vault.root()  # a log that was altered ends the build here
    wrong: list[str] = []
    new: list[tuple[Source, Item]] = []
    for source in sources:
        if source.kind == "citation":
            continue
        try:
            item = _checked(source, case.root, vault)
        except EvidenceError as error:
            wrong.append(str(error))
            continue
        if not vault.has(source.sha256):
            new.append((source, item))
    if wrong:
        raise EvidenceError("\n".join(wrong), "only solferino add pins a new version", [w.split(" ")[0] for w in wrong])
    if new:
        held = vault.ingest(
            [item for _, item in new], basis=f"source of {case.settings.title}", note="preserved by build"
        )
        if moved := [s.path for (s, _), kept in zip(new, held, strict=True) if kept.sha256 != s.sha256]:
            raise EvidenceError(f"{', '.join(moved)} changed while it was preserved", "build again", moved)
    if problems := misquoted(case, vault):
        raise CaseError(problems)
    return Preserved(sources, tuple(s.id for s, _ in new))


def _checked(source: Source, root: Path, vault: Vault) -> Item:
    """Return the pinned bytes, re-hashed piece by piece: those that the vault holds, and those where they stood."""
    told = Item(role="original", name=source.path, url=source.url)
    held = replace(told, path=vault.ensure(source.sha256)) if vault.has(source.sha256) else None
    if source.path.startswith(LAW):
        data = facts.data(source.path.removeprefix(LAW))
        # A newer package may ship newer facts; the case goes on with the bytes it was built on.
        if digest(data) == source.sha256:
            return replace(told, data=data)
        if held is None:
            pins = f"{source.file} pins {source.sha256[:16]}…, this version ships {digest(data)[:16]}…"
            raise EvidenceError(f"{source.path} is not the pinned bytes, and the vault lacks them: {pins}")
        return held
    path = root / source.path
    if not _inside(path, root):
        raise EvidenceError(f"{source.path} leads out of the case")
    if not path.is_file():
        if held is None and (gone := vault.disposed(source.sha256)):
            raise EvidenceError(f"{source.path} was {gone}: describe it as a citation, or take {source.file} out")
        if held is None:
            raise EvidenceError(f"{source.path} is missing, and the vault lacks its bytes ({source.sha256[:16]}…)")
        return held
    if (found := digest_of(path)) != source.sha256:
        raise EvidenceError(f"{source.path} is not the pinned bytes: {source.file} pins {source.sha256[:16]}…, "
                            f"the file is {found[:16]}…")  # fmt: skip
    return replace(told, path=path.resolve())


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data`, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal, read piece by piece."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
