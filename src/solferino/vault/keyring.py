"""Who may sign a vault's checkpoints, as its log tells it: keys come and go by records, each vouched for by a key.

The first key vouches for itself: it is trusted because it was the first (on first use), or because a reader holds its
text from elsewhere. Every later one is let in, or sent away, by a statement that a key standing at that moment signed;
a record without such a statement changes nothing and is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from solferino.vault.note import read_note
from solferino.vault.record import Record
from solferino.vault.vkey import Vkey, read_vkey
from solferino.words.errors import UsageError

ADD, RETIRE = "key-add", "key-retire"
FOLDER = "keys"


@dataclass(frozen=True)
class Standing:
    """A key, and the records between which it may sign: from after `added` up to `retired`, if ever."""

    vkey: Vkey
    added: int
    retired: int | None = None

    def covers(self, size: int) -> bool:
        """Return whether the key may sign the checkpoint of `size` records."""
        return self.added < size and (self.retired is None or size <= self.retired)


@dataclass
class Keyring:
    """The keys a log has named so far, in order; `refused` says which key records could not be followed."""

    standing: list[Standing] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def active(self) -> Iterator[Vkey]:
        """Yield the keys that may sign now."""
        return (each.vkey for each in self.standing if each.retired is None)

    def at(self, size: int) -> list[Vkey]:
        """Return the keys that may sign the checkpoint of `size` records."""
        return [each.vkey for each in self.standing if each.covers(size)]

    def take(self, record: Record) -> None:
        """Follow a key record, or remember why not."""
        try:
            self._follow(record)
        except (ValueError, UsageError) as error:
            self.refused.append(f"seq {record.seq}: {record.act} not followed: {error}")

    def _follow(self, record: Record) -> None:
        vkey = read_vkey(str(record.src.get("vkey", "")))
        note = read_note(str(record.src.get("statement", "")).encode("utf-8", "replace"))
        if note.text != statement(record.act, vkey, origin=str(record.src.get("log", ""))):
            raise ValueError("its statement is about something else")
        first = record.act == ADD and not self.standing
        if not note.signers([vkey] if first else self.active()):
            raise ValueError("no key that stands has signed its statement")
        known = next((i for i, each in enumerate(self.standing) if each.vkey == vkey and each.retired is None), None)
        if record.act == ADD and known is None:
            self.standing.append(Standing(vkey, record.seq))
        elif record.act == RETIRE and known is not None and len(list(self.active())) > 1:
            self.standing[known] = Standing(vkey, self.standing[known].added, record.seq)
        else:
            raise ValueError("the key stands already" if record.act == ADD else "not a key that can go")


def statement(act: str, vkey: Vkey, *, origin: str) -> bytes:
    """Return the text that a standing key signs to let another in or send it away."""
    return f"{origin}\n{act}\n{vkey}\n".encode()
