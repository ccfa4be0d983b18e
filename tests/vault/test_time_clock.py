"""What a record can say of the machine's clock."""

from __future__ import annotations

import ctypes

import pytest

from solferino.vault.time import clock


class Kernel:
    """A C library whose adjtimex answers as told."""

    def __init__(self, state: int, status: int, error_us: int) -> None:
        self.told = state, status, error_us

    def adjtimex(self, asked) -> int:
        """Fill what was asked, and return the state of the clock."""
        _, asked._obj.status, asked._obj.maxerror = self.told
        return self.told[0]


@pytest.mark.parametrize(
    ("state", "status", "error_us", "said"),
    [
        # adjtimex(2): 0 is TIME_OK, 5 TIME_ERROR; 0x40 is STA_UNSYNC; maxerror is in microseconds.
        (0, 0x0001, 31_500, {"synced": True, "max_error_ms": 31}),
        (0, 0x0041, 31_500, {"synced": False}),
        (5, 0x0000, 16_000_000, {"synced": False}),
        (-1, 0x0000, 0, {}),
    ],
)
def test_the_kernel_says_whether_its_clock_is_kept(
    monkeypatch: pytest.MonkeyPatch, state: int, status: int, error_us: int, said: dict[str, bool | int]
) -> None:
    """A clock that nothing sets is said to be so; one that is set says by how much it may be wrong."""
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Kernel(state, status, error_us))

    assert clock.kept() == said


def test_a_machine_without_that_call_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no adjtimex, nothing is claimed."""
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())

    assert clock.kept() == {}


def test_this_machine_can_be_asked() -> None:
    """The real call fails in no way and answers in the words of a record."""
    assert set(clock.kept()) <= {"synced", "max_error_ms"}
