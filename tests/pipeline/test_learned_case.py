"""A case with many reports learns what agreement is worth from them, and everything after linking goes on as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
from agree import agreement

import solferino as sol
from cases.small import decision
from cases.war import write_war
from solferino.linkage.engine import model
from solferino.linkage.settings import shipped
from solferino.pipeline.index import Index


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sol.Build]:
    """The case, built once, with fewer pairs to learn from than are asked for elsewhere: a test has no hours."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(model, "LEARN_FROM", 500)
        root = write_war(tmp_path_factory.mktemp("war") / "case")
        yield sol.open(root).build()


def folder(build: sol.Build) -> Path:
    """The folder of the case."""
    return build.built.checked.case.root


def stage(build: sol.Build) -> dict:
    """What the index says of the stage link."""
    return Index.load(folder(build) / "build").stages["link"]


def beside(build: sol.Build) -> dict:
    """What stands beside the tables of the stage."""
    index = Index.load(folder(build) / "build")
    return json.loads((index.folder(stage(build)["key"]) / "linkage.json").read_text("utf-8"))


def test_weights_and_thresholds_are_learned_from_the_reports(built: sol.Build) -> None:
    """From as many reports on as the case says; the model stands beside the tables."""
    held = stage(built)["doubt"]

    assert held["learned"]
    assert tuple(held["thresholds"]) != shipped().thresholds
    assert beside(built)["model"]["learned"]


def test_bars_add_up_to_scores_in_every_link(built: sol.Build) -> None:
    """To the millibit, whatever levels are called."""
    for row in built.table("links"):
        assert sum(int(reason.rpartition(" ")[2]) for reason in row["reasons"]) == row["score"]


def test_a_case_is_linked_better_than_by_shipped_weights(built: sol.Build, tmp_path: Path) -> None:
    """Pairs agree with what happened; measured .920 against .754 when the floors were set."""
    score = {}
    case = (folder(built) / "case.toml").read_text("utf-8").replace("from = 1000", "from = 1000000")
    for name, build in (("learned", built), ("shipped", sol.open(write_war(tmp_path / "case", case=case)).build())):
        truth = f"SELECT report_id, incident_id FROM '{folder(build)}/made.truth.parquet' ORDER BY 1"
        told = duckdb.execute(truth).fetchall()
        of = {r["report_id"]: r["incident_id"] for r in build.table("incident_reports") if r["relation"] == "same"}
        found = np.array([of.get(f"reports/{id}", id) for id, _ in told])
        score[name] = agreement(np.array([true for _, true in told]), found)["pair_f1"]

    assert score["learned"] >= 0.85
    assert score["learned"] >= score["shipped"] + 0.1


def test_worlds_group_by_the_learned_thresholds(built: sol.Build) -> None:
    """The claim holds in both ends, whose numbers are those of the curve."""
    case = json.loads((folder(built) / "build" / "dossier" / "data" / "case.json").read_text("utf-8"))
    cuts = case["link"]["incident"]["cuts"]

    assert [cuts[n] for n in ("lenient", "base", "strict")] == case["linkage"]["thresholds"]
    assert set(built.claims["blows"].worlds) >= {"strict", "lenient", "draws"}
    assert (folder(built) / "case.lock").read_text("utf-8").count("[[settings]]") == 1


def test_the_trail_of_an_incident_says_how_often_chance_agrees(built: sol.Build) -> None:
    """One bar a field, in bits, with the share of unrelated reports that agree as well; and what stayed outside."""
    largest = max(built.table("incidents"), key=lambda row: (row["reports"], row["incident_id"]))["incident_id"]
    children = sol.open(folder(built)).why(largest).children
    bars = [bar for child in children if child.kind == "link" for bar in child.children]

    assert all("of unrelated reports there" in bar.text for bar in bars)
    assert {"place", "day"} <= {bar.id for bar in bars}
    assert all("kept apart: " in child.text for child in children if child.kind == "apart")
    page = next(p for p in (folder(built) / "build/dossier/incidents").iterdir() if largest in p.read_text("utf-8"))
    assert "Of unrelated reports there, so many agree as well: place " in page.read_text("utf-8")


def test_the_methods_say_that_weights_were_learned(built: sol.Build) -> None:
    """And give the range of incidents and of the draws."""
    page = (folder(built) / "build" / "dossier" / "methods.html").read_text("utf-8")
    held = stage(built)["doubt"]

    assert "were learned from the reports themselves" in page
    assert f"there are {held['draws']['low']} to {held['draws']['high']}" in page
    assert sol.verify(folder(built) / "build" / "dossier").ok


def test_decisions_hold_where_weights_are_learned(built: sol.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reports of one incident are kept apart because somebody says so, and the split is logged."""
    monkeypatch.setattr(model, "LEARN_FROM", 500)
    rows = [r for r in built.table("links") if r["relation"] == "same"]
    pair = min((r["report_a"], r["report_b"]) for r in rows)
    of = {r["report_id"]: r["incident_id"] for r in built.table("incident_reports") if r["relation"] == "same"}
    ledger = folder(built) / "decisions.jsonl"
    ledger.write_text(decision("not-same", list(pair)), "utf-8")
    again = sol.open(folder(built)).build()
    now = {r["report_id"]: r["incident_id"] for r in again.table("incident_reports") if r["relation"] == "same"}
    lock = (folder(built) / "case.lock").read_text("utf-8")
    ledger.unlink()

    assert of[pair[0]] == of[pair[1]]
    assert now[pair[0]] != now[pair[1]]
    assert f'[split]\n"{of[pair[0]]}" = ' in lock
