"""Text and metadata of a PDF."""

from __future__ import annotations

import warnings
from typing import IO, Any

from solferino.vault.intake.tool import packaged

PAGES = 2000


def read_pdf(file: IO[bytes]) -> dict[str, Any]:
    """Return text by page and metadata as the file claims it; its scripts and attachments are not touched."""
    import pypdf

    warnings.simplefilter("ignore")
    reader = pypdf.PdfReader(file)
    if reader.is_encrypted:
        return {"error": "the PDF is encrypted"}
    told = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    pages = [page.extract_text() for page in reader.pages[:PAGES]]
    return {"tool": packaged("pypdf"), "claimed": told, "pages": len(reader.pages), "text": pages}
