"""One sealed object: a salt and the plain bytes, in the age format, for every custodian of the case."""

from __future__ import annotations

import hashlib
import resource
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType

from solferino.words.errors import EvidenceError, MachineError, UsageError

HEAD = b"solferino-seal-1\n"
"""First bytes within the ciphertext; then the salt, then the plain bytes."""

SALT = 32
_COMMITTED = b"solferino-commitment-1\n"


@dataclass(frozen=True)
class Opened:
    """What an envelope held. `salt` is as secret as the bytes: with it anybody can test a guess at them."""

    data: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @property
    def commitment(self) -> str:
        """The salted commitment: the hash that may be shown while the bytes may not."""
        return commitment(self.data, self.salt)


def commitment(data: bytes, salt: bytes) -> str:
    """Return the SHA-256 that binds `data` and, for whoever lacks `salt`, tells nothing of them."""
    return hashlib.sha256(_COMMITTED + salt + data).hexdigest()


def seal(data: bytes, recipients: Sequence[str]) -> tuple[bytes, str]:
    """Return the ciphertext for the public keys `recipients`, and the commitment of the plain bytes."""
    if not recipients:
        raise UsageError("nobody could open what is sealed: the case names no recipient",
                         "solferino unlock CASE --new makes a key and prints the line for case.toml")  # fmt: skip
    age, keys = engine(), []
    for recipient in recipients:
        try:
            keys.append(age.x25519.Recipient.from_str(recipient))
        except age.RecipientError as error:
            raise UsageError(f"{recipient!r} is no public key of age: {error}", "one begins with age1") from None
    salt = secrets.token_bytes(SALT)
    return bytes(age.encrypt(HEAD + salt + data, keys)), commitment(data, salt)


def unseal(ciphertext: bytes, identity: str, *, name: str, committed: str = "") -> Opened:
    """Return what `ciphertext` holds, opened by a private key and checked against the commitment where one is given.

    EvidenceError where the key does not open it, or it holds something else; `name` is for the message.
    """
    age = engine()
    _no_core()
    try:
        body = bytes(age.decrypt(ciphertext, [age.x25519.Identity.from_str(identity)]))
    except age.DecryptError:
        hint = "another custodian's key may; after a change of recipients, add the file again with --sealed"
        raise EvidenceError(f"{name}: this key does not open it", hint, [name]) from None
    if not body.startswith(HEAD) or len(body) < len(HEAD) + SALT:
        raise EvidenceError(f"{name}: was not sealed by this program", "add the plain file with --sealed", [name])
    found = Opened(body[len(HEAD) + SALT :], body[len(HEAD) : len(HEAD) + SALT])
    if committed and found.commitment != committed:
        raise EvidenceError(f"{name}: holds other bytes than its commitment says",
                            "restore its description and its file from version control", [name])  # fmt: skip
    return found


def _no_core() -> None:
    """Let this process leave no image of its memory on disk if it dies: it holds what is sealed from here on."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def engine() -> ModuleType:
    """Return the library that speaks age; MachineError where the extra is not installed."""
    try:
        import pyrage
    except ImportError:
        raise MachineError("sealing needs a library that is not installed", 'pip install "solferino[seal]"') from None
    found: ModuleType = pyrage
    return found
