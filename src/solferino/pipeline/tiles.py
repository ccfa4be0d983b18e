"""Atoms → statement.md: the text's own sentences, unchanged, tiled by links that say what each would rest on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.dateline import is_dateline
from solferino.prose.checkable import checkable
from solferino.prose.sentences import sentences
from solferino.words.party import Parties
from solferino.words.statement import Block

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|])")
_JOINT = re.compile(r"[\s,;:–—-]*(?:and|but|while|whereas|or|yet|although|though)?\s*")
_TITLE = 20


def targets(plain: str, atoms: Sequence[Atom], parties: Parties, language: str = "en") -> dict[int, str]:
    """Return for each atom, by index, the target of its link: a claim's id, a source, context or opinion."""
    return {i: _target(i, a, plain, parties, language) for i, a in enumerate(atoms)}


def statement(
    plain: str, atoms: Sequence[Atom], links: Mapping[int, str], *, parties: Parties, language: str = "en"
) -> str:
    """Return statement.md: its plain text is `plain` again, block by block."""
    blocks, at, laid = [], 0, _Laid.of(atoms, links)
    for i, text in enumerate(plain.rstrip("\n").split("\n\n")):
        lines = [_sentence(plain, spot, laid, parties, language) for spot in _spots(text, at, language)]
        title = (
            not is_dateline(text) and len(text.split()) < _TITLE and text[-1:] not in '.!?:;,”"’' and len(lines) == 1
        )
        blocks.append(("# " if i == 0 else "## ") * title + "\n".join(lines))
        at += len(text) + 2
    return "\n\n".join(blocks) + "\n"


@dataclass(frozen=True)
class _Laid:
    """Atoms with their links, as they lie in the text: outer ones by where they begin, and what is nested in each."""

    atoms: Sequence[Atom]
    links: Mapping[int, str]
    outer: Sequence[tuple[int, int]]
    inner: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, atoms: Sequence[Atom], links: Mapping[int, str]) -> _Laid:
        """Return the atoms of a text laid out."""
        inner: dict[int, list[int]] = {}
        for i, atom in enumerate(atoms):
            if atom.nested_in is not None:
                inner.setdefault(atom.nested_in, []).append(i)
        return cls(atoms, links, sorted((a.start, i) for i, a in enumerate(atoms) if a.nested_in is None), inner)

    def within(self, start: int, end: int) -> list[int]:
        """Return the outer atoms that begin between two offsets, in their order."""
        first, last = bisect_left(self.outer, (start, 0)), bisect_left(self.outer, (end, 0))
        return sorted(i for _, i in self.outer[first:last])

    def joined(self, index: int) -> str:
        """Return the target of an outer atom, joined with the claims of what is nested in it."""
        if not self.links[index].startswith("claim:"):
            return self.links[index]
        found = (self.links[i] for i in sorted(self._held(index)))
        return "claim:" + "+".join(f.removeprefix("claim:") for f in found if f.startswith("claim:"))

    def _held(self, index: int) -> Iterator[int]:
        yield index
        for i in self.inner.get(index, ()):
            yield from self._held(i)


def _spots(text: str, at: int, language: str) -> Iterator[tuple[int, int]]:
    for s in sentences(Block("", 0, "paragraph", text), language):
        yield at + s.start, at + s.end


def _aside(text: str, parties: Parties, language: str) -> str:
    """Context holds nothing that could be checked; what does and is no claim is an opinion, a dateline neither."""
    return "opinion:" if checkable(text, language, parties, None) and not is_dateline(text) else "context:"


def _target(index: int, atom: Atom, plain: str, parties: Parties, language: str) -> str:
    if atom.kind == "context":
        return _aside(atom.text, parties, language)
    if atom.kind == "forecast":
        return f"opinion:{index}"
    # A cited source must hold the numbers that are said to stand in it, and none is filed: those are for a claim.
    bare = not atom.numerals and not atom.dates
    if bare and atom.kind not in ("call", "promise") and atom.speaker and _others(atom, plain):
        return f"source:said-by-{slug(atom.speaker)}"
    return f"claim:{atom.kind}-{index}"


def _others(atom: Atom, plain: str) -> bool:
    """True where the speaker is not the voice of those who publish the text: a ministry, an army, a witness."""
    start = max(plain.rfind("\n", 0, atom.start), atom.start - 200) + 1
    end = plain.find("\n", atom.end)
    after = re.match(r"[^.]{0,160}", plain[atom.end : end if end > 0 else len(plain)])
    before = "" if atom.quoted else re.split(r"[.”]\s", plain[start : atom.start])[-1]
    around = f"{atom.speaker} {before} {after[0] if after else ''}"
    others = cues().found("speech", "others").search(around) is not None
    return others or (not atom.quoted and (atom.speaker[:1].islower() or " " not in atom.speaker))


def slug(text: str) -> str:
    """Return `text` as part of an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40].strip("-") or "somebody"


def _sentence(plain: str, spot: tuple[int, int], laid: _Laid, parties: Parties, language: str) -> str:
    """Return one sentence with its links: each outer atom's passage runs to the next, joining words stay outside."""
    start, end = spot
    atoms, outer = laid.atoms, laid.within(start, end)
    if not outer:
        return f"[{_escaped(plain[start:end])}]({_aside(plain[start:end], parties, language)})"
    parts, at = [], start
    for n, i in enumerate(outer):
        stop = end
        if n + 1 < len(outer):
            gap = plain[atoms[i].end : atoms[outer[n + 1]].start]
            stop = atoms[i].end if _JOINT.fullmatch(gap) else atoms[outer[n + 1]].start - (len(gap) - len(gap.rstrip()))
        passage = plain[at:stop]
        longer = laid.links[i] == "context:" and passage != atoms[i].text
        target = _aside(passage, parties, language) if longer else laid.joined(i)
        parts.append(f"[{_escaped(passage)}]({target})")
        at = stop
        if n + 1 < len(outer):
            following = atoms[outer[n + 1]].start
            parts.append(_escaped(plain[at:following]))
            at = following
    return "".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("!\\[", "\\!\\[")
