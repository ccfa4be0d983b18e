"""The image of a JPEG alone: what it is decoded from, which way up it is, and nothing that a camera wrote beside it."""

from __future__ import annotations

import struct

START = b"\xff\xd8"
_SOS, _EOI, _EXIF, _ADOBE = 0xDA, 0xD9, 0xE1, 0xEE
_IMAGE = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xDE)}) - {0xC8}
"""Segments that an image is decoded from: frames, tables, scans. All others tell of it, and stay."""
_TURN = 0x0112
"""The tag of EXIF that says how the camera was held."""
_INK = b"Adobe"
"""Begins the one segment of a program that decoding needs: it says how colours are coded, in twelve bytes."""


def bare(body: bytes) -> bytes:
    """Return a JPEG with only the parts that make its image, and what says which side is up.

    Raises ValueError, IndexError or struct.error where the file is cut short or broken.
    """
    out, at = [START], 2
    while True:
        if body[at] != 0xFF:
            raise ValueError("no marker")
        if (marker := body[at + 1]) == 0xFF:
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*out, body[at : at + 2]])
        (length,) = struct.unpack_from(">H", body, at + 2)
        end = at + 2 + length
        if end > len(body):
            raise ValueError("cut short")
        told = body[at + 4 : end]
        if marker in _IMAGE or (marker == _ADOBE and told.startswith(_INK) and len(told) == 12):
            out.append(body[at:end])
        elif marker == _EXIF and (turn := _turn(told)):
            out.append(_upright(turn))
        at = end
        if marker == _SOS:
            at = _after_scan(body, end)
            out.append(body[end:at])


def _turn(exif: bytes) -> int:
    """Return how the camera was held, 2 to 8; 0 where nothing is told, or nothing that can be read."""
    tiff = exif[6:] if exif.startswith(b"Exif\0\0") else b""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4) if order else (0,)
        (many,) = struct.unpack_from(f"{order}H", tiff, first) if first else (0,)
        for at in range(first + 2, first + 2 + 12 * many, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if (tag, kind) == (_TURN, 3) and 2 <= value <= 8:
                return int(value)
    except struct.error:
        return 0
    return 0


def _upright(turn: int) -> bytes:
    """Return an EXIF segment that says how the camera was held, and nothing else."""
    told = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TURN, 3, 1, turn, 0, 0)
    return bytes((0xFF, _EXIF)) + struct.pack(">H", len(told) + 2) + told


def _after_scan(body: bytes, start: int) -> int:
    """Return where the coded image ends: at a marker that is neither a stuffed zero nor a restart."""
    at = start
    while True:
        at = body.index(b"\xff", at)
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7 and body[at + 1] != 0xFF:
            return at
        at += 1 if body[at + 1] == 0xFF else 2
