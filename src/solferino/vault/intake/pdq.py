"""PDQ: a 256-bit print of what a picture looks like, which survives blurring and shrinking but not cropping.

hash      64 hexadecimal digits, leading zeros kept
quality   0 to 100; below 50 a print says little, a plain wall has one too
turned    the prints of the picture turned and mirrored, eight with the first
"""

from __future__ import annotations

import warnings
from typing import IO, Any

from solferino.vault.intake.picture import FORMATS
from solferino.vault.intake.tool import packaged

SIDE = 1024
"""Larger pictures are shrunk first: the print is made from 64 × 64 points in any case."""
MOST_PIXELS = 100_000_000


def read_pdq(file: IO[bytes]) -> dict[str, Any]:
    """Return the print, its quality and the eight prints of the picture turned and mirrored."""
    import numpy as np
    import pdqhash
    from PIL import Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # told below, in our words
    with Image.open(file, formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return {"error": f"{width} × {height} points, more than {MOST_PIXELS} in all"}
        picture.draft("RGB", (SIDE, SIDE))
        small = picture.convert("RGB")
        small.thumbnail((SIDE, SIDE))
        turned, quality = pdqhash.compute_dihedral(np.asarray(small))
    prints = [digits(bits) for bits in turned]
    tool = f"{packaged('pdqhash')}, {packaged('pillow')}"
    return {"tool": tool, "algorithm": "PDQ", "hash": prints[0], "quality": int(quality), "turned": prints}


def digits(bits: Any) -> str:
    """Return 256 bits, the first the highest, as 64 hexadecimal digits."""
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):064x}"
