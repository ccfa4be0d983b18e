"""Whether a sentence says who did it at all."""

from __future__ import annotations

from solferino.claims.view import View


def blames(view: View) -> bool:
    """True where a sentence names a party, or points at one: "they", "by troops"; "shells were used" does neither."""
    known = any(book.find(view.text) for book in view.books if book.kind == "party")
    nobody = [(f.start, f.end) for f in view.words.find("impersonal", view.text)]
    found = [f for group in ("pronoun", "agent") for f in view.words.find(group, view.text)]
    return known or any(not any(a <= f.start < b for a, b in nobody) for f in found)
