"""E-mail → paragraphs: its subject and the words of its body; attachments are documents of their own.

Headers are taken as they are written and only a few are looked into: the parser of structured headers of the
standard library takes gigabytes for a long one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from solferino.exchange.documents.html import html
from solferino.exchange.documents.text import plain
from solferino.words.errors import UsageError

_LONGEST = 10_000
"""Characters of a header; a longer one is no header of a letter."""
_DEEPEST = 20
"""Parts within parts."""
_HINT = "save the message whole, as .eml"


def mail(data: bytes, name: str) -> list[str]:
    """Return the subject and the paragraphs of a message; raise UsageError where it is none."""
    message = _message(data, name)
    parts = [p for p in _parts(message, name) if p.get_content_disposition() != "attachment"]
    bodies = {
        kind: next((p for p in parts if p.get_content_type() == kind), None) for kind in ("text/plain", "text/html")
    }
    kind = "text/plain" if bodies["text/plain"] is not None else "text/html"
    body = bodies[kind]
    text = _text(body, name) if body is not None else ""
    read = html if kind == "text/html" else plain
    return [_subject(message), *read(text.encode("utf-8", "replace"), name)]


def sent(data: bytes) -> date | None:
    """Return the day in a message's date as its sender wrote it; None where it has none that can be read."""
    try:
        head = BytesParser(policy=policy.compat32).parsebytes(data, headersonly=True)
        return parsedate_to_datetime(str(head.get("Date", ""))[:_LONGEST]).date()
    except (MessageError, LookupError, ValueError, TypeError, OverflowError):
        return None


def _message(data: bytes, name: str) -> Message:
    try:
        message = message_from_bytes(data, policy=policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise UsageError(f"{name} cannot be read as an e-mail: {_told(error)}", _HINT) from None
    if not message.keys():
        raise UsageError(f"{name} is no e-mail: it has no header", _HINT)
    return message


def _parts(message: Message, name: str) -> Iterator[Message]:
    """Yield the parts that hold no other; raise UsageError where one is nested, or a header long, past all sense."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > _DEEPEST or any(len(str(value)) > _LONGEST for value in part.values()):
            wrong = f"parts within {depth} others" if depth > _DEEPEST else f"a header of over {_LONGEST:,} characters"
            raise UsageError(f"{name} cannot be read as an e-mail: it has {wrong}", _HINT)
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            stack += [(p, depth + 1) for p in reversed(inner) if isinstance(p, Message)]
        else:
            yield part


def _text(part: Message, name: str) -> str:
    data, encoding = part.get_payload(decode=True), part.get_content_charset("utf-8")
    try:
        return data.decode(encoding, "replace") if isinstance(data, bytes) else ""
    except (LookupError, ValueError):
        raise UsageError(f"{name} says that its encoding is {encoding[:40]!r}, which is not known", _HINT) from None


def _subject(message: Message) -> str:
    try:
        pieces = decode_header(str(message.get("Subject", ""))[:_LONGEST])
        return "".join(p.decode(code or "utf-8", "replace") if isinstance(p, bytes) else p for p, code in pieces)
    except (MessageError, LookupError, ValueError):
        return ""


def _told(error: Exception) -> str:
    return "parts nested too deep" if isinstance(error, RecursionError) else str(error)
