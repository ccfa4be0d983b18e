"""What a decoder found, kept as a JSON exhibit bound to the file; or a record that it found nothing, and why."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from solferino.vault.entry import Entry
from solferino.vault.intake.batch import Batch, finding
from solferino.vault.intake.child import Bounds, UndecodedError, decode
from solferino.vault.intake.member import NAME_IN_RECORD
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.tool import TOOL
from solferino.vault.item import Item
from solferino.vault.record import Draft, Held, Plain

MADE = {
    "pdf": "text and metadata as a derived exhibit",
    "picture": "embedded metadata as a derived exhibit",
    "pdq": "a perceptual print as a derived exhibit",
    "video": "perceptual prints of frames as a derived exhibit",
}
NOT = {"picture": "metadata not read", "pdq": "not hashed", "video": "not hashed"}
LONG = Bounds(seconds=600)
"""What takes apart a web archive, a box of mail or a video may read gigabytes."""
SLOW = ("warc", "wacz", "mbox", "video")


@dataclass(frozen=True)
class Decoded:
    """What came of decoding: in words, as the decoder gave it, and what was carried out of it (SHA-256 and name)."""

    taken: Taken
    answer: Mapping[str, Any] = field(default_factory=dict)
    carried: tuple[tuple[str, str], ...] = ()


def derive_decoded(batch: Batch, sha256: str, *, what: str, bounds: Bounds | None = None) -> Decoded:
    """Decode an exhibit in a process of its own and keep the answer; a failure is recorded, and the exhibit stands."""
    path = batch.vault.ensure(sha256)
    try:
        answer = decode(what, path, bounds=bounds or (LONG if what in SLOW else None))
    except UndecodedError as error:
        state = f"{NOT.get(what, 'not read')}: {error}"
        held = Held(sha256, path.stat().st_size)
        batch.add(Entry(Draft("attempt", (held,), {"tool": TOOL, "method": what}, note=state)))
        return Decoded(Taken(troubles=(state,)))
    attached = list(_attached(sha256, answer))
    made, troubles = answer.pop("made", [MADE.get(what, "")]), answer.pop("troubles", [])
    kept = {**answer, "troubles": troubles} if troubles else answer
    how: dict[str, Plain] = {"tool": str(answer.get("tool", TOOL)), "method": what}
    batch.add(*(entry for entry, _, _ in attached), finding(kept, role=what, parent=(sha256,), how=how))
    taken = Taken(made=tuple(f"{line}, as a derived exhibit" if what not in MADE else line for line in made),
                  troubles=tuple(map(str, troubles)))  # fmt: skip
    return Decoded(taken, answer, tuple((hashed, name) for _, hashed, name in attached))


def _attached(sha256: str, answer: dict[str, Any]) -> Iterator[tuple[Entry, str, str]]:
    """Yield what is attached to a message, with its SHA-256, under the name that its part claims."""
    terms = Draft("ingest", parent=(sha256,), basis="attachment of a message")
    for index, coded in answer.pop("carried", {}).items():
        data, part = b64decode(coded), answer["parts"][int(index)]
        name = str(part["name"])[:NAME_IN_RECORD]
        yield Entry(terms, Item(data=data, role="attachment", name=name)), hashlib.sha256(data).hexdigest(), name
