"""Plain tables under decisions of people, and weights that are kept for another run."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from cases.small import decision
from linkage.columns_of import SMALL, world
from solferino.linkage.engine import learned
from solferino.linkage.explained import explain_pair
from solferino.linkage.table import link_table
from solferino.words.errors import UsageError

HEAD = "report_id,source,date,place,lat,lon,object"
ROWS = ("a,t,2016-01-01,Aa,10,20,hospital", "b,u,2016-01-01,Aa,10,20,hospital", "c,w,2016-02-01,Aa,10,20,hospital")
ENGINES = ("exact", "local")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of about two and a half thousand reports."""
    return world(tmp_path_factory.mktemp("kept"), replace(SMALL, incidents=1_300))


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Two reports of one day, and one a month later."""
    path = tmp_path / "r.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", "utf-8")
    return path


def ledger(folder: Path, *lines: str) -> Path:
    """Write a ledger."""
    path = folder / "decisions.jsonl"
    path.write_text("".join(lines), "utf-8")
    return path


def incidents(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return how each report of an output stands to incidents."""
    found: dict[str, list[tuple[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["report_id"], []).append((row["incident_id"], row["relation"]))
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_decisions_hold_on_plain_tables(three: Path, tmp_path: Path, engine: str) -> None:
    """Kept apart and joined against the scores, and the reasons say whose decision it was."""
    told = ledger(tmp_path, decision("not-same", ["a", "b"]))
    link_table(three, to=tmp_path / "to.csv", engine=engine, decisions=told)
    apart = incidents(tmp_path / "to.csv")
    said = explain_pair([three], "a", "b", engine=engine, decisions=told)
    link_table(three, to=tmp_path / "to.csv", engine=engine, decisions=ledger(tmp_path, decision("same", ["a", "c"])))
    joined = incidents(tmp_path / "to.csv")

    assert apart["a"] != apart["b"]
    assert (said["same"], said["blocked"]) == (False, "decision d0: read both")
    assert joined["a"] == joined["c"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_decision_makes_a_report_cover_an_incident(three: Path, tmp_path: Path, engine: str) -> None:
    """The report of February covers the incident of January because somebody says so."""
    link_table(three, to=tmp_path / "to.csv", engine=engine, decisions=ledger(tmp_path, decision("covers", ["c", "a"])))
    stands = incidents(tmp_path / "to.csv")

    assert (stands["a"][0][0], "covers") in stands["c"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_clashes_or_names_nothing_is_said(three: Path, tmp_path: Path, engine: str) -> None:
    """The group stands, both sides are named, and so is a report that is not in the files."""
    first, second = decision("same", ["a", "b", "z"]), decision("not-same", ["a", "b"], 1)
    told = ledger(tmp_path, first, second.replace('"reader"', '"other"'))
    notes = link_table(three, engine=engine, decisions=told)["notes"]

    assert any("z" in note and "not filed" in note for note in notes)
    assert any("d0" in note and "d1" in note and "decide which holds" in note for note in notes)


@pytest.mark.parametrize(
    ("text", "match"),
    [("{", "decisions.jsonl:1 not a JSON object"), (decision("sme", ["a", "b"]), "there is no act 'sme'")],
)
def test_a_ledger_that_is_none_is_refused(three: Path, tmp_path: Path, text: str, match: str) -> None:
    """With its line, and nothing is linked."""
    with pytest.raises(UsageError, match=match):
        link_table(three, to=tmp_path / "to.csv", decisions=ledger(tmp_path, text))
    with pytest.raises(UsageError, match="cannot be read"):
        link_table(three, decisions=tmp_path / "gone.jsonl")
    assert not (tmp_path / "to.csv").exists()


def test_kept_weights_link_alike_and_nothing_is_learned_again(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run reads the file that the first one wrote, and gives the same lines; so do the reasons of a pair."""
    weights, out = tmp_path / "weights.json", [tmp_path / "1.csv", tmp_path / "2.csv"]
    link_table(table, to=out[0], links=tmp_path / "links.csv", weights=weights)
    a, b = duckdb.execute(f"SELECT report_a, report_b FROM '{tmp_path}/links.csv' ORDER BY ALL").fetchone() or ("", "")
    fresh = explain_pair([table], a, b)
    monkeypatch.setattr(learned, "fit", None)
    link_table(table, to=out[1], weights=weights)

    assert out[0].read_bytes() == out[1].read_bytes()
    assert explain_pair([table], a, b, weights=weights) == fresh


def test_frozen_weights_serve_reports_that_come_later(table: Path, three: Path, tmp_path: Path) -> None:
    """Three reports are too few to learn from, and are linked by what thousands taught."""
    weights = tmp_path / "weights.json"
    link_table(table, weights=weights)
    before = weights.read_bytes()
    link_table(three, to=tmp_path / "to.csv", weights=weights)
    stands = incidents(tmp_path / "to.csv")

    assert stands["a"] != stands["c"]
    assert weights.read_bytes() == before


def test_a_file_that_holds_no_weights_is_refused(table: Path, three: Path, tmp_path: Path) -> None:
    """Not JSON, of other fields, of another model, or with too few reports to learn from."""
    weights = tmp_path / "weights.json"
    with pytest.raises(UsageError, match="too few to learn"):
        link_table(three, weights=weights)
    assert not weights.exists()
    link_table(table, weights=weights)
    body = json.loads(weights.read_text("utf-8"))
    with pytest.raises(UsageError, match="the model incident, not person"):
        link_table(three, weights=weights, model="person")
    weights.write_text(json.dumps(body | {"fields": "0"}), "utf-8")
    with pytest.raises(UsageError, match="those of another version"):
        link_table(three, weights=weights)
    weights.write_text("none", "utf-8")
    with pytest.raises(UsageError, match="holds no learned weights"):
        link_table(three, weights=weights)
    with pytest.raises(UsageError, match="shipped weights need no file"):
        link_table(three, weights=weights, engine="exact")
