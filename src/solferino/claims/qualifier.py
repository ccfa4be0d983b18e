"""A law that binds only its parties (S3): "banned" then wants a qualifier."""

from __future__ import annotations

from solferino.claims.view import View
from solferino.prose.lexicon import Found
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage
from solferino.words.verdict import SentenceStatus, Status


def unbound(result: ClaimResult) -> bool:
    """True where a norm did not bind all of those it is asked about, whatever the claim makes of that."""
    bound, parties = result.values.get("bound"), result.values.get("parties")
    if result.kind != "norm" or result.verdict.status not in (Status.CONTRADICTED, Status.SUPPORTED):
        return False
    return bound is not None and parties is not None and bound.high is not None and bound.high < parties.base  # type: ignore[operator]


def bans(passage: Passage, view: View) -> list[Found]:
    """Return the words of a passage that say a thing is banned or illegal."""
    return [f for f in view.words.find("ban", view.text) if passage.start <= f.start < passage.end]


def limited(passage: Passage, view: View) -> str:
    """Return the words of the sentence that say how far a ban of this passage reaches; empty where none do."""
    if not bans(passage, view):
        return ""
    said = [f.text for group in ("ban_denials", "ban_limits") for f in view.words.find(group, view.text)]
    return next(iter(said), "")


def qualified(result: ClaimResult, passage: Passage, view: View) -> Finding | None:
    """Return the finding on a ban that did not bind; a note where the sentence says how far it reaches.

    None where the passage speaks of no ban: then the claim's own verdict stands, and no qualifier mends it.
    """
    said = bans(passage, view)
    if not said:
        return None
    ban, because = said[0], result.verdict.because
    told = because[0] if because else f"{result.id} did not bind every party named"
    if limit := limited(passage, view):
        text = f'"{ban.text}" is qualified by "{limit}": {told}'
        return Finding("S3", text, "", None, ban.start, ban.end)
    text = f'"{ban.text}" is said of everyone, and the rule binds its parties only ({result.id})'
    return Finding("S3", text, told, SentenceStatus.NEEDS_QUALIFIER, ban.start, ban.end)
