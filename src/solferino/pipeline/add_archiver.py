"""Sheets of the auto-archiver among what is added: read as tables, handed to the vault with what lies beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from solferino.exchange.reader import READERS
from solferino.exchange.xlsx import sheets
from solferino.pipeline.anchor import authorities
from solferino.pipeline.open_case import open_case
from solferino.store.engine import quote, workspace
from solferino.vault import Vault
from solferino.vault.intake import Taken
from solferino.vault.intake.archive import CONTAINERS
from solferino.vault.intake.archiver import Sheet, take_archiver
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.member import listed
from solferino.vault.intake.sheet import is_archiver
from solferino.words.errors import CaseError, UsageError

LARGEST = 64 << 20
"""Bytes of a table that is looked into; a sheet of captures has less."""
_FORMATS = {".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx"}


def add_archiver(root: Path, vault: Vault, *, files: Mapping[str, str]) -> Taken:
    """Take further what the auto-archiver wrote among `files` (names with the SHA-256 under which each is held).

    What an archive among them holds lies beside it. Time stamps are judged under the roots that the case at `root`
    pins, whether or not a sheet lies beside them.
    """
    files = {**_members(vault, files), **files}
    found = [sheet for name, sha256 in files.items() for sheet in _sheets(vault, name, sha256)]
    return take_archiver(vault, found, files=files, roots=_roots(root))


def _members(vault: Vault, files: Mapping[str, str]) -> dict[str, str]:
    """Return what was taken out of the archives among these files, by name."""
    packed = {sha256 for name, sha256 in files.items() if recognise(vault.path(sha256), name).kind in CONTAINERS}
    found = dict[str, str]()
    for record in vault.records() if packed else ():
        if record.act == "derive" and record.obj[0].role == "listing" and not packed.isdisjoint(record.parent):
            found |= listed(vault.read(record.obj[0].sha256))
    return found


def _sheets(vault: Vault, name: str, sha256: str) -> Iterator[Sheet]:
    """Yield the sheets of a held file that are the auto-archiver's; what cannot be read as a table is none."""
    format_ = _FORMATS.get(Path(name).suffix.lower())
    if format_ is None or vault.path(sha256).stat().st_size > LARGEST:
        return
    data = vault.read(sha256)
    try:
        titles = sheets(data, name) if format_ == "xlsx" else ("",)
    except CaseError:
        return
    for title in titles:
        rows = _rows(data, name, format_, {"sheet": title} if title else {})
        if rows is not None:
            yield Sheet(sha256, f"{name}, {title}" if len(titles) > 1 else name, rows)


def _rows(data: bytes, name: str, format_: str, options: dict[str, str]) -> list[Mapping[str, str]] | None:
    """Return the rows where the header is the auto-archiver's, else None."""
    given = options | ({"delimiter": "\t"} if format_ == "tsv" else {})
    try:
        with workspace() as con:
            loaded = READERS[format_].load(con, data, table="sheet", name=name, options=given)
            if not is_archiver(loaded.columns):
                return None
            cells = ", ".join(f"coalesce(c{i}, '')" for i in range(len(loaded.columns)))
            lines = con.execute(f"SELECT {cells} FROM {quote(loaded.table)} ORDER BY row").fetchall()
    except CaseError:
        return None
    return [dict(zip(loaded.columns, line, strict=True)) for line in lines]


def _roots(root: Path) -> bytes:
    """Return the roots that the case pins; none where it names no authority, or cannot be read yet."""
    try:
        return b"\n".join(authority.roots for authority in authorities(open_case(root)))
    except (CaseError, UsageError):
        return b""
