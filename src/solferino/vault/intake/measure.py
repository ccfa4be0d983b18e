"""Reading a member once through, to know what it is before any of it is kept."""

from __future__ import annotations

import hashlib
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from solferino.vault.intake.caps import Meter, OverError
from solferino.vault.intake.member import Member

PIECE = 1 << 20
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What the readers of archives raise on a damaged one."""


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream piece by piece."""
    while piece := file.read(PIECE):
        yield piece


def measured(member: Member, meter: Meter, *, packed: int, read: Callable[[], Iterator[bytes]]) -> Member:
    """Return the member with the size and hash its bytes have, or with the reason why they cannot be kept."""
    digest, size, told = hashlib.sha256(), 0, member.size
    try:
        for piece in read():
            size += len(piece)
            meter.bytes(len(piece), of_member=size, packed=packed)
            digest.update(piece)
    except OverError as over:
        return replace(member, state=str(over))
    except BROKEN as error:
        return replace(member, state=f"not read: damaged ({str(error)[:200] or type(error).__name__})")
    if size != told:
        return replace(member, state=f"not kept: {told} bytes said, {size} found")
    return replace(member, sha256=digest.hexdigest(), size=size)
