"""A custodian's private key: an age file under a passphrase, in the state folder, never in a vault or a case."""

from __future__ import annotations

import re
from pathlib import Path

from solferino.vault import state
from solferino.vault.seal.envelope import engine
from solferino.words.errors import EvidenceError, UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SHORTEST = 12
"""Characters of a passphrase: whoever steals the file can try many a second."""


def identity_path(name: str) -> Path:
    """Return where the key called `name` stands, or would."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a key", "small letters, digits, dots and hyphens")
    return state.state_folder() / "seal" / f"{name}.age"


def make_identity(name: str, passphrase: str) -> str:
    """Make a key, keep it under `passphrase`, and return its public half, a recipient; never over another key."""
    made = engine().x25519.Identity.generate()
    keep(name, f"# public key: {made.to_public()}\n{made}\n", passphrase)
    return str(made.to_public())


def keep(name: str, text: str, passphrase: str) -> None:
    """Keep a secret under a name and a passphrase; UsageError where the name is taken."""
    path = identity_path(name)
    if len(passphrase) < SHORTEST:
        raise UsageError(f"the passphrase has fewer than {SHORTEST} characters", "several words are easy to remember")
    if path.exists():
        raise UsageError(f"there is a key {name!r} already: {path}", "name another: --key NAME")
    body = engine().passphrase.encrypt(text.encode(), passphrase)
    state.keep(body, *path.relative_to(state.state_folder()).parts, new=True)


def unwrap(path: Path, passphrase: str) -> str:
    """Return the private key that the file at `path` holds under `passphrase`."""
    keys = [line for line in fetch(path, passphrase).splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if len(keys) != 1:
        raise EvidenceError(f"{path}: holds {len(keys)} keys where one is expected", "name another with --key")
    return keys[0]


def fetch(path: Path, passphrase: str) -> str:
    """Return the secret that the file at `path` keeps under `passphrase`."""
    age = engine()
    try:
        return bytes(age.passphrase.decrypt(path.read_bytes(), passphrase)).decode()
    except FileNotFoundError:
        raise UsageError(f"there is no key at {path}", "solferino unlock CASE --new makes one") from None
    except (age.DecryptError, UnicodeDecodeError):
        raise EvidenceError(f"{path}: this passphrase does not open it", "try again; nothing was changed") from None
