"""The lock that travels with a dossier, held against the verdicts that it prints."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = "case.lock"


def disagreeing(folder: Path, docs: Mapping[str, Any]) -> list[str]:
    """Return the claims whose verdict in `case.lock` is not the one printed; nothing where there is no lock.

    Raises ValueError where the lock is not TOML, TypeError or LookupError where it has another shape.
    """
    at = folder / FILE
    if not at.is_file():
        return []
    claims = tomllib.loads(at.read_text("utf-8"))["claims"]
    printed = {k: {"verdict": _said(v, ""), "now": _said(v, "_now")} for k, v in docs["verdicts"].items()}
    wrong = sorted(set(claims) ^ set(printed))
    wrong += [k for k in sorted(set(claims) & set(printed)) if any(claims[k][w] != printed[k][w] for w in printed[k])]
    return [f"verdict of {k}: {FILE} does not say what data/verdicts.json says" for k in wrong]


def _said(verdict: Mapping[str, Any], clock: str) -> str:
    kind = verdict["type" + clock]
    return f"{verdict['verdict' + clock]} ({kind})" if kind else str(verdict["verdict" + clock])
