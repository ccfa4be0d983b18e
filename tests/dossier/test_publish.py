"""What leaves the case, and what never does."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import synthetic
from dossier.conftest import Made
from solferino.dossier import write
from solferino.dossier.publish import guarded, permits, step
from solferino.dossier.slug import slugs
from solferino.words.errors import EvidenceError, UsageError
from solferino.words.tables import tables


def test_somebody_decided_on_every_column_of_every_table() -> None:
    """A new column is neither published nor forgotten: this test fails until it stands in one of the two lists."""
    for name, schema in tables().items():
        permit = permits()[name]
        if permit.keep:
            assert permit.allow == permit.fine == ()
        else:
            assert sorted([*permit.allow, *permit.fine, *permit.deny]) == sorted(schema.columns), name
    assert set(permits()) == set(tables())


def test_what_is_withheld_is_nowhere_in_the_output(made: Made) -> None:
    """A word that stands in sealed rows, denied columns, persons and decisions is in no file, plain or compressed."""
    for path in made.files():
        assert synthetic.CANARY.encode() not in (made.folder / path).read_bytes(), path
    with duckdb.connect() as con:
        for path in sorted((made.folder / "tables").glob("*.parquet")):
            assert synthetic.CANARY not in str(con.execute("FROM read_parquet(?)", [str(path)]).fetchall()), path


def test_the_canary_is_there_to_be_withheld(made: Made) -> None:
    """The tables of the build do hold it: otherwise the test above could not fail."""
    with duckdb.connect() as con:
        rows = con.execute("FROM read_parquet(?)", [str(made.checked.tables["reports"])]).fetchall()

    assert synthetic.CANARY in str(rows)


def test_tables_carry_the_allowed_columns_and_open_rows_alone(made: Made) -> None:
    """Four reports are filed, one of them sealed; neither what they aimed at nor their notes leave."""
    with (made.folder / "tables/reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 3
    assert sorted(rows[0]) == sorted([*permits()["reports"].allow, *permits()["reports"].fine])
    assert not (made.folder / "tables/persons.csv").exists()
    assert not (made.folder / "tables/decisions.csv").exists()


def test_points_are_coarsened(made: Made) -> None:
    """12.345678 degrees leave as 12.35."""
    with (made.folder / "tables/places.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)

    assert (row["lat"], row["lon"]) == ("12.35", "-3.99")


def test_no_cell_of_a_csv_is_a_formula(made: Made) -> None:
    """A cell that begins with = + - @ begins with a quote instead; plain negative numbers stay."""
    for path in sorted((made.folder / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert cell[:1] not in ("=", "+", "@", "\t", "\r"), (path, cell)
                    assert cell[:1] != "-" or float(cell) < 0


@settings(max_examples=60)
@given(st.text())
def test_a_guarded_cell_is_no_formula_and_loses_nothing(cell: str) -> None:
    """The text is whole behind the quote."""
    found = guarded(cell)

    assert found in (cell, f"'{cell}")
    assert found[:1] not in ("=", "+", "@", "\t", "\r")


@settings(max_examples=60)
@given(st.sets(st.text(max_size=120), max_size=12))
def test_names_make_safe_and_different_files(names: set[str]) -> None:
    """Whatever an id holds, its file stands in the folder and no other id has it, letter case apart."""
    found = slugs(names)

    assert set(found) == names
    assert len({f.casefold() for f in found.values()}) == len(names)
    assert all(f.strip(".") and "/" not in f and "\\" not in f and len(f) <= 100 for f in found.values())


def test_a_step_that_is_none_is_the_default() -> None:
    """A mistake in the setting never publishes finer points."""
    assert [step(s) for s in ("0.1deg", "0deg", "exact", "")] == [0.1, 0.01, 0.01, 0.01]


def test_the_same_check_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    """Written a second time elsewhere, the root is the same."""
    assert write(made.checked, tmp_path / "again") == made.root


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_neither_time_zone_nor_locale_changes_a_byte(
    made: Made, tmp_path: Path, repo: Path, env: dict[str, str]
) -> None:
    """Built from nothing in another process under another zone, locale and hash seed, the root is the same."""
    body = "import sys; from pathlib import Path; from dossier import synthetic; from solferino.dossier import write\n"
    body += "to = Path(sys.argv[1]); to.mkdir(); print(write(synthetic.checked(to), to / 'dossier'))"
    path = f"{repo / 'src'}:{repo / 'tests'}"
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "PYTHONHASHSEED": "7", **env}
    command = [sys.executable, "-c", body, str(tmp_path / "case")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)

    assert done.stdout.strip() == made.root


def test_writing_replaces_a_dossier_whole(made: Made, tmp_path: Path) -> None:
    """Nothing of the older dossier is left behind."""
    to = tmp_path / "dossier"
    write(made.checked, to)
    (to / "claims/old.html").write_text("old")

    assert write(made.checked, to) == made.root
    assert not (to / "claims/old.html").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dossier"]


def test_writing_over_other_files_is_refused(made: Made, tmp_path: Path) -> None:
    """A folder that holds anything else is left alone."""
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(UsageError, match="holds other files"):
        write(made.checked, tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_table_without_sensitivity_is_not_published(made: Made, tmp_path: Path) -> None:
    """Fail closed: what nobody graded stays, and nothing is half-written."""
    bad = tmp_path / "acts.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 'acts/1' AS report_id) TO '{bad}' (FORMAT parquet)")
    checked = replace(made.checked, tables={**made.checked.tables, "acts": bad})

    with pytest.raises(EvidenceError, match="no column sensitivity"):
        write(checked, tmp_path / "dossier")
    assert not (tmp_path / "dossier").exists()


def test_an_altered_exhibit_stops_the_dossier(made: Made, tmp_path: Path) -> None:
    """Where the bytes of an exhibit are not the pinned ones, nothing is published."""
    with pytest.raises(EvidenceError, match="is altered"):
        write(made.checked, tmp_path / "dossier", vault_read=lambda sha256: b"other bytes")
    assert not (tmp_path / "dossier").exists()


def test_a_case_with_nothing_in_it_is_published(made: Made, tmp_path: Path) -> None:
    """No claim, no sentence, no table: every page says so instead of breaking."""
    case = replace(made.checked.case, claims=(), statements=(), sources=())
    empty = replace(made.checked, case=case, claims={}, sentences=(), tables={})
    write(empty, tmp_path / "dossier")

    assert "No statement is filed." in (tmp_path / "dossier/index.html").read_text("utf-8")
    assert json.loads((tmp_path / "dossier/data/verdicts.json").read_text("utf-8")) == {}
