"""Members of a zip, read by offset and never extracted."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, cast

from solferino.vault.intake.caps import Meter
from solferino.vault.intake.guarded import Guarded
from solferino.vault.intake.measure import BROKEN, measured, pieces
from solferino.vault.intake.member import Member

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_LOCAL = 30
_KINDS = {stat.S_IFLNK: "link", stat.S_IFDIR: "folder", stat.S_IFCHR: "device", stat.S_IFBLK: "device",
          stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}  # fmt: skip


class Zip:
    """An open zip. OverError when it has too many members; ValueError or BadZipFile when its directory is damaged."""

    def __init__(self, file: IO[bytes], meter: Meter) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(cast(IO[bytes], Guarded(file, most=meter.caps.directory)))
        # Counted in the directory itself: how many it says it has, anyone can write.
        meter.member(len(self._zip.infolist()))
        self._overlapping = self._overlaps()

    def members(self, meter: Meter) -> Iterator[Member]:
        """Yield every entry, read once through."""
        for index, info in enumerate(self._zip.infolist()):
            yield self._member(index, info, meter)

    def pieces(self, index: int) -> Iterator[bytes]:
        """Yield the bytes of a member."""
        with self._zip.open(self._zip.infolist()[index]) as file:
            yield from pieces(file)

    def _member(self, index: int, info: zipfile.ZipInfo, meter: Meter) -> Member:
        name = info.orig_filename
        raw = name.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "surrogateescape")
        year, *rest = info.date_time
        told = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(year, *rest)
        member = Member(index, name, raw.hex(), _kind(info), info.file_size, modified=told)
        if member.kind == "folder":
            return replace(member, state="a folder")
        if info.flag_bits & 0x1:
            return replace(member, state="not read: encrypted")
        if info.header_offset in self._overlapping:
            return replace(member, state="not read: overlaps another entry, or reaches out of the archive")
        if info.compress_type not in _METHODS:
            return replace(member, state=f"not read: packed by method {info.compress_type}")
        if member.kind == "link":
            return self._link(member, meter)
        if member.kind != "file":
            return replace(member, state=f"a {member.kind}, never made")
        return measured(member, meter, packed=info.compress_size, read=lambda: self.pieces(index))

    def _link(self, member: Member, meter: Meter) -> Member:
        try:
            with self._zip.open(self._zip.infolist()[member.index]) as file:
                target = file.read(meter.caps.header).decode("utf-8", "surrogateescape")
        except BROKEN as error:
            return replace(member, state=f"a link, its target not read ({error})")
        return replace(member, target=target, state="a link, not followed")

    def _overlaps(self) -> set[int]:
        """Return where entries begin whose bytes are also another's: one small file could so be read many times."""
        spans = []
        for info in self._zip.infolist():
            self._file.seek(info.header_offset)
            head = self._file.read(_LOCAL)
            extra = sum(struct.unpack("<HH", head[26:30])) if len(head) == _LOCAL else 0
            spans.append((info.header_offset, info.header_offset + _LOCAL + extra + info.compress_size))
        spans.sort()
        found, reach, owner = set(), self._zip.start_dir, -1
        end = 0
        for start, stop in spans:
            if start < end or start == owner:
                found |= {start, owner}
            if stop > reach:
                found.add(start)
            if stop >= end:
                end, owner = stop, start
        return found


def _kind(info: zipfile.ZipInfo) -> str:
    mode = stat.S_IFMT(info.external_attr >> 16)
    kind = _KINDS.get(mode, "folder" if info.filename.endswith("/") else "file")
    # A folder that has bytes is none: whoever calls it so hides them from those who pass over folders.
    return "file" if kind == "folder" and info.file_size else kind
