"""Selective disclosure: one item is proved to be in the log, and its neighbours are not shown."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from solferino.vault import Vault
from solferino.vault.proof import Inclusion
from solferino.vault.prove import prove_record

SECOND = hashlib.sha256(b"second").hexdigest()


def test_a_proof_shows_one_record_and_nothing_of_the_others(tmp_path: Path, vault: Vault) -> None:
    """The proof of the second exhibit holds its line; no salt, name, hash or byte of another record is in it."""
    proof: Inclusion = prove_record(tmp_path / "vault", SECOND)
    shown = proof.raw + proof.extra + b"".join(proof.hashes)
    records = list(vault.records())
    mine = records[proof.index]

    assert proof.shows(proof.extra)
    assert SECOND.encode() in proof.extra
    for other in (r for r in records if r.seq != mine.seq):
        told = [other.salt, other.obj[0].sha256, str(other.src["name"])]
        for word in (w.encode() for w in told):
            assert word not in shown
            assert base64.b64encode(word) not in shown
