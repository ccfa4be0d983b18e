"""What can go wrong, as a tree, each leaf with the exit code the console returns.

    SolferinoError            70  our own bug, unless a leaf says otherwise
    ├── UsageError             2  a verb was called with words it does not take
    ├── CaseError              2  a file of the case is malformed; carries every problem found
    ├── EvidenceError          4  bytes are missing, altered or not the pinned ones
    ├── StaleError             5  what stands in build/ or case.lock is not what the case says now
    └── MachineError          74  disk full, a missing extra, another process holds the vault

A message says what happened, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PRECEDENCE = (70, 74, 2, 4, 5, 1, 3, 0)
"""Which exit code wins when several apply, first wins (design, section 4)."""


def worst_exit(codes: Iterable[int]) -> int:
    """Return the exit code that wins among `codes`; 0 for none."""
    return min(codes, key=PRECEDENCE.index, default=0)


_LONGEST = 600
"""Characters of one message; what a file holds may be longer, and is quoted by its ends."""


def short(text: str) -> str:
    """Return `text`, its middle left out where it is longer than a message can be."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]}… {len(text):,} characters …{text[-_LONGEST // 3 :]}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file: `file` is relative to the case, `line` counts from 1 (0: whole file)."""

    file: str
    line: int
    text: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {short(self.text)}" + (f"\n  {short(self.hint)}" if self.hint else "")


class SolferinoError(Exception):
    """Base of every error this package raises on purpose. `hint` says what to do next."""

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message + (f"\n  {self.hint}" if self.hint else "")


class UsageError(SolferinoError):
    """A verb or function was called with arguments it does not take."""

    exit_code = 2


class CaseError(SolferinoError):
    """One or more files of the case are malformed; `problems` lists them all, sorted."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class EvidenceError(SolferinoError):
    """Evidence is missing or altered; `names` are the objects, files or lines concerned."""

    exit_code = 4

    def __init__(self, message: str, hint: str = "", names: Iterable[str] = ()) -> None:
        super().__init__(message, hint)
        self.names = tuple(names)


class StaleError(SolferinoError):
    """A derived file no longer matches the case folder."""

    exit_code = 5


class MachineError(SolferinoError):
    """The machine cannot do it now: disk full, missing extra, vault held by another process."""

    exit_code = 74
