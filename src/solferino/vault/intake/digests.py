"""Which exhibit has a digest that somebody claims: the vault's own SHA-256, or SHA3-512 where one is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from solferino.vault.vault import Vault
from solferino.words.errors import EvidenceError


class Digests:
    """Finds exhibits by digest; `held` are those that came together, whose SHA3-512 is taken when first asked for."""

    def __init__(self, vault: Vault, held: Sequence[str]) -> None:
        self._vault, self._held = vault, dict.fromkeys(held)
        self._long: dict[str, str] | None = None

    def of(self, digest: str) -> str:
        """Return the SHA-256 of the exhibit with this digest, which its length tells; empty where there is none."""
        if len(digest) == 64:
            return digest if digest in self._held or self._stands(digest) else ""
        if self._long is None:
            self._long = {self._sha3(sha256): sha256 for sha256 in self._held}
        return self._long.get(digest, "")

    def _stands(self, sha256: str) -> bool:
        """Return whether an exhibit that came another time stands there, its bytes read again."""
        try:
            return self._vault.has(sha256) and bool(self._vault.ensure(sha256))
        except EvidenceError:
            return False

    def _sha3(self, sha256: str) -> str:
        with self._vault.ensure(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha3_512").hexdigest()
