"""Roads by which what is sealed could leave without anybody seeing it: each is walked, with a canary."""

from __future__ import annotations

import base64
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import duckdb
import pytest

import solferino as sol
from cases.sealed import CANARY, PASSPHRASE, TOLD, open_up, with_reviewers
from pipeline.test_sealed import found
from solferino.casefile import load
from solferino.cli.failing import run
from solferino.pipeline.add import add
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.attest import attest
from solferino.pipeline.attested import counted
from solferino.pipeline.dispose import dispose_of
from solferino.pipeline.sealed import opened
from solferino.pipeline.unlock import lock
from solferino.store.namespace import Namespace
from solferino.vault import Vault
from solferino.vault.intake import child
from solferino.vault.seal import session
from solferino.vault.seal.rows import row_salt, rows_key
from solferino.vault.seal.session import apart, current
from solferino.words.claim import canonical, plain
from solferino.words.errors import UsageError


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No temporary folder is removed any more: what ever stood in one can be found."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile.TemporaryDirectory, "_rmtree", lambda *_, **__: None)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_temporary_file_of_a_sealed_source_meets_the_disk(case: Path, kept: None, form: str) -> None:
    """A table is read from a file: while it is sealed, built and asked, that file stands in memory alone."""
    table = case.parent / "outside" / f"more.{form}"
    if form == "csv":
        table.write_text(TOLD, "utf-8")
    else:
        told = case.parent / "outside" / "told.csv"
        duckdb.sql(f"COPY (FROM read_csv('{told}')) TO '{table}' (FORMAT parquet, COMPRESSION uncompressed)")
    add_sealed(case, table, name="more", table="acts")
    open_up(case)
    build = sol.open(case).build()
    build.table("acts")
    sol.open(case).why("said-in-confidence")

    assert found(case.parent, besides=("outside", "memory")) == []
    assert found(case.parent / "memory", besides=()) != []


def test_what_a_killed_process_left_goes_with_the_next_lock(case: Path) -> None:
    """kill -9 while a file is being sealed: its folder in memory stays, until the next lock; one in use is left alone."""
    script = (
        "import os, solferino.vault.seal.session as s\nwith s.apart() as f:\n (f / 'x').write_text('x')\n os._exit(9)"
    )
    path = os.pathsep.join(filter(None, sys.path))
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path}, check=False)
    with apart() as used:
        assert len(list(used.parent.glob("apart-*"))) == 2
        lock(case)
        assert list(used.parent.glob("apart-*")) == [used]


def test_a_case_that_was_moved_while_open_is_closed_by_the_next_lock(case: Path) -> None:
    """Its session is found by nobody any more; whichever case is locked next, the key goes."""
    open_up(case)
    moved = case.rename(case.with_name("moved"))
    assert current(moved) is None
    lock(moved)

    assert [p for p in (case.parent / "memory").rglob("*") if p.is_file()] == []


def test_a_shell_without_the_variable_finds_the_session(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened at the desk is closed from cron, which does not know XDG_RUNTIME_DIR."""
    usual = case.parent / "memory" / str(os.getuid())
    usual.mkdir()
    monkeypatch.setattr(session, "_RUN", str(usual.parent))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(usual))
    open_up(case)
    monkeypatch.delenv("XDG_RUNTIME_DIR")

    assert current(case) is not None
    assert lock(case)


def test_a_session_says_whether_it_is_in_memory(case: Path) -> None:
    """By what lies there, not by what the variable should mean: the test's own folder may be on a disk."""
    open_up(case)
    found = current(case)
    assert found is not None
    here = subprocess.run(["stat", "-f", "-c", "%T", found.folder], capture_output=True, text=True, check=True)

    assert found.in_memory is (here.stdout.strip() in ("tmpfs", "ramfs"))


def test_neither_key_nor_bytes_are_in_what_python_shows(case: Path) -> None:
    """A session and an opened envelope, shown by an assertion or a debugger, keep to themselves what they hold."""
    open_up(case)
    source = load(case).source("told")
    assert source is not None
    shown = repr(current(case)) + repr(opened(load(case), source, Vault.open(case / "vault")))

    assert "AGE-SECRET-KEY" not in shown
    assert CANARY not in shown
    assert "salt" not in shown


def test_a_process_that_opened_an_envelope_leaves_no_core(case: Path) -> None:
    """Were it killed with a memory image, that image would hold what is sealed."""
    open_up(case)
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def test_a_bug_while_a_case_is_open_does_not_quote(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People paste such reports in public: where and of what kind stays, what it says does not, while a case is open."""

    @click.command()
    def broken() -> None:
        raise ValueError(f"invalid literal: {CANARY}")

    monkeypatch.setattr(sys, "argv", ["solferino"])
    for place in ("_RUN", "_SHARED"):  # whoever runs this may have a case of their own open
        monkeypatch.setattr(session, place, tmp_path / "nowhere")
    said = []
    for _ in range(2):
        with pytest.raises(SystemExit):
            run(broken)
        said.append(capsys.readouterr().err)
        open_up(case)

    assert [(CANARY in each.replace("{CANARY}", ""), "ValueError" in each) for each in said] == [
        (True, True), (False, True),
    ]  # fmt: skip


def test_no_decoder_gets_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads hostile files runs in a process of its own, without the one thing worth stealing."""
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", PASSPHRASE)
    fake, given = tmp_path / "fake", tmp_path / "given"
    fake.write_text(f"#!{sys.executable}\nimport json, os\nprint(json.dumps(dict(os.environ)))\n")
    fake.chmod(0o755)
    given.write_bytes(b"x")
    monkeypatch.setattr(child.sys, "executable", str(fake))

    seen = child.decode("pdq", given)
    assert "PATH" in seen
    assert PASSPHRASE not in seen.values()


def test_what_the_vault_holds_in_clear_is_not_sealed_beside_it(case: Path, tmp_path: Path) -> None:
    """A second copy under a key hides nothing: the first must be disposed of before."""
    given = case.parent / "outside" / "letter.txt"
    given.write_text("a letter", "utf-8")
    held = add(case, str(given)).sha256
    with pytest.raises(UsageError, match="in clear already"):
        add_sealed(case, given, name="letter-2")
    dispose_of(case, held, basis="an error", by="archivist")

    assert add_sealed(case, given, name="letter-2").file == "sources/letter-2.toml"


def test_no_salt_of_what_is_withheld_leaves(case: Path) -> None:
    """After two signatures, a release and lock: neither the source's salt nor any row's is in any file, in any shape."""
    with_reviewers(case, "ada", "ben")
    open_up(case)
    build = sol.open(case).build()
    for name in ("ada", "ben"):
        attest(case, "said-in-confidence", by=name, passphrase=PASSPHRASE)
    assert sol.open(case).publish(case.parent / "out").root
    now = load(case)
    source, claim = now.source("told"), now.claim("said-in-confidence")
    assert source is not None
    assert claim is not None
    salt = opened(now, source, Vault.open(case / "vault")).salt
    with Namespace(build.built.checked.tables) as tables:
        rows = [canonical(plain(row)) for row in counted(now, claim, tables) if row["sensitivity"] == "sealed"]
    salts = [salt, rows_key([salt]), *(row_salt(rows_key([salt]), row) for row in rows)]
    lock(case)

    assert len(rows) == 3
    shapes = [s for each in salts for s in (each, each.hex().encode(), base64.b64encode(each).rstrip(b"="))]
    files = [p for p in case.parent.rglob("*") if p.is_file()]
    assert [p for p in files for s in shapes if s in p.read_bytes()] == []


_NEVER_SEALED = {
    "linkage/plain.py": "a table given by itself, outside of a case",
    "dossier/site.py": "what is published, beside where it is published",
    "dossier/recompute.py": "what was published",
    "vault/time/programs.py": "a token and its request",
    "vault/seal/session.py": "the folder in memory itself",
    "store/engine.py": "the folder that stands where the session is",
}


def test_whoever_makes_a_temporary_folder_says_why_nothing_sealed_meets_it() -> None:
    """A module that makes one of its own is named here with the reason; all others take the engine's."""
    src = Path(sol.__file__).parent
    found = {p.relative_to(src).as_posix() for p in src.rglob("*.py") if "tempfile" in p.read_text("utf-8")}

    assert found == _NEVER_SEALED.keys()
