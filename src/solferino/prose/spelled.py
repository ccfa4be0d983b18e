"""Whole numbers in words: how ones, tens, hundreds and scales make one number, by the data of a language."""

from __future__ import annotations

from solferino.prose.language import Language
from solferino.prose.language import language as load
from solferino.prose.reader import reader

_TOP = 1000


class _Tally:
    """A number as its words come: scales that are done (`total`), the group under way, and what may still follow.

    `room`: the next word must be worth less; 1000 where anything may come, 1 where nothing may.
    """

    def __init__(self, data: Language) -> None:
        self.number = data.number
        self.total, self.group, self.room, self.scale = 0, 0, _TOP, 0
        self.last = ""

    def takes(self, word: str, joint: bool) -> bool:
        """Add `word` and return True where it may follow; `joint`: an "and" stands before it."""
        if word in self.number["a"] and word not in self.number["ones"]:
            return self._article()
        if word in self.number["pairs"] and not (self.group and word in self.number["scales"]):
            return self._pair(self.number["pairs"][word])
        if word in self.number["scales"]:
            return self._scale(word, self.number["scales"][word])
        for kind in ("hundreds", "tens", "ones"):
            if word in self.number[kind]:
                return self._plain(self.number[kind][word], kind, joint)
        return False

    def value(self) -> int | None:
        """Return what was read; None after an article alone."""
        return None if self.last == "a" else self.total + self.group

    def _article(self) -> bool:
        fresh = self.last == ""
        if fresh:
            self.group, self.room, self.last = 1, 1, "a"
        return fresh

    def _pair(self, value: int) -> bool:
        if self.group or (self.scale and value >= self.scale):
            return False
        self.total, self.scale, self.room, self.last = self.total + value, value // 2, _TOP, "scale"
        return True

    def _scale(self, word: str, value: int) -> bool:
        alone = word in self.number["alone"]
        if value == 100:
            if not (0 < self.group < 100 or (alone and not self.group and self.room == _TOP)):
                return False
            self.group, self.room, self.last = (self.group or 1) * 100, 100, "scale"
            return True
        if not (self.group or alone) or (self.scale and value >= self.scale):
            return False
        self.total += (self.group or 1) * value
        self.group, self.room, self.scale, self.last = 0, _TOP, value, "scale"
        return True

    def _plain(self, value: int, kind: str, joint: bool) -> bool:
        if joint and not self._joins(value):
            return False
        if value == 0:
            fresh = self.last == ""
            self.room, self.last = 0, "ones"
            return fresh
        late = self.number["ones_first"] and joint and kind == "tens" and self.last == "ones" and self.group % 100 < 10
        if not late and value >= self.room:
            return False
        if self.number["ones_first"] and not joint and self.last in ("tens", "ones", "scale", "hundreds"):
            return False
        self.group += value
        more = 20 if value in self.number["vigesimal"] else 10
        self.room = 100 if value >= 100 else more if value >= 20 and not late else 1
        self.last = kind
        return True

    def _joins(self, value: int) -> bool:
        only = self.number["and_before"]
        return self.last in self.number["and_after"] and (not only or value in only)


def read_words(text: str, start: int, language: str) -> tuple[int, int] | None:
    """Read a number in words from `start`: where it ends and what it says; None where there is none."""
    data, r = load(language), reader(language)
    tally, at, joint = _Tally(data), start, False
    found: tuple[int, int] | None = None
    while (m := r.word.match(text, at)) is not None and tally.takes(" ".join(m[0].casefold().split()), joint):
        if (value := tally.value()) is not None:
            found = m.end(), value
        step = r.joint.match(text, m.end())
        if step is None:
            break
        at, joint = step.end(), bool(step["and"])
    return found


def spelled(text: str, language: str) -> int | None:
    """Return the whole number that `text` writes in digits or words; `a` is one; None where it is no number."""
    if text.isdigit():
        return int(text)
    if text.casefold() in load(language).number["a"]:
        return 1
    read = read_words(text, 0, language)
    return read[1] if read is not None and read[0] == len(text) else None
