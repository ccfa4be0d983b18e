"""A message or a box of messages: what tells one from another, its parts with their hashes. Nothing is believed.

Who wrote to whom, by what way, about what and in what words stays in the message: an index travels further than it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import IO, Any

from solferino.vault.intake.room import Room
from solferino.vault.intake.tool import packaged

MOST_PARTS = 1000
MOST_BYTES = 256 << 20
CARRIED = 40 << 20
"""Bytes of attachments that are brought out; of more, the index has the hashes alone."""
_CLAIMED = {"date": "Date", "message_id": "Message-ID", "in_reply_to": "In-Reply-To"}
_KEPT_BACK = ("From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Return-Path", "Received", "X-Originating-IP", "Subject")
_TOLD = 2048
_TOP = 64 << 10


def read_mail(file: IO[bytes]) -> dict[str, Any]:
    """Return what tells the message from others, and every part; `carried` holds what is attached, in base64."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return {"error": f"a message of more than {MOST_BYTES} bytes"}
    parts, carried, troubles = list[dict[str, Any]](), dict[str, str](), list[str]()
    try:
        message = _parsed(raw)
    except RecursionError:
        message, troubles = _top(raw), ["its parts are nested too deep to be read; they are not indexed"]
    room = CARRIED
    for index, part in enumerate(() if troubles else _leaves(message)):
        if index >= MOST_PARTS:
            troubles.append(f"only the first {MOST_PARTS} parts are indexed")
            break
        told, data = _part(part)
        if told["attached"] and data and len(data) <= room:
            room -= len(data)
            carried[str(index)] = base64.b64encode(data).decode("ascii")
        elif told["attached"] and data:
            troubles.append(f"part {index} is not brought out: more than {CARRIED} bytes of attachments")
        parts.append(told)
    broken = _defects(message) + [f"part {n}: {d}" for n, told in enumerate(parts) for d in told["defects"]]
    return {
        "tool": packaged("solferino"), **_told(message), "parts": parts, "carried": carried,
        "troubles": troubles + [f"malformed: {each}" for each in dict.fromkeys(broken)][:20],
        "made": [f"an index of {len(parts)} parts, {len(carried)} attachments brought out"],
    }  # fmt: skip


def read_mbox(file: IO[bytes]) -> dict[str, Any]:
    """Return where each message of a box lies, its SHA-256, and what tells it from others."""
    found, troubles, room = list[dict[str, Any]](), list[str](), Room()
    for offset, size, digest, top in _messages(file):
        entry = {"offset": offset, "size": size, "sha256": digest, **_told(_top(top))}
        if not room.takes(entry):
            troubles.append(f"only the first {len(found)} messages are indexed")
            break
        found.append(entry)
    if not found:
        return {"error": "no message in it"}
    return {"tool": packaged("solferino"), "messages": found, "made": [f"an index of {len(found)} messages"],
            "troubles": troubles}  # fmt: skip


def _messages(file: IO[bytes]) -> Iterator[tuple[int, int, str, bytes]]:
    """Yield place, size, SHA-256 and first bytes of each message behind a line "From ".

    Such a line follows an empty one or begins the box. A line is read in pieces: one may be as long as the box.
    """
    at, start, digest, top = 0, -1, hashlib.sha256(), b""
    blank = fresh = True
    while line := file.readline(_TOP):
        if fresh and blank and line.startswith(b"From "):
            if start >= 0:
                yield start, at - start, digest.hexdigest(), top
            start, digest, top = at + len(line), hashlib.sha256(), b""
        elif start >= 0:
            digest.update(line)
            top += line[: _TOP - len(top)]
        blank = fresh and line in (b"\n", b"\r\n")
        fresh = line.endswith(b"\n")
        at += len(line)
    if start >= 0:
        yield start, at - start, digest.hexdigest(), top


def _part(part: Message) -> tuple[dict[str, Any], bytes]:
    body = part.get_payload(decode=True)
    data = body if isinstance(body, bytes) else b""
    name, disposition = _text(part.get_filename()), part.get_content_disposition()
    attached = disposition == "attachment" or bool(name) or part.get_content_maintype() != "text"
    return {
        "type": part.get_content_type()[:_TOLD], "name": name, "size": len(data), "attached": attached,
        "sha256": hashlib.sha256(data).hexdigest(), "defects": _defects(part),
    }, data  # fmt: skip


def _parsed(raw: bytes) -> Message:
    # compat32 keeps what is malformed as it stands, where the newer policies raise.
    return BytesParser(policy=policy.compat32).parsebytes(raw)


def _top(raw: bytes) -> Message:
    """Return a message of the headers alone."""
    head = re.split(rb"\r?\n\r?\n", raw[:_TOP], maxsplit=1)[0]
    return BytesParser(policy=policy.compat32).parsebytes(head + b"\n\n", headersonly=True)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield parts that hold no others, in order; a stack, since a message may nest deeper than Python recurses."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            waiting.extend(reversed([p for p in inner if isinstance(p, Message)]))
        else:
            yield part


def _told(message: Message) -> dict[str, Any]:
    """Return what is claimed of a message and names nobody; of the other headers, which are there."""
    return {
        "claimed": {key: _text(value) for key, name in _CLAIMED.items() if (value := message.get(name)) is not None},
        "kept_back": [name for name in _KEPT_BACK if name in message],
    }


def _defects(message: Message) -> list[str]:
    return sorted({type(defect).__name__ for defect in message.defects})


def _text(value: object) -> str:
    """Return a header as text: words that are encoded decoded where they can be, else as they stand."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value)[: 4 * _TOLD])))[:_TOLD]
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)[:_TOLD]
