"""Names as people write them: folded to one spelling, and down to their consonants across scripts."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʿʾʼ\"“”"), None)
_WORD = re.compile(r"\w+", re.UNICODE)
_PAREN = re.compile(r"\(([^()]*)\)")


@cache
def words() -> dict[str, Any]:
    """Return the word lists of `data/names.toml`."""
    return tomllib.loads(files("solferino.places").joinpath("data/names.toml").read_text("utf-8"))


@cache
def wordset(name: str) -> frozenset[str]:
    """Return one list of `data/names.toml` as a set."""
    return frozenset(words()[name])


@cache
def _articles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    hyphen = "|".join(sorted(words()["hyphen_articles"], key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?:{hyphen})[-‐‑–]\s*(?=\w)"), re.compile(r"\bال(?=\w{2})")


@cache
def _same_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(sorted(group, key=lambda w: (-len(w), w)))})\b"), group[0])
        for group in words()["same_word"]
    )


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in one spelling: no case, marks, apostrophes or articles, words by single spaces.

    >>> fold("Al-Sakhūr Hospital"), fold("The Ma'adi clinic"), fold("Omar Ibn Abdel Aziz")
    ('sakhur hospital', 'maadi clinic', 'omar ibn abdelaziz')
    """
    flat = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    for letter, other in words()["arabic"].items():
        flat = flat.replace(letter, other)
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    hyphen, arabic = _articles()
    flat = " ".join(_WORD.findall(arabic.sub("", hyphen.sub(" ", flat)).replace("_", " ")))
    for pattern, word in _same_words():
        flat = pattern.sub(word, flat)
    articles = wordset("articles")
    kept = [word for word in flat.split() if word not in articles]
    return " ".join(_joined(kept)) if kept else flat


def _joined(found: list[str]) -> list[str]:
    """Join a servant-of name to what follows it: it is written in one word as often as in two."""
    out: list[str] = []
    for word in found:
        if out and out[-1] in ("abdel", "abd", "عبد"):
            out[-1] = ("عبد" if out[-1] == "عبد" else "abdel") + word
        elif word.startswith(("abdul", "abdel")) and len(word) > 6:
            out.append("abdel" + word[5:])
        else:
            out.append(word)
    return out


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Return the consonants of `text` in one alphabet, Latin and Arabic alike, words joined, digits kept.

    >>> skeleton("Kafr Hamrah"), skeleton("كفر حمرة"), skeleton("Kafrhamra")
    ('kfrhmr', 'kfrhmr', 'kfrhmr')
    """
    return "".join(map(_consonants, fold(text).split()))


@lru_cache(maxsize=65536)
def _consonants(word: str) -> str:
    if any(c.isdigit() for c in word):
        return word
    word = latin(word)
    word = re.sub(r"(?<=.)[hه]$", "", word)  # a final h is a way of writing a
    for pair, letter in words()["digraphs"].items():
        word = word.replace(pair, letter)
    letters = words()["letters"]
    glide = {"w": "w", "و": "w", "y": "y", "ي": "y"}.get(word[0], "")  # a vowel elsewhere, a consonant at the head
    found = glide + "".join(letters.get(c, " ") for c in word)
    return re.sub(r"(.)\1+", r"\1", found).replace(" ", "")


def latin(word: str) -> str:
    """Return a Cyrillic word in Latin letters, those typed with a letter that only looks alike taken as meant.

    >>> latin("шевченко"), latin("cоколов"), latin("kafr")
    ('shevchenko', 'sokolov', 'kafr')
    """
    known, alike = words()["cyrillic"], words()["lookalikes"]
    if not any(c in known for c in word) or any(c not in known and c not in alike for c in word):
        return word
    return "".join(known[alike.get(c, c)] for c in word)


@dataclass(frozen=True)
class Part:
    """One name: `full` is folded, `core` its words that tell which one, `plain` the descriptors among them."""

    full: str
    core: tuple[str, ...]
    plain: tuple[str, ...] = ()

    @property
    def proper(self) -> bool:
        """True where a word is left that can be a name."""
        return bool(set(self.core) - set(self.plain))


@lru_cache(maxsize=65536)
def part(text: str) -> Part:
    """Return the name in `text`, its generic words set aside."""
    full = fold(text)
    core = tuple(w for w in full.split() if w not in wordset("generic"))
    return Part(full, core, tuple(w for w in core if w in wordset("descriptor")))


def unnamed(text: str) -> bool:
    """True where the text says that it gives no name."""
    low = text.casefold()
    return any(phrase in low for phrase in words()["unnamed"])


@lru_cache(maxsize=65536)
def spellings(text: str) -> tuple[str, ...]:
    """Return the names that one text gives for one facility: outside and inside brackets, before and after a comma."""
    low = text
    for phrase in words()["clause"]:
        low = re.split(rf"\b{phrase}\b", low, maxsplit=1, flags=re.IGNORECASE)[0]
    for phrase in sorted(words()["known_as"], key=len, reverse=True):
        low = re.sub(rf",?\s*\b{phrase}\b", ",", low, flags=re.IGNORECASE)
    outside = _PAREN.sub(" ", low).replace("(", " ")
    found = [outside, *_PAREN.findall(low), *re.split(r"[,/;]", outside)]
    return tuple(dict.fromkeys(t.strip() for t in found if t.strip()))


def alternatives(text: str) -> tuple[str, ...]:
    """Return the names between which a text leaves the choice.

    >>> alternatives("Upper / Lower"), alternatives("Upper")
    (('Upper', 'Lower'), ('Upper',))
    """
    pattern = "|".join(re.escape(sign) for sign in words()["alternative"])
    return tuple(piece.strip() for piece in re.split(pattern, text, flags=re.IGNORECASE) if piece.strip())


def slug(text: str) -> str:
    """Return a readable id: folded words joined by hyphens, articles kept, other letters as they are.

    >>> slug("Al-Bayan hospital")
    'al-bayan-hospital'
    """
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return "-".join(_WORD.findall("".join(c for c in flat if not unicodedata.combining(c))))
