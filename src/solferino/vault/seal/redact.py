"""Redaction: a copy with regions removed for good, carrying nothing of the original but what is seen."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from solferino.vault.intake.picture import FORMATS
from solferino.words.errors import MachineError, UsageError

BLOCK = "█"
"""What stands where words were: one for each span, so that its length tells nothing."""

LARGEST = 100_000_000
"""Pixels of a picture that is opened: beyond this a small file may be made to fill the memory."""


def redact_text(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` with each span of characters (from, up to) replaced by one block; spans may touch or overlap."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            raise UsageError(f"span {start}-{end} lies outside the text", f"it has {len(text)} characters, from 0")
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    for start, end in reversed(joined):
        text = text[:start] + BLOCK + text[end:]
    return text


def redact_picture(data: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Return the picture as a PNG of pixels alone, each box (left, top, width, height) black.

    It is encoded anew from the pixels: no metadata, no thumbnail, no earlier version in the file goes along.
    """
    image, turned = _pillow()
    try:
        with image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST:
                raise UsageError(f"the picture has more than {LARGEST} pixels", "make a smaller copy first")
            # As it is seen: turned as its camera says, and white where it lets through, whatever colour lies beneath.
            seen = turned(opened).convert("RGBA")
            plain = image.new("RGB", seen.size, "white")
            plain.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, image.DecompressionBombError) as error:
        why = str(error).partition(" <_io")[0]
        raise UsageError(f"the picture cannot be read: {why}", f"give a whole one in {', '.join(FORMATS)}") from None
    for left, top, width, height in boxes:
        inside = 0 <= left < left + width <= plain.width and 0 <= top < top + height <= plain.height
        if not inside:
            text = f"box {left},{top},{width},{height} lies outside the picture"
            raise UsageError(text, f"it is {plain.width} wide and {plain.height} high; left,top,width,height in pixels")
        plain.paste((0, 0, 0), (left, top, left + width, top + height))
    bare = image.frombytes("RGB", plain.size, plain.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()


def _pillow() -> tuple[ModuleType, Callable[[Any], Any]]:
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise MachineError("pictures need a library that is not installed", 'pip install "solferino[media]"') from None
    return Image, ImageOps.exif_transpose
