"""How a time stamp stands: each way it can fail has a name of its own, and none of them harms the vault."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What became of one request to one authority."""

    ANCHORED = "anchored"
    PENDING = "pending"
    REFUSED = "refused"
    OTHER_HASH = "other-hash"
    OTHER_NONCE = "other-nonce"
    EXPIRED = "expired"
    UNKNOWN_ROOT = "unknown-root"
    NO_PURPOSE = "no-purpose"
    WRONG_SIGNATURE = "wrong-signature"
    OUT_OF_ORDER = "out-of-order"
    TOO_LARGE = "too-large"
    UNVERIFIED = "unverified"

    @property
    def says(self) -> str:
        """The state in words, as the end of a sentence about a token."""
        return _SAYS[self]


_SAYS = {
    State.ANCHORED: "is signed by the authority, whose certificate was valid at the time it states",
    State.PENDING: "was asked for and has not come",
    State.REFUSED: "was refused by the authority",
    State.OTHER_HASH: "is about other bytes than this checkpoint",
    State.OTHER_NONCE: "answers another request",
    State.EXPIRED: "is signed under a certificate that was not valid at the time it states",
    State.UNKNOWN_ROOT: "is signed under no root that the case pins",
    State.NO_PURPOSE: "is signed with a certificate that is not for time stamps alone (critical extended key usage)",
    State.WRONG_SIGNATURE: "carries a signature that does not fit it",
    State.OUT_OF_ORDER: "states an earlier time than a token that the same checkpoint already holds",
    State.TOO_LARGE: "is larger than any time stamp, and was not read",
    State.UNVERIFIED: "is held, unverified: no program here can read it",
}
