"""A message or a box of messages: what its headers claim, and its parts with their hashes. Nothing is believed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from typing import IO, Any

from solferino.vault.intake.tool import packaged

MOST_PARTS, MOST_MESSAGES = 1000, 100_000
MOST_BYTES = 256 << 20
CARRIED = 40 << 20
"""Bytes of attachments that are brought out; of more, the index has the hashes alone."""
_HEADERS = ("Date", "From", "To", "Cc", "Subject", "Message-ID", "In-Reply-To", "Return-Path", "X-Originating-IP")
_TOLD = 2048


def read_mail(file: IO[bytes]) -> dict[str, Any]:
    """Return the headers as claimed, what servers say of its way, and every part; `carried` holds attachments."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return {"error": f"a message of more than {MOST_BYTES} bytes"}
    message = _parsed(raw)
    parts, carried, troubles = list[dict[str, Any]](), dict[str, str](), list[str]()
    room = CARRIED
    for index, part in enumerate(_leaves(message)):
        if index >= MOST_PARTS:
            troubles.append(f"only the first {MOST_PARTS} parts are indexed")
            break
        body = part.get_payload(decode=True)
        data = body if isinstance(body, bytes) else b""
        name = _text(part.get_filename())
        told = {"type": part.get_content_type(), "name": name, "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "attached": part.get_content_disposition() == "attachment" or bool(name),
                "defects": sorted({type(d).__name__ for d in part.defects})}  # fmt: skip
        if told["attached"] and data and len(data) <= room:
            room -= len(data)
            carried[str(index)] = base64.b64encode(data).decode("ascii")
        elif told["attached"] and data:
            troubles.append(f"part {index} is not brought out: more than {CARRIED} bytes of attachments")
        parts.append(told)
    received = message.get_all("Received") or []
    return {
        "tool": packaged("solferino"), "claimed": _claimed(message), "received": [_text(r) for r in received[:50]],
        "parts": parts, "carried": carried, "troubles": troubles + _broken(message),
        "made": [f"an index of {len(parts)} parts, {len(carried)} attachments brought out"],
    }  # fmt: skip


def read_mbox(file: IO[bytes]) -> dict[str, Any]:
    """Return where each message of a box lies, its SHA-256, and what its headers claim."""
    found, trouble = list[dict[str, Any]](), ""
    for offset, raw in _messages(file):
        if len(found) >= MOST_MESSAGES:
            trouble = f"only the first {MOST_MESSAGES} messages are indexed"
            break
        head = raw.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0][: _TOLD * 32]
        found.append({"offset": offset, "size": len(raw), "sha256": hashlib.sha256(raw).hexdigest(),
                      "claimed": _claimed(_parsed(head + b"\n\n"))})  # fmt: skip
    if not found:
        return {"error": "no message in it"}
    return {"tool": packaged("solferino"), "messages": found, "made": [f"an index of {len(found)} messages"],
            "troubles": [trouble] if trouble else []}  # fmt: skip


def _messages(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each message behind its line "From ", which follows an empty line or begins the box."""
    start, held, at, blank = 0, list[bytes](), 0, True
    size = 0
    for line in file:
        if blank and line.startswith(b"From "):
            if held:
                yield start, b"".join(held)
            held, start, size = [], at + len(line), 0
        elif size <= MOST_BYTES:
            held.append(line)
            size += len(line)
        blank = line in (b"\n", b"\r\n")
        at += len(line)
    if held:
        yield start, b"".join(held)


def _parsed(raw: bytes) -> Message:
    # compat32 keeps what is malformed as it stands, where the newer policies raise.
    return BytesParser(policy=policy.compat32).parsebytes(raw)


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


def _claimed(message: Message) -> dict[str, str]:
    return {name: _text(value) for name in _HEADERS if (value := message.get(name)) is not None}


def _broken(message: Message) -> list[str]:
    return [f"malformed: {type(d).__name__}" for d in message.defects if isinstance(d, MessageError)]


def _text(value: object) -> str:
    """Return a header as text: words that are encoded decoded where they can be, else as they stand."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value))))[:_TOLD]
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)[:_TOLD]
