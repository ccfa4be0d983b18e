"""Invented names of towns, each in Arabic letters and in many Latin spellings: no two transcribers agree."""

from __future__ import annotations

import numpy as np

Rng = np.random.Generator

ROOT = {
    "ب": "b", "ت": "t", "ث": "th t", "ج": "j g dj", "ح": "h", "خ": "kh x", "د": "d", "ذ": "dh z", "ر": "r", "ز": "z",
    "س": "s ss", "ش": "sh ch", "ص": "s", "ض": "d dh", "ط": "t", "ع": "' a", "غ": "gh g", "ف": "f", "ق": "q k g",
    "ك": "k c", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ي": "y",
}  # fmt: skip
LONG = {"ا": "a aa", "و": "u ou oo", "ي": "i ee"}
SHORT = ("a e", "i e", "u o")
ENDING = {"": "", "ة": "a ah eh", "ين": "in een", "ون": "un oun", "ية": "iya iyeh"}
HEAD = {
    "": "",
    "ال": "al- el- al",
    "تل ": "Tal Tell",
    "كفر ": "Kafr Kafar Kfar",
    "عين ": "Ain Ayn Ein",
    "دير ": "Deir Dayr",
}
HEAD_ODDS = (0.5, 0.24, 0.07, 0.08, 0.06, 0.05)


def towns(rng: Rng, count: int, spellings: int) -> tuple[list[str], list[list[str]]]:
    """Return `count` names in Arabic letters, and for each `spellings` Latin forms, the first its usual one."""
    arabic, latin = [], []
    heads, endings, letters, long = list(HEAD), list(ENDING), list(ROOT), list(LONG)
    for _ in range(count):
        head = heads[int(rng.choice(len(heads), p=HEAD_ODDS))]
        bones: list[tuple[str, str]] = []
        for _ in range(int(rng.integers(2, 4))):
            letter = letters[int(rng.integers(len(letters)))]
            bones.append((letter, ROOT[letter]))
            if rng.random() < 0.5:
                vowel = long[int(rng.integers(len(long)))]
                bones.append((vowel, LONG[vowel]))
            else:
                bones.append(("", SHORT[int(rng.integers(len(SHORT)))]))
        letter, ending = letters[int(rng.integers(len(letters)))], endings[int(rng.integers(len(endings)))]
        bones += [(letter, ROOT[letter]), (ending, ENDING[ending])]
        arabic.append(head + "".join(a for a, _ in bones))
        latin.append([_spelt(rng, HEAD[head], bones, usual=n == 0) for n in range(spellings)])
    return arabic, latin


def _spelt(rng: Rng, head: str, bones: list[tuple[str, str]], *, usual: bool) -> str:
    def one(ways: str) -> str:
        told = ways.split()
        return told[0 if usual or rng.random() < 0.5 else int(rng.integers(len(told)))] if told else ""

    body = "".join(one(ways) for _, ways in bones).capitalize()
    front = one(head)
    return front + body if front.endswith("-") or not front else f"{front} {body}"


def slip(rng: Rng, text: str) -> str:
    """Return a name with one slip of the pen: a letter left out, doubled, or swapped with the next."""
    if len(text) < 5:
        return text
    at, way = int(rng.integers(1, len(text) - 2)), int(rng.integers(3))
    changed = ("", text[at] * 2 + text[at + 1], text[at + 1] + text[at])
    return text[:at] + (text[at + 1 :] if way == 0 else changed[way] + text[at + 2 :])
