"""Write a dossier: tables, data, pages and manifest, beside the old one, then switched in by rename."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from solferino.dossier import linked_data, manifest
from solferino.dossier.coarse import Coarse
from solferino.dossier.data import Docs, documents, encode, values
from solferino.dossier.pages import DRAWN, made_by, pages
from solferino.dossier.picture import digests, pictures
from solferino.dossier.publish import permits
from solferino.dossier.secret import secrets
from solferino.dossier.slug import statement_name
from solferino.dossier.small import few, unsaid
from solferino.dossier.tables import Shipped, read, ship
from solferino.store.engine import workspace
from solferino.store.together import together
from solferino.words.case import CaseFile
from solferino.words.errors import EvidenceError, MachineError, UsageError
from solferino.words.result import Checked, Row
from solferino.words.tables import tables

DOCUMENTS = ("case", "claims", "verdicts", "sentences", "statements", "parties", "sources", "tables")
ORDERED = ("case", "claims")
"""Documents in which the order of keys is the author's: conditions of a claim, worlds of a case."""
_WRITERS = 4
_FIRST = ("incidents", "reports")
"""Tables that others are about: what they withhold, the others withhold."""


def write(
    checked: Checked, to: Path, *, vault_read: Callable[[str], bytes] | None = None,
    history: Callable[[Docs], list[Any]] | None = None, also: Callable[[Docs], Mapping[str, bytes]] | None = None,
) -> str:  # fmt: skip
    """Write the dossier of a finished check into `to` and return its root, `sha256:` and the digest of the manifest.

    `to` is replaced whole, and only where it is absent, empty or a dossier. `vault_read` gives the bytes of an
    exhibit by its SHA-256; where given, no dossier is written over an exhibit that is missing or altered. `history`
    and `also` make, from the documents of `data/`, the list of releases before this one and further files.
    """
    to = Path(to)
    if to.is_symlink() or (to.exists() and not to.is_dir()):
        raise UsageError(f"{to} is a file or a link", "name a folder for the dossier")
    if to.is_dir() and any(to.iterdir()) and not (to / manifest.NAME).is_file():
        raise UsageError(f"{to} holds other files and no dossier", "name an empty or new folder")
    if vault_read is not None:
        _exhibits(checked.case, vault_read)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
        try:
            beside.chmod(0o755)
            root = _fill(checked, beside / "new", history, also)
            _switch(beside, to)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise MachineError(f"the dossier could not be written to {to}: {error.strerror or error}") from None
    return root


def _fill(
    checked: Checked, folder: Path, history: Callable[[Docs], list[Any]] | None,
    also: Callable[[Docs], Mapping[str, bytes]] | None,
) -> str:  # fmt: skip
    shipped, ids, coarse, rows = _tables(checked, folder / "tables")
    shown = pictures(checked.case)
    found = documents(checked, shipped, ids, made_by(), coarse=coarse, pictures=digests(shown))
    found["case"]["history"] = history(found) if history else []
    made = {f"data/{name}.json": encode(found[name], ordered=name in ORDERED) for name in DOCUMENTS}
    docs = {name: json.loads(made[f"data/{name}.json"]) for name in DOCUMENTS}
    made |= pages(docs, rows) | _texts(checked.case, checked.lock)
    made |= dict(shown.values())
    made |= also(docs) if also else {}
    for parent in {(folder / path).parent for path in made}:
        parent.mkdir(parents=True, exist_ok=True)
    _put(made, folder)
    return manifest.write(folder, last=(linked_data.CRATE, lambda digests: linked_data.crate(docs, digests)))


def _put(made: Mapping[str, bytes], folder: Path) -> None:
    """Write files, several at a time: a disk takes longer to make one than to fill it."""
    paths = list(made)

    def write(first: int) -> None:
        for path in paths[first::_WRITERS]:
            (folder / path).write_bytes(made[path])

    with ThreadPoolExecutor(_WRITERS) as pool:
        list(pool.map(write, range(_WRITERS)))


def _tables(
    checked: Checked, folder: Path
) -> tuple[dict[str, Shipped], dict[str, frozenset[str]], Coarse, dict[str, list[Row]]]:
    """Ship every table that may leave; of those with rows withheld, return the ids of the rows that were not.

    Last come the rows that pages show.
    """
    settings = checked.case.settings
    with workspace() as con:
        coarse = _coarse(con, checked)

    def work(con: duckdb.DuckDBPyConnection, name: str) -> tuple[Shipped, list[Row]]:
        path = checked.tables[name]
        made = ship(con, name, path, folder, withhold=settings.withhold, places=settings.places, coarse=coarse)
        return made, read(con, folder / f"{name}.parquet") if made.withheld or name in DRAWN else []

    leaving = [name for name in sorted(checked.tables) if _may_leave(name, settings.places)]
    made = together(work, [n for n in leaving if n in _FIRST]) + together(work, [n for n in leaving if n not in _FIRST])
    rows = {one.name: found for one, found in made}
    ids = {name: frozenset[str]() for name in checked.tables if name not in leaving}
    for one, found in made:
        if one.withheld:
            first = tables()[one.name].fields[0].name
            ids[one.name] = frozenset(str(row[first]) for row in found)
    return {one.name: one for one, _ in made}, ids, coarse, {n: values(rows[n]) for n in DRAWN if n in rows}


def _may_leave(name: str, places: str) -> bool:
    permit = permits().get(name)
    return name in tables() and permit is not None and bool(permit.allowed(places))


def _coarse(con: duckdb.DuckDBPyConnection, checked: Checked) -> Coarse:
    """Return how ids and sentences change on the way out of this case."""
    found = {
        name: read(con, checked.tables[name]) if name in checked.tables else []
        for name in ("incidents", "families", "reports")
    }
    withhold = checked.case.settings.withhold
    families: dict[str, list[str]] = {}
    for row in found["families"]:
        families.setdefault(str(row["family"]), []).append(str(row["incident_id"]))
    open_ = frozenset(
        str(r["incident_id"]) for r in found["incidents"] if r["sensitivity"] and r["sensitivity"] not in withhold
    )
    settings = checked.case.settings
    coarse = Coarse.of(settings.places, found["incidents"], found["reports"], families=families, open_=open_,
                       secret=secrets(con, checked))  # fmt: skip
    of_few = frozenset(k for k, r in checked.claims.items() if few(r, settings.smallest))
    return replace(coarse, few=of_few, unsaid=unsaid(settings.smallest))


def drawn(folder: Path, shipped: Mapping[str, object]) -> dict[str, list[Row]]:
    """Return the rows that pages show, as JSON values, from the published tables in `folder`."""
    with workspace() as con:
        return {name: values(read(con, folder / f"{name}.parquet")) for name in DRAWN if name in shipped}


def _texts(case: CaseFile, lock: str) -> dict[str, bytes]:
    """The statement as written, the lock, and the SELECT of each claim that brings its own."""
    found = {"case.lock": lock.encode("utf-8", "backslashreplace")} if lock else {}
    for statement in case.statements:
        found[statement_name(statement.file)] = statement.text.encode("utf-8", "backslashreplace")
    for claim in case.claims:
        for at in (case.root, (case.root / claim.file).parent) if claim.own.get("sql") else ():
            path = (at / str(claim.own["sql"])).resolve()
            if path.is_file() and path.is_relative_to(case.root.resolve()):
                found[path.relative_to(case.root.resolve()).as_posix()] = path.read_bytes()
    return found


def _exhibits(case: CaseFile, vault_read: Callable[[str], bytes]) -> None:
    for source in case.sources:
        if not source.sha256 or source.sensitivity in case.settings.withhold:
            continue
        body = vault_read(source.sha256)
        if hashlib.sha256(body).hexdigest() != source.sha256:
            hint = f"{source.file}:{source.line} pins sha256 {source.sha256}; nothing was published"
            raise EvidenceError(f"exhibit of source {source.id} is altered", hint, [source.sha256])


def _switch(beside: Path, to: Path) -> None:
    """Put `beside/new` in the place of `to`; the old dossier comes back where that fails."""
    old = beside / "old"
    if to.exists():
        to.rename(old)
    try:
        (beside / "new").rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise
