"""A text as readers see it: composed, without marks that change no meaning, in plain digits, with the way back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar

from solferino.prose.tongues import tongue

# Marks of direction and joining, soft hyphens and byte-order marks: they are seen by no reader.
_UNSEEN = "".join(
    map(chr, (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)
# Letters that match others whatever their case, and yet do not become them when the case is folded.
_TWINS = {"ı": "i", "İ": "I", "ſ": "s"}
# Joined forms of Arabic letters, as some programs write them.
_JOINED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")


class Placed(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Placed)


@dataclass(frozen=True)
class Folded:
    """`text` as read; `starts`, `ends` tell where each of its characters stood in `whole`, the text as written."""

    whole: str
    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def back(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return items with their offsets and text as in the text as written."""
        if self.starts is None:
            return tuple(items)
        return tuple(self._moved(item) for item in items)

    def at(self, offset: int) -> int:
        """Return where an offset of the text as written lies in the text as read."""
        return offset if self.starts is None else bisect_left(self.starts, offset)

    def origin(self, offset: int) -> int:
        """Return where the end of what was read up to `offset` lies in the text as written."""
        return offset if self.ends is None else (self.ends[offset - 1] if offset else 0)

    def _moved(self, item: Item) -> Item:
        assert self.starts is not None
        start = self.starts[item.start] if item.start < len(self.starts) else len(self.whole)
        end = max(start, self.origin(item.end))
        fields: dict[str, Any] = {"start": start, "end": end}
        if hasattr(item, "text"):
            fields["text"] = self.whole[start:end]
        return replace(item, **fields)  # type: ignore[type-var]


@lru_cache(maxsize=512)
def fold(text: str, language: str) -> Folded:
    """Return `text` as a reader of `language` sees it."""
    table, drop = _tables(language)
    if unicodedata.is_normalized("NFC", text) and not any(c in drop or c in table or _digit(c) for c in set(text)):
        return Folded(text, text)
    made: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for c in _composed(text[start:end]):
            if c not in drop:
                made.append(table.get(c) or (str(unicodedata.decimal(c)) if _digit(c) else c))
                starts.append(start)
                ends.append(end)
    return Folded(text, "".join(made), tuple(starts), tuple(ends))


def folded(value: Any, language: str) -> Any:
    """Return the words of a language's data as they are read: strings, and those in lists and tables, keys too."""
    if isinstance(value, str):
        return fold(value, language).text
    if isinstance(value, Mapping):
        return {fold(k, language).text: folded(v, language) for k, v in value.items()}
    return [folded(v, language) for v in value] if isinstance(value, list) else value


@cache
def _tables(language: str) -> tuple[dict[str, str], frozenset[str]]:
    own = tongue(language).get("fold", {})
    table = {c: p[-1] for p in own.get("letters", ()) for c in p[:-1]}
    return {**_TWINS, **table}, frozenset(_UNSEEN + own.get("drop", ""))


def _digit(c: str) -> bool:
    return c > "9" and unicodedata.decimal(c, None) is not None


def _composed(cluster: str) -> str:
    return unicodedata.normalize("NFKC" if _JOINED.search(cluster) else "NFC", cluster)


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Yield the letters of a text, each with the marks that combine with it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at
