"""What the words of a report say: which objects, how many facilities, whether it denies, what a count covers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from solferino.linkage.settings import words
from solferino.places.names import fold, part


@cache
def _objects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            entry["is"],
            re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(entry["words"], key=len, reverse=True))) + r")\b"),
        )
        for entry in words()["object"]
    )


@lru_cache(maxsize=65536)
def objects(text: str) -> tuple[str, ...]:
    """Return the kinds of object that a text names, most particular first."""
    flat = fold(text)
    return tuple(name for name, pattern in _objects() if pattern.search(flat))


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(r"[,;/]|\s+(?:" + "|".join(words()["connectors"]) + r")\s+", re.IGNORECASE)


@lru_cache(maxsize=65536)
def parts(text: str) -> tuple[str, ...]:
    """Return the facilities of a list in words: "X, a blood bank and Y" gives three."""
    outside = re.sub(r"\([^()]*\)", " ", text)
    return tuple(piece.strip() for piece in _cut().split(outside) if piece.strip())


@lru_cache(maxsize=65536)
def several(text: str) -> bool:
    """True where a text speaks of more than one facility: a plural, or two kinds of object side by side."""
    outside = re.sub(r"\([^()]*\)", " ", text)
    if set(fold(outside).split()) & set(words()["plural"]):
        return True
    kinds = [kind for piece in parts(text) for kind in objects(piece)[:1]]
    return len(kinds) > 1


def denies(text: str) -> bool:
    """True where a word for weapon or stance is a denial."""
    return text.strip().casefold() in words()["denial"]


def late(time: str) -> tuple[int, int]:
    """Return by how many days the night told by `time` reaches back and on.

    >>> late("about 23:00"), late("overnight"), late("01:00")
    ((0, 1), (1, 0), (0, 0))
    """
    low = time.casefold()
    if any(word in low for word in words()["overnight"]):
        return 1, 0
    hours = [int(h) for h in re.findall(r"\b(\d{1,2})[:.h]\d{2}\b", low)]
    return (0, 1) if hours and min(hours) >= words()["late_hour"] else (0, 0)


def counts_wide(covers: str) -> bool:
    """True where a count covers more than the event, or only some of the people."""
    low = covers.casefold() + " "
    return any(word in low for word in (*words()["wide"], *words()["partial"])) and not low.startswith(
        ("incident", "facility;")
    )


@lru_cache(maxsize=65536)
def tokens(text: str) -> frozenset[str]:
    """Return the words of a name that tell which facility: folded, generic words set aside."""
    return frozenset(part(text).core)
