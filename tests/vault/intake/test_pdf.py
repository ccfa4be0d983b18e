"""A PDF: its text and what it says of itself, in an exhibit of their own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from solferino.vault import Item, Vault
from solferino.vault.intake import take


@pytest.fixture
def empty(tmp_path: Path) -> Vault:
    """A vault that holds nothing."""
    return Vault.open(tmp_path / "vault", create=True)


def test_metadata_of_a_pdf_is_a_derived_exhibit(empty: Vault) -> None:
    """The title a PDF claims stands in an exhibit bound to the PDF."""
    pypdf = pytest.importorskip("pypdf")
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "A title"})
    writer.write(out)
    sha256 = empty.ingest([Item(data=out.getvalue(), name="x.pdf")])[0].sha256
    take(empty, sha256, name="x.pdf")

    last = list(empty.records())[-1]
    told = json.loads(empty.read(last.obj[0].sha256))
    assert (last.act, last.parent, told["claimed"]["Title"], told["pages"]) == ("derive", (sha256,), "A title", 1)


def test_a_damaged_pdf_is_held(empty: Vault) -> None:
    """A file that only begins as a PDF is held, and the log says that it was not read."""
    sha256 = empty.ingest([Item(data=b"%PDF-1.7\nnothing", name="x.pdf")])[0].sha256
    taken = take(empty, sha256, name="x.pdf")

    assert taken.troubles[0].startswith("not read: ")
    assert [record.act for record in empty.records()] == ["ingest", "attempt"]


def test_a_page_that_cannot_be_read_is_told_and_the_others_stand(empty: Vault) -> None:
    """One page unfolds without end: its number is told, and the other page is read."""
    pypdf = pytest.importorskip("pypdf")
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    font = pypdf.generic.DictionaryObject({
        pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
        pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
        pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
    })  # fmt: skip
    for words in (b"BT /F1 9 Tf (legible) Tj ET", b" " * (120 << 20)):
        page = writer.add_blank_page(100, 100)
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(words)
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(out)
    sha256 = empty.ingest([Item(data=out.getvalue(), name="x.pdf")])[0].sha256
    taken = take(empty, sha256, name="x.pdf")

    told = json.loads(empty.read(list(empty.records())[-1].obj[0].sha256))
    assert told["text"] == ["legible", ""]
    assert [line for line in taken.troubles if line.startswith("page 2 is not read")] == told["troubles"]
