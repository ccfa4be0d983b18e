"""A proof, a vault and a bag name their own keys; a reader holds them to the key that they were given."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import solferino as sol
from solferino.cli import cli
from solferino.vault import Vault, check
from solferino.vault.bag.export import export
from solferino.vault.prove import prove_record, prove_since
from solferino.vault.secret import make_secret
from solferino.vault.signing import change_key, sign
from solferino.vault.vkey import Vkey
from solferino.vault.witness import accept, answer, request, witness_key
from solferino.words.errors import UsageError


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder of the test's own."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "a passphrase of the tests")


@pytest.fixture
def key(vault: Vault) -> Vkey:
    """The vault's own key, with its newest checkpoint signed."""
    return sign(vault)


def stranger(name: str) -> Vkey:
    """Another key that bears this name."""
    return make_secret(name, "stranger").vkey


def test_a_proof_is_held_to_the_key_that_was_given(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """With the right key it stands and says so; with another of the same name, or with both, it does not."""
    proof = tmp_path / "p.tlog-proof"
    proof.write_bytes(prove_record(tmp_path / "vault", 1).raw)
    other = stranger(key.name)

    found = sol.verify(proof, keys=[str(key)])
    assert (found.exit, found.warnings) == (0, ())
    assert any(str(key) in line for line in found.said)
    assert [sol.verify(proof, keys=keys).exit for keys in ([str(other)], [str(key), str(other)])] == [4, 4]
    assert any("give the key" in line for line in sol.verify(proof).warnings)


def test_a_forged_signature_under_the_right_name(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """A line with the key's name and id over other bytes proves nothing."""
    raw = bytearray(prove_record(tmp_path / "vault", 1).raw)
    raw[-20] ^= 1
    proof = tmp_path / "p.tlog-proof"
    proof.write_bytes(bytes(raw))

    assert sol.verify(proof, keys=[str(key)]).exit == 4


def test_a_proof_that_nobody_signed(vault: Vault, tmp_path: Path) -> None:
    """It stands by its root alone, and not where a key is asked for."""
    proof = tmp_path / "p.tlog-proof"
    proof.write_bytes(prove_record(tmp_path / "vault", 1).raw)

    other = stranger("a")

    assert sol.verify(proof).ok
    assert sol.verify(proof, keys=[str(other)]).altered == (f"checkpoint: not signed by a (key {other.id.hex()})",)


def test_a_proof_of_growth_is_held_to_the_key(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """That nothing was removed is said by the key too."""
    proof, old = tmp_path / "p", tmp_path / "vault/checkpoints/2.note"
    proof.write_bytes(prove_since(tmp_path / "vault", old).raw)

    assert sol.verify(proof, since=old, keys=[str(key)]).ok
    assert not sol.verify(proof, since=old, keys=[str(stranger("x"))]).ok


def test_a_vault_rewritten_under_another_key_is_found(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """Whoever writes the whole log anew signs it with a key of their own: sound by itself, not by the key given."""
    (tmp_path / "state").rename(tmp_path / "elsewhere")
    forged = Vault.open(tmp_path / "forged", create=True)
    forged.note("access")
    own = sign(forged)
    # Letting the key in that the reader holds does not make it sign.
    change_key(forged, "key-add", key)
    sign(forged)

    assert check(tmp_path / "forged").ok
    assert check(tmp_path / "forged", keys=[own]).ok
    assert check(tmp_path / "forged", keys=[key]).altered == (
        f"log: no checkpoint of it is signed by {key.name} (key {key.id.hex()})",
    )
    assert any("the key that you gave" in line for line in check(tmp_path / "vault", keys=[key]).signed)


def test_a_partner_finds_their_own_cosignature(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """A cosigner's key is looked for among the cosignatures."""
    line = answer(request(tmp_path / "vault"), name="partner.example", log_key=key)
    partner = witness_key("partner.example")

    assert not check(tmp_path / "vault", keys=[partner]).ok
    accept(vault, line, key=partner)
    assert check(tmp_path / "vault", keys=[partner]).ok


def test_a_bag_is_held_to_the_key(vault: Vault, tmp_path: Path, key: Vkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that the key signed; one whose signature was taken away stands, and not by the key."""
    signed, bare, other = tmp_path / "signed", tmp_path / "bare", stranger("x")
    held = {h.sha256 for record in vault.records() for h in record.obj}
    export(tmp_path / "vault", signed, title="A case", allowed=held)
    assert sol.verify(signed, keys=[str(key)]).ok
    assert not sol.verify(signed, keys=[str(other)]).ok

    (tmp_path / "state").rename(tmp_path / "elsewhere")  # a machine without the key
    export(tmp_path / "vault", bare, title="A case", allowed=held)
    assert sol.verify(bare).ok
    assert not sol.verify(bare, keys=[str(key)]).ok


@pytest.mark.parametrize("told", ["", "nonsense", "a+00000000+AAAA", "/no/such/file", "\udcff"])
def test_what_is_no_key_is_a_mistake_of_the_command(vault: Vault, tmp_path: Path, key: Vkey, told: str) -> None:
    """Exit 2, and the form of a key is named."""
    with pytest.raises(UsageError, match="no public key"):
        sol.verify(tmp_path / "vault", keys=[told])


def test_the_verb_takes_a_key_or_its_file(vault: Vault, tmp_path: Path, key: Vkey) -> None:
    """As text, or as the path of keys/<id>.vkey; a dossier and a test vector bear no signature."""
    proof, vector = tmp_path / "p.tlog-proof", tmp_path / "v.json"
    proof.write_bytes(prove_record(tmp_path / "vault", 1).raw)
    vector.write_text('{"leafIdx": 0, "treeSize": 1, "root": "", "leafHash": "", "proof": null}')
    file = tmp_path / f"vault/keys/{key.id.hex()}.vkey"

    def run(*words: object) -> int:
        return CliRunner().invoke(cli, ["verify", *map(str, words)]).exit_code

    assert [run(proof, "--key", key), run(proof, "--key", file), run(proof, "--key", file, "--key", key)] == [0, 0, 0]
    assert isinstance(CliRunner().invoke(cli, ["verify", str(vector), "--key", str(key)]).exception, UsageError)
