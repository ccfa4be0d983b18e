"""`solferino anchor`, as a person meets it: with authorities, without a network, and with an answer by hand."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.hashes import SHA256

from cases.small import write_case
from solferino.cli import anchor as verb
from solferino.vault.time.request import read_request
from solferino.words.errors import EvidenceError
from vault.authority import CURRENT, TODAY
from vault.loopback import serving

NOWHERE = "http://127.0.0.1:9/stamp"


def run(*words: str | Path) -> Result:
    """Run the verb in this process; errors of ours come back as exceptions."""
    return CliRunner().invoke(verb.command, list(map(str, words)), standalone_mode=False)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys and last checkpoints of a test in its own folder, and no passphrase."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("SOLFERINO_PASSPHRASE", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case with a vault, and the root certificate of an authority among its files."""
    from solferino.pipeline.add import add

    made = write_case(tmp_path / "case")
    (made / "files").mkdir(exist_ok=True)
    (made / "files" / "time.pem").write_bytes(CURRENT.pem())
    (tmp_path / "letter.txt").write_text("a letter\n")
    add(made, str(tmp_path / "letter.txt"))
    return made


def name_authority(root: Path, *urls: str, roots: str = "files/time.pem") -> None:
    """Write [anchor] into case.toml."""
    listed = ", ".join(f'{{ url = "{url}", roots = "{roots}" }}' for url in urls)
    with (root / "case.toml").open("a") as file:
        file.write(f"[anchor]\nauthorities = [{listed}]\n")


def test_anchor_says_what_is_proved_before_when(root: Path) -> None:
    """One line names the records, the moment and the authority; a second run says the same and asks nobody."""
    with serving(lambda request: CURRENT.answer(read_request(request), at=TODAY)) as url:
        name_authority(root, url)
        done = run(root)
    again = run(root)

    until = f"{TODAY + timedelta(seconds=1):%Y-%m-%d %H:%M:%S} UTC"
    root_digest = CURRENT.root().fingerprint(SHA256()).hex()
    assert done.return_value == again.return_value == 0
    assert f" anchored  record 0 existed before {until}, by the token of {url} under root {root_digest}" in done.output
    assert done.output.endswith(again.output)


def test_the_checkpoint_is_signed_before_it_is_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a passphrase this machine's key signs, and what is stamped is the signed file; asked again, nothing moves."""
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "four invented words here")
    with serving(lambda request: CURRENT.answer(read_request(request), at=TODAY)) as url:
        name_authority(root, url)
        done, again = run(root), run(root)
    note = (root / "vault" / "checkpoints" / "2.note").read_text("utf-8")

    assert (done.return_value, again.return_value) == (0, 0)
    assert " signed    by solferino-vault/" in done.output
    assert "signed" not in again.output
    assert note.count("\n\N{EM DASH} ") == 1


def test_without_a_passphrase_it_says_that_nobody_signed(root: Path) -> None:
    """An authority is asked all the same, about the checkpoint as it is."""
    name_authority(root, NOWHERE)

    assert " unsigned  set SOLFERINO_PASSPHRASE" in run(root).output


def test_a_log_that_was_cut_is_not_shown_to_anybody(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the vault holds less than was signed on this machine, nothing is signed and nobody is asked."""
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "four invented words here")
    name_authority(root, NOWHERE)
    shutil.copytree(root / "vault", root / "before")
    run(root)
    shutil.rmtree(root / "vault")
    (root / "before").rename(root / "vault")

    assert isinstance(run(root).exception, EvidenceError)
    assert not (root / "vault" / "anchors").exists()


def test_without_a_network_it_says_what_to_carry(root: Path) -> None:
    """The request's file, the command to send it with, and how to bring the answer back; exit 3."""
    name_authority(root, NOWHERE)
    done = run(root)
    (request,) = root.glob("vault/anchors/1/*.tsq")

    assert done.return_value == 3
    assert f"carry   {request}" in done.output
    assert f"--data-binary @{request.name}" in done.output
    assert f"solferino anchor {root} --receive {request.stem}.tsr" in done.output
    assert " unproved  1 record rests on the word of whoever keeps this vault: no time stamp covers it\n" in done.output


def test_an_answer_is_received(root: Path, tmp_path: Path) -> None:
    """--receive takes what another machine fetched, and asks nobody."""
    name_authority(root, NOWHERE)
    run(root)
    (request,) = root.glob("vault/anchors/1/*.tsq")
    brought = tmp_path / "answer.tsr"
    brought.write_bytes(CURRENT.answer(read_request(request.read_bytes()), at=TODAY))
    done = run(root, "--receive", brought, "--json")
    found = json.loads(done.output)

    assert (done.return_value, found["exit"], found["covered"], found["unanchored"]) == (0, 0, 1, 0)
    assert found["received"][0]["anchor"]["state"] == "anchored"
    assert found["anchored_before"] == (TODAY + timedelta(seconds=1)).isoformat()


def test_a_strange_file_is_not_taken(root: Path, tmp_path: Path) -> None:
    """A file that answers nothing is named and left alone; exit 3."""
    name_authority(root, NOWHERE)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    done = run(root, "--receive", tmp_path / "holiday.jpg")

    assert done.return_value == 3
    assert "not taken holiday.jpg answers no request of this vault" in done.output


@pytest.mark.parametrize(
    ("roots", "why"),
    [
        ("files/none.pem", "No such file"),
        ("case.toml", "holds no certificate"),
        ("../time.pem", "lies outside the case"),
    ],
)
def test_roots_that_cannot_be_read_are_told_with_their_line(root: Path, roots: str, why: str) -> None:
    """Every wrong file of roots is an error of case.toml, before anybody is asked."""
    name_authority(root, NOWHERE, roots=roots)

    assert isinstance(error := run(root).exception, Exception)
    assert why in str(error)
    assert "case.toml:" in str(error)
    assert not (root / "vault" / "anchors").exists()


def test_a_case_that_names_nobody_is_told_how(root: Path) -> None:
    """Without [anchor] the message shows what to write."""
    assert "authorities = [" in str(run(root).exception)


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://user:word@example.org/", "https://example.org/?key=1"])
def test_an_address_that_would_tell_a_secret_is_refused(root: Path, url: str) -> None:
    """The log repeats the address, so one with a password or a key in it is an error of case.toml."""
    name_authority(root, url)

    assert "case.toml:" in str(run(root).exception)


def test_verify_says_what_is_anchored_before_when(root: Path) -> None:
    """The vault, checked without the case: which records are proved, before when, by whom, and which rest on a word."""
    import solferino as sol
    from solferino.vault import Vault

    before = sol.verify(root / "vault")
    with serving(lambda request: CURRENT.answer(read_request(request), at=TODAY)) as url:
        name_authority(root, url, NOWHERE)
        run(root)
    Vault.open(root / "vault").note("attempt", note="not obtained")
    found = sol.verify(root / "vault")

    assert (before.anchored_before, before.anchors) == (None, ())
    assert before.said[-1] == "1 record rests on the word of whoever keeps this vault: no time stamp covers it"
    assert (found.ok, found.anchored_before) == (True, (TODAY + timedelta(seconds=1)).isoformat())
    assert [a["state"] for a in found.json()["anchors"]] == ["anchored", "pending"]
    assert found.said[-1] == "1 record rests on the word of whoever keeps this vault: no time stamp covers it"


def test_verify_names_a_token_that_was_altered(root: Path) -> None:
    """A changed byte in a token is an alteration of the vault, exit 4; a lost one is missing."""
    import solferino as sol

    with serving(lambda request: CURRENT.answer(read_request(request), at=TODAY)) as url:
        name_authority(root, url)
        run(root)
    (token,) = root.glob("vault/anchors/1/*.tsr")
    name = f"anchors/1/{token.name}"
    token.write_bytes(token.read_bytes() + b"\0")
    altered = sol.verify(root / "vault")
    token.unlink()
    missing = sol.verify(root / "vault")

    assert (altered.exit, altered.altered) == (4, (f"{name}: its bytes are not those that the log names",))
    assert (missing.exit, missing.missing) == (4, (name,))
