"""Redacted copies: what is covered is gone from the bytes, not hidden in them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from solferino.vault.seal.redact import BLOCK, redact_picture, redact_text
from solferino.words.errors import UsageError


def picture() -> bytes:
    """A 40 by 30 picture, white with a red square at 10,10, with a comment and EXIF."""
    image = Image.new("RGB", (40, 30), "white")
    image.paste((255, 0, 0), (10, 10, 20, 20))
    told = PngInfo()
    told.add_text("Comment", "canarybird")
    exif = Image.Exif()
    exif[0x010E] = "canarybird"
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=told, exif=exif)
    return out.getvalue()


def test_a_box_is_black_and_the_rest_untouched() -> None:
    """Of the pixels only those of the box change; nothing of the red square is left."""
    made = Image.open(io.BytesIO(redact_picture(picture(), [(10, 10, 10, 10)])))

    assert sorted(made.getcolors() or []) == [(100, (0, 0, 0)), (1100, (255, 255, 255))]


def test_no_metadata_goes_along() -> None:
    """Comment and EXIF of the original are in no byte of the copy."""
    assert b"canarybird" in picture()
    made = redact_picture(picture(), [(0, 0, 1, 1)])

    assert b"canarybird" not in made
    assert Image.open(io.BytesIO(made)).info == {}


def test_colour_beneath_what_lets_through_does_not_come_to_light() -> None:
    """A red square made invisible stays so: where nothing was seen, the copy is white."""
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    made = Image.open(io.BytesIO(redact_picture(out.getvalue(), [(0, 0, 1, 1)])))

    assert sorted(made.getcolors() or []) == [(1, (0, 0, 0)), (63, (255, 255, 255))]


@pytest.mark.parametrize("box", [(0, 0, 41, 1), (39, 29, 1, 2), (5, 5, 0, 3)])
def test_a_box_outside_the_picture_is_refused(box: tuple[int, int, int, int]) -> None:
    """A box that misses would leave in clear what somebody meant to cover."""
    with pytest.raises(UsageError, match="outside the picture"):
        redact_picture(picture(), [box])


def test_what_is_no_picture_is_refused() -> None:
    """Bytes that cannot be decoded are an error that says so."""
    with pytest.raises(UsageError, match="cannot be read"):
        redact_picture(b"not a picture", [(0, 0, 1, 1)])


@given(st.text("ab", min_size=1, max_size=30), st.data())
def test_no_redacted_character_is_left(text: str, data: st.DataObject) -> None:
    """Each kept character stays in order, and each run of removed ones is one block whatever its length."""
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    spans = data.draw(st.lists(ends, min_size=1, max_size=4))
    gone = {i for a, b in spans for i in range(a, b)}
    made = redact_text(text, spans)

    assert made.replace(BLOCK, "") == "".join(c for i, c in enumerate(text) if i not in gone)
    assert BLOCK * 2 not in made


def test_a_span_outside_the_text_is_refused() -> None:
    """The message says how long the text is."""
    with pytest.raises(UsageError, match="span 3-9"):
        redact_text("short", [(3, 9)])
