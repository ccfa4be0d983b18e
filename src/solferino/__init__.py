"""Solferino checks every sentence of a human-rights statement against the evidence.

import solferino as sol
case = sol.open("my-case")
build = case.build()                     # .ok, .verdicts["…"].because, .table("vetoes")
case.why("some-claim")                   # Trace: sentence → claim → rows → bytes
sol.verify("dossier/")                   # Verification(ok, altered=…)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solferino.case import Build, Case, init, open, verify  # noqa: A004  # the word of the contract
    from solferino.dossier.verification import Verification
    from solferino.words.claim import Claim
    from solferino.words.errors import SolferinoError
    from solferino.words.trace import Trace
    from solferino.words.verdict import Verdict

__all__ = ["Build", "Case", "Claim", "SolferinoError", "Trace", "Verdict", "Verification", "init", "open", "verify"]

_HOME = {
    "Build": "case", "Case": "case", "open": "case", "verify": "case", "init": "case",
    "Trace": "words.trace", "Verification": "dossier.verification",
    "Claim": "words.claim", "SolferinoError": "words.errors", "Verdict": "words.verdict",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import solferino` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'solferino' has no attribute {name!r}")
    from solferino.words.uncollected import uncollected

    with uncollected():  # what is loaded stays
        return getattr(import_module(f"solferino.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
