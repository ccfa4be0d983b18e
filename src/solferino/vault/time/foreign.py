"""A token that somebody else asked for: only the token and what was stamped are there, the request is not.

That it answers *their* request cannot be told any more; that it is about these bytes, and before when, can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from solferino.vault.time import programs
from solferino.vault.time.answer import LARGEST, Answer, read_answer
from solferino.vault.time.judge import Judgement, judge
from solferino.vault.time.request import DIGESTS, Request


def read_token(data: bytes) -> Answer | None:
    """Return what a token or a response says of itself; None for all other bytes."""
    if len(data) > LARGEST or not data.startswith(b"\x30"):
        return None
    try:
        return read_answer(data)
    except (ValueError, OverflowError):
        return None


def imprints(message: bytes) -> frozenset[bytes]:
    """Return the digests of a message by which a token may be about it."""
    return frozenset(hashlib.new(name, message).digest() for name in DIGESTS)


def judge_foreign(
    token: bytes, imprint: bytes, *, roots: bytes, ask: Sequence[programs.Program] = programs.ALL
) -> Judgement:
    """Judge a token over the digest `imprint` under the pinned roots (PEM), as if it had been asked for just so."""
    found = read_token(token)
    request = Request(imprint, found.nonce if found else None)
    return judge(token, imprint, request=request, roots=roots, ask=ask)
