"""Publishing safely: canaries in every place that stays, few persons, consent, a new field."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import solferino as sol
from cases.river import REPORTS, write_river
from cases.small import ACTS, CLAIMS, source, write_case
from pipeline.test_approvals import approve
from solferino.dossier.small import few, ranged
from solferino.words.bounds import Bounds
from solferino.words.decision import line_digest
from solferino.words.result import ClaimResult
from solferino.words.verdict import Lack, Status, Verdict

CANARY = "Kanarienvogel"
SEALED_ACTS = f"""id,date,known,body,kind,about,what,check
s1,2020-02-02,,{CANARY} body,finding,NOR,finds {CANARY} what,confirmed
s2,2020-02-30,,{CANARY} rejected,finding,NOR,x,confirmed
"""
PERSONS = "id,conduct,must,may,grade\n" + "".join(f"{CANARY}-{n},torture,NOR,NOR,4\n" for n in range(3))
_ACTS = """act_id = "id"
date = "date"
body = "body"
kind = "kind"
about = { column = "about", split = ";" }
what = "what"
check_status = "check"
"""
_PERSONS = """person_id = "id"
conduct = { column = "conduct", split = ";" }
party_must = { column = "must", split = ";" }
party_may = { column = "may", split = ";" }
occurrence = "grade"
"""
_MORE = """
[sealed-finding]
says = "act"
where = { kind = "finding", date = { from = 2020-02-01, to = 2020-02-28 } }
[tortured]
says = "count"
of = "persons"
where = { conduct = "torture" }
holds = "n >= 2"
"""


def guarded_source(name: str, data: str, table: str, columns: str) -> dict[str, str]:
    """The files of a source that stays in the case."""
    text = source(
        name, data, table, ["id"], columns, f'sensitivity = "restricted"\nnote = "{CANARY} note of the source"'
    )
    return {
        f"files/{name}.csv": data,
        f"sources/{name}.toml": text.replace(f'title = "{name}"', f'title = "{CANARY} title"'),
    }


def texts_in(path: Path) -> Iterator[str]:
    """Everything that a file says: its bytes, the rows of a Parquet file, the parts of a zip, the text of a PDF."""
    body = path.read_bytes()
    yield body.decode("utf-8", "replace")
    if path.suffix == ".parquet":
        with duckdb.connect() as con:
            yield str(con.execute("FROM read_parquet(?)", [str(path)]).fetchall())
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (archive.read(n).decode("utf-8", "replace") for n in archive.namelist())
    if path.suffix == ".pdf":
        pypdf = pytest.importorskip("pypdf")
        yield "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def nowhere(word: str, folder: Path) -> None:
    """Assert that no file of a folder holds a word, in its name or inside, in any way of writing it."""
    for path in sorted(folder.rglob("*")):
        assert word.casefold() not in path.relative_to(folder).as_posix().casefold()
        for text in texts_in(path) if path.is_file() else ():
            assert word.casefold() not in text.casefold(), path


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """A small case with a restricted source of acts, one row of it rejected, and a restricted source of persons."""
    files = guarded_source("secret", SEALED_ACTS, "acts", _ACTS) | guarded_source(
        "people", PERSONS, "persons", _PERSONS
    )
    statement = "[The court found it in February 2020.](claim:sealed-finding) [Two were tortured.](claim:tortured)\n"
    return write_case(tmp_path / "case", files, claims=CLAIMS + _MORE, statement=statement)


def test_no_canary_comes_out_of_a_release(guarded: Path, tmp_path: Path) -> None:
    """Sealed rows, rejected rows, persons, sources, reviewers and their reasons: nowhere in any file, however packed."""
    approve(guarded)
    lines = (guarded / "decisions.jsonl").read_text("utf-8").splitlines()
    about = {"id": "x1", "t": "2020-07-01T10:00:00Z", "by": f"{CANARY} reviewer", "act": "grade", "about": ["acts/a1"],
             "value": {"ladder": "occurrence", "grade": 2, "checklist": [CANARY]}, "why": f"{CANARY} reason", "prev": ""}  # fmt: skip
    (guarded / "decisions.jsonl").write_text("\n".join([*lines, json.dumps(about)]) + "\n", "utf-8")
    published = sol.open(guarded).publish(tmp_path / "out")
    verdicts = json.loads((tmp_path / "out/data/verdicts.json").read_text("utf-8"))

    assert published.missing == ()
    assert verdicts["sealed-finding"]["verdict"] == "supported"
    assert "the court" in (tmp_path / "out/search/entries-0.js").read_text("utf-8").casefold()
    nowhere(CANARY, tmp_path / "out")
    assert sol.verify(tmp_path / "out", root=published.root).ok


def test_the_canaries_are_there_to_come_out(guarded: Path) -> None:
    """The build holds them, in rows and in the reason of a verdict: otherwise the test above could not fail."""
    build = sol.open(guarded).build()

    assert CANARY in str(build.table("acts"))
    assert CANARY in str(build.table("persons"))
    assert CANARY in str(build.claims["sealed-finding"].verdict.because)


def test_a_fact_put_right_in_a_column_that_stays_names_neither_value(tmp_path: Path) -> None:
    """The dossier says that it was put right and why; what stood there and what stands there do not leave."""
    root = write_river(tmp_path / "case")
    row = sol.open(root).build().table("facility_names")[0]["report_id"]
    (root / "facts.toml").write_text(f'["{row}"]\nset = {{ note = "{CANARY} note" }}\nwhy = "both stand"\n', "utf-8")
    build = sol.open(root).build()

    assert CANARY in str(build.built.checked.notes)
    assert "note was put right: both stand" in (root / "build/dossier/data/case.json").read_text("utf-8")
    nowhere(CANARY, root / "build/dossier")


def test_a_rejected_cell_is_not_quoted(tmp_path: Path) -> None:
    """A point that could not be read says what was wrong, not where it is."""
    acts = ACTS + f"a9,2020-13-45 {CANARY},,Court,finding,NOR,x,confirmed\n"
    root = write_case(tmp_path / "case", acts=acts)
    sol.open(root).build()
    rows = (root / "build/dossier/tables/rejections.csv").read_text("utf-8")

    assert "the value" in rows
    nowhere(CANARY, root / "build/dossier")


def result(values: dict[str, Bounds], table: str = "persons") -> ClaimResult:
    """A result over a table."""
    verdict = Verdict(Status.INSUFFICIENT, Lack.BETWEEN, ("n = 3; it asks n >= 2",))
    return ClaimResult("c", "count", "", verdict, verdict, values, "n >= 2", "c.toml", 1, table=table)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Bounds(3, 3, 3), {"low": 1, "base": 1, "high": 4}),
        (Bounds(0, 0, 2), {"low": 0, "base": 0, "high": 4}),
        (Bounds(4, 4, 9), {"low": 1, "base": 1, "high": 9}),
        (Bounds(2, 2, None), {"low": 1, "base": 1, "high": None}),
    ],
)
def test_few_persons_are_a_range(value: Bounds, shown: dict[str, int | None]) -> None:
    """From one to four: which, nothing beside it tells; nobody and many are told as they are."""
    body = ranged(result({"n": value, "share": Bounds.exactly(0.5)}).json(), 5)

    assert few(result({"n": value}), 5)
    assert body["values"] == {"n": shown}
    assert "3" not in json.dumps([body[k] for k in ("because", "weaker", "counter", "notes", "rows", "total")])


def test_many_persons_and_few_of_anything_else_are_told_as_they_are() -> None:
    """The rule is for persons, and for small numbers of them."""
    assert not few(result({"n": Bounds(5, 5, 9)}), 5)
    assert not few(result({"n": Bounds.exactly(0)}), 5)
    assert not few(result({"n": Bounds.exactly(3)}, "vetoes"), 5)


def test_few_persons_are_a_range_in_every_file(guarded: Path) -> None:
    """Three persons in the case: data, tables, SQL, linked data and lock say 1 to 4."""
    sol.open(guarded).build()
    folder = guarded / "build/dossier"
    verdict = json.loads((folder / "data/verdicts.json").read_text("utf-8"))["tortured"]

    assert verdict["values"] == {"n": {"base": 1, "high": 4, "low": 1}}
    assert "n = 3" not in "".join(t for p in folder.rglob("*") if p.is_file() for t in texts_in(p))
    assert '"tortured" = { verdict = "supported", now = "supported" }' in (folder / "case.lock").read_text("utf-8")
    assert sol.verify(folder).ok


def test_withdrawn_consent_seals_what_follows_from_it(tmp_path: Path) -> None:
    """The reports of one teller are gone from every export, their incident with them, and verdicts say so."""
    root = write_river(
        tmp_path / "case",
        reports=REPORTS.replace("r12,2020-03-03,,2020-03-03,River Agency", f"r12,2020-03-03,,2020-03-03,{CANARY}"),
    )
    sol.open(root).build()
    before = (root / "build/dossier/tables/reports.csv").read_text("utf-8")
    first = json.dumps({"id": "c1", "t": "2020-07-01T10:00:00Z", "by": "office", "act": "consent", "about": ["reports/r12"], "value": {"use": "publish"}, "why": "signed", "prev": ""})  # fmt: skip
    last = json.dumps({"id": "c2", "t": "2020-08-01T10:00:00Z", "by": "office", "act": "consent", "about": ["reports/r12"], "value": {"use": "withdrawn"}, "why": "asked by letter", "prev": line_digest(first)})  # fmt: skip
    (root / "decisions.jsonl").write_text(f"{first}\n{last}\n", "utf-8")
    build = sol.open(root).build()
    after = (root / "build/dossier/tables/reports.csv").read_text("utf-8")

    assert CANARY in before
    assert len(after.splitlines()) == len(before.splitlines()) - 1
    nowhere(CANARY, root / "build/dossier")
    assert {r["sensitivity"] for r in build.table("reports") if r["report_id"] == "reports/r12"} == {"sealed"}
    assert sol.verify(root / "build/dossier").ok


def test_consent_that_says_no_use_is_no_decision(tmp_path: Path) -> None:
    """What was agreed must be one of three words."""
    line = {
        "id": "c1",
        "t": "t",
        "by": "office",
        "act": "consent",
        "about": ["reports/r1"],
        "value": {"use": "maybe"},
        "prev": "",
    }
    root = write_case(tmp_path / "case", {"decisions.jsonl": json.dumps(line) + "\n"})

    with pytest.raises(sol.SolferinoError, match="publish, restricted, withdrawn"):
        sol.open(root).read()


def test_no_digest_of_withheld_bytes_leaves(guarded: Path) -> None:
    """A bare hash of what is withheld would let anybody test a guess."""
    sol.open(guarded).build()
    for name in ("files/secret.csv", "files/people.csv", "sources/secret.toml", "sources/people.toml"):
        nowhere(hashlib.sha256((guarded / name).read_bytes()).hexdigest(), guarded / "build/dossier")
