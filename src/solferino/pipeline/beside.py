"""The description that stands beside a file written here: FILE.toml, the [[read]] that gives its records again."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from solferino.pipeline.mapping import one_line

LARGEST = 256 << 10
"""Bytes of a description; what is longer is none."""


@dataclass(frozen=True)
class Beside:
    """`text` is the description with a line that says where it stood, `name` its file; `trouble` why it is not used."""

    name: str = ""
    text: str = ""
    trouble: str = ""

    def told(self) -> str:
        """Return as what the file is known."""
        return f"what {self.name} beside it says" if self.text else ""


def beside(path: Path) -> Beside:
    """Return the description beside `path`; nothing where there is none, or where it describes something else."""
    file = path.with_name(path.name + ".toml")
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return Beside()
        text = file.read_text("utf-8")
        found = tomllib.loads(text)
    except (OSError, ValueError) as error:
        return Beside(trouble=f"{file.name} beside it cannot be read: {error}")
    reading = found.get("read")
    if set(found) != {"read"} or not isinstance(reading, list) or len(reading) != 1:
        return Beside(trouble=f"{file.name} beside it is not used: it is more, or less, than one [[read]]")
    if reading[0].get("format") == "text":  # which accounts of a text are let in, a person of this case says
        return Beside(trouble=f"{file.name} beside it is not used: it lets in accounts of a text")
    return Beside(file.name, f"\n# as {one_line(file.name)} says\n{text}")
