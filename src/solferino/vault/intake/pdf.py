"""Text and metadata of a PDF."""

from __future__ import annotations

import logging
import warnings
from typing import IO, Any

from solferino.vault.intake.tool import packaged

PAGES = 2000
_TOLD = 20


def read_pdf(file: IO[bytes]) -> dict[str, Any]:
    """Return text by page and metadata as the file claims it; its scripts and attachments are not touched.

    A page that cannot be read is empty and told by its number; what the reader complains of is told too.
    """
    import pypdf

    warnings.simplefilter("ignore")
    said = _Heard()
    logging.getLogger("pypdf").addHandler(said)
    reader = pypdf.PdfReader(file)
    if reader.is_encrypted:
        return {"error": "the PDF is encrypted"}
    told = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    pages, troubles = list[str](), list[str]()
    for number, page in enumerate(reader.pages, 1):
        if number > PAGES:
            troubles.append(f"only the first {PAGES} pages are read")
            break
        try:
            pages.append(page.extract_text())
        except Exception as error:  # noqa: BLE001  # its reader raises what it likes; other pages stand
            pages.append("")
            troubles.append(f"page {number} is not read ({type(error).__name__}: {str(error)[:100]})")
    troubles += [f"text may be missing: {each}" for each in dict.fromkeys(said.lines)]
    return {"tool": packaged("pypdf"), "claimed": told, "pages": len(reader.pages), "text": pages,
            "troubles": troubles[:_TOLD]}  # fmt: skip


class _Heard(logging.Handler):
    """What the reader says of a file while it reads, kept instead of printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < _TOLD:
            self.lines.append(" ".join(record.getMessage().split())[:200])
