"""statement.pdf: set by WeasyPrint, which the extra `pdf` brings. Same statement, same fonts: same bytes.

Bytes depend on the fonts of the machine, so the manifest binds them and `verify` does not set them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from solferino.dossier.linked_data import text_name
from solferino.dossier.paper import paper
from solferino.words.errors import MachineError

MISSING = "pip install 'solferino[pdf]'; it needs the library Pango (Debian: libpango-1.0-0 and libpangoft2-1.0-0)"


def pdf_name(file: str) -> str:
    """Return the name under which a file of the statement stands in the dossier as PDF."""
    return text_name(file).removesuffix(".txt") + ".pdf"


def ready() -> str:
    """Return why no PDF can be made here, empty where one can."""
    try:
        _weasyprint()
    except MachineError as error:
        return error.message
    return ""


def pdfs(docs: Mapping[str, Any]) -> dict[str, bytes]:
    """Return path → bytes of each file of the statement; raise MachineError where the extra is missing."""
    weasyprint = _weasyprint()
    found = {}
    for statement in docs["statements"]:
        html = paper(docs, statement)
        mark = hashlib.sha256(html.encode("utf-8", "backslashreplace")).digest()[:16]
        # Nothing is fetched: a page of ours names no image and no style but its own.
        page = weasyprint.HTML(string=html, url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=()))
        found[pdf_name(statement["file"])] = page.write_pdf(pdf_identifier=mark, pdf_tags=True)
    return found


def _weasyprint() -> Any:
    try:
        import weasyprint
        import weasyprint.urls
    except ImportError:
        raise MachineError("the extra pdf is not installed", MISSING) from None
    except OSError as error:
        first = (str(error).splitlines() or [""])[0]
        raise MachineError(f"the library Pango is not installed: {first}", MISSING) from None
    return weasyprint
