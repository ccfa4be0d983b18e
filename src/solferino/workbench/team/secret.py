"""The secret of a team's server: it lies in the state folder, never in the database, and everything derives from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from solferino.vault.state import alone, keep, recall, state_folder
from solferino.words.errors import UsageError

FILE = "team.key"
_SIZE = 32


def team_secret() -> bytes:
    """Return the 32 bytes of this server, made once, readable by its owner alone."""
    with alone("team"):
        found = recall(FILE)
        if found is None:
            found = secrets.token_bytes(_SIZE)
            keep(found, FILE, new=True)
    if len(found) != _SIZE:
        raise UsageError(f"{state_folder() / FILE} is not the secret of a team", "restore it from a copy")
    return found


def derived(secret: bytes, use: str, about: bytes = b"") -> bytes:
    """Return 32 bytes for one use, about one thing; none of them tells anything of another."""
    return hmac.new(secret, f"solferino-{use}-1\n".encode() + about, hashlib.sha256).digest()
