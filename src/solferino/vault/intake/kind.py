"""What a file is, told by its first bytes, and by which sign."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from solferino.vault.intake.caps import Caps, OverError
from solferino.vault.intake.guarded import Guarded
from solferino.vault.intake.measure import BROKEN
from solferino.vault.intake.tar import unpacked

_HEAD = 1 << 16
_TOP = 1024
_MAGIC = (
    (b"%PDF-", "pdf"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"WARC/", "warc"),
    (b"\x1aE\xdf\xa3", "video"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
)  # fmt: skip
_STILL = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_OFFICE = ("[Content_Types].xml", "mimetype")
_HEADER = re.compile(rb"(?im)^(received|from|message-id|date|return-path|mime-version|delivered-to):[ \t]")
_MAIL_HEADERS = 3


@dataclass(frozen=True)
class Kind:
    """A format and the sign it was told by; `kind` is empty where the file is kept as it is."""

    kind: str = ""
    why: str = ""


def recognise(path: Path, name: str) -> Kind:
    """Tell the format of the file at `path`, which came under `name`; the name decides only between texts."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return Kind(kind, f"begins with {magic[:4].decode('latin-1')!a}")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind("picture", "begins with 'RIFF', and has 'WEBP' at byte 8")
    if head[4:8] == b"ftyp" and head[8:12] in _STILL:
        return Kind("", "a picture in a format that is not opened here (HEIF, AVIF)")
    if head[4:8] == b"ftyp":
        return Kind("video", "has the box ftyp at byte 4")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    if head.startswith(_PACKED):
        return _packed(path)
    if head[257:262] == b"ustar" or _checksum(head):
        return Kind("tar", "has the header of a tar")
    return _mail(head, name)


def _zip(path: Path) -> Kind:
    try:
        with path.open("rb") as file, zipfile.ZipFile(cast(IO[bytes], Guarded(file, most=Caps().directory))) as found:
            names = {info.filename for info in found.infolist()[:10_000]}
    except (OverError, zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return Kind("zip", f"begins as a zip does; its directory cannot be read ({error})")
    if any(each in names for each in _OFFICE):
        return Kind("", "a document that is a zip inside")
    if "datapackage.json" in names and any(each.startswith("archive/") for each in names):
        return Kind("wacz", "a zip with datapackage.json and archive/")
    return Kind("zip", "begins with PK")


def _packed(path: Path) -> Kind:
    head = b""
    try:
        with path.open("rb") as file:
            stream = cast(io.BufferedIOBase, unpacked(file))
            while len(head) < _TOP and (more := stream.read1(_TOP)):  # what comes before a broken end still tells
                head += more
    except BROKEN as error:
        if not head:
            return Kind("", f"packed, and cannot be opened ({error})")
    if head.startswith(b"WARC/"):
        return Kind("warc", "packed, and begins with WARC/")
    if head[257:262] == b"ustar" or _checksum(head):
        return Kind("tar", "packed, with the header of a tar")
    return Kind("", "packed, and no tar inside")


def _checksum(head: bytes) -> bool:
    """Tell an old tar, which has no magic, by the checksum of its first header."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _mail(head: bytes, name: str) -> Kind:
    top = head.partition(b"\n\n")[0] if b"\r\n\r\n" not in head else head.partition(b"\r\n\r\n")[0]
    if head.startswith(b"From ") and name.lower().endswith((".mbox", ".mbx")):
        return Kind("mbox", "begins with the line From, and is called so")
    found = {match.lower() for match in _HEADER.findall(top)}
    if len(found) >= _MAIL_HEADERS and (name.lower().endswith(".eml") or b"message-id" in found):
        return Kind("mail", "begins with headers of a message")
    return Kind()
