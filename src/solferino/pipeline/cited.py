"""The documents that a statement cites whole, read from the bytes that were preserved."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import PurePath

from solferino.claims.document import Document, Documents
from solferino.exchange.documents.plain import joined
from solferino.exchange.documents.read import FORMATS, reader
from solferino.pipeline.quoted import quotable
from solferino.pipeline.sealed import SEALED, plain_bytes
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.errors import SolferinoError
from solferino.words.source import Source

_NONE = "its witness agreed to no quotation: a [[testimony.quote]] holds what may be quoted"


def format_of(source: Source) -> str:
    """Return the ending of a source that is a document of a readable format; empty for tables and citations."""
    ending = PurePath(source.path.removesuffix(SEALED)).suffix.lower()
    return ending if ending in FORMATS and not source.readings and source.kind != "citation" else ""


def documents(case: CaseFile) -> Documents:
    """Return what reads the document of a source by its id, each once."""

    @cache
    def read(source_id: str) -> Document | None:
        source = case.source(source_id)
        if source is None or not format_of(source):
            return None
        if source.testimony:
            return Document(quotable(case, source), "" if source.testimony.quotes else _NONE)
        try:
            data = plain_bytes(case, source, Vault.open(case.root / "vault"))
            name = PurePath(source.path).name.removesuffix(SEALED)
            text = joined(reader(name)(data, name))
        except SolferinoError as error:
            hint = getattr(error, "hint", "")
            return Document("", f"{error}" + (f": {hint}" if hint else ""))
        return Document(text) if text else Document("", f"{source.path} holds no text")

    return read


def readers(case: CaseFile) -> list[str]:
    """Return what a check depends on beside the case: whether the reader of PDF is there, where a source is one."""
    if not any(format_of(s) == ".pdf" for s in case.sources):
        return []
    return ["pdf is read" if find_spec("pypdf") else "pdf is not read"]
