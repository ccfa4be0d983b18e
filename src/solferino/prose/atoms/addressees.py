"""Addressees: of whom a call asks something, one by one where several are named."""

from __future__ import annotations

import re

from solferino.prose.atoms.cues import Cues

_APART = re.compile(r"(?:,\s+(?:and|as\s+well\s+as)\s+|,\s+|\s+and\s+|\s+as\s+well\s+as\s+)")
_ASIDE = re.compile(
    r",\s+(?:in\s+particular|especially|including|notably|particularly|and\s+in\s+particular|as)\b.*$|\s*\([^)]*\)|,\s+(?:who|which|whose)\b.*$"
    r"|,\s+(?:in\s+(?:accordance|line|keeping|conformity|compliance|cooperation|coordination)\s+with|consistent\s+with|pursuant\s+to|as\s+appropriate)\b.*$"
    r"|\s+(?:meeting|gathering|gathered|attending|assembled)\s.*$"
)
PRONOUNS = ("he", "she", "they", "them", "him", "her")
"""They stand for whom a call before this one asked."""
_NOBODY = ("it", "we", "i", "you", "there", "this", "that", "these", "one", "us", "nobody", "no one", "none", "what")


def addressees(given: str, c: Cues) -> tuple[str, ...]:
    """Return who is asked: "the United States and France" are two, "the governments of A and B" are one."""
    text = _ASIDE.sub("", given).strip(' ,“”"')
    if text.casefold() in _NOBODY:
        return (text,) if text.casefold() == "you" else ()
    if " and " not in text and re.fullmatch(r"[^,]+,\s+[^,]+", text):
        return (text,)  # an office and who holds it
    cuts = list(_APART.finditer(text))
    parts, at = [], 0
    for m in cuts:
        left, right = text[at : m.start()], text[m.end() :]
        if _joined(left, right, c):
            continue
        parts.append(left)
        at = m.end()
    parts.append(text[at:])
    return tuple(p.strip() for p in parts if p.strip() and p.strip().casefold() not in _NOBODY)


def can_act(given: str, c: Cues) -> bool:
    """True where somebody can be asked: a party, an office, a State or people who act."""
    text = _ASIDE.sub("", given).strip(' ,“”"')
    words = re.findall(r"[\w’'-]+", text)
    if not words or len(words) > 30:
        return False
    if text.casefold() in (*PRONOUNS, *_NOBODY):
        return text.casefold() in (*PRONOUNS, "we", "you")
    head = re.split(
        r"\s+(?:of|in|to|with|from|for|on|against|who|that|which|responsible|involved|under)\s+", text, maxsplit=1
    )[0]
    head = re.sub(r"^(?:the|a|an|all|any|every|each|both|its|their|our)\s+", "", head, flags=re.IGNORECASE)
    if c.acting.search(head):
        return True
    if re.search(rf"(?<!\w)(?:{c.among('call', 'agents')})(?!\w)", head, re.IGNORECASE):
        return True
    tail = list(re.findall(r"[\w’'-]+", head))[-1:]
    return (
        bool(tail)
        and tail[0][0].isupper()
        and (len(head.split()) > 1 or text[0] != head[0] or tail[0].casefold() not in c.plain_words)
    )


def _joined(left: str, right: str, c: Cues) -> bool:
    """True where "and" joins two parts of one name or phrase."""
    word = right.split()[0] if right.split() else ""
    plural = re.match(rf"(?i:the\s+)?(?:{c.among('call', 'several')})\s+of\s", left)
    if plural or re.search(r"(?i)\b(?:between|both|over|influence)\b", left):
        return True
    starts = word[:1].isupper() or word.casefold() in c.set_of("call", "begins")
    return not starts or (
        re.search(r"\b\w+(?:ian|ese|ish|ean)$", left) is not None and not right.split()[0].startswith("the")
    )
