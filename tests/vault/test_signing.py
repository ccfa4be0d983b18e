"""Signed notes and keys: the specification's own example, and what may be signed by whom."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from solferino.vault import Item, Vault, check
from solferino.vault.keyring import ADD, RETIRE
from solferino.vault.note import Note, Signature, read_note
from solferino.vault.secret import make_secret, open_secret
from solferino.vault.signing import KEY, LAST, change_key, last_signed, sign
from solferino.vault.state import state_folder
from solferino.vault.vkey import COSIGNATURE, Vkey, read_vkey
from solferino.words.errors import EvidenceError, UsageError

WORD = "a passphrase of the tests"

# The example that golang.org/x/mod/sumdb/note and C2SP signed-note share: its key and its note.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\N{EM DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", WORD)
    return tmp_path / "state"


def test_the_published_example_verifies() -> None:
    """Key text, key id and signature are read as the specification means them."""
    key, note = read_vkey(EXAMPLE_KEY), read_note(EXAMPLE)

    assert (str(key), key.id.hex()) == (EXAMPLE_KEY, "c74f20a3")
    assert note.signers([key]) == (key,)
    assert note.raw == EXAMPLE


def test_a_cosignature_signs_the_time_too() -> None:
    """C2SP tlog-cosignature: a header, the time, then the text; another time does not verify."""
    secret = make_secret("witness.example/w1", "w", kind=COSIGNATURE)
    text = b"example.com/log\n1\nAAAA\n"
    signature = secret.sign(text, seconds=1_679_315_147)

    assert secret.vkey.signed(text, signature.blob)
    assert signature.blob[:8] == (1_679_315_147).to_bytes(8, "big")
    assert not secret.vkey.signed(text, (1_679_315_148).to_bytes(8, "big") + signature.blob[8:])


def test_unknown_keys_are_passed_over_and_known_ones_must_hold() -> None:
    """A name or an id alone makes no known key; a broken signature of a known key spoils the note."""
    key, note = read_vkey(EXAMPLE_KEY), read_note(EXAMPLE)
    good = note.signatures[0]
    stranger = Signature("PeterNeumann", b"abcd", good.blob)
    other = Signature("Another", good.key_id, good.blob)

    assert Note(note.text, (stranger, other, good)).signers([key]) == (key,)
    assert Note(note.text, (stranger, other)).signers([key]) == ()
    with pytest.raises(ValueError, match="PeterNeumann is not of this text"):
        Note(note.text + b"x\n", (good,)).signers([key])


@pytest.mark.parametrize(
    "raw",
    [
        EXAMPLE[:-1], EXAMPLE.replace(b"\n\n", b"\n"), EXAMPLE.replace("\N{EM DASH} ".encode(), b"- "), b"\xff\n\nx\n",
        EXAMPLE.replace(b"AM=\n", b"AN=\n"), EXAMPLE.replace(b"then", b"th\x00n"), EXAMPLE + b"\n",
        EXAMPLE + EXAMPLE.splitlines(keepends=True)[-1] * 100, b"x" * (1 << 20) + EXAMPLE,
    ],
)  # fmt: skip
def test_a_malformed_note_is_refused(raw: bytes) -> None:
    """No control characters, canonical base64, a final newline, a hundred signatures at most."""
    with pytest.raises(ValueError, match=r"."):
        read_note(raw)


@pytest.mark.parametrize(
    "text", ["", "a b+c74f20a3+AR", EXAMPLE_KEY[:-1], EXAMPLE_KEY.replace("c74f", "c75f"), EXAMPLE_KEY.replace("+AR", "+CR")]
)  # fmt: skip
def test_a_malformed_key_is_refused(text: str) -> None:
    """Its id must be that of its bytes."""
    with pytest.raises(UsageError):
        read_vkey(text)


def test_the_first_signature_makes_a_key_and_logs_it(vault: Vault, tmp_path: Path) -> None:
    """Its public half is a record and a file; the private half lies outside, sealed."""
    key = sign(vault)

    assert [record.act for record in vault.records()][3:] == [ADD]
    assert (tmp_path / f"vault/keys/{key.id.hex()}.vkey").read_text() == f"{key}\n"
    assert read_note((tmp_path / "vault/checkpoints/4.note").read_bytes()).signers([key]) == (key,)
    assert vault.check().ok
    kept = (state_folder() / vault.id / KEY).read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in kept
    assert (state_folder() / vault.id / KEY).stat().st_mode & 0o077 == 0
    assert sign(vault) == key
    assert vault.size == 4


def test_no_private_key_lies_in_the_vault(vault: Vault, tmp_path: Path) -> None:
    """Neither sealed nor open, neither its seed nor its passphrase, in any file of the vault."""
    sign(vault)
    secret = open_secret(vault.id, KEY)
    assert secret is not None
    seed = secret._key.private_bytes_raw()
    for path in (tmp_path / "vault").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(found in data for found in (seed, seed.hex().encode(), b"PRIVATE", WORD.encode()))
    assert seed.hex() not in repr(secret)


def test_without_the_passphrase_nothing_is_signed(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong one is told, none is asked for, and the error quotes neither key nor passphrase."""
    sign(vault)
    vault.note("access")
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "wrong")
    with pytest.raises(UsageError, match="does not open this key") as caught:
        sign(vault)
    assert "wrong" not in str(caught.value)
    monkeypatch.delenv("SOLFERINO_PASSPHRASE")
    with pytest.raises(UsageError, match="SOLFERINO_PASSPHRASE"):
        sign(vault)
    assert sign(vault, ask=lambda: WORD)


def test_a_log_that_was_cut_is_not_signed(vault: Vault, tmp_path: Path) -> None:
    """Log and checkpoints rolled back together agree with each other, not with the copy outside."""
    shutil.copytree(tmp_path / "vault", tmp_path / "before")
    sign(vault)
    shutil.rmtree(tmp_path / "vault")
    (tmp_path / "before").rename(tmp_path / "vault")
    again = Vault.open(tmp_path / "vault")

    with pytest.raises(EvidenceError, match="holds 3 records, and 4 were signed"):
        sign(again)


def test_a_log_that_was_rewritten_is_not_signed(vault: Vault, tmp_path: Path) -> None:
    """As long as before, and other records: refused, though the key is at hand."""
    shutil.copytree(tmp_path / "vault", tmp_path / "before")
    sign(vault)
    shutil.rmtree(tmp_path / "vault")
    (tmp_path / "before").rename(tmp_path / "vault")
    again = Vault.open(tmp_path / "vault")
    for _ in range(3):
        again.note("access")

    with pytest.raises(EvidenceError, match="first 4 records are not the ones that were signed"):
        sign(again)
    assert (state_folder() / vault.id / LAST).is_file()
    last = last_signed(vault.id)
    assert last is not None
    assert last.size == 4


def test_keys_come_and_go_by_the_word_of_a_key(vault: Vault) -> None:
    """A second key let in by the first may sign; the first sent away by itself may not any more."""
    first = sign(vault)
    second = make_secret("reviewer-2", "second").vkey
    change_key(vault, ADD, second)
    assert set(vault.log().keys.active()) == {first, second}
    change_key(vault, RETIRE, first)

    assert list(vault.log().keys.active()) == [second]
    assert vault.check().ok
    with pytest.raises(UsageError, match="may not sign"):
        sign(vault)


def test_the_only_key_cannot_be_sent_away(vault: Vault) -> None:
    """A vault without a key could never get one again."""
    key = sign(vault)
    with pytest.raises(UsageError, match="leave no key"):
        change_key(vault, RETIRE, key)


def test_a_key_nobody_let_in_is_not_followed(vault: Vault) -> None:
    """A record alone makes no key: it needs the word of one that stands, and the report names the record."""
    sign(vault)
    own = make_secret("intruder", "x")
    text = f"solferino-vault/{vault.id}\n{ADD}\n{own.vkey}\n".encode()
    told = Note(text, (own.sign(text),)).raw.decode()
    seq = vault.note(ADD, src={"vkey": str(own.vkey), "statement": told, "log": f"solferino-vault/{vault.id}"})

    assert own.vkey not in vault.log().keys.active()
    assert any(f"seq {seq}: key-add not followed" in text for text in vault.log().keys.refused)


def test_a_key_does_not_sign_what_came_before_it(vault: Vault) -> None:
    """The first key counts from the checkpoint that holds its own record."""
    key = sign(vault)
    assert vault.log().keys.at(3) == []
    assert vault.log().keys.at(4) == [key]


def test_a_checkpoint_shown_to_others_is_not_changed(vault: Vault, tmp_path: Path) -> None:
    """A time stamp covers the file's bytes: a signature added later would break it."""
    sign(vault)
    vault.ingest([Item(data=b"later")])
    (tmp_path / "vault/anchors/5").mkdir(parents=True)
    (tmp_path / "vault/anchors/5/x.tsq").write_bytes(b"x")

    with pytest.raises(UsageError, match="may no longer change"):
        sign(vault)


def test_an_unsigned_vault_stays_valid(vault: Vault, tmp_path: Path) -> None:
    """Nothing asks for a key until somebody signs."""
    assert check(tmp_path / "vault").ok
    assert list(vault.log().keys.active()) == []
    assert isinstance(read_vkey(EXAMPLE_KEY), Vkey)
