"""The verb `add` says what a file is, and what was preserved out of it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from solferino.cli import cli
from solferino.vault import Vault


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An empty case."""
    root = tmp_path / "case"
    assert CliRunner().invoke(cli, ["init", str(root)]).exit_code == 0
    return root


def test_an_archive_is_added_with_its_members(case: Path, tmp_path: Path) -> None:
    """Adding a zip pins it, holds its members, and names what was left out and why."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("../a.txt", "member")
    given = tmp_path / "given.zip"
    given.write_bytes(out.getvalue())
    shown = CliRunner().invoke(cli, ["add", str(case), str(given)])

    assert shown.exit_code == 0, shown.output
    assert "is      zip: begins with PK" in shown.output
    assert "holds   1 member held, and a listing" in shown.output
    assert len(list(Vault.open(case / "vault").records())) == 3


def test_a_dry_run_tells_the_format_and_writes_nothing(case: Path, tmp_path: Path) -> None:
    """With --dry-run the file and the folder are recognised, and there is no vault afterwards."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "x.pdf").write_bytes(b"%PDF-1.4\n")
    before = sorted(case.rglob("*"))
    shown = CliRunner().invoke(cli, ["add", str(case), str(given / "x.pdf"), str(given), "--dry-run"])

    assert shown.exit_code == 0, shown.output
    assert "is      pdf: begins with '%PDF'" in shown.output
    assert "would preserve" in shown.output
    assert sorted(case.rglob("*")) == before


def test_a_folder_that_holds_the_vault_is_refused(case: Path) -> None:
    """A case is not preserved into itself."""
    assert CliRunner().invoke(cli, ["add", str(case), str(case.parent)]).exit_code != 0
    assert not (case / "vault").exists()


def test_a_file_of_no_known_format_is_kept_whole_and_nothing_is_said_of_it(case: Path, tmp_path: Path) -> None:
    """A table of reports is no archive: one record, and no attempt to take it apart."""
    given = tmp_path / "reports.csv"
    given.write_text("id,date\n1,2020-01-01\n", "utf-8")
    shown = CliRunner().invoke(cli, ["add", str(case), str(given)])

    assert [record.act for record in Vault.open(case / "vault").records()] == ["ingest"]
    assert "   !  " not in shown.output


def test_who_added_it_and_where_it_was_got_from_stand_in_the_log(case: Path, tmp_path: Path) -> None:
    """A name and an address, as typed; the name stands at what was made of the file, too."""
    given = tmp_path / "note.eml"
    given.write_bytes(b"From: a@example.org\nDate: x\nMessage-ID: <1@example.org>\nSubject: s\n\ntext\n")
    words = ["add", str(case), str(given), "--by", "an archivist", "--url", "https://example.org/note"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    records = list(Vault.open(case / "vault").records())

    assert [(r.act, r.actor["id"]) for r in records] == [("ingest", "an archivist"), ("derive", "an archivist")]
    assert records[0].src["url"] == "https://example.org/note"
    assert 'url       = "https://example.org/note"' in (case / "sources" / "note.toml").read_text("utf-8")


def test_why_it_is_kept_stands_in_the_log(case: Path, tmp_path: Path) -> None:
    """A purpose and a note of a file and of a folder; said of bytes that are held already, they find no place."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "a.txt").write_text("one", "utf-8")
    (tmp_path / "b.txt").write_text("two", "utf-8")
    said = ["--basis", "plan of inquiry 7", "--note", "the second photo of a thread"]
    for path in (tmp_path / "b.txt", given):
        assert CliRunner().invoke(cli, ["add", str(case), str(path), *said]).exit_code == 0
    again = CliRunner().invoke(cli, ["add", str(case), str(tmp_path / "b.txt"), *said])
    sealed = CliRunner().invoke(cli, ["add", str(case), str(tmp_path / "b.txt"), "--sealed", "--as", "b", *said])
    records = list(Vault.open(case / "vault").records())

    assert [r.basis for r in records] == ["plan of inquiry 7", "plan of inquiry 7", "listing of an added folder"]
    assert all(r.note.endswith("; the second photo of a thread") for r in records[:2])
    assert "held    since record 0; what is said of it now is not in the log" in again.output
    assert sealed.exit_code == 2


def test_no_name_of_a_stranger_moves_the_cursor(case: Path, tmp_path: Path) -> None:
    """What a file says of itself is shown on one line each, without marks that a terminal would obey."""
    table, archive = tmp_path / "table.csv", tmp_path / "w.wacz"
    table.write_text("date,\x1b[31mred,place\n2020-01-01,\x1b]0;own\x07,\u202e x\n", "utf-8")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("datapackage.json", '{"resources": [{"path": "a\\u001b[2J"}]}')
        made.writestr("archive/\x1b[31m.warc", "WARC/1.0\r\n")
    shown = CliRunner().invoke(cli, ["add", str(case), str(table), str(archive)])

    assert shown.exit_code == 0, shown.output
    assert all(line.isprintable() for line in shown.output.splitlines())
    assert "\\x1b" in shown.output


def test_a_large_file_goes_from_disk_to_disk(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no table and no text is never in memory whole: added, built, put back and pinned anew all the same."""
    monkeypatch.setattr("solferino.pipeline.filed.LARGE", 1000)
    given = tmp_path / "long.mp4"
    given.write_bytes(b"\0\0\0\x18ftypisom" + bytes(5000))
    whole = Path.read_bytes

    def small(path: Path) -> bytes:
        assert path.stat().st_size < 1000, path
        return whole(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", small)
        added = CliRunner().invoke(cli, ["add", str(case), str(given)])
    assert added.exit_code == 0, added.output
    assert f"size    {given.stat().st_size} bytes" in added.output
    held = Vault.open(case / "vault").path(hashlib.sha256(given.read_bytes()).hexdigest())
    assert held.read_bytes() == given.read_bytes()
    held.unlink()
    assert CliRunner().invoke(cli, ["build", str(case)]).exit_code == 0
    assert held.is_file()
    filed = case / "files" / "long.mp4"
    filed.write_bytes(filed.read_bytes() + b"more")
    assert CliRunner().invoke(cli, ["build", str(case)]).exit_code != 0
    assert "pinned anew" in CliRunner().invoke(cli, ["add", str(case), str(filed)]).output
