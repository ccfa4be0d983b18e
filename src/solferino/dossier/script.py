"""Data as a script: a page that was opened from a disk may fetch no file, but may load a script that calls it."""

from __future__ import annotations

import json


def call(function: str, *arguments: object) -> bytes:
    """Return a script that calls `function`; what a source says stands in strings, with no way out of them."""
    told = ", ".join(json.dumps(a, ensure_ascii=False, separators=(",", ":")) for a in arguments)
    return f"{function}({told.replace('<', chr(92) + 'u003c')});\n".encode("utf-8", "backslashreplace")
