"""People's decisions about reports, as pairs of rows: what they join, what they keep apart, and where they clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from solferino.linkage.constraints import Judgement, settled
from solferino.linkage.engine.columns import COVERS, DENIES, Columns
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
    must, cannot, notes = settled(judgements, rows, lambda a, b, j: _refused(columns, rows[a], rows[b], j, (a, b)))
    return Judged(_pairs(must, rows), _pairs(sorted(cannot), rows)), tuple(notes)


def stands_rows(judgements: Sequence[Judgement], rows: Mapping[str, int]) -> list[tuple[int, int, int]]:
    """Return decisions that a report covers or denies what others tell of, as (report, other, how it stands)."""
    how = {"covers": COVERS, "denies": DENIES}
    return [
        (rows[j.about[0]], rows[other], how[j.act])
        for j in sorted(judgements, key=lambda j: j.id)
        if j.act in how and j.about and j.about[0] in rows
        for other in j.about[1:]
        if other in rows
    ]


def _refused(columns: Columns, a: int, b: int, j: Judgement, ids: tuple[str, str]) -> str:
    if DENIES in (columns.stands[a], columns.stands[b]):
        return f"decision {j.id}: {ids[0]} and {ids[1]} cannot be one event, a denial is no event"
    if not j.why and same_key(a, b, columns.source, columns.document):
        return f"decision {j.id} is set aside: {ids[0]}, {ids[1]}, one source or document; give a reason to overrule"
    return ""


def _pairs(pairs: Sequence[tuple[str, str]], rows: Mapping[str, int]) -> tuple[Ints, Ints]:
    table = np.array([[rows[a], rows[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return table.min(axis=1), table.max(axis=1)
