"""What a decoder found, kept as a JSON exhibit bound to the file; or a record that it found nothing, and why."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from solferino.vault.intake.child import Bounds, UndecodedError, decode
from solferino.vault.intake.member import NAME_IN_RECORD
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.tool import TOOL
from solferino.vault.item import Item
from solferino.vault.record import Held, Plain
from solferino.vault.vault import Vault

MADE = {
    "pdf": "text and metadata as a derived exhibit",
    "picture": "embedded metadata as a derived exhibit",
    "pdq": "a perceptual print as a derived exhibit",
    "video": "perceptual prints of frames as a derived exhibit",
}
NOT = {"picture": "metadata not read", "pdq": "not hashed", "video": "not hashed"}
LONG = Bounds(seconds=600)
"""What takes apart a web archive or a box of mail may read gigabytes."""
SLOW = ("warc", "wacz", "mbox")


@dataclass(frozen=True)
class Decoded:
    """What came of decoding: in words, as the decoder gave it, and what was carried out of it (SHA-256 and name)."""

    taken: Taken
    answer: Mapping[str, Any] = field(default_factory=dict)
    carried: tuple[tuple[str, str], ...] = ()


def derive_decoded(vault: Vault, sha256: str, *, what: str, bounds: Bounds | None = None) -> Decoded:
    """Decode an exhibit in a process of its own and keep the answer; a failure is recorded, and the exhibit stands."""
    try:
        answer = decode(what, vault.ensure(sha256), bounds=bounds or (LONG if what in SLOW else None))
    except UndecodedError as error:
        state = f"{NOT.get(what, 'not read')}: {error}"
        held = Held(sha256, vault.path(sha256).stat().st_size)
        vault.note("attempt", obj=[held], src={"tool": TOOL, "method": what}, note=state)
        return Decoded(Taken(troubles=(state,)))
    carried = _carried(vault, sha256, answer)
    made, troubles = answer.pop("made", [MADE.get(what, "")]), answer.pop("troubles", [])
    kept = {**answer, "troubles": troubles} if troubles else answer
    keep_json(vault, kept, role=what, parent=(sha256,), how={"tool": str(answer.get("tool", TOOL)), "method": what})
    taken = Taken(made=tuple(f"{line}, as a derived exhibit" if what not in MADE else line for line in made),
                  troubles=tuple(map(str, troubles)))  # fmt: skip
    return Decoded(taken, answer, carried)


def _carried(vault: Vault, sha256: str, answer: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Preserve what is attached to a message, each under the name that its part claims."""
    bodies = {int(index): b64decode(data) for index, data in answer.pop("carried", {}).items()}
    names = {index: str(answer["parts"][index]["name"])[:NAME_IN_RECORD] for index in bodies}
    items = [Item(data=data, role="attachment", name=names[index]) for index, data in bodies.items()]
    receipts = vault.ingest(items, parent=[sha256], basis="attachment of a message")
    return tuple((r.sha256, name) for r, name in zip(receipts, names.values(), strict=True))


def keep_json(
    vault: Vault, value: Mapping[str, Any], *, role: str, parent: tuple[str, ...], how: Mapping[str, Plain]
) -> str:
    """Derive a JSON object in ASCII with sorted keys, so that the same findings are the same bytes; return its hash."""
    raw = json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1).encode("ascii") + b"\n"
    return vault.derive(Item(data=raw, role=role, mime="application/json"), parent=parent, how=how).sha256
