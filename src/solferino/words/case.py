"""A case folder as read: settings, parties, sources, claims and statements, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from solferino.words.claim import Claim
from solferino.words.decision import Decision
from solferino.words.party import Parties
from solferino.words.reply import Reply, reply_of
from solferino.words.source import Source
from solferino.words.statement import Statement
from solferino.words.window import Window


@dataclass(frozen=True)
class Reviewer:
    """Somebody who has seen what is sealed; `key` is the public half of the key they sign with, hexadecimal."""

    id: str
    role: str
    key: str


@dataclass(frozen=True)
class Seal:
    """`[seal]`: who can open what is sealed, and how many of whom must attest what rests on it."""

    recipients: tuple[str, ...] = ()
    attest: int = 2
    reviewers: tuple[Reviewer, ...] = ()


@dataclass(frozen=True)
class Authority:
    """Who stamps checkpoints: its address, and the case's file of root certificates under which it is believed."""

    url: str
    roots: str
    line: int = 0


@dataclass(frozen=True)
class Settings:
    """`case.toml`. `as_of` caps everything; `tracked_to` is the day up to which calls are judged."""

    title: str
    as_of: date
    tracked_to: date
    period: Window
    language: str = "en"
    timezone: str = "UTC"
    author: str = ""
    link: Mapping[str, Any] = field(default_factory=dict)
    worlds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: str = "0.01deg"
    map: str = "zoomed"
    withhold: tuple[str, ...] = ("restricted", "sealed")
    approvals: tuple[str, ...] = ("research", "law", "security", "editor")
    smallest: int = 5
    seal: Seal = field(default_factory=Seal)
    authorities: tuple[Authority, ...] = ()

    def anchors(self) -> dict[str, date]:
        """Return the names that date arithmetic in `where` may use."""
        found = {"as_of": self.as_of, "tracked_to": self.tracked_to}
        if self.period.start:
            found["period_from"] = self.period.start
        if self.period.end:
            found["period_to"] = self.period.end
        return found


@dataclass(frozen=True)
class Override:
    """A fact of a source that the case puts right: columns of the row `source/row`, with the reason and by whom."""

    row: str
    set: Mapping[str, Any]
    why: str
    by: str = ""
    line: int = 0


@dataclass(frozen=True)
class Correction:
    """What was published and is put right: of a claim, a line such as `statement.md:45`, an incident or a report."""

    on: date
    about: str
    was: str
    now: str
    why: str
    by: str = ""

    def json(self) -> dict[str, str]:
        return {"on": self.on.isoformat(), "about": self.about, "was": self.was, "now": self.now, "why": self.why,
                "by": self.by}  # fmt: skip


@dataclass(frozen=True)
class CaseFile:
    """Everything a case folder says, with no evidence read yet."""

    root: Path
    settings: Settings
    parties: Parties
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    overrides: tuple[Override, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def name(self) -> str:
        return self.root.resolve().name

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Return whom the case says was asked for a reply, in the order of its decisions."""
        return tuple(reply_of(d.value) for d in self.decisions if d.act == "reply")

    def claim(self, claim_id: str) -> Claim | None:
        return next((c for c in self.claims if c.id == claim_id), None)

    def source(self, source_id: str) -> Source | None:
        return next((s for s in self.sources if s.id == source_id), None)
