"""What the kernel knows of its clock: whether something keeps it set, and by how much it may be wrong."""

from __future__ import annotations

import ctypes

_UNSYNCHRONISED, _NO_CLOCK = 0x0040, 5
_MOST = 1 << 53


class _Timex(ctypes.Structure):
    """The head of struct timex of adjtimex(2); the rest is room for what the kernel writes after it."""

    _fields_ = (
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long), ("status", ctypes.c_int), ("rest", ctypes.c_byte * 512),
    )  # fmt: skip


def kept() -> dict[str, bool | int]:
    """Return `synced` and, where it is true, `max_error_ms`; nothing where the kernel cannot be asked.

    Nothing is set. True means that a time service on this machine says so: it is the machine's word, no proof.
    """
    asked = _Timex()
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(asked))
    except (AttributeError, OSError, TypeError):
        return {}
    if state < 0:
        return {}
    if state == _NO_CLOCK or asked.status & _UNSYNCHRONISED:
        return {"synced": False}
    return {"synced": True, "max_error_ms": min(max(asked.maxerror, 0) // 1000, _MOST)}
