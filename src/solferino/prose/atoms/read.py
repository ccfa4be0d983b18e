"""A plain text → its atoms: blocks, quotations, sentences, speech, clauses, calls, kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from solferino.prose.atoms import foreign
from solferino.prose.atoms.addressees import PRONOUNS
from solferino.prose.atoms.atom import Atom, Kind
from solferino.prose.atoms.calls import Call, call
from solferino.prose.atoms.clauses import Spot, clauses, finite
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.detail import Detail
from solferino.prose.atoms.embedded import passing
from solferino.prose.atoms.foreign import UNKNOWN
from solferino.prose.atoms.introduced import introduced
from solferino.prose.atoms.kinds import kinds
from solferino.prose.atoms.name_shapes import words_of
from solferino.prose.atoms.speaker import speaker
from solferino.prose.atoms.speech import subject
from solferino.prose.atoms.voices import Line, Voice, lines
from solferino.words.party import Parties

_JOINT = 4
"""Letters of a joining word that may open a sentence before its subject."""
_PAPER = re.compile(
    r"(?:(?:joint|press|open|public|official)\s+)*(?:statement|release|letter|communiqu[eé]|declaration|remarks)\s+(?:by|of|from|to|on|dated)\b",
    re.IGNORECASE,
)
"""A title that only says what kind of paper this is, whose and of when."""
_LONGEST = 2000
"""Characters from which on words without a stop are a table or a list, no sentence to be taken apart."""


def read(plain: str, *, parties: Parties, language: str = "en", as_of: date | None = None) -> tuple[Atom, ...]:
    """Return the atoms of a text whose blocks are separated by empty lines, in order, outer before inner."""
    found: list[Atom] = []
    asked: tuple[str, ...] = ()
    asker = ""
    names = words_of(introduced(plain, parties, language), language, plain)
    for line in lines(plain, language):
        spot = line.start, line.end
        if line.foreign or line.end - line.start > _LONGEST:
            tongue = line.foreign or UNKNOWN
            told = foreign.detail(plain, spot, parties=parties, language=tongue, as_of=as_of)
            found.append(
                told.atom(spot, "record" if told.numerals or told.dates or told.quantity or told.names else "context")
            )
        else:
            detail = Detail.of(plain, spot, names=names, language=language, as_of=as_of)
            sentence = _Sentence(plain, line, detail, language, len(found), asked, asker)
            found += sentence.atoms()
            asked, asker = sentence.asked, sentence.asker or _subject_of(plain, line, language) or asker
    return tuple(found)


def _subject_of(plain: str, line: Line, language: str) -> str:
    """Return who acts in a sentence that asks nothing: "The Secretary-General is alarmed. He urges …"."""
    text = plain[line.start : line.end]
    named = subject(text, cues(language)) if text[:1].isupper() else ""
    return named if named[:4] in ("The ", "the ") or " " in named else ""


@dataclass
class _Sentence:
    """One sentence on its way to atoms, and what those before it told.

    `first` is the index that its first atom will have, `asked` whom the last call asked, `asker` who asked it.
    """

    plain: str
    line: Line
    detail: Detail
    language: str
    first: int
    asked: tuple[str, ...] = ()
    asker: str = ""
    subject: str = ""
    acting: bool = False
    made: list[Atom] = field(default_factory=list)

    def atoms(self) -> list[Atom]:
        """Return the atoms of the sentence; the first of them takes what stands around them all."""
        if self.line.asks or self.line.address:
            kind: Kind = "context" if self.line.address else "call"
            self.made.append(
                self.detail.atom((self.line.start, self.line.end), kind, speaker=self._asker(), to=self.line.asks)
            )
            return self.made
        parts = [
            (spot, voice)
            for voice in self.line.voices
            for spot in clauses(self.plain, (voice.said.start, voice.said.end), self.language)
        ]
        whole = (self.line.start, self.line.end)
        frame = self.detail.outside(tuple(spot for spot, _ in parts), whole)
        for i, (spot, voice) in enumerate(parts):
            framed = parts[0][1].said.start > self.line.start + _JOINT
            if i and spot[0] > parts[0][0][0] and not self.subject and not framed:
                self.subject = subject(self.plain[slice(*parts[0][0])], cues(self.language))
            if i and voice is parts[i - 1][1] and self._own(parts[i - 1][0], spot):
                voice = replace(voice, said=replace(voice.said, speaker=""))
            self._part(spot, voice, frame if i == 0 else (), carried=self._carried(spot))
        return self.made or [Atom(self.plain[slice(*whole)], *whole, "context")]

    def _carried(self, spot: Spot) -> bool:
        """True where a clause begins with its verb, and who acted in the one before acts in it too."""
        before = self.made[-1] if self.made else None
        first = re.match(r"(?:also\s+|then\s+|\w+ly\s+)?([a-z-]+)", self.plain[slice(*spot)])
        words = cues(self.language)
        acts = first is not None and (first[1] in words.known_finite or first[1].endswith("ed"))
        blamed = before is not None and before.kind in ("attribution", "pattern") and before.parties != ()
        self.acting = acts and (blamed or self.acting)
        return self.acting

    def _own(self, before: Spot, spot: Spot) -> bool:
        """True where the text speaks again after what was announced: "X said it would …, but convoys were stopped"."""
        joint, first, second = (self.plain[a:b].casefold() for a, b in ((before[1], spot[0]), before, spot))
        will = re.compile(r"\b(?:would|will|had|could)\b")
        return "but" in joint and re.search(r"\bwould\b", first) is not None and not will.search(second)

    def _by(self, asks: Call, subject: str) -> str:
        """Return who asks: the subject of the verb; the one before where it is a pronoun or left out."""
        given = asks.by
        if not asks.verb:
            return ""
        named = speaker(given, cues(self.language)) or (subject or self.subject) * (not given)
        if given.casefold() in ("he", "she", "they", "it"):
            return self.asker
        self.asker = named or self.asker
        return named

    def _asker(self) -> str:
        """Return who asks in a line that ends with a colon: the words before its verb."""
        told = self.plain[self.line.start : self.line.end].rstrip(" :….") + " act"
        asks = call(told, (0, len(told)), self.language) if self.line.asks else None
        return speaker(asks.by, cues(self.language)) if asks is not None else ""

    def _part(self, spot: Spot, voice: Voice, frame: tuple[Spot, ...], *, carried: bool) -> None:
        said, told = voice.said, self.plain[slice(*spot)]
        asks = None
        paper = self.line.heading and _PAPER.match(told) is not None
        if not said.blames and not said.denies and not paper:
            asks = call(self.plain, spot, self.language, listed=bool(self.line.lead))
        if asks is not None and not (asks.by and self.detail.past_act(spot, asks.asked)):
            by = "" if voice.quoted and said.speaker else self._by(asks, said.subject)
            listed = self.line.lead if not asks.by and told[:1].isupper() else ()
            to = self._meant(listed or asks.to or self.line.lead)
            self.asked = to or self.asked
            self._call(asks, said.speaker or by, to, voice, frame, None)
            return
        seen = self.detail.seen(spot, spoken=bool(said.speaker), carried=carried)
        found = kinds(told, seen, self.language)
        if self.line.heading and found[0] == "record" and not seen.counted and not said.speaker:
            title = finite(re.findall(r"[\w’'-]+", told), cues(self.language)) is None
            found = ("context",) if title else found
        if paper and not said.speaker:
            found = ("context",)
        if asks is not None:
            found = ("record", "call")
        if said.blames or (said.denies and "attribution" in found):
            found = ("attribution", *(k for k in found if k not in ("attribution", "context")))
        index = self.first + len(self.made)
        self.made.append(
            self.detail.atom(
                spot, found[0], speaker=said.speaker, quoted=voice.quoted, also=found[1:], frame=frame,
            )
        )  # fmt: skip
        self._passing(spot, said.speaker, voice.quoted, index)

    def _call(
        self, asks: Call, by: str, to: tuple[str, ...], voice: Voice, frame: tuple[Spot, ...], inside: int | None
    ) -> None:
        index = self.first + len(self.made)
        spot, told = (asks.start, asks.end), voice.quoted
        if asks.presupposed:
            made = self.detail.atom(spot, "presupposition", speaker=by, quoted=told, nested_in=inside, frame=frame)
        else:
            made = self.detail.atom(spot, "call", speaker=by, to=to, quoted=told, nested_in=inside, frame=frame)
        self.made.append(made)
        for part in asks.parts:
            self._call(part, by, part.to or to, voice, (), index)
        if not asks.parts or all(p.presupposed for p in asks.parts):
            self._passing((asks.start, asks.end), by, voice.quoted, index)

    def _passing(self, spot: Spot, by: str, quoted: bool, index: int) -> None:
        """Add what the atom at `index` says in passing, unless it is of the atom's own kind."""
        outer = self.made[index - self.first].kind
        for inner, kind in passing(self.plain, spot, self.language, asked=outer in ("call", "presupposition")):
            told = kind or kinds(self.plain[slice(*inner)], self.detail.seen(inner), self.language)[0]
            taken = any((a.start, a.end) == inner for a in self.made)
            if told != "context" and (told != outer or outer == "attribution") and not taken:
                self.made.append(self.detail.atom(inner, told, speaker=by, quoted=quoted, nested_in=index))

    def _meant(self, to: tuple[str, ...]) -> tuple[str, ...]:
        """Return addressees with a pronoun replaced by whom the calls before asked."""
        if len(to) == 1 and to[0].casefold() in PRONOUNS:
            return self.asked
        return to
