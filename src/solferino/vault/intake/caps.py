"""How much an archive may unfold into, counted on the bytes that come out and never on what its headers say."""

from __future__ import annotations

from dataclasses import dataclass


class OverError(Exception):
    """A cap was passed; the message is the state that the member gets."""


@dataclass(frozen=True)
class Caps:
    """The most that one added file may give: bytes in all and of one member, members, bytes out for one in, depth."""

    total: int = 64 << 30
    member: int = 16 << 30
    members: int = 100_000
    ratio: int = 200
    nesting: int = 3
    archives: int = 1000
    """Archives that are opened, the first and those within: each waits for the disk by itself."""
    free: int = 16 << 20
    """Below so many bytes of a member its ratio is not asked: a page of blanks is no bomb."""
    decoded: int = 200
    """Members of an archive that a decoder looks at: each takes a process of its own."""
    header: int = 1 << 20
    """The most that is read at once for a name or another field of a header."""
    directory: int = 48 << 20
    """Bytes of the directory of a zip, which is read whole: more than as many members need."""


class Meter:
    """What has come out so far of one added file and of every archive within it."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.total = 0
        self.members = 0
        self.archives = 0

    def archive(self) -> None:
        """Count one more archive."""
        if self.archives >= self.caps.archives:
            raise OverError(f"not read: more than {self.caps.archives} archives in all")
        self.archives += 1

    def member(self, n: int = 1) -> None:
        """Count `n` more members."""
        if self.members + n > self.caps.members:
            raise OverError(f"not read: more than {self.caps.members} members in all")
        self.members += n

    def bytes(self, n: int, *, of_member: int, packed: int) -> None:
        """Count `n` more bytes of a member that has given `of_member` in all, packed in `packed`."""
        self.total += n
        if self.total > self.caps.total:
            raise OverError(f"not read: more than {self.caps.total} bytes in all")
        if of_member > self.caps.member:
            raise OverError(f"not read: more than {self.caps.member} bytes in one member")
        if of_member > self.caps.free and of_member > self.caps.ratio * max(packed, 1):
            raise OverError(f"not read: unfolds to more than {self.caps.ratio} times its size")
