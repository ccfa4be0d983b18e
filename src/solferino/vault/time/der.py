"""DER as time stamps use it: read leniently, one element at a time, within its bounds; written exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BOOLEAN, INTEGER, OCTETS, NULL, OID, TIME, SEQUENCE, SET = 0x01, 0x02, 0x04, 0x05, 0x06, 0x18, 0x30, 0x31
CONTEXT = 0xA0
"""Tag of a constructed element [0]; add the number for others."""


@dataclass(frozen=True)
class Element:
    """One element: its tag, its whole encoding, and its content. The order within a SET is not judged."""

    tag: int
    raw: bytes
    content: bytes

    def __iter__(self) -> Iterator[Element]:
        """Yield the elements inside; ValueError where they do not fill it exactly."""
        at = 0
        while at < len(self.content):
            element = first(self.content[at:])
            at += len(element.raw)
            yield element

    def integer(self) -> int:
        """Return the number it holds; ValueError where it is none."""
        if self.tag & 0x1F != INTEGER and self.tag < 0x80:
            raise ValueError(f"tag {self.tag:#04x} where a number was expected")
        if not 0 < len(self.content) <= 64:
            raise ValueError(f"a number of {len(self.content)} bytes")
        return int.from_bytes(self.content, "big", signed=True)


def first(data: bytes) -> Element:
    """Return the first element of `data`; ValueError where it is cut short or of unstated length."""
    if len(data) < 2:
        raise ValueError("cut short")
    tag, length, head = data[0], data[1], 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a tag of several bytes")
    if length >= 0x80:
        more = length & 0x7F
        if not 0 < more <= 4:
            raise ValueError("a length that is not stated")
        if len(data) < 2 + more:
            raise ValueError("cut short")
        length, head = int.from_bytes(data[2 : 2 + more], "big"), 2 + more
    if len(data) < head + length:
        raise ValueError(f"cut short: {head + length} bytes announced, {len(data)} there")
    return Element(tag, data[: head + length], data[head : head + length])


def whole(data: bytes, tag: int = SEQUENCE) -> Element:
    """Return the one element that `data` is; ValueError for another tag, or for bytes after it."""
    found = demand(first(data), tag)
    if len(found.raw) != len(data):
        raise ValueError(f"{len(data) - len(found.raw)} bytes after the end")
    return found


def demand(element: Element, tag: int) -> Element:
    """Return `element` where it has that tag; ValueError otherwise."""
    if element.tag != tag:
        raise ValueError(f"tag {element.tag:#04x} where {tag:#04x} was expected")
    return element


def encode(tag: int, *parts: bytes) -> bytes:
    """Return one element around the encoded parts."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def number(value: int) -> bytes:
    """Return an INTEGER in its shortest form."""
    return encode(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    one, two, *rest = map(int, dotted.split("."))
    content = bytearray()
    for arc in (40 * one + two, *rest):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        content += bytes(reversed(groups))
    return encode(OID, bytes(content))
