"""anchors/<size>/: what was asked about a checkpoint and what came back, byte by byte; each file's hash is in the log.

tsa.example.org.5b1c09d2.tsq         the request as sent; what to carry where there is no network
tsa.example.org.5b1c09d2.tsr         the answer as it came, whatever it is
tsa.example.org.5b1c09d2.roots.pem   the root certificates that the case pinned then
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from solferino.vault.disk import NotRegularError, entries, folder, open_inside, place
from solferino.vault.time.answer import LARGEST
from solferino.vault.time.request import Request

FOLDER = "anchors"
REQUEST, ANSWER, ROOTS = ".tsq", ".tsr", ".roots.pem"
NAME = re.compile(r"(0|[1-9][0-9]{0,17})/[a-z0-9][a-z0-9.-]*")
"""`<size>/<file>`: a name that leads nowhere but to the shelf."""
_SIZE = re.compile(r"(0|[1-9][0-9]{0,17})")
_PLAIN = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True)
class Leaf:
    """One file of the shelf, as read; `digest` is empty where it is missing, `kind` says what is no regular file."""

    data: bytes = b""
    digest: str = ""
    kind: str = ""


def stem(url: str, request: Request) -> str:
    """Return the name that the files of one request share: the authority's host and the end of the nonce."""
    host = _PLAIN.sub("-", (urlsplit(url).hostname or "authority").lower()).strip(".-") or "authority"
    return f"{host[:80]}.{(request.nonce or 0) & 0xFFFFFFFF:08x}"


def put(root: Path, size: int, name: str, *, data: bytes) -> str:
    """Write a file of the shelf, durably, and return its SHA-256; the same bytes again change nothing.

    The caller holds the vault for writing. FileExistsError where other bytes have that name: nothing is overwritten.
    """
    folder(root, FOLDER, str(size))
    found = read(root, f"{size}/{name}")
    if found.kind != "absent" and found.data != data:
        raise FileExistsError(f"{FOLDER}/{size}/{name}")
    if found.kind == "absent":
        place(root, data, FOLDER, str(size), name)
    return hashlib.sha256(data).hexdigest()


def read(root: Path, name: str) -> Leaf:
    """Read `<size>/<name>`, at most as much as an answer may have and one byte more."""
    try:
        fd = open_inside(root, FOLDER, *name.split("/"))
    except FileNotFoundError:
        return Leaf(kind="absent")
    except NotRegularError as error:
        return Leaf(kind=error.kind)
    with os.fdopen(fd, "rb") as file:
        data = file.read(LARGEST + 1)
    return Leaf(data, hashlib.sha256(data).hexdigest())


def listed(root: Path) -> Iterator[str]:
    """Yield every `<size>/<name>` that stands on the shelf; NotRegularError where a folder is none."""
    for size in entries(root, FOLDER):
        if not (_SIZE.fullmatch(size.name) and size.is_dir(follow_symlinks=False)):
            yield size.name
            continue
        yield from (f"{size.name}/{entry.name}" for entry in entries(root, FOLDER, size.name))


def free_name(root: Path, size: int, base: str) -> str:
    """Return a name for another answer to the same request: `base`.tsr, or the first `base`.2.tsr … not yet there."""
    there = {entry.name for entry in entries(root, FOLDER, str(size))}
    names = (f"{base}{f'.{n}' if n > 1 else ''}{ANSWER}" for n in range(1, len(there) + 3))
    return next(name for name in names if name not in there)
