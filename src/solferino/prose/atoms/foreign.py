"""What language a block of a text is in, and what can be found there by data alone: numerals, days, known names."""

from __future__ import annotations

import re
from datetime import date

from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.days import typed
from solferino.prose.atoms.detail import Detail
from solferino.prose.atoms.name_shapes import known_names
from solferino.prose.atoms.named import Name
from solferino.prose.checkable import names_in
from solferino.prose.lexicon import lexicon
from solferino.prose.tongues import base, tongues
from solferino.words.party import Parties

UNKNOWN = "und"
"""The tag of a language that there are no data for."""
_MANY, _RARE, _SOUNDS = 8, 0.1, 0.12
_LATIN = re.compile(r"[\u0000-\u024f]")
_SCRIPTS = {"ar": re.compile(r"[\u0600-\u06ff]"), "ru": re.compile(r"[\u0400-\u04ff]")}


def tongue_of(text: str, given: str = "en") -> str:
    """Return the language of a block: `given`, unless that is English and the words are not."""
    if base(given) != "en":
        return base(given) if base(given) in tongues() else UNKNOWN
    letters = "".join(re.findall(r"[^\W\d_]+", text)) if not text.isascii() else ""
    for tag, script in _SCRIPTS.items():
        if len(script.findall(letters)) > len(letters) / 2:
            return tag
    if letters and len(_LATIN.findall(letters)) < len(letters) / 2:
        return UNKNOWN
    words, c = re.findall(r"[^\W\d_]+", text.casefold()), cues()
    if len(words) < _MANY or _share(words, c.set_of("small", "common")) >= _RARE:
        return "en"
    return next((t for t in c.raw["other"] if _share(words, c.set_of("other", t)) >= _SOUNDS), UNKNOWN)


def _share(words: list[str], common: frozenset[str]) -> float:
    return sum(w in common for w in words) / len(words)


def detail(plain: str, spot: tuple[int, int], *, parties: Parties, language: str, as_of: date | None) -> Detail:
    """Return what a sentence in another language names; nothing where there are no data for it."""
    if language == UNKNOWN:
        return Detail(plain=plain)
    at, text = spot[0], plain[spot[0] : spot[1]]
    counted, dated = typed(text, language, as_of)
    words = lexicon(language)
    names = tuple(Name(a, b, "party", text[a:b]) for a, b in names_in(text, known_names(parties), language))
    hedges = tuple(dict.fromkeys((h.start, h.end) for h in words.hedges(text) if not h.voice))
    quantity = tuple((q.start, q.end) for q in words.quantities(text))
    return Detail(names, counted, dated, hedges, quantity=quantity).moved(at, plain)
