"""The right of reply: when a party that a statement blames was asked, by when, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One asking; `answer` is empty until there is one. Of two about one party the later asking stands."""

    party: str
    asked: date
    deadline: date
    answer: str = ""

    def json(self) -> dict[str, str]:
        """Return the value of a decision that says this."""
        return {
            "party": self.party, "asked": self.asked.isoformat(), "deadline": self.deadline.isoformat(),
            "answer": self.answer,
        }  # fmt: skip


def reply_of(value: Any) -> Reply:
    """Return the reply that the value of a decision says; raise ValueError that says what is wrong with it."""
    if not isinstance(value, dict) or not value.get("party"):
        raise ValueError("the party is missing")
    if unknown := sorted(set(value) - {"party", "asked", "deadline", "answer"}):
        raise ValueError(f"there is no key {unknown[0]!r}")
    days = []
    for key in ("asked", "deadline"):
        try:
            days.append(date.fromisoformat(str(value.get(key))))
        except ValueError:
            raise ValueError(f"{key} is no day such as 2020-06-30") from None
    if days[1] < days[0]:
        raise ValueError(f"the deadline {days[1]} lies before {days[0]}, when it was asked")
    return Reply(str(value["party"]), days[0], days[1], str(value.get("answer") or ""))
