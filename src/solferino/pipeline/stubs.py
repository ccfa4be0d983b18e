"""Atoms → claims/proposed.toml and citations of speakers: forms to fill in, which can support nothing as they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.suggests import why
from solferino.words.party import Parties

_HEAD = """# Proposed from the text, atom by atom: forms to fill in. Nobody claims anything here yet.
#
# Each stub says which tables could support or contradict it. Write its `where` and `holds`, remove `needs`, and it is
# a claim; where it should be none, remove it and change its link in statement.md. Keys: docs/reference/claims.md
"""
_PARTIES = """# Who the text names and the package does not know. Take the comment signs away, give each a code of your
# own, a kind (state, force, group, organisation, body or office) and its other names, and join what is one.
"""
_NEVER = 'needs = "n < 0"   # proposed: never met, whatever is filed; remove it once where and holds are written'
_DEFAULT = "acts"
_DERIVED = ("calls",)


def stubs(atoms: Sequence[Atom], links: Mapping[int, str]) -> str:
    """Return claims/proposed.toml: one table for each atom whose link is a claim."""
    made = [_stub(i, a) for i, a in enumerate(atoms) if links[i].startswith("claim:")]
    return "\n".join([_HEAD, *made])


def citations(atoms: Sequence[Atom], links: Mapping[int, str]) -> dict[str, str]:
    """Return sources/*.toml of those who are told to have spoken: citations without bytes, by file name."""
    found = {}
    for i, atom in enumerate(atoms):
        if links[i].startswith("source:"):
            name, who = links[i].removeprefix("source:"), re.sub(r"^The\b", "the", atom.speaker)
            found[f"sources/{name}.toml"] = (
                f"# Proposed: find the words; solferino add CASE FILE --as {name} pins them in its place.\n"
                f"[source]\ntitle     = {quoted(f'What {who} said, as the text tells it')}\n"
                f'kind      = "citation"\npublisher = {quoted(atom.speaker)}\n'
            )
    return found


def unknown(atoms: Sequence[Atom], known: Parties) -> str:
    """Return parties.toml: those the text names and the package does not know, each as a comment to complete."""
    names = {n.casefold().removeprefix("the ") for p in known.by_id.values() for n in (p.id, *p.names())}
    found: dict[str, str] = {}
    for name in (_line(n) for a in atoms for n in (*a.parties, *a.addressees, a.speaker)):
        short = name[4:] if name[:4] in ("the ", "The ") else name
        if short and short[0].isupper() and short.casefold() not in names:
            found.setdefault(short.casefold(), short)
    made = [f'# [{_code(n)}]\n# name = {quoted(n)}\n# aliases = []\n# kind = ""\n' for n in found.values()]
    return "\n".join([_PARTIES, *made])


def _code(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:24].strip("-") or "CODE"


def quoted(text: str) -> str:
    """Return `text` as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _stub(index: int, atom: Atom) -> str:
    lines = [f"# proposed: {_line(atom.text)}", f"# characters {atom.start} to {atom.end} of files/received.txt"]
    if atom.speaker:
        lines.append(f"# said by {_line(atom.speaker)}")
    lines += [f"# {table}: {why(table)}" for table in atom.suggests]
    lines += _named(atom)
    lines += [f"[{atom.kind}-{index}]", *_keys(atom, index)]
    return "\n".join(lines) + "\n"


def _keys(atom: Atom, index: int) -> list[str]:
    says = atom.kind if atom.kind in ("call", "promise") else "exists"
    keys = [f"says  = {quoted(says)}", f"atom  = {quoted(str(index))}"]
    if says == "exists":
        table = next((t for t in atom.suggests if t not in _DERIVED), _DEFAULT)
        keys += [f"of    = {quoted(table)}", *(["presupposed = true"] * (atom.kind == "presupposition")), _NEVER]
        return keys
    by = atom.speaker or "whose statement it is"
    keys.append(f"by    = {quoted(by)}")
    if says == "call":
        to = ", ".join(map(quoted, atom.addressees or ("nobody named",)))
        keys.append(f"to    = [{to}]")
    keys.append(f"asks  = {quoted(atom.text)}")
    if says == "promise":
        keys.append("met_if = {}   # proposed: say now which acts would keep it")
    return keys


def _named(atom: Atom) -> list[str]:
    found = {
        "parties": atom.parties, "places": atom.places, "weapons": atom.weapons, "objects": atom.objects,
        "numbers": [n.text for n in atom.numerals], "hedges": atom.hedges, "words of quantity": atom.quantity,
        "days": [f"{d.text} ({d.low} to {d.high})" if d.low else d.text for d in atom.dates],
    }  # fmt: skip
    return [f"# {name}: {_line('; '.join(values))}" for name, values in found.items() if values]


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
