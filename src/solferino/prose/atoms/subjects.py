"""Subjects of calls: the words before a verb of asking, and before what is asked, without what is no name in them."""

from __future__ import annotations

import re

from solferino.prose.atoms.addressees import can_act
from solferino.prose.atoms.cues import OPENING, Cues

NOUN = 3
"""After a subject only the first of `noun_before` make a noun of a verb: of, for, by."""


def early_to(given: str, c: Cues) -> bool:
    """True where "to" and a word stand among those said to be asked: "all sides to VERB A and"."""
    m = re.match(r"(?P<who>.+?)\s+to\s+[a-z]+(?:\s|$)", given)
    return m is not None and m.end() < len(given) and can_act(m["who"], c) and given.endswith((" and", ","))


def without_prelude(by: str, c: Cues) -> str:
    """Return the words before a verb of asking without "writes to", "would like to"."""
    return re.sub(rf"\b{c.among('call', 'preludes')}$", "", by.strip(), flags=re.IGNORECASE).strip(" ,")


def plain_subject(given: str) -> str:
    """Return a subject without what opens the sentence before it, and without "Stresses that"."""
    given = re.sub(r"^[^:]{2,40}:\s+", "", OPENING.sub("", given))
    return re.sub(r"^\w+(?:s|ing)\s+(?:also\s+|further\s+)?that\s+", "", given).strip(' ,“"')


def subject_of(content: str, c: Cues) -> tuple[str, str] | None:
    """Return who and what of "that A do B": the words before the first base form or "should", and from it on."""
    for m in list(re.finditer(r"[\w’'-]+", content))[1:14]:
        low, after = m[0].casefold(), content[m.end() :].split()
        noun = after and after[0].casefold() in c.words("call", "noun_before")[:NOUN]
        before = content[: m.start()].split()[-1].casefold()
        deed = before in ("you", "they", "it", "he", "she", "we") and low in c.stems
        if (
            deed
            or low in ("be", "should", "must", "not", "immediately", "shall", "have")
            or (low in c.base_verbs and not noun)
        ):
            rest = content[m.start() :]
            return content[: m.start()].strip(), re.sub(r"^(?:should|must|shall)\s+", "", rest)
    return None
