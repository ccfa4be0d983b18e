"""Anchor the vault of a case: stamp its newest checkpoint, take answers back, say what is proved before when."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.pipeline.open_case import open_case
from solferino.vault import Vault
from solferino.vault.signing import KEY, sign
from solferino.vault.state import recall
from solferino.vault.time.anchored import Anchored, inspect
from solferino.vault.time.answer import LARGEST
from solferino.vault.time.outbox import Authority, Taken, receive, stamp
from solferino.vault.time.roots import read_roots
from solferino.vault.time.state import State
from solferino.words.case import CaseFile
from solferino.words.errors import CaseError, EvidenceError, Problem, UsageError

Ask = Callable[[bool], str]
_NONE = 'write [anchor] authorities = [{ url = "https://…", roots = "files/….pem" }], or ask a partner: --witness FILE'


@dataclass(frozen=True)
class Anchoring:
    """How each request stands, what was taken back, and how many records but those about time no proof covers yet.

    `signed_by` is the key that signed a checkpoint first; None where none could, empty where no new one was shown.
    """

    told: tuple[Anchored, ...]
    taken: tuple[Taken, ...]
    newest: Anchored | None
    size: int
    rest: int
    signed_by: str | None = ""

    @property
    def exit(self) -> int:
        """0 where all that was asked is proved and all that was brought was taken; else 3."""
        proved = all(a.before for a in self.told) and all(t.anchored and t.anchored.before for t in self.taken)
        return 0 if proved else 3

    def json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "asked": [a.json() for a in self.told],
            "received": [
                {"name": t.name, "why": t.why, "anchor": t.anchored.json() if t.anchored else None} for t in self.taken
            ],
            "signed_by": self.signed_by,
            "records": self.size,
            "covered": self.newest.size if self.newest else 0,
            "anchored_before": self.newest.before.isoformat() if self.newest and self.newest.before else None,
            "unanchored": self.rest,
            "exit": self.exit,
        }


def anchor(root: Path, *, files: Sequence[Path] = (), actor: str = "", ask: Ask | None = None) -> Anchoring:
    """Ask every authority that the case at `root` names; with `files`, take those answers back and ask nobody.

    The checkpoint is signed first, where the passphrase of this machine's key is in SOLFERINO_PASSPHRASE or `ask`
    gives it (told whether a new one is to be chosen); else it is shown as it is.
    Raises CaseError where the roots of an authority cannot be read, UsageError where the case names no authority.
    """
    case = open_case(root)
    vault, pen = _vault(root), _Pen(ask, actor)
    if files:
        told: tuple[Anchored, ...] = ()
        taken = receive(vault, [(f.name, _answer(f)) for f in files], actor=actor)
    else:
        told, taken = stamp(vault, authorities(case), actor=actor, sign=pen), ()
    size, shelf = Vault.open(vault).size, inspect(vault)
    return Anchoring(told, taken, shelf.newest(size), size, shelf.rest(size, size), pen.signed_by)


class _Pen:
    """Signs a vault's newest checkpoint when called, where the key can be opened; remembers whose key it was."""

    def __init__(self, ask: Ask | None, actor: str) -> None:
        self.ask, self.actor = ask, actor
        self.signed_by: str | None = ""

    def __call__(self, vault: Vault) -> None:
        if self.ask is None and not os.environ.get("SOLFERINO_PASSPHRASE"):
            self.signed_by = None
            return
        asked, new = self.ask, recall(vault.id, KEY) is None
        self.signed_by = str(sign(vault, ask=(lambda: asked(new)) if asked else None, actor=self.actor))


def authorities(case: CaseFile) -> list[Authority]:
    """Return the authorities of a case with the roots that it pins; every roots file that is wrong is a problem."""
    if not case.settings.authorities:
        raise UsageError(f"{case.root}/case.toml names no time-stamping authority", _NONE)
    found, problems = [], []
    for told in case.settings.authorities:
        try:
            found.append(Authority(told.url, _roots(case.root, told.roots)))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            text = f"the roots of {told.url}: {told.roots}: {why}"
            hint = "a PEM file in the case, with the root certificates that the authority publishes"
            problems.append(Problem("case.toml", told.line, text, hint))
    if problems:
        raise CaseError(problems)
    return found


def waiting(found: Anchoring) -> list[Anchored]:
    """Return the requests that wait to be carried to a network."""
    return [a for a in found.told if a.state is State.PENDING]


def _roots(root: Path, name: str) -> bytes:
    place = (root / name).resolve()
    if not place.is_relative_to(root.resolve()):
        raise ValueError("lies outside the case")
    data = place.read_bytes()
    try:
        read_roots(data)
    except ValueError:
        raise ValueError("holds no certificate") from None
    return data


def _vault(root: Path) -> Path:
    if not (root / "vault" / "VAULT").is_file():
        raise UsageError(f"{root} has no vault yet: there is nothing to anchor", "add or build first")
    return root / "vault"


def _answer(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise EvidenceError(f"{path}: {error.strerror}", "check the path", [str(path)]) from None
