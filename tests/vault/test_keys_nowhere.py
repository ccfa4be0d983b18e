"""No private key and no passphrase is in any file that the vault writes, hands on or prints; two vaults never mix."""

from __future__ import annotations

import base64
import shutil
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cases.small import write_case
from solferino.pipeline.add_bag import add_bag
from solferino.vault import Item, Vault, signing
from solferino.vault.bag.export import export
from solferino.vault.secret import open_secret
from solferino.vault.signing import KEY, sign

PASSPHRASE = "correct horse battery"


def shapes(secret: bytes) -> tuple[bytes, ...]:
    """A secret in every shape that a file may hold it in."""
    return (
        secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret).rstrip(b"="),
        base64.urlsafe_b64encode(secret).rstrip(b"="), repr(secret)[2:-1].encode(),
    )  # fmt: skip


def test_the_private_key_is_nowhere(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Vault, bag, state folder, what is printed and the report of a crash: searched for key and passphrase in six shapes."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", PASSPHRASE)
    sign(vault)
    export(tmp_path / "vault", tmp_path / "bag", title="A case", allowed=None)
    held = open_secret(vault.id, KEY)
    assert held is not None
    seed = held._key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    words = [*shapes(seed), PASSPHRASE.encode()]
    vault.ingest([Item(data=b"later")])

    def broken(*_: object) -> None:
        raise RuntimeError("the disk went away")

    monkeypatch.setattr(signing, "_sign_newest", broken)
    report = ""
    try:
        sign(vault)
    except RuntimeError:
        report = traceback.format_exc()
    told = capsys.readouterr()
    files = [p for p in tmp_path.rglob("*") if p.is_file()]

    assert {"vault", "bag", "state"} <= {p.relative_to(tmp_path).parts[0] for p in files}
    assert [(p, w) for p in files for w in words if w in p.read_bytes()] == []
    assert not any(w.decode("latin-1") in told.out + told.err + report + repr(held) for w in words)


def test_two_vaults_of_one_id_are_never_merged(vault: Vault, tmp_path: Path) -> None:
    """A copy that went its own way has the same id: its log comes as an exhibit, and ours is not touched by it."""
    shutil.copytree(tmp_path / "vault", tmp_path / "copy")
    Vault.open(tmp_path / "copy").ingest([Item(data=b"theirs")])
    vault.ingest([Item(data=b"ours")])
    export(tmp_path / "copy", tmp_path / "bag", title="Theirs", allowed=None)
    root = write_case(tmp_path / "case", claims="", statement="[x](context:)\n")
    shutil.copytree(tmp_path / "vault", root / "vault", dirs_exist_ok=True)
    before = (root / "vault/log/00000000.jsonl").read_bytes()
    add_bag(root, tmp_path / "bag")
    after = Vault.open(root / "vault")

    assert after.id == Vault.open(tmp_path / "copy").id
    assert (root / "vault/log/00000000.jsonl").read_bytes().startswith(before)
    assert after.check().ok
    foreign = (tmp_path / "bag/solferino/log.jsonl").read_bytes()
    assert foreign in [after.read(h.sha256) for r in after.records() for h in r.obj]
