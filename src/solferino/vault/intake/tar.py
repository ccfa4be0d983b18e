"""Members of a tar, plain or packed, read in order and never extracted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, cast

from solferino.vault.intake.caps import Meter, OverError
from solferino.vault.intake.measure import BROKEN, PIECE, measured, pieces
from solferino.vault.intake.member import Member

_KINDS = {tarfile.SYMTYPE: "link", tarfile.LNKTYPE: "hard link", tarfile.DIRTYPE: "folder", tarfile.CHRTYPE: "device",
          tarfile.BLKTYPE: "device", tarfile.FIFOTYPE: "pipe"}  # fmt: skip


class Tar:
    """An open tar; `size` is that of the file as it came."""

    def __init__(self, file: IO[bytes], *, size: int, meter: Meter) -> None:
        self._size = size
        self._counted = _Counted(unpacked(file), meter, size)
        self._tar = tarfile.TarFile(fileobj=self._counted, errorlevel=2, encoding="utf-8", errors="surrogateescape")
        self._entries: list[tarfile.TarInfo] = []

    def members(self, meter: Meter) -> Iterator[Member]:
        """Yield every entry, read once through; where the archive breaks off, a last one says so.

        OverError once there are too many: of such an archive nothing is to be kept but the whole.
        """
        index = 0
        while True:
            try:
                info = self._tar.next()
                if info is None:
                    if told := self._ended():
                        yield Member(index, "", "", kind="rest", state=told)
                    return
            except OverError as over:
                yield Member(index, "", "", kind="rest", state=str(over))
                return
            except BROKEN as error:
                yield Member(index, "", "", kind="rest", state=f"not read: damaged from here on ({str(error)[:200]})")
                return
            meter.member()
            self._entries.append(info)
            yield self._member(index, info, meter)
            index += 1

    def _ended(self) -> str:
        """Return what is wrong with the end; empty where it is a block of zeros with nothing behind it.

        The library takes a header that it cannot read for the end, and would pass over what follows in silence.
        """
        mark, more = self._counted.last, False
        # What a packed archive says of its own soundness stands at its very end: all of it is read.
        while data := self._counted.read(PIECE):
            more = more or bool(data.strip(b"\0"))
        if mark.strip(b"\0"):
            return "not read: damaged from here on (no header of a member)"
        if len(mark) < tarfile.BLOCKSIZE:
            return "the archive breaks off: it has no mark of its end"
        return "not read: something stands behind the end of the archive" if more else ""

    def pieces(self, index: int) -> Iterator[bytes]:
        """Yield the bytes of a member; reading in order goes through the archive once."""
        file = self._tar.extractfile(self._entries[index])
        assert file is not None
        yield from pieces(file)

    def _member(self, index: int, info: tarfile.TarInfo, meter: Meter) -> Member:
        name = info.name + "/" * info.isdir()
        kind = _KINDS.get(info.type, "file" if info.isreg() else "entry of an unknown kind")
        raw = info.name.encode("utf-8", "surrogateescape").hex()
        target = info.linkname if kind.endswith("link") else ""
        member = Member(index, name, raw, kind, info.size, target=target, modified=_moment(info.mtime))
        if kind == "folder":
            return replace(member, state="a folder")
        if kind != "file":
            return replace(member, state=f"a {kind}, {'not followed' if member.target else 'never made'}")
        return measured(member, meter, packed=self._size, read=lambda: self.pieces(index))


class _Counted(io.RawIOBase):
    """The unpacked archive; each read is small, and what it gives in all is held to the caps."""

    def __init__(self, file: IO[bytes], meter: Meter, size: int) -> None:
        self._file, self._caps, self._size = file, meter.caps, size
        self.last = b""

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= PIECE:
            raise OverError("not read: a header larger than any name")
        data = self._file.read(size)
        self._demand(self._file.tell())
        self.last = data
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        # Going forward in a packed file unfolds it.
        self._demand(offset)
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def _demand(self, reach: int) -> None:
        if reach > self._caps.total:
            raise OverError(f"not read: more than {self._caps.total} bytes in all")
        if reach > self._caps.free and reach > self._caps.ratio * max(self._size, 1):
            raise OverError(f"not read: unfolds to more than {self._caps.ratio} times its size")


def unpacked(file: IO[bytes]) -> IO[bytes]:
    """Return the stream a packed file unfolds to; a plain file as it is."""
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return cast(IO[bytes], bz2.BZ2File(file))
    if head == b"\xfd7zXZ\x00":
        return cast(IO[bytes], lzma.LZMAFile(file))
    return file


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return ""
