"""A search that needs no server: words to entries in small scripts, of which a query loads only those it touches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solferino.dossier.script import call
from solferino.draw.svg import readable

CALLED = "solferinoFind"
CHUNK = 500
"""Entries in one file."""
SHARD = 120_000
"""Characters of words and numbers in one file; a word that needs more has a file of its own."""
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans(
    {"ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ς": "σ", "ـ": None, "ı": "i", "ł": "l", "ø": "o", "đ": "d"}
)
_ARTICLE, _LEAST = "ال", 5


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: what it is, what is shown of it, where it stands, and further words that find it."""

    kind: str
    title: str
    detail: str
    href: str
    more: str = ""


def fold(text: str) -> str:
    """Return `text` as it is looked for: small letters without marks, in any script. static/find.js folds alike."""
    if text.isascii():  # most words of most cases: nothing to take apart
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(_ALIKE)


def words(text: str) -> set[str]:
    """Return the words under which `text` is found; an Arabic word also without its article."""
    found = set(_WORD.findall(fold(text)))
    return found | {w[2:] for w in found if w.startswith(_ARTICLE) and len(w) >= _LEAST}


def files(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Return path → script: the entries in chunks, the words in order in shards, and where each shard begins."""
    made: dict[str, bytes] = {}
    for n, start in enumerate(range(0, len(entries), CHUNK)):
        shown = [[e.kind, readable(e.title), readable(e.detail), e.href] for e in entries[start : start + CHUNK]]
        made[f"search/entries-{n}.js"] = call(CALLED, "entries", n, shown)
    starts = []
    for n, shard in enumerate(_shards(_postings(entries))):
        starts.append(shard[0][0])
        made[f"search/words-{n}.js"] = call(CALLED, "words", n, shard)
    made["search/index.js"] = call(CALLED, "index", 0, {"entries": len(entries), "chunk": CHUNK, "starts": starts})
    return made


def _postings(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Words in order, each with its entries as steps from one number to the next, base 36, joined by spaces."""
    held: dict[str, list[int]] = {}
    for n, e in enumerate(entries):
        for word in words(f"{e.title} {e.detail} {e.more}"):
            held.setdefault(word, []).append(n)
    return [
        (word, " ".join(_base36(b - a) for a, b in zip([0, *held[word]], held[word], strict=False)))
        for word in sorted(held, key=_units)
    ]


def _shards(postings: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    size = SHARD
    for word, numbers in postings:
        if size + len(word) + len(numbers) > SHARD:
            found.append([])
            size = 0
        found[-1].append((word, numbers))
        size += len(word) + len(numbers)
    return found


def _units(word: str) -> bytes:
    """The order in which JavaScript compares strings: by units of UTF-16."""
    return word.encode("utf-16-be", "surrogatepass")


def _base36(n: int) -> str:
    digits = ""
    while n or not digits:
        n, rest = divmod(n, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
