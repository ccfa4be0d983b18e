"""The lines of a text, sentence by sentence, each with its voices: what is quoted, what is reported, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from solferino.prose.atoms.addressees import addressees
from solferino.prose.atoms.clauses import Spot, trim
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.dateline import is_dateline
from solferino.prose.atoms.foreign import UNKNOWN, tongue_of
from solferino.prose.atoms.quoted import Quotation, quotations
from solferino.prose.atoms.shapes import part
from solferino.prose.atoms.speaker import pronoun, speaker
from solferino.prose.atoms.speech import Said, added, embedded, reported, tagged
from solferino.prose.sentences import sentences
from solferino.words.statement import Block

_BLOCK = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")
_ITEM = re.compile(
    r"(?:[-–•*▪◦·‣●]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,3})+\.?(?=\s+[A-Z“])|\d{1,2}/\d{0,2})\s+"
)
_FLAG = re.compile(part("flag"))
_SCRAP = re.compile(r"(?:[#@]\w+|https?://\S+|\[\w{1,3}\]|[*†‡]+|\(\d{1,2}\)|\W|\d{1,3}(?=\s|$))+")
"""Tags, addresses and marks of notes: no sentence by themselves."""
_CONTACT = re.compile(f"{part('contact')}|{part('source_note')}")
_DATELINE = re.compile(part("dateline"))
"""GENEVA (3 May 2021) – what opens a press text, and no part of its first sentence."""
_SHORT = 5
_TITLE = 20


@dataclass(frozen=True)
class Voice:
    """Words with who says them; `quoted` where they stand between quotation marks."""

    said: Said
    quoted: bool = False


@dataclass(frozen=True)
class Line:
    """One sentence at `start:end`; `foreign` is the language where the rules have nothing to read."""

    start: int
    end: int
    voices: tuple[Voice, ...]
    item: bool = False
    heading: bool = False
    foreign: str = ""
    lead: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Whom a line asks that ends with a colon: what is asked stands in the lines that follow."""
    address: bool = False
    """A line that only says to whom the following ones speak."""


def lines(plain: str, language: str = "en") -> Iterator[Line]:
    """Yield the sentences of a text whose blocks are separated by empty lines."""
    blocks = [(m.start(), m.end()) for m in _BLOCK.finditer(plain)]
    memory = _Memory(language)
    for i, (start, end) in enumerate(blocks):
        following = plain[slice(*blocks[i + 1])] if i + 1 < len(blocks) else ""
        yield from memory.block(plain[start:end], start, following)


class _Memory:
    """What the blocks before have told: who spoke last, who is asked in the list, whether a quotation is open."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.last = ""
        self.open = False
        self.quoted = False
        self.lead: tuple[str, ...] = ()

    def block(self, text: str, at: int, following: str) -> Iterator[Line]:
        """Yield the sentences of one block that begins at `at`."""
        block = Block("", 0, "paragraph", text)
        tongue = tongue_of(text, self.language)
        spots = [(s.start, s.end) for s in sentences(block, "en" if tongue == UNKNOWN else tongue)]
        if tongue != "en" or _CONTACT.match(text) or is_dateline(text):
            foreign = UNKNOWN if tongue == "en" or is_dateline(text) else tongue
            yield from (Line(at + a, at + b, (), foreign=foreign) for a, b in spots)
            return
        quotes = quotations(text, open_before=self.open)
        alone = bool(quotes) and not (
            text[: quotes[0].start].strip(' “"«„') or text[quotes[-1].end :].strip(' ”"».—–-')
        )
        kept = self.last if self.open or (alone and self.quoted) else ""
        self.quoted = bool(quotes)
        self.open = bool(quotes) and not quotes[-1].closed
        speakers = self._speakers(text, spots, quotes, kept, following)
        marked = _ITEM.match(text)
        item = marked is not None or bool(self.lead)
        heading = text.rstrip()[-1:] not in '.!?:;,”"’' and len(text.split()) < _TITLE
        lead, address = self._leads(text)
        for i, (a, b) in enumerate(spots):
            if i and _SCRAP.fullmatch(text, a, b):
                continue
            opened = (marked or _DATELINE.match(text) or _FLAG.match(text)) if i == 0 else None
            start = a + opened.end() if opened and a + opened.end() < b else a
            voices = tuple(_moved(v, at) for v in self._voices(text, (start, b), quotes, speakers))
            yield Line(at + (start if opened is marked else a), at + b, voices, item, heading,
                       lead=self.lead if item else (), asks=() if address else lead, address=address)  # fmt: skip
        if lead:
            self.lead = lead
        elif not item:
            self.lead = ()

    def _leads(self, text: str) -> tuple[tuple[str, ...], bool]:
        """Return whom a line addresses for the lines to come, and whether it does nothing else."""
        c = cues(self.language)
        m = re.match(r"(?:Recommendations?\s+)?[Tt]o\s+(?P<to>(?:the\s+|all\s+)?[^.:;]{3,120}?):?$", text.strip())
        address = m is not None
        if m is None:
            m = re.match(
                rf".*\b(?:{c.asking})\s+(?P<to>.{{3,160}}?)\s+to\s*(?:[:…]|\.\.\.)$",
                text.strip(),
                re.IGNORECASE,
            )
        return (addressees(m["to"], c), address) if m is not None and len(text.split()) < 40 else ((), False)

    def _speakers(
        self, text: str, spots: list[Spot], quotes: tuple[Quotation, ...], kept: str, following: str
    ) -> list[str]:
        """Return the speaker of each quotation of a block."""
        found: list[str] = []
        for i, q in enumerate(quotes):
            who = ""
            for a, b in spots:
                inside = max(a, q.start), min(b, q.end)
                if inside[0] < inside[1]:
                    given = tagged(text[a:b], (inside[0] - a, inside[1] - a), self.language)
                    who = self._whom(given) or who
            if not who and i:
                who = found[-1]
            if not who and i == 0:
                who = self._signed(text, q, following) or kept
            found.append(who)
        for i in range(len(found) - 2, -1, -1):
            found[i] = found[i] or found[i + 1]
        return found

    def _whom(self, given: str) -> str:
        """Return a speaker in full: a pronoun and a surname stand for who was named before."""
        if not given.strip():
            return ""
        if pronoun(given):
            return self.last
        who = speaker(given, cues(self.language))
        if who and " " not in who and self.last.endswith(" " + who):
            return self.last
        self.last = who or self.last
        return who

    def _signed(self, text: str, quote: Quotation, following: str) -> str:
        """Return who signs a quotation that stands alone: the next line, a name and an office."""
        if text[: quote.start].strip(' “"«„'):
            return ""
        short = text[quote.end :].strip(' ”"».—–-\n') or following.strip(" —–-")
        if (
            not short
            or text[quote.end :].lstrip(' ”"»')[:1] == ","
            or len(short.split()) > 16
            or short[-1:] in '.!?”"'
            or "," not in short
            or re.search(r"[“\"«]", short)
        ):
            return ""
        return self._whom(short)

    def _voices(self, text: str, spot: Spot, quotes: tuple[Quotation, ...], speakers: list[str]) -> Iterator[Voice]:
        """Yield the voices of one sentence: quotations first as they stand, then what is told around them."""
        start, end = spot
        mine = [
            (max(start, q.start), min(end, q.end), who)
            for q, who in zip(quotes, speakers, strict=True)
            if max(start, q.start) < min(end, q.end)
        ]
        inside = [m for m in mine if not self._part_of(text[start:end], (m[0] - start, m[1] - start))]
        if not inside:
            for said in reported(text, spot, self.language):
                yield Voice(self._known(said))
            return
        for a, b, who in inside:
            for said in reported(text, trim(text, a, b), self.language):
                yield Voice(replace(self._known(said), speaker=said.speaker or who), quoted=True)
        if (more := added(text, (inside[-1][1], end), self.language)) is not None:
            yield Voice(Said(*more, speaker=inside[-1][2]))

    def _part_of(self, text: str, quote: Spot) -> bool:
        """True where quoted words are no speech here: a title, a term, a part of the sentence."""
        short = len(text[slice(*quote)].split()) < _SHORT and text[: quote[0]].strip(' “"«„')
        return embedded(text, quote) or bool(short and not tagged(text, quote, self.language))

    def _known(self, said: Said) -> Said:
        """Remember who is said to speak, and name in full who is told by a surname."""
        if said.speaker == "" or said.speaker.casefold() in ("", "we", "i"):
            return said
        return replace(said, speaker=self._whom(said.speaker))


def _moved(voice: Voice, by: int) -> Voice:
    return replace(voice, said=replace(voice.said, start=voice.said.start + by, end=voice.said.end + by))
