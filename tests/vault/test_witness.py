"""A partner's cosignature by file, and what a full check then says about who signed what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from solferino.vault import Vault, check
from solferino.vault.note import Note, read_signatures
from solferino.vault.proof import Extension
from solferino.vault.prove import newest
from solferino.vault.secret import make_secret
from solferino.vault.signing import sign
from solferino.vault.vkey import Vkey
from solferino.vault.witness import accept, answer, request, witness_key
from solferino.words.errors import EvidenceError, UsageError

NAME = "partner.example/witness"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "a passphrase of the tests")
    return tmp_path / "state"


@pytest.fixture
def key(vault: Vault) -> Vkey:
    """The vault's own key, with its newest checkpoint signed."""
    return sign(vault)


def grow(vault: Vault) -> None:
    vault.note("access")
    sign(vault)


def test_a_cosignature_comes_back_and_is_kept(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Asked from nothing, then from what was seen; the answer lies in anchors/ and the log names its hash."""
    for old, size in ((0, 4), (4, 6)):
        line = answer(request(tmp_path / "vault", old), name=NAME, log_key=key, now=1_679_315_147)
        cosigner = witness_key(NAME)
        assert accept(vault, line, key=cosigner) == size
        assert (tmp_path / f"vault/anchors/{size}/{cosigner.id.hex()}.cosig").read_bytes() == line
        if old == 0:
            sign(vault)
            vault.note("access") if vault.size < 5 else sign(vault)
            assert vault.size == 5
            grow(vault)
    report = vault.check()
    assert report.ok, report
    assert any(f"cosigned by {NAME} at 2023-03-20 12:25:47 UTC" in text for text in report.signed)


def test_a_witness_answers_only_from_what_it_saw(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Another old size is refused and the right one named; the same checkpoint again is cosigned again."""
    root = tmp_path / "vault"
    answer(request(root, 0), name=NAME, log_key=key)
    with pytest.raises(UsageError, match="has seen 4 of"):
        answer(request(root, 0), name=NAME, log_key=key)
    with pytest.raises(UsageError, match="has seen 4 of"):
        answer(request(root, 3), name=NAME, log_key=key)
    assert read_signatures(answer(request(root, 4), name=NAME, log_key=key))


def test_a_rewritten_log_gets_no_cosignature(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """The key holder may sign what he likes: the witness holds what was there."""
    root = tmp_path / "vault"
    answer(request(root, 0), name=NAME, log_key=key)
    shutil.rmtree(tmp_path / "state" / vault.id)  # the key holder puts his own copy away
    shutil.rmtree(root)
    again = Vault.open(root, create=True)
    (root / "VAULT").write_bytes(f"solferino vault 1\nid {vault.id}\n".encode())
    shutil.rmtree(root / "checkpoints")
    again = Vault.open(root)
    for _ in range(6):
        again.note("access")
    other = sign(again)

    with pytest.raises(EvidenceError, match="do not extend the 4 seen before"):
        answer(request(root, 4), name=NAME, log_key=other)


def test_a_witness_cosigns_only_for_the_key_it_was_told(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Unsigned, or signed by another key: nothing is cosigned, nothing remembered."""
    stranger = make_secret("stranger", "s").vkey
    with pytest.raises(UsageError, match="not signed by stranger"):
        answer(request(tmp_path / "vault", 0), name=NAME, log_key=stranger)
    vault.note("access")
    with pytest.raises(UsageError, match="not signed"):
        request(tmp_path / "vault", 0)
    assert not list((tmp_path / "state").glob("witness/*/seen.note"))


def test_what_was_seen_is_on_disk_before_the_answer(
    vault: Vault, tmp_path: Path, key: Vkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A witness that cannot remember does not answer."""
    witness_key(NAME)

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("solferino.vault.witness.keep", fails)
    with pytest.raises(OSError, match="No space"):
        answer(request(tmp_path / "vault", 0), name=NAME, log_key=key)


def test_an_answer_to_something_else_is_not_accepted(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Another vault's, another key's, or nonsense."""
    cosigner = witness_key(NAME)
    line = answer(request(tmp_path / "vault", 0), name=NAME, log_key=key)
    other = Vault.open(tmp_path / "other", create=True)
    other.note("access")
    sign(other)
    with pytest.raises(EvidenceError, match="no line of"):
        accept(other, line, key=cosigner)
    with pytest.raises(EvidenceError, match="no line of"):
        accept(vault, line, key=make_secret(NAME, "other-witness").vkey)
    with pytest.raises(UsageError, match="no answer of a witness"):
        accept(vault, b"nonsense\n", key=cosigner)


def test_a_malformed_request_is_told(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Cut, or going back in time."""
    note = newest(tmp_path / "vault")
    for raw, told in ((b"old 0\n", "no request"), (Extension(9, (), note).raw, "back in time")):
        with pytest.raises(UsageError, match=told):
            answer(raw, name=NAME, log_key=key)


def test_the_report_says_what_is_signed_and_what_is_not(vault: Vault, key: Vkey) -> None:
    """By whom, up to where, and what rests on the custodian's word."""
    vault.note("access")

    report = vault.check()

    assert report.ok
    assert report.signed[0] == f"records 0 to 3 are signed by {key.name} (key {key.id.hex()})"
    assert report.signed[1].startswith(f"the first key is {key}")
    assert report.signed[2] == "record 4: nobody signed; rests on the word of whoever keeps this vault"
    assert report.signed[3] == "records 0 to 3 agree with the checkpoint kept outside this vault"


def test_a_roll_back_is_caught_by_the_copy_outside_or_said_to_be_unseen(vault: Vault, tmp_path: Path) -> None:
    """Log and checkpoints cut back together: found with the copy, said to be uncheckable without."""
    shutil.copytree(tmp_path / "vault", tmp_path / "before")
    sign(vault)
    outside = (tmp_path / "vault/checkpoints/4.note").read_bytes()

    assert any("truncated at 3" in text for text in check(tmp_path / "before").altered)
    shutil.rmtree(tmp_path / "state")
    report = check(tmp_path / "before")
    assert report.ok
    assert any("this check could not tell" in text for text in report.signed)
    assert not check(tmp_path / "before", outside=outside).ok
    assert check(tmp_path / "vault", outside=outside).ok


def test_a_signature_of_a_key_the_log_does_not_know_fails(vault: Vault, tmp_path: Path) -> None:
    """Signed by another key, or the key's file swapped."""
    own = make_secret(f"solferino-vault/{vault.id}", "x")
    path = tmp_path / "vault/checkpoints/3.note"
    text = path.read_bytes()
    path.write_bytes(Note(text, (own.sign(text),)).raw)
    assert any("whom the log had not let in" in each for each in vault.check().altered)

    path.write_bytes(text)
    key = sign(vault)
    (tmp_path / f"vault/keys/{key.id.hex()}.vkey").write_text(f"{own.vkey}\n")
    assert any("not the key that the log let in" in each for each in vault.check().altered)
    (tmp_path / f"vault/keys/{key.id.hex()}.vkey").unlink()
    assert vault.check().ok
    (tmp_path / "vault/keys/more.vkey").write_text(f"{own.vkey}\n")
    assert any("no record of the log lets in" in each for each in vault.check().altered)


def test_a_flipped_bit_in_a_signed_vault_is_found(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """In checkpoints with their signatures, in key files, in cosignatures: every one of them."""
    accept(vault, answer(request(tmp_path / "vault"), name=NAME, log_key=key), key=witness_key(NAME))
    root, flips = tmp_path / "vault", 0
    for file in sorted([*root.glob("keys/*"), *root.glob("anchors/*/*"), root / "checkpoints/4.note"]):
        good = file.read_bytes()
        for offset in range(len(good)):
            bad = bytearray(good)
            bad[offset] ^= 1 << (offset % 8)
            file.write_bytes(bad)
            assert not check(root).ok, f"{file.relative_to(root)} byte {offset}"
            flips += 1
        file.write_bytes(good)
    assert check(root).ok
    print(f"{flips} bit flips of signed files tried")
