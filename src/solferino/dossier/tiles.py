"""Tiles that a case brings for its map: a PMTiles file, version 3, as a script that a page from a disk can load.

Of the file's own words only the names of its layers go along: what made it, where and by whom stays.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from solferino.dossier.script import call

START = b"PMTiles"
MOST = 50_000_000
"""Bytes of one file, and of each part of it unpacked: a page holds all of it in memory."""
_TILES = 1_000_000
"""Tiles in an index; directories that lead to one another could tell of more than there is room for."""
_PLAIN, _GZIP = 1, 2
_VECTOR = 1
_HEAD = struct.Struct("<7sB11Q6B4i")
"""Magic, version, places and lengths of the parts, counts, clustered, compressions, type, zooms, bounds."""
_DEEP = 4
"""Directories within directories; writers make two."""
Tile = tuple[int, int, int, int]
"""First number on the curve of tiles, how many from there are alike, where in the data, how long."""


def script(body: bytes) -> bytes:
    """Return a script with the tiles, their index and the names of their layers.

    Raises ValueError, struct.error, OSError, EOFError, or what JSON of another form leads to, where it is no such file.
    """
    if len(body) > MOST:
        raise ValueError(f"more than {MOST // 1_000_000} MB")
    (magic, version, root, root_size, told, told_size, leaves, leaves_size, data, data_size, _, _, _,
     _, inner, outer, kind, low, high, west, south, east, north) = _HEAD.unpack_from(body)  # fmt: skip
    if magic != START or version != 3:
        raise ValueError("another version")
    if inner not in (_PLAIN, _GZIP) or outer not in (_PLAIN, _GZIP):
        raise ValueError("packed otherwise than by gzip")
    about = json.loads(_open(_cut(body, told, told_size), inner) or b"{}")
    leaf = _cut(body, leaves, leaves_size)
    index = list(islice(_entries(_open(_cut(body, root, root_size), inner), leaf, inner, _DEEP), _TILES + 1))
    if len(index) > _TILES:
        raise ValueError(f"more than {_TILES} tiles")
    if any(at + length > data_size for _, _, at, length in index):
        raise ValueError("cut short")
    head = {
        "vector": kind == _VECTOR, "zipped": outer == _GZIP, "zooms": [low, high],
        "bounds": [n / 1e7 for n in (west, south, east, north)],
        "layers": sorted(str(x["id"]) for x in about.get("vector_layers", ())) if kind == _VECTOR else [],
        "index": index,
    }  # fmt: skip
    return call("solferinoMap", "tiles", head | {"data": base64.b64encode(_cut(body, data, data_size)).decode()})


def _cut(body: bytes, at: int, size: int) -> bytes:
    if at + size > len(body):
        raise ValueError("cut short")
    return body[at : at + size]


def _open(part: bytes, packed: int) -> bytes:
    if packed != _GZIP or not part:
        return part
    gzip = zlib.decompressobj(wbits=31)
    try:
        opened = gzip.decompress(part, MOST)
    except zlib.error:
        raise ValueError("what gzip packed is broken") from None
    if not gzip.eof:
        raise ValueError(f"a part is cut short, or more than {MOST // 1_000_000} MB unpacked")
    return opened


def _entries(directory: bytes, leaves: bytes, packed: int, deep: int) -> Iterator[Tile]:
    """Yield the tiles of a directory and of those below it; a run of none leads to such a one."""
    numbers = _varints(directory)
    if (many := next(numbers)) > _TILES:
        raise ValueError(f"more than {_TILES} tiles")
    steps, runs, sizes, places = ([next(numbers) for _ in range(many)] for _ in range(4))
    number = end = 0
    for step, run, size, place in zip(steps, runs, sizes, places, strict=True):
        number += step
        at = place - 1 if place else end
        end = at + size
        if run:
            yield number, run, at, size
        elif deep:
            yield from _entries(_open(_cut(leaves, at, size), packed), leaves, packed, deep - 1)
        else:
            raise ValueError("directories without end")


def _varints(part: bytes) -> Iterator[int]:
    """Yield whole numbers of seven bits a byte, the lowest first; ValueError where one ends early."""
    found = shift = 0
    for byte in part:
        found |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield found
            found = shift = 0
    raise ValueError("cut short")
