"""Mail stays whole: what its headers claim is indexed, attachments are exhibits, bombs and damage are told."""

from __future__ import annotations

import json
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from solferino.vault import Item, Vault
from solferino.vault.intake import Taken, take

PICTURE = b"\x89PNG\r\n\x1a\n" + b"not really" * 9


def message(subject: str = "Photos", *, attach: bytes = PICTURE) -> bytes:
    """A message as a program writes it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "reporter@example.org", "desk@example.org", subject
    made["Date"], made["Message-ID"] = "Fri, 03 May 2019 10:00:00 +0200", "<1@example.org>"
    made.set_content("see attached")
    made.add_attachment(attach, maintype="image", subtype="png", filename="صورة.png")
    return bytes(made)


def added(tmp_path: Path, data: bytes, name: str) -> tuple[Taken, dict[str, Any] | None, Vault]:
    """Preserve a file, take it further, and return what was derived of it."""
    vault = Vault.open(tmp_path / "vault", create=True)
    held = vault.ingest([Item(data=data, name=name)])[0].sha256
    taken = take(vault, held, name=name)
    made = [r for r in vault.records() if r.act == "derive" and r.parent == (held,)]
    assert vault.check().ok
    return taken, json.loads(vault.read(made[0].obj[0].sha256)) if made else None, vault


def test_a_message_is_indexed_and_its_attachment_an_exhibit(tmp_path: Path) -> None:
    """Headers as claimed, right-to-left names letter for letter; the attachment under its own hash, bound to the message."""
    data = message("تقرير")
    taken, index, vault = added(tmp_path, data, "note.eml")

    assert taken.kind == "mail"
    assert index is not None
    assert index["claimed"]["Subject"] == "تقرير"
    assert [p["name"] for p in index["parts"]] == ["", "صورة.png"]
    assert vault.read(sha256(PICTURE).hexdigest()) == PICTURE
    assert any(
        r.basis == "attachment of a message" and r.parent == (sha256(data).hexdigest(),) for r in vault.records()
    )
    assert "carried" not in index


def test_parts_within_parts_without_end(tmp_path: Path) -> None:
    """Ten thousand parts, one in another, are no reason to fail: the file is held, and what could be told is told."""
    deep = b"From: a@example.org\r\nDate: x\r\nMessage-ID: <2@example.org>\r\nMIME-Version: 1.0\r\n"
    for n in range(10_000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    taken, _, vault = added(tmp_path, deep, "deep.eml")

    assert taken.kind == "mail"
    assert vault.has(sha256(deep).hexdigest())


def test_wrong_encodings_are_kept_as_they_stand(tmp_path: Path) -> None:
    """A header in no known encoding and a part that lies about its own are told, not guessed."""
    data = message().replace(b"Subject: Photos", b"Subject: =?x-unknown?b?4paI?=", 1).replace(b"base64", b"base65", 1)
    _, index, _ = added(tmp_path, data, "odd.eml")

    assert index is not None
    assert index["claimed"]["Subject"] == "=?x-unknown?b?4paI?="


@pytest.mark.parametrize("count", [1, 3, 2000])
def test_a_box_of_messages(tmp_path: Path, count: int) -> None:
    """Each message with its place and hash; a line "From " within a paragraph parts none."""
    raw = [message(f"No. {n}", attach=b"x").replace(b"see attached", b"he said\nFrom there on") for n in range(count)]
    data = b"".join(
        b"From reporter@example.org Fri May  3 10:00:00 2019\n" + r.replace(b"\r\n", b"\n") + b"\n" for r in raw
    )
    taken, index, _ = added(tmp_path, data, "box.mbox")

    assert taken.kind == "mbox"
    assert index is not None
    assert [m["claimed"]["Subject"] for m in index["messages"]] == [f"No. {n}" for n in range(count)]
    one = index["messages"][-1]
    assert sha256(data[one["offset"] : one["offset"] + one["size"]]).hexdigest() == one["sha256"]


def test_a_message_cut_short(tmp_path: Path) -> None:
    """Half a message is held whole, as half a message; its parts are told with their defects."""
    data = message()[:600]
    taken, index, vault = added(tmp_path, data, "cut.eml")

    assert vault.has(sha256(data).hexdigest())
    assert taken.troubles or (index is not None and any(p["defects"] for p in index["parts"])) or index is not None
