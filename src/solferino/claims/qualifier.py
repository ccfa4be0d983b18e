"""A law that binds only its parties: "banned" needs a word that says whom the ban reaches."""

from __future__ import annotations

from solferino.claims.passages import Reading, finding, quoted
from solferino.words.result import ClaimResult, Finding
from solferino.words.verdict import SentenceStatus


def unbound(result: ClaimResult, reading: Reading, at: tuple[int, int]) -> Finding | None:
    """Return what to say where a norm claim fails because the law bound none, or not all, of those named.

    None where the claim is of another kind, or where the passage does not speak of a ban. A sentence that
    says itself how far the ban reaches needs no qualifier; its claim is then a contradiction of something else.
    """
    if result.kind != "norm":
        return None
    words = reading.text[at[0] : at[1]]
    banned = reading.words.find("ban", words)
    if not banned:
        return None
    limited = reading.words.find("ban_limits", reading.text) or reading.words.find("ban_denials", reading.text)
    status = None if limited else SentenceStatus.NEEDS_QUALIFIER
    first = banned[0]
    said = quoted(reading, at[0] + first.start, at[0] + first.end)
    text = f"{said} holds for those whom the rule binds; {result.verdict.because[0] if result.verdict.because else ''}"
    instead = "; ".join(result.verdict.because[1:3]) or "say by which treaty, and who has joined it"
    return finding("S3", text, status, at=at, instead=f"a ban that binds its parties: {instead}")
