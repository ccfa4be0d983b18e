"""Grammatical sentences of a block, each with the passages that overlap it."""

from __future__ import annotations

import re

from solferino.prose.language import Language
from solferino.prose.language import language as load
from solferino.words.statement import Block, Sentence, cut

_END = re.compile(r"(?P<marks>[.!?…؟۔。！？]+)[\"'”’»)\]›]*(?:\[\w{1,3}\])*")
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[‹¿¡]*(\w+(?:\.\w)*)?")
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z])[.)\]]+")


def sentences(block: Block, language: str = "en") -> tuple[Sentence, ...]:
    """Cut a block into sentences; together they cover all of its text but the white space between them."""
    text, data = block.text, load(language)
    found, start = [], 0
    for match in _END.finditer(text):
        if match.start() >= start and _ends(text, match, start, data):
            found.append((start, match.end()))
            start = match.end()
    found.append((start, len(text)))
    return tuple(cut(block, a, b) for a, b in (_trim(text, *pair) for pair in found) if a < b)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    lead = len(inside) - len(inside.lstrip())
    return start + lead, start + max(lead, len(inside.rstrip()))


def _ends(text: str, match: re.Match[str], start: int, data: Language) -> bool:
    """True where the marks at `match` end a sentence that began at `start`."""
    rest = text[match.end() :]
    if not rest.strip():
        return True
    if not rest[0].isspace():
        return match[0][0] in "。！？"
    following = _NEXT.match(rest)
    word = (following[1] or "") if following else ""
    if word[:1].islower():
        return False
    if match["marks"] != ".":
        return True
    if _ENUMERATOR.fullmatch(text[start : match.end()]):
        return False
    return _full_stop(text[start : match.start()], word, data)


def _full_stop(before: str, word: str, data: Language) -> bool:
    """True where one full stop after `before`, with `word` to come, is no mark of an abbreviation."""
    last = _WORD.search(before)
    if last is None:
        return True
    token = last[0].casefold()
    elided = re.split("['’]", token)[-1]  # l'art. 8
    if elided != token and any(elided in data.sentence[kind] for kind in ("titles", "before_number")):
        token = elided
    if token in data.sentence["titles"]:
        return False
    if token in data.sentence["before_number"]:
        return not word[:1].isdigit() and last[0] != last[0].upper()
    initial = len(token) == 1 and last[0].isupper() and last[0] not in data.sentence["not_initials"]
    if token in data.sentence["may_end"] or initial:
        opens = word.casefold() in data.sentence["starters"] and not word.isupper()
        return opens or (len(word) == 1 and word in data.sentence["one_letter"])
    return True
