"""From a text to reports: drafted, let in by a person, and traced back to the words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from cases.small import write_case
from exchange.text_samples import GOLD, SAMPLES
from solferino.casefile.load import load
from solferino.exchange.documents.read import text_of
from solferino.exchange.read import read
from solferino.pipeline.add import add
from solferino.pipeline.worded import worded
from solferino.store.engine import connect, quote
from solferino.words.errors import CaseError, UsageError

TEXT = """ELIN (14 May 2031) – On Monday fighters of the Northern Front shelled a school in Bélad, killing two teachers.

On 2 May 2031 an airstrike hit the market in Murat.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case without any text."""
    return write_case(tmp_path / "case")


def _add(root: Path, name: str, data: bytes, table: str = "reports") -> str:
    """Add a file and return the path of its description."""
    (root.parent / name).write_bytes(data)
    return add(root, str(root.parent / name), table=table).file


def _let_in(root: Path, file: str) -> None:
    """Take the marks before the spans away, as a person does who has read each over, and name who is meant."""
    text = (root / file).read_text("utf-8").replace('    # "', '    "').replace('= "" }', '= "SOU" }')
    (root / file).write_text(text, "utf-8")


def _reports(root: Path, data: bytes) -> list[dict[str, Any]]:
    """Read `data` by the description that the case holds of it."""
    source = next(s for s in load(root).sources if s.path.startswith("files/a."))
    with connect() as con:
        (found,) = read(con, source, data)
        assert found.rejected == ()
        cursor = con.execute(f"SELECT * FROM {quote(found.relation)} ORDER BY report_id")
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_its_reports(name: str, root: Path) -> None:
    """Whatever document it stands in, the text gives the same three reports, every column of them."""
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf", reason="the extra documents is not installed")
    file = _add(root, name, SAMPLES[name])
    _let_in(root, file)

    rows = _reports(root, SAMPLES[name])
    rows.sort(key=lambda r: int(r["report_id"].split("/")[1].split("-")[0]))
    assert [{k: row[k] for k in gold} for row, gold in zip(rows, GOLD, strict=True)] == GOLD


def test_nothing_is_let_in_by_itself(root: Path) -> None:
    """A description as it is drafted reads no row: every account waits for a person."""
    _add(root, "a.txt", TEXT.encode())

    assert _reports(root, TEXT.encode()) == []


def test_an_account_that_is_gone_is_an_error_of_the_description(root: Path) -> None:
    """A text that was changed since it was read over is not read by half: the missing span is named, with its line."""
    file = _add(root, "a.txt", TEXT.encode())
    _let_in(root, file)

    with pytest.raises(CaseError, match=r"sources/a.toml:\d+: no account stands at 0-113 of files/a.txt"):
        _reports(root, TEXT.replace("Bélad", "Tolma").encode())


def test_a_document_is_known_by_the_words_that_tell_of_an_incident(root: Path) -> None:
    """Without a table nothing is read, and `add` says what the text tells, and where."""
    (root.parent / "a.md").write_text(TEXT, "utf-8")
    (root.parent / "b.txt").write_text("A letter, and nothing else.\n", "utf-8")

    told = add(root, str(root.parent / "a.md"), dry_run=True).known
    assert told.startswith("a text that tells of incidents: 2 in it, the first at bytes 0-113: “ELIN")
    assert add(root, str(root.parent / "b.txt"), dry_run=True).known.startswith("a text: no sentence of it")


def test_a_pdf_is_preserved_without_its_reader(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra documents is not installed, `add` keeps a PDF all the same, and says nothing of its words."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (root.parent / "a.pdf").write_bytes(SAMPLES["a.pdf"])

    assert add(root, str(root.parent / "a.pdf")).known == ""


def test_a_table_by_the_ending_of_a_text_stays_a_table(root: Path) -> None:
    """A file called .txt whose first line is a header is read as rows."""
    data = b"date_from\tplace\tkilled_min\n2031-05-02\tMurat\t3\n"
    _add(root, "a.txt", data)

    assert _reports(root, data)[0]["place"] == "Murat"


def test_words_lead_back_to_bytes(root: Path) -> None:
    """Each value of a report names the bytes of the text that say it, and those bytes are its words."""
    file = _add(root, "a.txt", TEXT.encode())
    _let_in(root, file)
    (read_by_rules,) = worded(load(root), "a/0-113")

    plain = text_of(TEXT.encode(), "a.txt").encode()
    told = {}
    for trace in read_by_rules.children:
        if trace.kind == "words":
            value, _, words = trace.text.partition(": “")
            span = trace.id.removeprefix("bytes ").split("-")
            assert plain[slice(*map(int, span))].decode() == words.rstrip("”")
            told[value.split(" ")[0]] = words.rstrip("”")
    assert told == {
        "date_from": "Monday", "date_to": "Monday", "place": "Bélad", "object": "school", "weapon": "shelled",
        "killed_min": "two", "killed_max": "two", "parties": "fighters of the Northern Front",
        "attribution_relation": "fighters of the Northern Front",
    }  # fmt: skip


def test_a_report_of_a_table_has_no_words(root: Path) -> None:
    """A report that was not read out of prose leads to its source alone."""
    assert worded(load(root), "acts/a1") == ()


def test_a_text_that_cannot_be_read_is_refused_before_anything_is_written(root: Path) -> None:
    """A broken document asked for as reports ends in an error, and the case stays as it was."""
    with pytest.raises(UsageError, match="holds no text"):
        _add(root, "a.html", b"<script>x</script>")
    assert not (root / "sources" / "a.toml").exists()


def test_a_text_that_was_changed_tells_which_accounts_are_new_and_gone(root: Path) -> None:
    """Even where one that was let in stands no more, and the description has to be read over."""
    file = _add(root, "a.txt", TEXT.encode())
    _let_in(root, file)
    (root / "files" / "a.txt").write_text(TEXT.replace("Bélad", "Tolma"), "utf-8")
    told = add(root, str(root / "files" / "a.txt"), dry_run=True)

    assert told.changes[0] == "2 new, 0 changed, 2 gone, 0 the same"
    assert any("no account stands at 0-113" in text for text in told.troubles)
    assert not any("\n" in text for text in told.troubles)
