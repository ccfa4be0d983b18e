"""Sentences of a new draft beside those of the old one, with the passages that still stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from solferino.words.statement import Passage, Sentence

NEAR = 0.5
"""Part of its words that a sentence must share with an old one to be taken for it."""
_LIKE = str.maketrans("‘’‚“”„«»–—‑\u00a0\u202f", '\'\'\'"""""---  ')
"""Marks that a word processor changes of its own accord, one for one."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


Span = tuple[str, int, int, int, int]
"""How characters of the old sentence became characters of the new one: tag, from, to, from, to."""


@dataclass(frozen=True)
class Redrafted:
    """A sentence of the new draft, the old one it was, if any, and the old passages where they stand now.

    `same`: word for word, but for marks that word processors change.
    """

    new: Sentence
    old: Sentence | None = None
    same: bool = False
    passages: tuple[Passage, ...] = ()


def redrafted(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[Redrafted, ...]:
    """Return every sentence of `new` with the sentence of `old` that it was; no old one is taken twice."""
    taken: set[int] = set()
    found: dict[int, Redrafted] = {}
    for n, sentence in enumerate(new):
        like = _key(sentence.text)
        at = next((i for i, o in enumerate(old) if i not in taken and _key(o.text) == like), None)
        if at is not None:
            taken.add(at)
            found[n] = Redrafted(sentence, old[at], True, _carried(old[at], sentence))
    left = [n for n in range(len(new)) if n not in found]
    for _, distance, n, i in sorted(_likeness(old, new, left, taken)):
        if n not in found and i not in taken and distance >= 0:
            taken.add(i)
            found[n] = Redrafted(new[n], old[i], False, _carried(old[i], new[n]))
    return tuple(found.get(n, Redrafted(sentence)) for n, sentence in enumerate(new))


def _likeness(
    old: Sequence[Sentence], new: Sequence[Sentence], left: list[int], taken: set[int]
) -> list[tuple[float, int, int, int]]:
    """Pairs that are near, the nearest first; of equals, those that stand nearest in the text."""
    pairs = []
    words = {i: _words(o.text) for i, o in enumerate(old) if i not in taken}
    for n in left:
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_words(new[n].text))
        for i, mine in words.items():
            matcher.set_seq1(mine)
            if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and (r := matcher.ratio()) >= NEAR:
                pairs.append((-round(r, 6), abs(n - i), n, i))
    return pairs


def _carried(old: Sentence, new: Sentence) -> tuple[Passage, ...]:
    """The passages of the old sentence where their words stand in the new one; one of which none is left is gone."""
    a, b = _TOKEN.findall(old.text.translate(_LIKE)), _TOKEN.findall(new.text.translate(_LIKE))
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    left, right = _offsets(a), _offsets(b)
    spans: list[Span] = [(tag, left[i1], left[i2], right[j1], right[j2]) for tag, i1, i2, j1, j2 in blocks]
    found: list[Passage] = []
    for p in sorted(old.passages, key=lambda p: p.start):
        start, end = _start(p.start - old.start, spans), _end(p.end - old.start, spans)
        start = max(start, found[-1].end - new.start if found else 0)
        if text := new.text[start:end].strip():
            start = new.text.index(text, start)
            at = new.start + start
            found.append(replace(p, start=at, end=at + len(text), text=text, line=new.line))
    return tuple(found)


def _start(at: int, spans: list[Span]) -> int:
    for tag, i1, i2, j1, _ in spans:
        if i1 <= at < i2:
            return j1 + (at - i1 if tag == "equal" else 0)
    return spans[-1][4] if spans else 0


def _end(at: int, spans: list[Span]) -> int:
    for tag, i1, i2, j1, j2 in spans:
        if i1 < at <= i2:
            return j1 + at - i1 if tag == "equal" else j2
    return 0


def _offsets(tokens: list[str]) -> list[int]:
    found = [0]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _key(text: str) -> str:
    return " ".join(text.translate(_LIKE).split())
