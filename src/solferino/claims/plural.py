"""S5: how the evidence reads the parties that a sentence blames together."""

from __future__ import annotations

from solferino.claims.accused import blames
from solferino.claims.view import View, silent
from solferino.words.result import Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus


def plural(view: View) -> list[Finding]:
    """S5: say which reading of "A and B" the evidence gives; needs a qualifier where it settles none of them."""
    found = []
    for passage in view.of(Scheme.CLAIM):
        for result in view.found(passage):
            if len(result.parties) < 2 or not result.readings or silent(result):
                continue
            told = ", ".join(f"{n} {text}" for text, n in result.readings)
            names = " and ".join(view.case.parties.name(p) for p in result.parties)
            settled = [text for text, _ in result.readings if text.endswith("alone") or text == "jointly"]
            each = all(f"{view.case.parties.name(p)} alone" in settled for p in result.parties)
            open_ = "jointly" in settled or each or _either(view) or not blames(view)
            status = None if open_ else SentenceStatus.NEEDS_QUALIFIER
            instead = "" if status is None else "say that it is one or the other, or name whom each report blames"
            found.append(Finding("S5", f"{names}: the evidence gives {told} ({result.id})", instead, status,
                                 passage.start, passage.end))  # fmt: skip
    return found


def _either(view: View) -> bool:
    """True where the sentence itself leaves open which of them it was."""
    return bool(view.words.find("either", view.text))
