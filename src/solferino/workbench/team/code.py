"""One-time codes: a secret sealed for the database, and the time step that a code stands for."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from solferino.workbench.team.secret import derived

STEP = 30
"""Seconds that a code lasts (RFC 6238); the one before and the one after are taken too, for clocks that differ."""


def new_code_secret() -> str:
    """Return a fresh secret for somebody's authenticator, base 32."""
    import pyotp

    return pyotp.random_base32()


def code_address(shared: str, *, name: str) -> str:
    """Return the otpauth address that an authenticator reads."""
    import pyotp

    return pyotp.TOTP(shared).provisioning_uri(name=name, issuer_name="Solferino")


def step_of(shared: str, code: str, *, now: datetime) -> int:
    """Return the time step whose code this is, of the three around `now`; 0 where it is none of them."""
    import pyotp

    current, made = int(now.timestamp()) // STEP, pyotp.TOTP(shared)
    given = code.strip().encode("utf-8", "replace")
    found = [step for step in (current - 1, current, current + 1)
             if hmac.compare_digest(made.at(step * STEP).encode(), given)]  # fmt: skip
    return max(found, default=0)


def sealed(shared: str, *, name: str, secret: bytes) -> bytes:
    """Return the code secret encrypted, for the row of that name alone."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(derived(secret, "totp")).encrypt(nonce, shared.encode(), name.encode())


def opened(held: bytes, *, name: str, secret: bytes) -> str:
    """Return the code secret of a row; empty where it was not sealed for that name by this server."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(derived(secret, "totp")).decrypt(held[:12], held[12:], name.encode()).decode()
    except (InvalidTag, ValueError):
        return ""
