"""The verb `log`: what people did stands in the custody log, for good, under their name."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from solferino.cli import cli
from solferino.vault import Item, Vault
from solferino.vault.signing import sign
from solferino.words.errors import UsageError

FIRST = sha256(b"first").hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A vault that holds one exhibit."""
    Vault.open(tmp_path / "vault", create=True).ingest([Item(data=b"first", name="first\u202etxt.exe")])
    return tmp_path


def run(*words: object) -> Result:
    """Run the verb."""
    return CliRunner().invoke(cli, ["log", *map(str, words)], standalone_mode=False)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("access", ("--about", FIRST, "--basis", "an expert's opinion")),
        ("transfer-out", ("--about", f"sha256:{FIRST}", "--with", "archive.example.org")),
        ("transfer-in", ("--about", FIRST, "--with", "the photographer")),
        ("attempt", ("--url", "https://example.org/gone", "--note", "404; tried three times")),
        ("search-none", ("--url", "https://example.org", "--note", "no post with these words in May")),
        ("fixity", ()),
    ],
)
def test_each_act_becomes_a_record(root: Path, act: str, words: tuple[str, ...]) -> None:
    """Under the name given, about the exhibit named, and the vault is sound."""
    done = run(root, act, "--by", "archivist", *words)
    vault = Vault.open(root / "vault")
    last = list(vault.records())[-1]

    assert (done.return_value, done.output) == (0, f" entered   record 1: {act}\n")
    assert (last.act, last.actor["id"]) == (act, "archivist")
    assert [held.sha256 for held in last.obj] == ([FIRST] if "--about" in words else [])
    assert vault.check().ok


def test_a_check_of_the_whole_is_written_down_with_its_result(root: Path) -> None:
    """Sound, how much was read and under which root; altered: exit 4, the object named, and the log still grows."""
    before = Vault.open(root / "vault").root()
    run(root, "fixity", "--by", "archivist")
    path = Vault.open(root / "vault").path(FIRST)
    path.chmod(0o644)
    path.write_bytes(b"FIRST")
    done = run(root, "fixity", "--by", "archivist")
    good, bad = list(Vault.open(root / "vault").records())[1:]

    assert (good.src["sound"], good.src["root"]) == (True, before)
    assert (done.return_value, bad.src["sound"]) == (4, False)
    assert FIRST in bad.note


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nonsense", "--by", "a"), "not entered by hand"),
        (("dispose", "--by", "a"), "not entered by hand"),
        (("access", "--about", FIRST), "wants a name"),
        (("access", "--by", "a"), "is about an exhibit"),
        (("access", "--by", "a", "--about", "0" * 64), "is no exhibit of this vault"),
        (("attempt", "--by", "a"), "wants words"),
        (("attempt", "--by", "a", "--note", "x" * 70_000), "a log line holds"),
    ],
)
def test_what_would_say_nothing_is_refused(root: Path, words: tuple[str, ...], told: str) -> None:
    """Nothing is written, and the message says what is wanting."""
    done = run(root, *words)

    assert isinstance(done.exception, UsageError)
    assert told in str(done.exception)
    assert Vault.open(root / "vault").size == 1


def test_the_log_is_shown_line_by_line(root: Path) -> None:
    """A record a line, in order; no mark of a name turns the line round; one exhibit's records alone where asked."""
    run(root, "attempt", "--by", "archivist", "--note", "nothing there")
    whole = run(root).stdout.splitlines()
    one = run(root, "--about", FIRST).stdout.splitlines()

    assert [line.split()[2] for line in whole] == ["ingest", "attempt"]
    assert "\u202e" not in whole[0]
    assert "first\\u202etxt.exe" in whole[0]
    assert one == whole[:1]


def test_a_second_machine_signs_once_its_key_was_let_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes a key, the first lets it in by the log, both sign; sent away, it signs no more."""
    vault = Vault.open(root / "vault")
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "a passphrase of the tests")

    def at(machine: str) -> None:
        monkeypatch.setenv("SOLFERINO_STATE", str(root / machine))

    at("first")
    first = run(root, "key-add", "--by", "ada").output.split()[1]
    assert first == str(sign(vault))
    assert any(f"the first key is {first}" in line for line in vault.check().said)
    at("second")
    told = run(root, "key-add").output.split("'")[1]
    with pytest.raises(UsageError, match="may not sign"):
        sign(vault)
    at("first")
    assert run(root, "key-add", "--key", told, "--by", "ada").return_value == 0
    at("second")
    assert str(sign(vault)) == told
    assert vault.check().ok
    at("first")
    assert run(root, "key-retire", "--key", told, "--by", "ada").return_value == 0
    at("second")
    with pytest.raises(UsageError, match="may not sign"):
        sign(vault)
    assert vault.check().ok
