"""A grade in the worlds that link the reports otherwise: two origins that a doubtful link joins corroborate nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from solferino.claims.blame import blamed, blaming
from solferino.claims.marks import marks
from solferino.claims.survive import everywhere
from solferino.claims.where import Where, plain_part
from solferino.claims.worlds import WORLD, worlds
from solferino.store.engine import literal, quote
from solferino.store.namespace import Rows
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

_READ = ("incident_id", "report_id", "parties", "relation", "stance")
"""Columns of an attribution that say who did it."""


class Relinked:
    """The worlds of a claim over incidents that move or shake the links; those that it waives are left out."""

    def __init__(self, asked: Asked) -> None:
        made = worlds(asked.tables, asked.case) if asked.table.name == "incidents" else None
        waived = asked.claim.waive
        kept = [n for n in made.fixed if n not in waived] if made else []
        self._asked = asked
        self._names = (*kept, *(made.draws if made and "draws" not in waived else ()))
        self._told: Mapping[str, Mapping[str, int]] | None = None

    def stands(self, ladder: str, grade: int) -> bool:
        """True where the claim holds in each of them, over what reaches this grade there."""
        asked = self._asked
        if not self._names:
            return True
        by_name = ladder == "attribution" and blamed(asked)
        test = self._blaming(grade) if by_name else f"coalesce({quote(ladder)}, 0) >= {grade}"
        where = asked.query.where
        graded = replace(asked.query, where=Where((*where.parts, plain_part("grade", test, "")), where.window))
        values = everywhere(asked, graded, asked.whole)
        return all((asked.truths(values(name)) or (Truth.NO,))[0] is Truth.YES for name in self._names)

    def _blaming(self, grade: int) -> str:
        """As in the base build: how surely those named did it, else how surely anybody is said to have."""
        found = []
        for name, told in self._blamed().items():
            all_, sure = (_listed(i for i, g in told.items() if g >= least) for least in (0, grade))
            own = f"coalesce(attribution, 0) >= {grade} AND incident_id NOT IN ({all_})"
            found.append(f"({quote(WORLD)} = {literal(name)} AND (incident_id IN ({sure}) OR ({own})))")
        return " OR ".join(found)

    def _blamed(self) -> Mapping[str, Mapping[str, int]]:
        """Return, by world, how surely those whom the claim names did each incident that it may count."""
        if self._told is None:
            asked = self._asked
            rows = replace(asked.query, everywhere=True).rows(asked.tables)
            incidents = frozenset(row["incident_id"] for row in rows)
            said = marks(asked.tables, schemas()["attributions"], everywhere=True)
            told: dict[str, Rows] = {name: [] for name in self._names}
            for world, *cells in zip(*map(said.column, (WORLD, *_READ)), strict=True):
                if world in told and cells[0] in incidents:
                    told[world].append(dict(zip(_READ, cells, strict=True)))
            self._told = {name: blaming(asked, incidents, rows) for name, rows in told.items()}
        return self._told


def _listed(ids: Iterable[str]) -> str:
    """Return ids as SQL; where there are none, one that no incident has."""
    return ", ".join(map(literal, sorted(ids))) or "''"
