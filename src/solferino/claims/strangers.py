"""Names that no case knows, in the place of those a claim asks about (S2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from solferino.claims.named import DOERS, SCORED, pointed, told
from solferino.claims.texts import texts
from solferino.claims.view import View, silent
from solferino.prose.checkable import names_in
from solferino.prose.tongues import base
from solferino.words.result import Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.tables import tables
from solferino.words.verdict import SentenceStatus

if TYPE_CHECKING:
    from solferino.prose.atoms.named import Name

_CAPITAL = re.compile(r"\b[A-Z]\w+")
"""What may begin a name, where it does not begin the sentence."""


def strangers(view: View) -> list[Finding]:
    """Return names that only their shape tells: who is said to have done what somebody else did, where it was not.

    English alone has the shapes. What a party is called in some other way belongs into `parties.toml`.
    """
    if base(view.language) != "en":
        return []
    asked = [(p, kinds) for p in view.of(Scheme.CLAIM) if (kinds := _replaced(p, view))]
    known = [(n.start, n.end) for book in view.books for n in book.find(view.text)] if asked else []
    taken = [*known, *((n.start, n.end) for n in view.numerals)]
    if not asked or all(
        not m.start() or any(a < m.end() and m.start() < b for a, b in taken) for m in _CAPITAL.finditer(view.text)
    ):
        return []
    from solferino.prose.atoms.name_shapes import words_of
    from solferino.prose.atoms.named import named  # the rules of texts are loaded where some name is not known

    shaped = named(view.text, words_of(view.case.parties, "en", view.text))
    new = [n for n in shaped if not any(a < n.end and n.start < b for a, b in known)]
    return [f for p, kinds in asked for f in _strange(p, kinds, [n for n in new if p.start <= n.start < p.end], view)]


def _replaced(passage: Passage, view: View) -> set[str]:
    """Return the kinds of name of which one that no case knows would stand for those that the claims ask about."""
    results = [r for r in view.found(passage) if r.kind in SCORED]
    if any(map(silent, results)):
        return set()
    claims = [c for r in results if (c := view.case.claim(r.id)) is not None]
    did = [t for c in claims for key in DOERS for t in texts(c.where.get(key))]
    doers = [name for d in did if d in view.case.parties for name in view.case.parties.by_id[d].names()] or did
    absent = bool(did) and not names_in(view.text, doers, view.language) and not pointed(passage, view)
    placed = any("place" in table.columns for r in results if (table := tables().get(r.table)) is not None)
    return {kind for kind, there in (("party", absent), ("place", placed)) if there}


def _strange(passage: Passage, kinds: set[str], new: list[Name], view: View) -> Iterator[Finding]:
    names = [n for n in new if n.kind in kinds]
    names = [n for n in names if n.text[:1].isupper() or (" " in n.text and n.text.split()[1][:1].isupper())]
    heard = " · ".join((view.case.settings.title, *told(passage, view))).casefold() if names else ""
    for n in names:
        bare = n.text.removeprefix("the ").removeprefix("The ")
        if bare.casefold() in heard:
            continue
        text = f'"{bare}" is a {n.kind} that the case does not know, and {" + ".join(passage.ids)} asks about no such'
        yield Finding("S2", text, "", SentenceStatus.NEEDS_QUALIFIER, n.start, n.end)
