"""Loaded words: flagged, never scored."""

from __future__ import annotations

from solferino.claims.view import View
from solferino.words.result import Finding


def loaded(view: View) -> list[Finding]:
    """Return one note for each loaded word."""
    return [
        Finding(
            "loaded", f'"{f.text}" is a loaded word: it judges, and no evidence can show it', start=f.start, end=f.end
        )
        for f in view.words.find("loaded", view.text)
    ]
