"""Linking that goes on from what an earlier run found."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

from linkage.columns_of import world
from solferino.cli.link import command
from solferino.linkage.table import link_table
from solferino.words.errors import UsageError


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world."""
    return world(tmp_path_factory.mktemp("state"))


def part(table: Path, to: Path, where: str) -> Path:
    """Write the reports of a table that meet a condition."""
    duckdb.execute(f"COPY (SELECT * FROM '{table}' WHERE {where}) TO '{to}' (FORMAT parquet)")
    return to


def run(files: list[Path], state: Path, to: Path, decisions: Path | None = None) -> dict:
    """Link files with a state; return the answer with the written members."""
    found = link_table(files, to=to, state=state, engine="local", decisions=decisions)
    return {**found, "members": to.read_text("utf-8")}


def test_batches_end_as_one_batch(table: Path, tmp_path: Path) -> None:
    """Reports that arrive in batches give the written incidents of one run by the same weights, and redo few."""
    first = part(table, tmp_path / "a.parquet", "hash(report_id) % 10 > 1")
    late = [part(table, tmp_path / f"{n}.parquet", f"hash(report_id) % 10 = {n}") for n in (0, 1)]
    state = tmp_path / "found.npz"
    run([first], state, tmp_path / "to.csv")
    kept = state.read_bytes()
    run([first, late[0]], state, tmp_path / "to.csv")
    batches = run([first, *late], state, tmp_path / "to.csv")

    (tmp_path / "again.npz").write_bytes(kept)
    once = run([first, *late], tmp_path / "again.npz", tmp_path / "once.csv")
    assert batches["members"] == once["members"]
    assert batches["incidents"] == once["incidents"]
    again = run([first, *late], state, tmp_path / "to.csv")
    assert (again["grown"], again["members"]) == ({"touched": 0, "redone": 0}, batches["members"])


def test_a_late_decision_is_obeyed(table: Path, tmp_path: Path) -> None:
    """A decision that comes between two runs joins its reports, and one that is gone joins nothing any more."""
    state, to, ledger = tmp_path / "found.npz", tmp_path / "to.csv", tmp_path / "decisions.jsonl"
    before = run([table], state, to)
    held = dict(line.split(",")[:2] for line in before["members"].splitlines()[1:])
    a = min(held)
    b = next(r for r in sorted(held) if held[r] and held[r] != held[a])
    body = {"id": "d1", "t": "2020-01-01T00:00:00Z", "by": "one", "act": "same", "about": [a, b], "why": "seen"}
    ledger.write_text(json.dumps(body) + "\n", "utf-8")
    joined = run([table], state, to, ledger)
    told = dict(line.split(",")[:2] for line in joined["members"].splitlines()[1:])

    assert told[a] == told[b]
    assert joined["grown"]["touched"] == 2
    assert run([table], state, to)["members"] == before["members"]


def test_the_same_run_keeps_the_same_bytes(table: Path, tmp_path: Path) -> None:
    """A state is a function of the reports: two runs keep the same file."""
    for name in ("a", "b"):
        run([table], tmp_path / f"{name}.npz", tmp_path / "to.csv")

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("damage", ["cut", "other", "mixed"])
def test_a_damaged_state_is_refused(table: Path, tmp_path: Path, damage: str) -> None:
    """A file cut short, of another kind, or mixed from two runs is named, and nothing is written."""
    state = tmp_path / "found.npz"
    run([table], state, tmp_path / "to.csv")
    if damage == "mixed":
        with np.load(state) as found:
            arrays = dict(found)
        arrays["ids"] = arrays["ids"][:-1]
        np.savez(state, **arrays)
    else:
        state.write_bytes(state.read_bytes()[:-100] if damage == "cut" else b"{}")
    held = state.read_bytes()

    with pytest.raises(UsageError, match=r"found\.npz holds no state of linking"):
        run([table], state, tmp_path / "never.csv")
    assert state.read_bytes() == held
    assert not (tmp_path / "never.csv").exists()


def test_a_state_holds_its_own_weights(table: Path, tmp_path: Path) -> None:
    """Weights from elsewhere, and shipped ones, are refused beside a state."""
    with pytest.raises(UsageError, match="a state goes on"):
        link_table(table, state=tmp_path / "s.npz", weights=tmp_path / "w.json", engine="local")
    with pytest.raises(UsageError, match="no state to go on from"):
        link_table(table, state=tmp_path / "s.npz", engine="exact")


def test_an_explanation_does_not_pass_a_state_over_in_silence(table: Path, tmp_path: Path) -> None:
    """The two options together are an error of usage, and no file is made."""
    done = CliRunner().invoke(command, [str(table), "--explain", "a", "b", "--state", str(tmp_path / "s.npz")])
    assert done.exit_code == 2
    assert "leave one of them out" in done.output
    assert not (tmp_path / "s.npz").exists()
