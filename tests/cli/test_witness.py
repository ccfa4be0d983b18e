"""`solferino anchor --witness`: a partner cosigns by file, in three steps, each on its own machine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cases.small import write_case
from solferino.cli import anchor as verb
from solferino.pipeline.add import add
from solferino.vault import Vault
from solferino.words.errors import EvidenceError, SolferinoError, UsageError

PARTNER = "archive.example.org"


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return how to run the verb on the machine of that name: each has a state, a key and a passphrase of its own."""

    def run(machine: str, *words: str | Path) -> Result:
        monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / f"state of {machine}"))
        monkeypatch.setenv("SOLFERINO_PASSPHRASE", f"the words of {machine}")
        return CliRunner().invoke(verb.command, list(map(str, words)), standalone_mode=False)

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case with a vault of one record."""
    made = write_case(tmp_path / "case")
    (tmp_path / "letter.txt").write_text("a letter\n")
    add(made, str(tmp_path / "letter.txt"))
    return made


@pytest.fixture
def asked(root: Path, tmp_path: Path, machines) -> tuple[Path, str]:
    """A request to a partner, and the key of the log that it must be told."""
    done = machines("ours", root, "--witness", tmp_path / "ask.proof", "--json")
    return tmp_path / "ask.proof", json.loads(done.output)["key"]


def test_a_partner_cosigns_by_file(root: Path, machines, asked: tuple[Path, str]) -> None:
    """Asked, answered and taken: the vault then says who cosigned which records."""
    file, key = asked
    answered = machines("theirs", "--witness", file, "--by", PARTNER, "--key", key, "--json")
    told = json.loads(answered.output)
    taken = machines("ours", root, "--witness", told["file"], "--key", told["key"])

    assert (told["did"], told["records"], told["key"].split("+")[0]) == ("answered", 2, PARTNER)
    assert taken.output == f" cosigned  records 0 to 1, with the key {told['key']}\n"
    assert any(PARTNER in line for line in Vault.open(root / "vault").check().said)


def test_each_step_says_the_next(root: Path, tmp_path: Path, machines) -> None:
    """What to send, which key to give by another road, and the commands for the partner and for the way back."""
    said = machines("ours", root, "--witness", tmp_path / "ask.proof").output

    assert f" wrote     {tmp_path}/ask.proof, over records 0 to 1\n" in said
    assert "solferino anchor --witness ask.proof --by NAME --key 'solferino-vault/" in said
    assert f"solferino anchor {root} --witness ask.proof.cosig --key THE-PARTNER'S-KEY" in said


def test_the_next_request_goes_on_where_the_partner_stands(
    root: Path, tmp_path: Path, machines, asked: tuple[Path, str]
) -> None:
    """The log knows what the partner cosigned; where the answer was lost, the partner's machine says what to ask."""
    file, key = asked
    told = json.loads(machines("theirs", "--witness", file, "--by", PARTNER, "--key", key, "--json").output)
    for _ in range(2):
        machines("ours", root, "--witness", told["file"], "--key", told["key"])
    size = Vault.open(root / "vault").size
    machines("ours", root, "--witness", tmp_path / "second.proof")
    answered = machines("theirs", "--witness", tmp_path / "second.proof", "--by", PARTNER, "--key", key, "--json")
    machines("ours", root, "--witness", tmp_path / "third.proof")  # the second answer never came
    refused = machines("theirs", "--witness", tmp_path / "third.proof", "--by", PARTNER, "--key", key)

    assert size == 3  # a letter, the key, and one record of an answer that was taken twice
    assert json.loads(answered.output)["records"] == 3
    assert "--seen 3" in str(refused.exception)


def test_an_answer_that_is_not_there_is_no_new_request(root: Path, tmp_path: Path, machines) -> None:
    """A slip in the name of the answer's file would else write a request under that name."""
    done = machines("ours", root, "--witness", tmp_path / "aks.proof.cosig", "--key", "x")

    assert isinstance(done.exception, EvidenceError)
    assert not (tmp_path / "aks.proof.cosig").exists()


def test_a_log_that_was_rewritten_is_not_cosigned(
    root: Path, tmp_path: Path, machines, asked: tuple[Path, str]
) -> None:
    """The partner has seen two records; another log of the same name that does not hold them is refused."""
    file, key = asked
    machines("theirs", "--witness", file, "--by", PARTNER, "--key", key)
    vault = root / "vault"
    head = (vault / "VAULT").read_bytes()
    shutil.rmtree(vault)
    shutil.rmtree(tmp_path / "state of ours")
    Vault.open(vault, create=True)
    shutil.rmtree(vault / "checkpoints")
    (vault / "VAULT").write_bytes(head)
    for act in ("attempt", "fixity", "access"):
        Vault.open(vault).note(act)
    again = machines("ours", root, "--witness", tmp_path / "again.proof", "--seen", "2", "--json")
    new_key = json.loads(again.output)["key"]
    answered = machines("theirs", "--witness", tmp_path / "again.proof", "--by", PARTNER, "--key", new_key)

    assert isinstance(answered.exception, EvidenceError)
    assert not (tmp_path / "again.proof.cosig").exists()


@pytest.mark.parametrize("left_out", ["--key", "--by"])
def test_what_is_left_out_is_asked_for(machines, asked: tuple[Path, str], left_out: str) -> None:
    """A request is answered only with the log's key, and under a name."""
    words = {"--key": asked[1], "--by": PARTNER}
    del words[left_out]
    done = machines("theirs", "--witness", asked[0], *(part for pair in words.items() for part in pair))

    assert isinstance(done.exception, UsageError)
    assert left_out in str(done.exception)


def test_an_answer_is_not_written_over(machines, asked: tuple[Path, str]) -> None:
    """A second answer to the same file waits until the first is moved away."""
    words = ("--witness", asked[0], "--by", PARTNER, "--key", asked[1])
    machines("theirs", *words)

    assert "exists" in str(machines("theirs", *words).exception)


def test_a_file_that_is_nothing_is_refused(root: Path, tmp_path: Path, machines, asked: tuple[Path, str]) -> None:
    """Anything else in place of an answer is an error of ours, and the log gains no record."""
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\x00")
    size = Vault.open(root / "vault").size
    done = machines("ours", root, "--witness", tmp_path / "holiday.jpg", "--key", asked[1])

    assert isinstance(done.exception, SolferinoError)
    assert Vault.open(root / "vault").size == size
