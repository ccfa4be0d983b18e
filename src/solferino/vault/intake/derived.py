"""What a decoder found, kept as a JSON exhibit bound to the file; or a record that it found nothing, and why."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from solferino.vault.intake.child import Bounds, UndecodedError, decode
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


def derive_decoded(vault: Vault, sha256: str, *, what: str, bounds: Bounds | None = None) -> Taken:
    """Decode an exhibit in a process of its own and keep the answer; a failure is recorded, and the exhibit stands."""
    try:
        answer = decode(what, vault.ensure(sha256), bounds=bounds or (LONG if what in SLOW else None))
    except UndecodedError as error:
        state = f"{NOT.get(what, 'not read')}: {error}"
        held = Held(sha256, vault.path(sha256).stat().st_size)
        vault.note("attempt", obj=[held], src={"tool": TOOL, "method": what}, note=state)
        return Taken(troubles=(state,))
    carried = [Item(data=b64decode(data), role="attachment") for data in answer.pop("carried", {}).values()]
    vault.ingest(carried, parent=[sha256], basis="attachment of a message")
    made, troubles = answer.pop("made", [MADE.get(what, "")]), answer.pop("troubles", [])
    keep_json(vault, answer, role=what, parent=(sha256,), how={"tool": str(answer.get("tool", TOOL)), "method": what})
    return Taken(made=tuple(f"{line}, as a derived exhibit" if what not in MADE else line for line in made),
                 troubles=tuple(map(str, troubles)))  # fmt: skip


def keep_json(
    vault: Vault, value: Mapping[str, Any], *, role: str, parent: tuple[str, ...], how: Mapping[str, Plain]
) -> str:
    """Derive a JSON object in ASCII with sorted keys, so that the same findings are the same bytes; return its hash."""
    raw = json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1).encode("ascii") + b"\n"
    return vault.derive(Item(data=raw, role=role, mime="application/json"), parent=parent, how=how).sha256
