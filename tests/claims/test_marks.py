"""Values counted from the marks of a table are those that the engine gives for the same question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.claims.query import Query
from solferino.claims.where import Part, Where
from solferino.store.fill import keep
from solferino.store.namespace import Namespace
from solferino.words.tables import tables
from solferino.words.window import Window

CAP = date(2016, 11, 24)
DAYS = st.none() | st.integers(-40, 40).map(lambda n: CAP + timedelta(n))
NUMBERS = st.none() | st.integers(0, 9)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "made_by": st.none() | st.sampled_from(["UN", "WHO", "ICRC"]),
            "known_since": DAYS, "date_from": DAYS, "date_to": DAYS, "low": NUMBERS, "high": NUMBERS,
        }
    ),
    max_size=12,
)  # fmt: skip
GIVES = {
    "n": "count", "makers": "count(distinct made_by)", "named": "count(made_by)", "all": "sum(low)", "most": "max(high)",
    "least": "min(low)",
}  # fmt: skip
TABLE = replace(tables()["figures"], unsummed=())
"""A table whose numbers may be added up."""
WHERE = Where((Part("made_by", "made_by IN ('UN')", "made_by IN ('UN', 'WHO')", ""),), Window())


def _asked(rows: list[dict[str, Any]], folder: str) -> tuple[Namespace, Query]:
    told = [{"report_id": f"figures/{n}", **row} for n, row in enumerate(rows)]
    keep({"figures": told}, Path(folder))
    return Namespace({"figures": Path(folder) / "figures.parquet"}), Query(TABLE, WHERE, CAP)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_every_value_is_what_the_engine_says(rows: list[dict[str, Any]]) -> None:
    """Counts, distinct counts, sums and extremes at both ends, over rows with and without days and numbers."""
    with TemporaryDirectory() as folder:
        opened, query = _asked(rows, folder)
        with opened:
            found = query.values(GIVES, opened)
            (said,) = opened.rows(f"SELECT {query.columns(GIVES)} FROM ({query.relation()})", of=["figures"])
    for name in ("n", "makers", "named", "all"):
        ends = found[name].low, found[name].high
        assert ends == (said[f"{name} low"] or 0, said[f"{name} high"] or 0)
    assert (found["most"].high if "most" in found else None) == said["most high"]
    assert (found["least"].low if "least" in found else None) == said["least high"]


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_values_by_a_column_are_what_the_engine_groups(rows: list[dict[str, Any]]) -> None:
    """One value for each maker that a matching row names, in order, and none for the others."""
    with TemporaryDirectory() as folder:
        opened, query = _asked(rows, folder)
        with opened:
            found = query.values_by({"n": "count"}, opened, "made_by")
            said = opened.rows(
                f"SELECT made_by, count(*) FILTER (WHERE _sure) AS low, count(*) AS high FROM ({query.relation()}) "
                "WHERE made_by IS NOT NULL GROUP BY made_by ORDER BY made_by",
                of=["figures"],
            )
    assert {k: (v["n"].low, v["n"].high) for k, v in found.items()} == {
        r["made_by"]: (r["low"], r["high"]) for r in said
    }
    assert list(found) == [r["made_by"] for r in said]
