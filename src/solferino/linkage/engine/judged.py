"""People's decisions about reports, as pairs of rows: what they join, what they keep apart, and where they clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np

from solferino.linkage.constraints import Judgement, clashes, ordered
from solferino.linkage.engine.columns import DENIES, Columns
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.kernel import same_key
from solferino.linkage.engine.learned import Judged


def judged_rows(
    judgements: Sequence[Judgement], columns: Columns, rows: Mapping[str, int]
) -> tuple[Judged, tuple[str, ...]]:
    """Return decisions as pairs of rows, and notes; `rows` maps report ids to rows.

    A decision beats the rule of sources only with a written reason, and a denial is no event. Where decisions join what
    another keeps apart the group stands and a note names them all: nothing settles that but another decision.
    """
    must: list[tuple[tuple[str, str], str]] = []
    cannot: dict[tuple[str, str], str] = {}
    notes: list[str] = []
    for j in sorted(judgements, key=lambda j: j.id):
        absent = sorted(set(j.about) - set(rows))
        if absent:
            notes.append(f"decision {j.id} ({j.act}) is about reports that are not filed here: {', '.join(absent)}")
        about = [r for r in dict.fromkeys(j.about) if r in rows]
        if j.act == "same":
            for a, b in pairwise(about):
                refused = _refused(columns, rows[a], rows[b], j, (a, b))
                if refused:
                    notes.append(refused)
                else:
                    must.append((ordered(a, b), j.id))
        elif j.act == "not-same":
            for a, b in combinations(about, 2):
                cannot.setdefault(ordered(a, b), f"decision {j.id}: {j.why or 'no reason written'}")
    notes += clashes(must, cannot)
    yes, no = sorted({pair for pair, _ in must}), sorted(cannot)
    return Judged(_pairs(yes, rows), _pairs(no, rows)), tuple(notes)


def _refused(columns: Columns, a: int, b: int, j: Judgement, ids: tuple[str, str]) -> str:
    if DENIES in (columns.stands[a], columns.stands[b]):
        return f"decision {j.id}: {ids[0]} and {ids[1]} cannot be one event, a denial is no event"
    if not j.why and same_key(a, b, columns.source, columns.document):
        return f"decision {j.id} is set aside: {ids[0]}, {ids[1]}, one source or document; give a reason to overrule"
    return ""


def _pairs(pairs: list[tuple[str, str]], rows: Mapping[str, int]) -> tuple[Ints, Ints]:
    table = np.array([[rows[a], rows[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return table.min(axis=1), table.max(axis=1)
