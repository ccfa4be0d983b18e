"""A plain text → its atoms: blocks, quotations, sentences, speech, clauses, calls, kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.calls import Call, call
from solferino.prose.atoms.clauses import Spot, clauses
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.detail import Detail
from solferino.prose.atoms.kinds import kinds
from solferino.prose.atoms.speaker import speaker
from solferino.prose.atoms.voices import Line, Voice, lines
from solferino.words.party import Parties

_LONGEST = 2000
"""Characters from which on words without a stop are a table or a list, no sentence to be taken apart."""


def read(plain: str, *, parties: Parties, language: str = "en", as_of: date | None = None) -> tuple[Atom, ...]:
    """Return the atoms of a text whose blocks are separated by empty lines, in order, an outer before its inner ones."""
    found: list[Atom] = []
    for line in lines(plain, language):
        if line.foreign or line.end - line.start > _LONGEST:
            found.append(Atom(plain[line.start : line.end], line.start, line.end, "context"))
        else:
            detail = Detail.of(plain, (line.start, line.end), parties=parties, language=language, as_of=as_of)
            found += _Sentence(plain, line, detail, language, len(found)).atoms()
    return tuple(found)


@dataclass
class _Sentence:
    """One sentence on its way to atoms; `first` is the index that its first atom will have."""

    plain: str
    line: Line
    detail: Detail
    language: str
    first: int
    made: list[Atom] = field(default_factory=list)

    def atoms(self) -> list[Atom]:
        """Return the atoms of the sentence; the first of them takes what stands around them all."""
        parts = [
            (spot, voice)
            for voice in self.line.voices
            for spot in clauses(self.plain, (voice.said.start, voice.said.end), self.language)
        ]
        whole = (self.line.start, self.line.end)
        frame = self.detail.outside(tuple(spot for spot, _ in parts), whole)
        for i, (spot, voice) in enumerate(parts):
            self._part(spot, voice, frame if i == 0 else ())
        return self.made or [Atom(self.plain[slice(*whole)], *whole, "context")]

    def _part(self, spot: Spot, voice: Voice, frame: tuple[Spot, ...]) -> None:
        said, told = voice.said, self.plain[slice(*spot)]
        asks = None
        if not said.blames and not said.denies:
            asks = call(self.plain, spot, self.language)
        if asks is not None and not (asks.by and self.detail.past_act(spot, asks.asked)):
            by = "" if voice.quoted else speaker(asks.by, cues(self.language)) or said.subject * (not asks.by)
            self._call(asks, said.speaker or by, asks.to or self.line.lead, voice, frame, None)
            return
        found = kinds(told, self.detail.seen(spot), self.language)
        if asks is not None:
            found = ("record", "call")
        if said.blames or (said.denies and "attribution" in found):
            found = ("attribution", *(k for k in found if k not in ("attribution", "context")))
        self.made.append(
            self.detail.atom(
                spot, found[0], speaker=said.speaker, quoted=voice.quoted, also=found[1:], frame=frame,
            )
        )  # fmt: skip

    def _call(
        self, asks: Call, by: str, to: tuple[str, ...], voice: Voice, frame: tuple[Spot, ...], inside: int | None
    ) -> None:
        index = self.first + len(self.made)
        kind, to = ("presupposition", ()) if asks.presupposed else ("call", to)
        self.made.append(
            self.detail.atom(
                (asks.start, asks.end), kind, speaker=by, to=to, quoted=voice.quoted, nested_in=inside, frame=frame  # type: ignore[arg-type]
            )
        )
        for part in asks.parts:
            self._call(part, by, part.to or asks.to or to, voice, (), index)
