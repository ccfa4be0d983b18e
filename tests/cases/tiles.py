"""A small PMTiles file, written by the words of its specification (version 3), with one line across the world."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterable, Sequence

Entry = tuple[int, int, int, int]


def varint(n: int) -> bytes:
    """A whole number, seven bits a byte, the lowest first."""
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes([*out, n])


def directory(entries: Sequence[Entry]) -> bytes:
    """Entries as (number, run, place, length), column by column; the place is always told, one more than it is."""
    numbers = [n for n, _, _, _ in entries]
    steps = [b - a for a, b in zip([0, *numbers], numbers, strict=False)]
    columns = [steps, [r for _, r, _, _ in entries], [n for *_, n in entries], [p + 1 for _, _, p, _ in entries]]
    return b"".join(map(varint, [len(entries), *(n for column in columns for n in column)]))


def pmtiles(
    tiles: Sequence[tuple[int, int, bytes]], *, about: object = None, zipped: bool = True, leaf: bool = False,
    kind: int = 1, zooms: tuple[int, int] = (0, 1),
) -> bytes:  # fmt: skip
    """A file of tiles, each (number, run, bytes); with `leaf` the root leads to one directory that has them all."""

    def pack(body: bytes) -> bytes:
        return gzip.compress(body, mtime=0) if zipped else body

    data, entries = b"", []
    for number, run, body in tiles:
        packed = pack(body)
        entries.append((number, run, len(data), len(packed)))
        data += packed
    below = pack(directory(entries)) if leaf else b""
    root = pack(directory([(0, 0, 0, len(below))] if leaf else entries))
    told = pack(json.dumps(about or {}).encode())
    at, places = 127, []
    for part in (root, told, below, data):
        places += [at, len(part)]
        at += len(part)
    packed = 2 if zipped else 1
    bounds = (-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    head = struct.pack(
        "<7sB11Q6B4iB2i", b"PMTiles", 3, *places, 0, 0, 0, 1, packed, packed, kind, *zooms, *bounds, 0, 0, 0
    )
    return head + root + told + below + data


def field(number: int, body: bytes) -> bytes:
    """A field of a protocol buffer that holds bytes."""
    return varint(number << 3 | 2) + varint(len(body)) + body


def line(layer: str, points: Iterable[tuple[int, int]]) -> bytes:
    """A vector tile with one line in one layer, in 4096ths of the tile (Mapbox Vector Tile specification 2.1)."""
    (x, y), *rest = points
    numbers = [9, x, y, len(rest) << 3 | 2]
    for to_x, to_y in rest:
        numbers += [to_x - x, to_y - y]
        x, y = to_x, to_y
    commands = {0, 3}
    told = [n if i in commands else n << 1 ^ n >> 31 for i, n in enumerate(numbers)]
    feature = varint(3 << 3) + varint(2) + field(4, b"".join(map(varint, told)))
    head = varint(15 << 3) + varint(2)
    return field(3, head + field(1, layer.encode()) + field(2, feature) + varint(5 << 3) + varint(4096))
