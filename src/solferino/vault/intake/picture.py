"""What a picture says of itself: format, size, and the EXIF that its camera or editor wrote."""

from __future__ import annotations

import warnings
from typing import IO, Any

from solferino.vault.intake.tool import packaged

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
"""What the decoder is let try: each further format is one more that an attacker may aim at."""


def read_picture(file: IO[bytes]) -> dict[str, Any]:
    """Return the embedded metadata, tag by tag, as claimed; pixels are not decoded, however many are claimed."""
    from PIL import ExifTags, Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(file, formats=FORMATS) as picture:
        exif = picture.getexif()
        tags = {ExifTags.TAGS.get(tag, f"tag {tag}"): _plain(value) for tag, value in exif.items()}
        for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
            names = ExifTags.GPSTAGS if part is ExifTags.IFD.GPSInfo else ExifTags.TAGS
            tags |= {names.get(tag, f"tag {tag}"): _plain(value) for tag, value in exif.get_ifd(part).items()}
        width, height = picture.size
        return {"tool": packaged("pillow"), "format": picture.format, "width": width, "height": height, "exif": tags}


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return "hex:" + value[:4096].hex()
    if isinstance(value, tuple):
        return " ".join(_plain(each) for each in value)
    return str(value)[:4096]
