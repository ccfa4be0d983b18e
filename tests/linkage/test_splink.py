"""The model written for Splink scores as it does here."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from linkage.columns_of import SMALL, linked, world
from solferino.linkage.engine.to_splink import settings_of
from solferino.linkage.table import link_table
from solferino.words.errors import UsageError

SCORES = Path(__file__).parents[2] / "benchmarks/linkage/score_exported.py"
PEER = Path(os.environ.get("SOLFERINO_PEER", Path(__file__).parents[2] / ".venv-peer/bin/python"))


def test_every_level_is_written(tmp_path: Path) -> None:
    """Each field has its unknown level, and one level per place and level of its own, with our rates."""
    found = linked(world(tmp_path, replace(SMALL, incidents=200))).incidents
    macros, made = settings_of(found)
    weapon = next(c for c in made["comparisons"] if c["output_column_name"] == "weapon_field")["comparison_levels"]

    assert len(macros) == len(found.model.scheme.fields)
    assert len(made["comparisons"]) == len(found.model.scheme.fields)
    assert weapon[0]["is_null_level"]
    assert len(weapon) == 1 + 44 * 5 + 1
    assert weapon[1]["m_probability"] == pytest.approx(float(found.model.m[2][1]))


def test_the_verb_writes_it(tmp_path: Path) -> None:
    """However few the reports are, weights are learned where they are asked for; shipped ones are not written."""
    table = world(tmp_path, replace(SMALL, incidents=200))
    link_table(table, splink=tmp_path / "new" / "peer")

    assert sorted(p.name for p in (tmp_path / "new" / "peer").iterdir()) == [
        "levels.sql", "reports.parquet", "settings.json",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="no model that Splink can use"):
        link_table(table, splink=tmp_path / "peer", engine="exact")


@pytest.mark.slow
@pytest.mark.skipif(not PEER.exists(), reason="make bench-linkage makes the peer's environment, or set SOLFERINO_PEER")
def test_the_peer_scores_as_we_do(tmp_path: Path) -> None:
    """Over every pair that both score, its weights are ours to a hundredth of a bit: ours are whole millibits per field."""
    table = world(tmp_path, replace(SMALL, incidents=350, seed=8))
    found = linked(table)
    link_table(table, splink=tmp_path / "peer")
    out = tmp_path / "pairs.parquet"
    subprocess.run([str(PEER), str(SCORES), str(tmp_path / "peer"), str(out)], check=True)
    theirs = {(min(a, b), max(a, b)): weight for a, b, weight in duckdb.execute(f"SELECT * FROM '{out}'").fetchall()}
    edges = found.incidents.edges
    ours = {
        (min(a, b), max(a, b)): score / 1000
        for a, b, score in zip(
            (found.ids[i] for i in edges.one.tolist()), (found.ids[j] for j in edges.two.tolist()), edges.score.tolist(),
            strict=True,
        )
    }  # fmt: skip

    assert len(ours) > 500
    assert set(ours) <= set(theirs)
    assert max(abs(theirs[pair] - score) for pair, score in ours.items()) < 0.01
