"""E-mail → paragraphs: its subject and the words of its body; attachments are documents of their own."""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.parser import BytesParser

from solferino.exchange.documents.html import html
from solferino.exchange.documents.text import plain
from solferino.words.errors import UsageError


def mail(data: bytes, name: str) -> list[str]:
    """Return the subject and the paragraphs of a message; raise UsageError where it is none."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        if not message.keys():
            raise UsageError(f"{name} is no e-mail: it has no header", "save the message whole, as .eml")
        body = message.get_body(preferencelist=("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        subject = str(message.get("Subject", ""))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise UsageError(f"{name} cannot be read as an e-mail: {error}", "save the message whole, as .eml") from None
    read = html if body is not None and body.get_content_type() == "text/html" else plain
    return [subject, *read(text.encode("utf-8", "replace"), name)]
