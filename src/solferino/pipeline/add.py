"""Add a source: preserve its bytes, pin the hash, draft its description with the columns guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from solferino.casefile.sources import inherit, parse_source
from solferino.casefile.toml import parse_toml, read_toml
from solferino.exchange.read import read
from solferino.pipeline.accounts import known_as, proposed
from solferino.pipeline.add_archiver import add_archiver
from solferino.pipeline.beside import Beside, beside
from solferino.pipeline.changed import changed
from solferino.pipeline.draft import draft
from solferino.pipeline.filed import Filed, copy, filed_facts, filed_file
from solferino.pipeline.guess import Guess
from solferino.pipeline.index import write_atomic
from solferino.pipeline.open_case import open_case
from solferino.pipeline.preserve import LAW, described
from solferino.store.engine import connect
from solferino.vault import Vault
from solferino.vault.intake import Taken, foreseen, foreseen_folder, keep_folder, take, take_all, told_folder
from solferino.words.errors import CaseError, Problem, UsageError
from solferino.words.near import did_you_mean
from solferino.words.party import Parties
from solferino.words.source import Source
from solferino.words.tables import tables


@dataclass(frozen=True)
class Added:
    """What was pinned: the description written, the digest, and the draft of the mapping shown as a dry run.

    `again`: the same bytes were pinned before.
    """

    source_id: str
    file: str
    sha256: str
    size: int
    table: str
    mapped: tuple[tuple[str, str], ...]
    unmapped: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    repinned: str = ""
    document: bool = False
    records: int = 0
    troubles: tuple[str, ...] = ()
    known: str = ""
    changes: tuple[str, ...] = ()
    taken: Taken = field(default_factory=Taken)
    proposed: int | None = None
    since: int | None = None
    """The record that brought the bytes in before, where what is said of them now found no place in the log."""
    again: bool = False


def add_folder(
    root: Path, path: Path, *, dry_run: bool = False, members: bool = False, by: str = "", basis: str = "",
    note: str = "",
) -> Taken:  # fmt: skip
    """Preserve every file below the folder `path` in the case at `root`, with a listing of all that stands there.

    No source is described: what a statement is to rest on is added by its own name. `basis` and `note` go to the log.
    """
    _demand_case(root)
    vault, given = (root / "vault").resolve(), path.resolve()
    if vault.is_relative_to(given) or given.is_relative_to(vault):
        raise UsageError(f"{path} holds the vault that it would be preserved in", "name a folder beside it")
    if dry_run:
        return foreseen_folder(path)
    kept = Vault.open(root / "vault", create=True, actor=by)
    found = keep_folder(kept, path, basis=basis, note=note)
    files = {m.name: m.sha256 for m in found if m.held}
    taken = told_folder(found).then(take_all(kept, files, members=members))
    return taken.then(add_archiver(root, kept, files=files))


def add(
    root: Path,
    path: str,
    *,
    table: str = "",
    dry_run: bool = False,
    title: str = "",
    url: str = "",
    name: str = "",
    members: bool = False,
    by: str = "",
    basis: str = "",
    note: str = "",
) -> Added:
    """Preserve `path` (a file, or law:NAME) in the case at `root` and write sources/ID.toml.

    `name` is the id of the source where the file's own name is not. A citation of that id gives way to the file; any
    other source already described is pinned anew: this is the only way to change a pin. With `dry_run` nothing is
    written. `url` is where it was got from, `by` who adds it, `basis` on what ground or for what end, as people say.

    With `members` the records of web archives and the messages of boxes are exhibits of their own.
    Raises UsageError for a path that is no file or a table that does not exist.
    """
    _demand_case(root)
    if re.match(r"^[a-z][a-z0-9+.-]+://", path):
        raise UsageError(f"{path} is an address; this version adds local files only", "download it, then add the file")
    if table and table not in tables():
        raise UsageError(f"there is no table {table!r}", did_you_mean(table, tables()))
    law = path.startswith("law:")
    filed = filed_facts(path) if law else filed_file(root, Path(path), table=table)
    data, own, place = filed.data, filed.own, filed.place
    source_id = source_id_of(name or own)
    described_in = root / "sources" / f"{source_id}.toml"
    old = described_in.read_text("utf-8") if described_in.is_file() else ""
    cited = _cited(old)
    fresh = not (law or filed.path or (old and not cited))
    said = _said(Path(path), place, data, source_id) if fresh and not table else Beside()
    guess = Guess.of(data, place, table) if fresh and not said.text else Guess()
    told, repinned = {"title": title or own, **({"url": url} if url else {}), **cited}, ""
    if old and not cited:
        text, repinned = _repin(old, described_in, filed)
    else:
        parties = open_case(root).parties if guess.format == "text" else Parties()
        pinned = filed.sha256, filed.size
        text = draft(place, data, guess, told, law=law, parties=parties, pinned=pinned) + said.text
    records, troubles, changes = 0, tuple[str, ...](), tuple[str, ...]()
    if not filed.path:  # a large file that is no table is never in memory whole
        records, troubles, changes = try_mapping(text, source_id, data, before=_before(root, repinned))
    known = f"{guess.field.title}: {guess.field.why}" if guess.field else said.told()
    added = Added(
        source_id, f"sources/{source_id}.toml", filed.sha256, filed.size, guess.table, guess.mapped, guess.unmapped,
        guess.sample, repinned, guess.document, records, (*filter(None, (guess.trouble, said.trouble)), *troubles),
        known_as(data, place) if guess.document and not guess.table else known, changes,
        again=bool(old) and not cited and not repinned,
    )  # fmt: skip
    if guess.format == "text":
        added = replace(added, proposed=proposed(text))
    if dry_run:
        return added if law else replace(added, taken=foreseen(Path(path)))
    if not law and not (root / place).is_file():
        copy(Path(path), root / place)
    vault = Vault.open(root / "vault", create=True, actor=by)
    (receipt,) = vault.ingest(
        [filed.item(url or cited.get("url", ""))],
        basis=basis or "added by hand",
        note="; ".join(filter(None, (f"pinned by {described_in.name}", note))),
    )
    if receipt.sha256 != filed.sha256:
        raise UsageError(f"{path} changed while it was added", "wait until nothing writes to it, then add it again")
    write_atomic(described_in, text)
    if not receipt.new and (url or basis or note):
        added = replace(added, since=receipt.seq)
    if law:
        return added
    taken = take(vault, added.sha256, name=Path(path).name, members=members)
    more = add_archiver(root, vault, files={Path(path).name: added.sha256})
    return replace(added, taken=taken.then(more))


def _said(path: Path, place: str, data: bytes, source_id: str) -> Beside:
    """Return the description beside a file, where it reads rows out of it."""
    said = beside(path)
    if not said.text:
        return said
    text = draft(place, data, Guess(), {"title": source_id}, law=False) + said.text
    records, troubles, _ = try_mapping(text, source_id, data)
    return (
        said if records else Beside(trouble=f"{said.name} beside it is not used: {(*troubles, 'it reads nothing')[0]}")
    )


def _demand_case(root: Path) -> None:
    if not (root / "case.toml").is_file():
        raise UsageError(f"{root} is not a case: it has no case.toml", f"solferino init {root} makes one")


def _before(root: Path, sha256: str) -> bytes:
    """Return the bytes that were pinned before, where the vault still holds them."""
    vault = Vault.open(root / "vault") if sha256 and (root / "vault").is_dir() else None
    return vault.read(sha256) if vault and vault.has(sha256) else b""


def try_mapping(
    text: str, source_id: str, data: bytes, *, before: bytes = b""
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Read `data` by the mapping in `text` without keeping anything.

    Returns how many records there are, what is rejected and why, and what changed since `before`.
    """
    document = parse_toml(text, f"sources/{source_id}.toml")
    if isinstance(document, Problem):
        return 0, (str(document),), ()
    source = parse_source(document, source_id)
    if not isinstance(source, Source):
        return 0, tuple(map(str, source)), ()
    if source.path.startswith(LAW):
        source = inherit(source, described(source.path.removeprefix(LAW)))
    changes: tuple[str, ...] = ()
    try:
        with connect() as con:
            changes = changed(con, source, before, data) if before else ()
            found = read(con, source, data)
    except CaseError as error:
        return 0, tuple(str(problem).replace("\n", ";") for problem in error.problems), changes
    rejected = [f"row {r.row} {r.column}: {r.reason}" for part in found for r in part.rejected]
    bare = [p for s, p in zip(source.readings, found, strict=True) if not p.records and not s.where]
    rejected += ["it holds no row" for part in bare if not part.rejected]
    return sum(part.records for part in found), tuple(rejected), changes


def source_id_of(name: str) -> str:
    """Return the id that a source of this name bears."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "source"


def _repin(old: str, path: Path, filed: Filed) -> tuple[str, str]:
    """Return the description with the new digest and size in place; everything people wrote stays."""
    document = read_toml(path, f"sources/{path.name}")
    if isinstance(document, Problem):
        raise CaseError([document])
    head = document.data.get("source", {})
    if head.get("path") != filed.place:
        text = f"{document.file} describes {head.get('path')!r} already, not {filed.place}"
        raise UsageError(text, "give it an id of its own with --as ID, or rename that description")
    before = str(head.get("sha256", ""))
    text, n = re.subn(r'(?m)^(\s*sha256\s*=\s*)"[^"]*"', rf'\g<1>"{filed.sha256}"', old, count=1)
    if n == 0:
        line = document.line("source")
        raise CaseError([Problem(document.file, line, "has no sha256 key to pin", 'add sha256 = "" under [source]')])
    text = re.sub(r"(?m)^(\s*size\s*=\s*)\d+", rf"\g<1>{filed.size}", text, count=1)
    return text, before if before != filed.sha256 else ""


def _cited(old: str) -> dict[str, str]:
    """Return what a citation says of itself; nothing for a source that has bytes."""
    document = parse_toml(old, "") if old else None
    head = document.data.get("source", {}) if document and not isinstance(document, Problem) else {}
    if not isinstance(head, dict) or head.get("kind") != "citation" or head.get("path"):
        return {}
    return {k: str(head[k]) for k in ("title", "publisher", "url", "licence") if head.get(k)}
