"""A file that gives only so much at once: what reads a directory whole is stopped before it reads one without end."""

from __future__ import annotations

import io
from typing import IO

from solferino.vault.intake.caps import OverError


class Guarded(io.RawIOBase):
    """An open file; a read of more than `most` bytes is an OverError, and no memory is taken for it."""

    def __init__(self, file: IO[bytes], *, most: int) -> None:
        self._file, self._most = file, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if size > self._most:
            raise OverError(f"not read: its directory takes {size} bytes, more than {self._most}")
        data = self._file.read(size if size >= 0 else self._most + 1)
        if len(data) > self._most:
            raise OverError(f"not read: its directory takes more than {self._most} bytes")
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
