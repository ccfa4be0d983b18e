"""DOCX → paragraphs as a person reads them, tables included; the reader of documents refuses hostile files."""

from __future__ import annotations

from solferino.exchange.docx import read_docx


def docx(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a document in the order in which they stand; raise CaseError where it is none."""
    return [paragraph.text for paragraph in read_docx(data, name).paragraphs]
