"""The data package: each claim as SQL that DuckDB alone runs, linked data, the lock."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

import solferino as sol
from cases.small import CLAIMS, write_case
from dossier.conftest import Made
from dossier.test_altered import relist
from solferino.dossier import manifest, verify
from solferino.dossier.linked_data import CRATE, NOTES, REVIEWS
from solferino.dossier.pages import pages
from solferino.dossier.site import DOCUMENTS, drawn
from solferino.dossier.sql import paths
from solferino.words.bounds import Bounds
from solferino.words.grammar import parse

COUNT_LIKE = ("count", "exists", "act", "witnesses", "share", "ratio", "rate", "sequence")
EVERY_KIND = """
[isle-share]
says = "share"
of = "vetoes"
where = { topic = "Isle" }
part = { member = "NOR" }
holds = "share > 0.5"
[isle-ratio]
says = "ratio"
of = "vetoes"
where = { member = "NOR" }
over = { member = "SOU" }
holds = "ratio >= 1 and ratio < 3"
[veto-rate]
says = "rate"
of = "vetoes"
where = { date = { from = 2015-01-01, to = 2020-06-30 } }
per = "year"
holds = "rate < 1 or n == 4"
[veto-follows]
says = "sequence"
of = "acts"
where = { about = "NOR" }
then = { kind = "finding" }
within = "90d"
holds = "followed >= 1"
[last-veto]
says = "count"
of = "vetoes"
gives = { last = "max(date)", first = "min(date)" }
holds = "last > 2019-01-01 and first != 2019-01-01"
[before-the-record]
says = "count"
of = "vetoes"
where = { date = { from = 2001-01-01, to = 2019-01-01 } }
holds = "n <= 5"
[own-select]
says = "count"
of = "vetoes"
sql = "own.sql"
holds = "n >= 1"
[odd-words]
says = "count"
of = "acts"
where = { what = "a 'quoted' thing -- and\\nmore" }
holds = "n >= 1"
"""


def built(root: Path) -> Path:
    """Build the case at `root` and return its dossier."""
    sol.open(root).build()
    return root / "build" / "dossier"


@pytest.fixture(scope="module")
def folders(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The dossiers of both examples, and of a small case with every kind of claim that counts."""
    base = tmp_path_factory.mktemp("cases")
    found = {}
    for name in ("aleppo-2016", "council-vetoes-usa"):
        shutil.copytree(examples / name, base / name, ignore=shutil.ignore_patterns("build"))
        found[name] = built(base / name)
    small = write_case(
        base / "small", {"claims/own.sql": "SELECT count(*) AS n FROM vetoes"}, claims=CLAIMS + EVERY_KIND
    )
    return found | {"small": built(small)}


def printed(folder: Path) -> dict[str, Any]:
    """The verdicts that a dossier prints."""
    return json.loads((folder / "data/verdicts.json").read_text("utf-8"))  # type: ignore[no-any-return]


def run(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a fresh engine prints for one file, run inside the folder."""
    monkeypatch.chdir(folder)
    with duckdb.connect() as con:
        cursor = con.execute((folder / path).read_text("utf-8"))
        names = [c[0] for c in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def same(shown: str | None, value: Any) -> bool:
    """True where a cell is the value that a verdict prints; numbers of two engines may differ in their last digit."""
    if value is None or shown is None or isinstance(value, str):
        return shown == value
    return abs(float(shown) - float(value)) < 1e-6


@pytest.mark.parametrize("name", ["aleppo-2016", "council-vetoes-usa", "small"])
def test_every_claim_that_counts_comes_out_of_its_file(
    folders: dict[str, Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB alone, in the dossier's folder, gives every value at its three ends and whether the threshold holds."""
    folder = folders[name]
    verdicts = printed(folder)
    sealed = ("persons", "person_status")  # tables that never leave: their claims say so instead
    counted = {k: v for k, v in verdicts.items() if v["kind"] in COUNT_LIKE and v["values"] and k != "own-select"}
    asked = [k for k, v in counted.items() if v["table"] not in sealed]
    for claim in asked:
        said = verdicts[claim]
        values = {k: Bounds(v["low"], v["base"], v["high"]) for k, v in said["values"].items()}
        holds = {2: "yes", 1: "between", 0: "no"}[parse(said["holds"]).truth(values)]
        rows = run(folder, paths(verdicts)[claim], monkeypatch)

        assert [r["value"] for r in rows] == list(said["values"]), claim
        for row in rows:
            assert all(same(row[k], said["values"][row["value"]][k]) for k in ("low", "base", "high")), (claim, row)
            assert row["holds"] == holds, (claim, row)
    assert len(asked) >= 8 or name == "council-vetoes-usa"


def test_the_head_of_a_file_says_what_it_prints(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim, threshold, verdict and values stand in comments, as the SELECT gives them."""
    folder = folders["small"]
    text = (folder / "sql/isle-vetoes.sql").read_text("utf-8")
    (row,) = run(folder, "sql/isle-vetoes.sql", monkeypatch)

    assert "-- claim      isle-vetoes\n" in text
    assert "-- asks       n >= 2\n" in text
    assert "-- verdict    supported, of 2020-06-30" in text
    assert f"--     n: low = {row['low']}, base = {row['base']}, high = {row['high']}, holds = {row['holds']}\n" in text


def test_a_window_beyond_the_record_has_no_upper_end(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The record begins in 2015 and the claim asks from 2001: there may have been more, and the file says so."""
    (row,) = run(folders["small"], "sql/before-the-record.sql", monkeypatch)

    assert (row["low"], row["high"], row["holds"]) == ("3", None, "between")


def test_calls_say_what_came_of_them(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call and promise of the example ends as its verdict says."""
    folder = folders["aleppo-2016"]
    verdicts = printed(folder)
    calls = [k for k, v in verdicts.items() if v["kind"] in ("call", "promise")]
    for claim in calls:
        assert {r["holds"] for r in run(folder, paths(verdicts)[claim], monkeypatch)} == {verdicts[claim]["type"]}, (
            claim
        )
    assert len(calls) > 5


def test_a_claim_out_of_reach_of_sql_says_why(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests, rules, worksheets and inferences: the file runs and its one cell is the reason."""
    folder = folders["aleppo-2016"]
    verdicts = printed(folder)
    for kind in ("test", "norm", "qualification", "jurisdiction", "assistance", "judgement"):
        claim = next(k for k, v in verdicts.items() if v["kind"] == kind)
        (row,) = run(folder, paths(verdicts)[claim], monkeypatch)

        assert row["claim"] == claim
        assert len(row["not computed here"]) > 20


def test_sealed_evidence_is_named_as_the_reason(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim over sealed rows is attested: its file says so, and so does the check, claim by claim."""
    (row,) = run(made.folder, "sql/witnesses-spoke.sql", monkeypatch)
    found = verify(made.folder)

    assert "withheld" in row["not computed here"]
    assert set(found.reasons) == {*found.attested, *found.not_recomputable}
    assert found.reasons["witnesses-spoke"] == (
        "sealed evidence: rows of reports are withheld; nothing that reviewers signed stands beside it"
    )
    assert found.json()["reasons"] == dict(found.reasons)


def test_every_table_can_be_asked_under_its_own_name(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """`sql/tables.sql` makes a view of each; a SELECT that a claim brings runs over them."""
    folder = folders["small"]
    monkeypatch.chdir(folder)
    with duckdb.connect() as con:
        con.execute((folder / "sql/tables.sql").read_text("utf-8"))
        found = con.execute((folder / "claims/own.sql").read_text("utf-8")).fetchall()

    assert found == [(printed(folder)["own-select"]["values"]["n"]["base"],)]


def test_no_text_of_a_claim_leaves_its_comment(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A condition with quotes, dashes and a line end: the file is one statement that runs."""
    folder = folders["small"]
    verdicts = printed(folder)
    path = paths(verdicts)["odd-words"]
    (row,) = run(folder, path, monkeypatch)
    with duckdb.connect() as con:
        statements = con.extract_statements((folder / path).read_text("utf-8"))

    assert (row["low"], row["holds"], len(statements)) == ("0", "no", 1)


def test_every_annotation_finds_its_passage(folders: dict[str, Path]) -> None:
    """Quotation and position select the same characters of the plain text, with what stands around them."""
    for folder in folders.values():
        notes = json.loads((folder / NOTES).read_text("utf-8"))["first"]["items"]
        assert len(notes) > 5
        for note in notes:
            quote, place = note["target"]["selector"]
            text = (folder / note["target"]["source"]).read_text("utf-8")
            start, end = place["start"], place["end"]
            assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
            assert text[start:end] == quote["exact"] != ""
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])


def test_every_checked_sentence_has_a_review(folders: dict[str, Path]) -> None:
    """Its words, its verdict, and an address that exists on the statement's page; never a number for truth."""
    folder = folders["aleppo-2016"]
    reviews = json.loads((folder / REVIEWS).read_text("utf-8"))["@graph"]
    page = (folder / "index.html").read_text("utf-8")
    sentences = json.loads((folder / "data/sentences.json").read_text("utf-8"))

    assert [r["claimReviewed"] for r in reviews] == [
        s["text"] for s in sentences if s["verdict"] not in ("context", "not_checkable")
    ]
    for review in reviews:
        assert f'id="{review["url"].partition("#")[2]}"' in page
        assert "ratingValue" not in review["reviewRating"]


def test_the_crate_lists_files_that_are_there_by_their_digest(folders: dict[str, Path]) -> None:
    """Descriptor, root and parts as RO-Crate 1.1 asks; each digest is that of the manifest."""
    folder = folders["aleppo-2016"]
    graph = {e["@id"]: e for e in json.loads((folder / CRATE).read_text("utf-8"))["@graph"]}
    listed, _ = manifest.parse((folder / manifest.NAME).read_bytes())

    assert graph[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {"name", "description", "datePublished", "license"} <= set(graph["./"])
    parts = [p["@id"] for p in graph["./"]["hasPart"]]
    assert {"tables/reports.csv", "tables/reports.parquet", "sql/tables.sql", "statement.md", "case.lock"} <= set(parts)
    assert all(graph[p]["sha256"] == listed[p] for p in parts)


def test_the_lock_that_travels_names_no_table_and_no_decision(folders: dict[str, Path]) -> None:
    """A digest of withheld rows would let anybody test a guess: only claims, their forms and open inputs are there."""
    text = (folders["aleppo-2016"] / "case.lock").read_text("utf-8")

    assert re.findall(r"^\[+(\w+)\]", text, re.MULTILINE) == ["inputs", "claims", "variants", "settings"]
    assert "decisions.jsonl" not in text


def test_a_verdict_typed_into_data_pages_and_lock_is_caught(folders: dict[str, Path], tmp_path: Path) -> None:
    """Consistent everywhere, and yet not what the tables give."""
    folder = tmp_path / "dossier"
    shutil.copytree(folders["small"], folder)
    docs = {n: json.loads((folder / f"data/{n}.json").read_text("utf-8")) for n in DOCUMENTS}
    docs["verdicts"]["referrals"] |= {"verdict": "supported", "verdict_now": "supported"}
    (folder / "data/verdicts.json").write_text(json.dumps(docs["verdicts"], indent=1) + "\n", "utf-8")
    for path, body in pages(docs, drawn(folder / "tables", docs["tables"])).items():
        (folder / path).write_bytes(body)
    lock = folder / "case.lock"
    before = verify(folder)
    lock.write_text(re.sub(r'("referrals" = \{ verdict = )"\w+", now = "\w+"', r'\1"supported", now = "supported"',
                           lock.read_text("utf-8")), "utf-8")  # fmt: skip
    relist(folder)
    found = verify(folder)

    assert not before.ok
    assert not found.ok
    assert any(a.startswith("verdict of referrals: page says supported") for a in found.altered)
    assert not any("case.lock does not say" in a for a in found.altered)


def test_a_lock_that_says_otherwise_is_found(folders: dict[str, Path], tmp_path: Path) -> None:
    """Data and pages are right, the lock and the manifest were changed together."""
    folder = tmp_path / "dossier"
    shutil.copytree(folders["small"], folder)
    lock = folder / "case.lock"
    lock.write_text(lock.read_text("utf-8").replace('"supported"', '"contradicted"', 1), "utf-8")
    relist(folder)

    assert any("case.lock does not say" in a for a in verify(folder).altered)


@pytest.mark.skipif(shutil.which("duckdb") is None, reason="the DuckDB binary is not installed")
def test_the_binary_prints_the_same(folders: dict[str, Path]) -> None:
    """As VERIFY.txt says, with the binary itself."""
    command = ["duckdb", "-csv", "-f", "sql/isle-vetoes.sql"]
    found = subprocess.run(command, cwd=folders["small"], capture_output=True, text=True, check=True).stdout

    assert found == "value,low,base,high,holds\nn,2,2,2,yes\n"
