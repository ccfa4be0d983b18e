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
    """Right-to-left names letter for letter; the attachment under its own hash, bound to the message."""
    data = message("تقرير")
    taken, index, vault = added(tmp_path, data, "note.eml")

    assert taken.kind == "mail"
    assert index is not None
    assert index["claimed"] == {"date": "Fri, 03 May 2019 10:00:00 +0200", "message_id": "<1@example.org>"}
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
    data = message().replace(b"<1@example.org>", b"=?x-unknown?b?4paI?=", 1).replace(b"base64", b"base65", 1)
    _, index, _ = added(tmp_path, data, "odd.eml")

    assert index is not None
    assert index["claimed"]["message_id"] == "=?x-unknown?b?4paI?="


def test_who_wrote_to_whom_stays_in_the_message(tmp_path: Path) -> None:
    """Neither index nor log repeats addresses, the subject or the text; the index says which headers there are."""
    _, index, _ = added(tmp_path, message("a secret meeting"), "note.eml")

    log = b"".join(path.read_bytes() for path in (tmp_path / "vault" / "log").iterdir())
    for told in (json.dumps(index, ensure_ascii=False), log.decode()):
        assert not [word for word in ("reporter@", "desk@", "secret", "see attached") if word in told]
    assert index is not None
    assert index["kept_back"] == ["From", "To", "Subject"]


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
    assert len(index["messages"]) == count
    one = index["messages"][-1]
    assert sha256(data[one["offset"] : one["offset"] + one["size"]]).hexdigest() == one["sha256"]


def test_a_line_as_long_as_the_box(tmp_path: Path) -> None:
    """A line is read in pieces, and one that holds "From " where a piece begins parts no message."""
    long = b"x" * ((64 << 10) - 1) + b"From nobody " * 9000
    data = (
        b"From a Fri May  3 10:00:00 2019\nDate: x\n\n" + long + b"\n\nFrom b Fri May  3 10:00:00 2019\nDate: y\n\nz\n"
    )
    _, index, _ = added(tmp_path, data, "box.mbox")

    assert index is not None
    assert [m["claimed"]["date"] for m in index["messages"]] == ["x", "y"]


def test_messages_of_a_box_as_exhibits(tmp_path: Path) -> None:
    """Where it is asked for, each message is an exhibit of its own, bound to its box, and its attachments are too."""
    one = message("one").replace(b"\r\n", b"\n")
    data = b"From a Fri May  3 10:00:00 2019\n" + one + b"\n"
    vault = Vault.open(tmp_path / "vault", create=True)
    box = vault.ingest([Item(data=data, name="box.mbox")])[0].sha256
    taken = take(vault, box, name="box.mbox", members=True)

    assert "brought out as exhibits: 1 of its messages" in taken.made
    inner = next(r for r in vault.records() if r.basis == "message of a box")
    assert vault.read(inner.obj[0].sha256) == one + b"\n"
    assert inner.parent == (box,)
    assert vault.has(sha256(PICTURE).hexdigest())
    assert vault.check().ok


def test_a_message_cut_short(tmp_path: Path) -> None:
    """Half a message is held whole, as half a message; its parts are told with their defects."""
    data = message()[:600]
    taken, index, vault = added(tmp_path, data, "cut.eml")

    assert vault.has(sha256(data).hexdigest())
    assert taken.troubles or (index is not None and any(p["defects"] for p in index["parts"])) or index is not None
