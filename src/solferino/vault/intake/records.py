"""Records of a web archive and messages of a box as exhibits of their own, where they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from solferino.vault.intake.caps import Meter, OverError
from solferino.vault.intake.measure import BROKEN, PIECE
from solferino.vault.intake.member import NAME_IN_RECORD
from solferino.vault.intake.taken import Taken
from solferino.vault.item import Item
from solferino.vault.vault import Vault

PAGES = ("response", "resource", "conversion")
"""Types of records that hold what somebody published; requests and notes of the crawler stay in the archive."""
_WRONG = ("differs", "cut short")


@dataclass(frozen=True)
class _Found:
    """A piece by its place: what it is called, of what size, the SHA-256 that the index has, and its bytes."""

    name: str
    size: int
    sha256: str
    pieces: Callable[[], Iterator[bytes]]
    url: str = ""
    mime: str = ""


def bring_out(vault: Vault, sha256: str, answer: Mapping[str, Any], *, meter: Meter) -> tuple[Taken, dict[str, str]]:
    """Preserve the records or messages of an index, read again where they lie; return them with their names.

    A record whose digest differs, or that is cut short, stays in the archive alone. What passes a cap ends it.
    """
    path = vault.path(sha256)
    packed = path.stat().st_size
    box = "messages" in answer
    found, wrong, over = list[_Found](), 0, ""
    for told in answer.get("messages", answer.get("records", ())):
        bad = told.get("digest") in _WRONG
        wrong += bad
        if bad or not told["size"] or not (box or told["type"] in PAGES):
            continue
        try:
            meter.member()
            meter.bytes(told["size"], of_member=told["size"], packed=packed)
        except OverError as error:
            over = str(error)
            break
        found.append(_message(path, told) if box else _record(path, told))
    what = "message of a box" if box else "record of a web archive"
    items = [
        Item(stream=_checked(f), role="member", name=f.name[:NAME_IN_RECORD], url=f.url, mime=f.mime)
        for f in found
    ]  # fmt: skip
    try:
        receipts = vault.ingest(items, parent=[sha256], basis=what)
    except BROKEN as error:
        return Taken(troubles=(f"not brought out: {type(error).__name__}: {error}"[:300],)), {}
    troubles = [f"{wrong} records not brought out: their digests differ, or they are cut short"] if wrong else []
    made = (f"brought out as exhibits: {len(items)} {'of its messages' if box else 'of its records'}",)
    names = {r.sha256: f.name for r, f in zip(receipts, found, strict=True)}
    return Taken(made=made, troubles=(*troubles, *filter(None, [over]))), names


def _message(path: Path, told: Mapping[str, Any]) -> _Found:
    return _Found(f"message at byte {told['offset']}.eml", told["size"], told["sha256"],
                  partial(_slice, path, told["offset"], told["size"]), mime="message/rfc822")  # fmt: skip


def _record(path: Path, told: Mapping[str, Any]) -> _Found:
    url = str(told["claimed"].get("uri", ""))
    return _Found(url, told["size"], told["sha256"], partial(_content, path, told["offset"]), url=url,
                  mime=str(told["media"]))  # fmt: skip


def _checked(found: _Found) -> Callable[[], Iterator[bytes]]:
    """Return a reader that raises ValueError where it finds other bytes than the index was made from."""

    def pieces() -> Iterator[bytes]:
        digest = hashlib.sha256()
        for piece in found.pieces():
            digest.update(piece)
            yield piece
        if digest.hexdigest() != found.sha256:
            raise ValueError(f"{found.name}: other bytes than the index has")

    return pieces


def _slice(path: Path, offset: int, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(offset)
        while size > 0 and (piece := file.read(min(PIECE, size))):
            size -= len(piece)
            yield piece


def _content(path: Path, offset: int) -> Iterator[bytes]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as file:
        file.seek(offset)
        try:
            stream = next(iter(ArchiveIterator(file))).content_stream()
            while piece := stream.read(PIECE):
                yield piece
        except ArchiveLoadFailed as error:
            raise ValueError(str(error)) from None
