"""Start a case: a folder that builds at once, and says what to write where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from solferino.pipeline.index import write_atomic
from solferino.words.errors import MachineError, UsageError

_CASE = """# What, when, where. Every key: docs/reference/case.md
[case]
title      = {title}
language   = "{language}"
timezone   = "UTC"
period     = {{ from = {start}, to = {day} }}
as_of      = {day}      # the day the statement speaks; nothing later enters its verdicts
tracked_to = {day}      # calls and promises are judged up to here

[publish]
places   = "0.01deg"
withhold = ["restricted", "sealed"]
"""
_STATEMENT = """# [{heading}](context:)

[This is where the statement begins; every sentence of it will be checked.](context:)
"""
_CLAIMS = """# One table per claim; the statement cites it as [its words](claim:the-id).
# Every key: docs/reference/claims.md
#
# [vetoes-cast]
# says  = "count"
# of    = "vetoes"
# where = { member = "FRA", date = { from = "as_of - 5y", to = "as_of" } }
# gives = { n = "count(distinct draft)" }
# holds = "n >= 2"
"""
NONE: Mapping[str, str] = MappingProxyType({})
_IGNORE = "build/\nvault/objects/\nvault/staging/\nvault/quarantine/\nvault/lock\nvault/index.sqlite*\n"


def scaffold(
    root: Path, *, title: str = "", as_of: date | None = None, language: str = "en", proposed: Mapping[str, str] = NONE
) -> None:
    """Make a new case at `root`, with the files `proposed` in place of the examples.

    A folder that holds anything is left alone (UsageError).
    """
    day = as_of or date.today()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(f"{root} exists and is not empty", "name a new folder")
    heading = (title or root.name.replace("-", " ").strip() or "A new case").replace("\\n", " ")
    texts = {
        "case.toml": _CASE.format(
            language=language, title=_quoted(heading), start=day.replace(month=1, day=1), day=day
        ),
        ".gitignore": _IGNORE,
        **(proposed or _examples(heading)),
    }
    try:
        for name in ("sources", "claims", "files"):
            (root / name).mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_atomic(root / name, text)
    except OSError as error:
        raise MachineError(f"cannot write {root}: {error.strerror}", "check the folder and the space left") from None


def _examples(heading: str) -> dict[str, str]:
    plain = heading.replace("[", "(").replace("]", ")")
    return {"statement.md": _STATEMENT.format(heading=plain), "claims/claims.toml": _CLAIMS}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
