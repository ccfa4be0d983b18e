"""Reports in batches, names across re-runs, and decisions on the learned model."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.columns_of import linked, world
from solferino.linkage.constraints import Judgement
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.front import opened
from solferino.linkage.engine.growing import grow, ids_of
from solferino.linkage.engine.judged import judged_rows
from solferino.linkage.engine.learned import group, learn, link_columns
from solferino.linkage.engine.load import Loaded, load
from solferino.linkage.engine.typed import typed
from solferino.linkage.succession import succeed

KIND = scheme("incident")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world."""
    return world(tmp_path_factory.mktemp("grown"))


def read(table: Path, folder: Path, where: str, words: dict) -> tuple[Loaded, list[str]]:
    """Return the reports of a table that meet a condition, with words of an earlier run."""
    part = folder / "part.parquet"
    duckdb.execute(f"COPY (SELECT * FROM '{table}' WHERE {where}) TO '{part}' (FORMAT parquet)")
    with opened() as con:
        typed(con, [part])
        loaded = load(con, KIND, words=words)
        return loaded, [i for (i,) in con.execute("SELECT report_id FROM placed ORDER BY rank").fetchall()]


def groups(ids: np.ndarray, partition: np.ndarray) -> set[frozenset[str]]:
    """Return groups of ids."""
    held: dict[int, set[str]] = {}
    for id, part in zip(ids.tolist(), partition.tolist(), strict=True):
        held.setdefault(part, set()).add(id)
    return {frozenset(g) for g in held.values()}


def test_ten_batches_are_one(table: Path, tmp_path: Path) -> None:
    """Reports that come in ten batches end in the scores, joins and groups of one batch, by one model."""
    loaded, told = read(table, tmp_path, "true", {})
    _, model = learn(loaded, KIND)
    loaded, told = read(table, tmp_path, "true", dict(model.words))
    once = link_columns(loaded, KIND, model=model)
    part, ids_told = read(table, tmp_path, "hash(report_id) % 10 = 0", dict(model.words))
    found = link_columns(part, KIND, model=model)
    ids = ids_of(found.columns, ids_told)
    for batch in range(1, 10):
        part, ids_told = read(table, tmp_path, f"hash(report_id) % 10 <= {batch}", dict(model.words))
        grown = grow(found, ids, part, ids_told)
        found, ids = grown.incidents, grown.ids

    assert (found.base, found.counts()) == (once.base, once.counts())
    assert found.edges.score.tolist() == once.edges.score.tolist()
    assert groups(ids, found.groups()) == groups(ids_of(once.columns, told), once.groups())


def test_a_late_report_touches_only_its_neighbourhood(table: Path, tmp_path: Path) -> None:
    """One report more: nearly all rows keep their scores and joins; one fewer: it is forgotten."""
    loaded, _ = read(table, tmp_path, "true", {})
    _, model = learn(loaded, KIND)
    words = dict(model.words)
    part, told = read(table, tmp_path, "report_id != '00000077'", words)
    before = link_columns(part, KIND, model=model)
    whole, all_told = read(table, tmp_path, "true", words)
    grown = grow(before, ids_of(before.columns, told), whole, all_told)
    shrunk = grow(grown.incidents, grown.ids, part, told)

    assert 1 <= grown.touched < len(whole.columns) / 10
    assert grown.redone < len(whole.columns) / 5
    assert groups(shrunk.ids, shrunk.incidents.groups()) == groups(ids_of(before.columns, told), before.groups())


def test_splits_and_merges_are_told() -> None:
    """A split and a merge are written down, and every old name leads on, where its smallest report went."""
    before = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "z"}
    after = {"a": "n1", "b": "n2", "c": "n2", "d": "y", "e": "y", "f": "n4"}
    found = succeed(before, after)

    assert found.alias == {"x": "n1", "z": "y"}
    assert found.splits == {"x": ("n1", "n2")}
    assert found.merges == {"y": ("y", "z")}


@given(st.lists(st.tuples(st.sampled_from("vwxyz"), st.sampled_from("vwxyz")), max_size=12))
def test_every_old_name_leads_on(told: list[tuple[str, str]]) -> None:
    """A name that is gone leads to an incident that is there; where nothing changed nothing is told."""
    before = {f"r{n}": old for n, (old, _) in enumerate(told)}
    after = {f"r{n}": new.upper() if n % 2 else new for n, (_, new) in enumerate(told)}
    found = succeed(before, after)

    assert set(found.alias) == set(before.values()) - set(after.values())
    assert set(found.alias.values()) <= set(after.values())
    assert succeed(before, before) == succeed({}, {})


def test_decisions_join_and_keep_apart(table: Path) -> None:
    """A must-link joins what scores say are two, a cannot-link parts what they join, and a clash is said, not settled."""
    found = linked(table)
    rows = {id: n for n, id in enumerate(found.ids)}
    pair = next(g for g in found.partition() if len(g) == 2)
    other = next(g for g in found.partition() if len(g) == 1 and g[0] != pair[0])[0]
    decisions = [
        Judgement("d1", "not-same", pair, "two streets"),
        Judgement("d2", "same", (pair[0], other), "one video"),
    ]
    judged, notes = judged_rows(decisions, found.incidents.columns, rows)
    again = group(found.incidents.columns, found.incidents.model, found.incidents.edges, judged=judged).groups()

    assert notes == ()
    assert again[rows[pair[0]]] == again[rows[other]] != again[rows[pair[1]]]

    clash = [
        *decisions,
        Judgement("d3", "same", (other, pair[1]), "the same video"),
        Judgement("d4", "same", ("gone", "x")),
    ]
    judged, notes = judged_rows(clash, found.incidents.columns, rows)
    again = group(found.incidents.columns, found.incidents.model, found.incidents.edges, judged=judged).groups()

    assert again[rows[pair[0]]] == again[rows[pair[1]]]
    assert any("decisions d2, d3" in n or "decisions d3, d2" in n for n in notes)
    assert any("d4" in n and "gone" in n for n in notes)


def test_one_source_is_overruled_only_with_a_reason(table: Path) -> None:
    """Two records of a deduplicated source are one event only where somebody says why."""
    found = linked(table)
    columns = found.incidents.columns
    a, b = np.flatnonzero(columns.source == 0)[:2].tolist()
    ids = found.ids[a], found.ids[b]
    rows = {found.ids[a]: a, found.ids[b]: b}
    bare, notes = judged_rows([Judgement("d1", "same", ids)], columns, rows)
    said, _ = judged_rows([Judgement("d1", "same", ids, "the list has it twice")], columns, rows)

    assert len(bare.must[0]) == 0
    assert notes[0].startswith("decision d1 is set aside")
    assert len(said.must[0]) == 1
