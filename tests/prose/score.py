"""Scores of the reading of texts against sentences coded by hand: precision and recall per kind and per field.

    python tests/prose/score.py [--errors]      from the root, with src and tests on PYTHONPATH

An atom found is matched with the coded one of the same case that it overlaps most, half of the shorter at least.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from solferino.law.facts import parties
from solferino.prose.atoms.atom import KINDS, Atom
from solferino.prose.atoms.read import read

GOLD = Path(__file__).with_name("atoms_gold.toml")
AS_OF = date(2024, 6, 14)
FIELDS = ("numerals", "dates", "parties", "places", "hedges")


@dataclass
class Tally:
    """Right, found and coded: what precision and recall are made of."""

    right: int = 0
    found: int = 0
    coded: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.coded if self.coded else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """Tallies by name; `accuracy` of kinds is over matched atoms."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def of(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())


def cases(part: str) -> list[dict[str, Any]]:
    """Return the coded cases of one part."""
    return [c for c in tomllib.loads(GOLD.read_text("utf-8"))["case"] if c["part"] == part]


def score(part: str) -> Score:
    """Read every case of a part and compare."""
    made = Score()
    for case in cases(part):
        atoms = read(case["text"], parties=parties(), as_of=AS_OF)
        _atoms(case, atoms, made)
        for name in FIELDS:
            got = list(dict.fromkeys(_flat(v) for a in atoms for v in getattr(a, name)))
            _values(name, case, got, [_flat(v) for v in case.get(name, [])], made)
    return made


def _atoms(case: dict[str, Any], atoms: tuple[Atom, ...], made: Score) -> None:
    text = case["text"]
    coded = []
    for a in case["atoms"]:
        words = a.get("text", text)
        coded.append((text.index(words), text.index(words) + len(words), a))
    pairs = sorted(
        (
            (_overlap((a.start, a.end), (s, e)), -i, -j)
            for i, a in enumerate(atoms)
            for j, (s, e, _) in enumerate(coded)
        ),
        reverse=True,
    )
    mine: dict[int, int] = {}
    for (iou, part), i, j in pairs:
        if part >= 0.5 and -i not in mine and -j not in mine.values() and (iou >= 0.3 or len(coded) == 1):
            mine[-i] = -j
    whole = made.of("atoms")
    whole.right += len(mine)
    whole.found += len(atoms)
    whole.coded += len(coded)
    for i, atom in enumerate(atoms):
        made.of(f"kind {atom.kind}").found += 1
        if i not in mine:
            made.errors.append(f"extra {atom.kind}: {atom.text[:80]!r}")
    for j, (_, _, c) in enumerate(coded):
        made.of(f"kind {c['kind']}").coded += 1
        if j not in mine.values():
            made.errors.append(f"missed {c['kind']}: {c.get('text', text)[:80]!r}")
    for i, j in mine.items():
        atom, want = atoms[i], coded[j][2]
        made.of("kind").found += 1
        made.of("kind").coded += 1
        if atom.kind == want["kind"]:
            made.of("kind").right += 1
            made.of(f"kind {atom.kind}").right += 1
        else:
            made.errors.append(f"kind {atom.kind} for {want['kind']}: {atom.text[:100]!r}")
        _value("speaker", _flat(atom.speaker), _flat(want.get("speaker", "")), atom.text, made)
        _values("addressees", case, [_flat(t) for t in atom.addressees], [_flat(t) for t in want.get("to", [])], made)
        nested = mine.get(atom.nested_in, -1) if atom.nested_in is not None else None
        _value(
            "nested",
            str(nested) if nested is not None else "",
            str(want["in"]) if "in" in want else "",
            atom.text,
            made,
        )


def _value(name: str, got: str, want: str, where: str, made: Score) -> None:
    t = made.of(name)
    t.found += bool(got)
    t.coded += bool(want)
    t.right += bool(want) and _same(got, want)
    if not _same(got, want):
        made.errors.append(f"{name} {got!r} for {want!r}: {where[:70]!r}")


def _values(name: str, case: dict[str, Any], got: list[str], want: list[str], made: Score) -> None:
    t = made.of(name)
    t.found += len(got)
    t.coded += len(want)
    left = list(want)
    for g in got:
        hit = next((w for w in left if _same(g, w)), None)
        if hit is None:
            made.errors.append(f"{name} extra {g!r}: {case['text'][:70]!r}")
        else:
            left.remove(hit)
            t.right += 1
    made.errors += [f"{name} missed {w!r}: {case['text'][:70]!r}" for w in left]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float]:
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return both / (max(a[1], b[1]) - min(a[0], b[0])), both / min(a[1] - a[0], b[1] - b[0])


def _flat(value: Any) -> str:
    words = re.findall(r"[\w/().,’'-]+", str(getattr(value, "text", value)).casefold())
    return " ".join(w.strip(",.’'") for w in words if w not in ("the", "a", "an"))


def _same(got: str, want: str) -> bool:
    """True for the same words, or where one holds the other and half of its words."""
    a, b = got.split(), want.split()
    short, long = sorted((a, b), key=len)
    return a == b or (bool(short) and len(short) * 2 >= len(long) and not Counter(short) - Counter(long))


PARTS = ("kept", "wide", "aside", "fresh")
NAMES = ["atoms", *(f"kind {k}" for k in KINDS), "speaker", "addressees", "nested", *FIELDS]


def table() -> list[str]:
    """Return the rows of the table of docs/atoms.md: atoms coded, precision and recall in four parts."""
    parts = [score(name) for name in PARTS]
    kinds = [f"{s.of('kind').right} of {s.of('kind').found} | {s.of('kind').precision:.2f} |" for s in parts]
    rows = [f"| right kind, of atoms matched | {' | '.join(kinds)} |"]
    for name in NAMES:
        cells = [f"{t.coded} | {t.precision:.2f} | {t.recall:.2f}" for t in (s.of(name) for s in parts)]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows


if __name__ == "__main__":
    print("\n".join(table()))
    if "--errors" in sys.argv:
        for name in PARTS:
            print(f"--- {name}")
            print("\n".join(score(name).errors))
