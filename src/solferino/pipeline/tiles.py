"""Atoms → statement.md: the text's own sentences, unchanged, tiled by links that say what each would rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

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


def targets(plain: str, atoms: Sequence[Atom], parties: Parties) -> dict[int, str]:
    """Return for each atom, by index, the target of its link: a claim's id, a source, context or opinion."""
    return {i: _target(i, a, plain, parties) for i, a in enumerate(atoms)}


def statement(plain: str, atoms: Sequence[Atom], links: Mapping[int, str], *, parties: Parties) -> str:
    """Return statement.md: its plain text is `plain` again, block by block."""
    blocks, at = [], 0
    for i, text in enumerate(plain.rstrip("\n").split("\n\n")):
        lines = [_sentence(plain, spot, atoms, links, parties) for spot in _spots(text, at)]
        title = (
            not is_dateline(text) and len(text.split()) < _TITLE and text[-1:] not in '.!?:;,”"’' and len(lines) == 1
        )
        blocks.append(("# " if i == 0 else "## ") * title + "\n".join(lines))
        at += len(text) + 2
    return "\n\n".join(blocks) + "\n"


def _spots(text: str, at: int) -> Iterator[tuple[int, int]]:
    for s in sentences(Block("", 0, "paragraph", text), "en"):
        yield at + s.start, at + s.end


def _aside(text: str, parties: Parties) -> str:
    """Context holds nothing that could be checked; what does and is no claim is an opinion, a dateline neither."""
    return "opinion:" if checkable(text, "en", parties, None) and not is_dateline(text) else "context:"


def _target(index: int, atom: Atom, plain: str, parties: Parties) -> str:
    if atom.kind == "context":
        return _aside(atom.text, parties)
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


def _sentence(
    plain: str, spot: tuple[int, int], atoms: Sequence[Atom], links: Mapping[int, str], parties: Parties
) -> str:
    """Return one sentence with its links: each outer atom's passage runs to the next, joining words stay outside."""
    start, end = spot
    outer = [i for i, a in enumerate(atoms) if a.nested_in is None and start <= a.start < end]
    if not outer:
        return f"[{_escaped(plain[start:end])}]({_aside(plain[start:end], parties)})"
    parts, at = [], start
    for n, i in enumerate(outer):
        stop = end
        if n + 1 < len(outer):
            gap = plain[atoms[i].end : atoms[outer[n + 1]].start]
            stop = atoms[i].end if _JOINT.fullmatch(gap) else atoms[outer[n + 1]].start - (len(gap) - len(gap.rstrip()))
        passage = plain[at:stop]
        target = _aside(passage, parties) if links[i] == "context:" else _joined(i, atoms, links)
        parts.append(f"[{_escaped(passage)}]({target})")
        at = stop
        if n + 1 < len(outer):
            following = atoms[outer[n + 1]].start
            parts.append(_escaped(plain[at:following]))
            at = following
    return "".join(parts)


def _joined(index: int, atoms: Sequence[Atom], links: Mapping[int, str]) -> str:
    """Return the target of an outer atom, joined with the claims of what is nested in it."""
    own = links[index]
    if not own.startswith("claim:"):
        return own
    inside, found = {index}, [own.removeprefix("claim:")]
    for i in range(index + 1, len(atoms)):
        if atoms[i].nested_in in inside:
            inside.add(i)
            if links[i].startswith("claim:"):
                found.append(links[i].removeprefix("claim:"))
    return "claim:" + "+".join(found)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("!\\[", "\\!\\[")
