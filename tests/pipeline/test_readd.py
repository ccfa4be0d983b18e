"""The same file again, one of ours that comes back, and the description that stands beside it: add says what it sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cases.small import write_case
from solferino.casefile.load import load
from solferino.cli.add import command
from solferino.exchange.read import read
from solferino.exchange.writer import WRITERS
from solferino.exchange.writers.written import Rows
from solferino.pipeline.mapping import described
from solferino.store.engine import connect, quote
from solferino.words.tables import tables

ENDINGS = {"uwazi": "csv", "hxl": "csv", "ftm": "jsonl", "bayanat": "json"}
NAMES = ("report_id", "publisher", "roots", "place", "lat", "lon", "killed_min", "note", "sensitivity")
ROWS = [
    ("s/1", "Wire", ["a", "b"], "Lower Town", 36.2, 37.1, 3, "=SUM(1)", "public"),
    ("s/2", "Post", None, "Upper Town", None, None, None, "'quoted", "public"),
]


def _add(case: Path, *arguments: str | Path) -> str:
    told = CliRunner().invoke(command, [str(case), *map(str, arguments)])
    assert told.exit_code == 0, told.output
    return told.output


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one claim and no source."""
    return write_case(tmp_path / "case")


def test_the_same_bytes_again_are_nothing_new(case: Path, tmp_path: Path) -> None:
    """Plainly, and the description stays as it is; a longer file is told row by row."""
    file = tmp_path / "a.csv"
    file.write_text("id,date,town\nR1,2031-01-09,Lower Town\n", "utf-8")
    _add(case, file)
    before = (case / "sources" / "a.toml").read_bytes()
    again = _add(case, file)
    (case / "files" / "a.csv").write_text("id,date,town\nR1,2031-01-09,Upper Town\nR2,2031-01-10,X\n", "utf-8")
    longer = _add(case, case / "files" / "a.csv")

    assert "already pinned" in again
    assert "nothing is new" in again
    assert "1 new, 1 changed, 0 gone, 0 the same" in longer
    assert before != (case / "sources" / "a.toml").read_bytes()


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_what_was_written_here_is_known_and_read_back(name: str, case: Path, tmp_path: Path) -> None:
    """By its own columns, without the description beside it: the same values, and the id it was written with."""
    written = WRITERS[name].write(Rows(tables()["reports"], NAMES, ROWS))
    file = tmp_path / f"a.{ENDINGS.get(name, name)}"
    file.write_bytes(written.data)
    told = _add(case, file)

    assert "known   as reports written by Solferino" in told
    assert "reads   2 records, 0 rejected" in told
    (source,) = [s for s in load(case).sources if s.id == "a"]
    with connect() as con:
        (found,) = read(con, source, written.data)
        names = ", ".join(n for n in NAMES if n not in ("report_id", "sensitivity"))
        rows = con.execute(f"SELECT url_decode(report_id[3:]), {names} FROM {quote(found.relation)} ORDER BY ALL")
        assert rows.fetchall() == [row[:-1] for row in ROWS]


def test_the_description_beside_a_file_is_used(case: Path, tmp_path: Path) -> None:
    """What export wrote there reads the file, whatever its columns look like."""
    written = WRITERS["uwazi"].write(Rows(tables()["reports"], NAMES, ROWS))
    (tmp_path / "a.csv").write_bytes(written.data)
    (tmp_path / "a.csv.toml").write_text(described(written.reading), "utf-8")

    assert "known   as what a.csv.toml beside it says" in _add(case, tmp_path / "a.csv")
    assert described(written.reading) in (case / "sources" / "a.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[read", "cannot be read"),
        ("[case]\ntitle = 'x'\n", "more, or less, than one"),
        ("[[read]]\ntable = 'reports'\nid = ['nr']\n[read.columns]\nplace = 'nowhere'\n", "has no column"),
        ("[[read]]\ntable = 'reports'\nformat = 'text'\n[read.columns]\n", "lets in accounts"),
    ],
)
def test_a_description_of_something_else_is_left_and_told(text: str, why: str, case: Path, tmp_path: Path) -> None:
    """The file is then guessed like any other."""
    (tmp_path / "a.csv").write_text("id,date,town\nR1,2031-01-09,Lower Town\n", "utf-8")
    (tmp_path / "a.csv.toml").write_text(text, "utf-8")
    told = _add(case, tmp_path / "a.csv")

    assert why in told
    assert "reads   1 records" in told
