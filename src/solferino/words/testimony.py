"""An account in confidence: a coded witness, what they agreed to, and the exact words that may be quoted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quote:
    """Words of a witness as the transcript has them, from byte `start` up to `end` (UTF-8).

    A translation is somebody else's words: it names who made it and its language, and is never taken for the original.
    """

    id: str
    start: int
    end: int
    text: str
    translation: str = ""
    language: str = ""
    translator: str = ""
    line: int = 0


@dataclass(frozen=True)
class Testimony:
    """What may be said in clear of an interview: `consent` is the widest use that the witness agreed to."""

    witness: str
    consent: str
    quotes: tuple[Quote, ...] = ()
