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
