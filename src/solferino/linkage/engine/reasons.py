"""Why two reports are one event or not: bars that add up to the score, rivals, and what kept them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.fields import Field
from solferino.linkage.engine.learned import Incidents
from solferino.linkage.explain import bits
from solferino.words.errors import UsageError

RANGE = "concat_ws(' to ', {0}, CASE WHEN {1} != {0} THEN {1} END)"
PLACE = "coalesce(place, concat_ws(', ', round(lat, 2), round(lon, 2)))"


def told(field: Field) -> str:
    """Return as SQL what a report says in a field."""
    if field.kind == "place":
        return PLACE
    if field.kind == "day":
        return RANGE.format("date_from", "date_to")
    if field.kind in ("count", "number"):
        return RANGE.format(*field.columns[:2])
    return f"coalesce({', '.join(field.columns)})" if field.columns else "NULL"


@dataclass(frozen=True)
class Bar:
    """What one field adds, in millibits; `chance` is the share of chance pairs that agree as much."""

    field: str
    says: str
    millibits: int
    a: str
    b: str
    chance: float

    def sentence(self) -> str:
        """Return the bar in words."""
        told = f" ({self.a} and {self.b})" if self.a or self.b else ""
        return f"{bits(self.millibits)}: {self.says}{told}; so do {self.chance:.0%} of unrelated reports there"


@dataclass(frozen=True)
class Reasons:
    """One pair explained: the bars, the prior first, sum to `score`. `rivals` are (report, score, joined to either)."""

    a: str
    b: str
    score: int
    prior: int
    bars: tuple[Bar, ...]
    probability: float
    together: bool
    blocked: str
    rivals: tuple[tuple[str, int, bool], ...]

    def sentences(self) -> list[str]:
        """Return the pair in words."""
        if self.blocked and not self.bars:
            return [f"{self.a} and {self.b} are kept apart: {self.blocked}"]
        said = [f"{bits(self.prior)}: before anything is compared"]
        said += [bar.sentence() for bar in self.bars]
        said.append(f"{bits(self.score)} in all; with what competes, a probability of {self.probability:.2f}")
        for report, score, joined in self.rivals:
            said.append(f"rival: {report}, {bits(score)}, {'which is joined instead' if joined else 'which loses too'}")
        if self.blocked:
            said.append(f"kept apart: {self.blocked}")
        said.append("one incident" if self.together else "two incidents")
        return said

    def as_json(self) -> dict[str, Any]:
        """Return the pair as plain values."""
        prior = Bar("prior", "before anything is compared", self.prior, "", "", 0.0)
        bars = [
            {"field": b.field, "says": b.says, "millibits": b.millibits, "a": b.a, "b": b.b}
            for b in (prior, *self.bars)
        ]
        return {
            "report_a": self.a, "report_b": self.b, "score": self.score, "probability": self.probability,
            "same": self.together, "blocked": self.blocked,
            "bars": bars, "rivals": [{"report": r, "score": s, "joined": j} for r, s, j in self.rivals],
            "sentences": self.sentences(),
        }  # fmt: skip


def reasons(con: duckdb.DuckDBPyConnection, found: Incidents, a: str, b: str) -> Reasons:
    """Return why reports `a` and `b` are one event or not; an id that is not filed is a UsageError."""
    a, b = min(a, b), max(a, b)
    columns, model = found.columns, found.model
    ranks = dict(con.execute("SELECT report_id, rank FROM placed WHERE report_id IN (?, ?)", [a, b]).fetchall())
    for id in (a, b):
        if id not in ranks:
            raise UsageError(
                f"there is no report {id!r} in these files", "give the report_id of two reports that were read"
            )
    i, j = sorted(int(np.flatnonzero(columns.rank == ranks[id])[0]) for id in (a, b))
    together = bool(found.groups()[i] == found.groups()[j])
    why = apart(found, i, j)
    out = [0] * len(model.spec)
    if why.startswith("never compared") or not _compared(found, i, j, out):
        return Reasons(
            a, b, model.scheme.cuts["absent"], 0, (), 0.0, together, why or "never compared: too far apart", ()
        )
    code = sum(level * int(stride) for level, stride in zip(out, model.spec[:, 3], strict=True))
    values = {id: _told(con, model.scheme.fields, rank) for id, rank in ranks.items()}
    bars = tuple(
        Bar(name, _field(found, name).says[level], part, values[a].get(name, ""), values[b].get(name, ""),
            float(model.u[n][out[0], level]))
        for name, level, part in model.bars(code)
        for n in [next(n for n, f in enumerate(model.scheme.fields) if f.name == name)]
    )  # fmt: skip
    score = model.prior + sum(bar.millibits for bar in bars)
    stored = np.flatnonzero((found.edges.one == i) & (found.edges.two == j))
    probability = float(found.competed.probability[stored[0]]) if len(stored) else 0.0
    return Reasons(a, b, score, model.prior, bars, probability, together, why, _rivals(con, found, i, j))


def apart(found: Incidents, i: int, j: int) -> str:
    """Return the rule that keeps two rows apart whatever they say, nothing for none."""
    columns, window = found.columns, found.model.scheme.windows["days"]
    one, two = columns.cells[i], columns.cells[j]
    if kernel.same_key(i, j, columns.source, columns.document):
        same = columns.source[i] >= 0 and columns.source[i] == columns.source[j]
        return "one source lists each event once" if same else "one document tells them as two"
    if max(one[kernel.CLASS], two[kernel.CLASS]) > kernel.COARSE:
        return "never compared: one has no day or no place, or tells of no single event"
    if max(one[kernel.START] - two[kernel.END], two[kernel.START] - one[kernel.END]) > window:
        return f"never compared: more than {window} days apart"
    coarse = kernel.COARSE in (one[kernel.CLASS], two[kernel.CLASS])
    if coarse and columns.group[i] != columns.group[j]:
        return "never compared: one stands for another district"
    return ""


def _compared(found: Incidents, i: int, j: int, out: list[int]) -> bool:
    columns, model = found.columns, found.model
    slack = float(model.scheme.windows["slack_m"])
    return kernel.compare(
        i, j, 0, columns.cells, columns.points, columns.names, columns.lengths, model.spec, slack, out
    )


def _field(found: Incidents, name: str) -> Any:
    return next(f for f in found.model.scheme.fields if f.name == name)


def _told(con: duckdb.DuckDBPyConnection, fields: Sequence[Field], rank: int) -> dict[str, str]:
    said = ", ".join(f"coalesce(({told(f)})::VARCHAR, '')" for f in fields)
    row = con.execute(f"SELECT {said} FROM placed WHERE rank = ?", [rank]).fetchone()
    return dict(zip((f.name for f in fields), row or (), strict=True))


def _rivals(con: duckdb.DuckDBPyConnection, found: Incidents, i: int, j: int) -> tuple[tuple[str, int, bool], ...]:
    """Return the other records of either one's source that compete for the other, best first, five at most."""
    edges, source, groups = found.edges, found.columns.source, found.groups()
    made = []
    for mine, theirs in ((i, j), (j, i)):
        if source[theirs] < 0:
            continue
        at = np.flatnonzero((edges.one == mine) | (edges.two == mine))
        other = np.where(edges.one[at] == mine, edges.two[at], edges.one[at])
        for e, row in zip(at.tolist(), other.tolist(), strict=True):
            if row != theirs and source[row] == source[theirs]:
                made.append((-int(edges.score[e]), int(row), bool(groups[row] == groups[mine])))
    best = sorted(made)[:5]
    ranks = [int(found.columns.rank[row]) for _, row, _ in best]
    held = con.execute("SELECT rank, report_id FROM placed WHERE list_contains(?::BIGINT[], rank)", [ranks])
    names = dict(held.fetchall())
    return tuple((names[int(found.columns.rank[row])], -score, joined) for score, row, joined in best)
