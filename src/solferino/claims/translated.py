"""S7: a translation carries the claims, numbers, dates and citations of its original, and asks no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solferino.claims.said import Said
from solferino.claims.view import View
from solferino.words.result import Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus

Found = dict[int, list[Finding]]
"""Findings by the position of their sentence in the translation."""


def translated(views: Sequence[View], original: Sequence[View]) -> Found:
    """Return what differs from `original`, sentence by sentence: those that cite the same are compared together.

    A sentence may become two, and two one; numbers are compared over all sentences that share a claim or source.
    """
    found: Found = {}
    for theirs, ours in _together([_cites(v) for v in original], [_cites(v) for v in views]):
        there = set().union(*(_cites(original[i]) for i in theirs))
        for i, extra in ((i, sorted(_cites(views[i]) - there)) for i in ours):
            if extra:
                text = (
                    f"{_where(views[i])} cites {', '.join(extra)}, and {original[0].sentence.block.file} does not there"
                )
                _add(found, i, text, SentenceStatus.NEEDS_QUALIFIER)
        if not theirs:
            continue
        missing = _missing([original[i] for i in theirs], [views[i] for i in ours])
        at = ours[0] if ours else _before(theirs[0], original, views)
        for view, ids in missing:
            text = f"{_where(view)} cites {', '.join(ids)}, and {_where(views[at])} and what stands near it do not"
            _add(found, at, text, SentenceStatus.NEEDS_QUALIFIER)
        if ours:
            _compare([original[i] for i in theirs], ours, views, found=found)
    return found


def _compare(theirs: list[View], ours: list[int], views: Sequence[View], *, found: Found) -> None:
    old = [(view, word) for view in theirs for word in Said.all(view)]
    new = [(i, word) for i in ours for word in Said.all(views[i])]
    absent = [(v, w) for v, w in old if not w.told(o for _, o in new)]
    for i, word in new:
        if word.told(o for _, o in old):
            continue
        twin = next((pair for pair in (old if word.kind == "quantity" else absent) if pair[1].kind == word.kind), None)
        said = f'{_where(twin[0])} says "{twin[1].text}"' if twin else f"{_where(theirs[0])} says nothing of the kind"
        absent = [pair for pair in absent if pair is not twin]
        text = f'{said}, and {_where(views[i])} says "{word.text}"'
        status = SentenceStatus.OVERSTATED if word.kind in ("number", "quantity") else SentenceStatus.NEEDS_QUALIFIER
        found.setdefault(i, []).append(Finding("S7", text, "", status, word.start, word.end))
    for view, word in absent:
        if word.kind != "quantity":
            text = f'{_where(view)} says "{word.text}", and {_where(views[ours[0]])} does not'
            _add(found, ours[0], text, SentenceStatus.NEEDS_QUALIFIER)


def _missing(theirs: list[View], ours: list[View]) -> list[tuple[View, list[str]]]:
    there = set().union(*(_cites(v) for v in ours)) if ours else set()
    pairs = [(v, sorted(_cites(v) - there)) for v in theirs]
    return [(v, ids) for v, ids in pairs if ids]


def _together(old: list[frozenset[str]], new: list[frozenset[str]]) -> Iterable[tuple[list[int], list[int]]]:
    """Yield the positions of sentences, of the original and of the translation, that share what they cite."""
    groups: list[tuple[set[str], list[int], list[int]]] = []
    for side, sentences in enumerate((old, new)):
        for i, ids in enumerate(sentences):
            if not ids:
                continue
            touched = [g for g in groups if g[0] & ids]
            merged: tuple[set[str], list[int], list[int]] = (set(ids), [], [])
            for group in touched:
                merged[0].update(group[0])
                merged[1].extend(group[1])
                merged[2].extend(group[2])
                groups.remove(group)
            (merged[1] if side == 0 else merged[2]).append(i)
            groups.append(merged)
    for _, theirs, ours in sorted(groups, key=lambda g: (min(g[1], default=len(old)), min(g[2], default=0))):
        yield sorted(theirs), sorted(ours)


def _before(at: int, original: Sequence[View], views: Sequence[View]) -> int:
    """Return the sentence of the translation nearest to where one of the original should stand."""
    cited = set().union(*(_cites(v) for v in original[:at])) if at else set()
    return max((i for i, v in enumerate(views) if _cites(v) & cited), default=0)


def _cites(view: View) -> frozenset[str]:
    wanted = (Scheme.CLAIM, Scheme.SOURCE)
    return frozenset(f"{p.scheme}:{i}" for p in view.passages if p.scheme in wanted for i in p.ids)


def _where(view: View) -> str:
    return f"{view.sentence.block.file}:{view.sentence.line}"


def _add(found: Found, at: int, text: str, status: SentenceStatus) -> None:
    found.setdefault(at, []).append(Finding("S7", text, "", status))
