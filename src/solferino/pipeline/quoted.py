"""Quotations of testimony, held against the transcript; and what a statement may quote of it."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.pipeline.consent import guarded
from solferino.pipeline.sealed import locked, plain_bytes
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.errors import Problem
from solferino.words.source import Source
from solferino.words.testimony import Quote


def misquoted(case: CaseFile, vault: Vault) -> list[Problem]:
    """Return each quotation that is not what its span of the transcript says, or that its witness took back.

    While the case is locked, the transcripts cannot be read: then only withdrawals are found.
    """
    told = [s for s in case.sources if s.testimony]
    levels, problems, shut = guarded(case.decisions), list[Problem](), locked(case)
    for source in told:
        assert source.testimony is not None
        taken = [q for q in source.testimony.quotes if _withheld(source, q, levels)]
        problems += [
            Problem(source.file, q.line, f"quotation {q.id!r}: its use was limited since, and its words stand in clear",
                    "take it out; what version control remembers must be rewritten by hand")
            for q in taken
        ]  # fmt: skip
        if shut and source.commitment:
            continue
        transcript = plain_bytes(case, source, vault)
        problems += [p for q in source.testimony.quotes if (p := _against(transcript, source, q))]
    return problems


def quotable(case: CaseFile, source: Source) -> str:
    """Return the words of a testimony that a statement may quote: agreed to, and not taken back since."""
    assert source.testimony is not None
    levels = guarded(case.decisions)
    free = [q for q in source.testimony.quotes if not _withheld(source, q, levels)]
    return "\n\n".join(text for q in free for text in (q.text, q.translation) if text)


def _withheld(source: Source, quote: Quote, levels: Mapping[str, str]) -> bool:
    return source.id in levels or f"{source.id}/{quote.id}" in levels


def _against(transcript: bytes, source: Source, quote: Quote) -> Problem | None:
    there = transcript[quote.start : quote.end]
    if there == quote.text.encode():
        return None
    at = transcript.find(quote.text.encode())
    where = f"it stands at [{at}, {at + len(quote.text.encode())}]" if at >= 0 else "it stands nowhere in it"
    # What the span says instead is sealed: the message must not tell it.
    text = f"quotation {quote.id!r} is not bytes {quote.start} to {quote.end} of the transcript"
    return Problem(source.file, quote.line, text, f"{where}; text is copied to the letter, white space included")
