"""Records of a web archive (WARC), indexed where they lie: each with its digests checked, none unpacked."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from solferino.vault.intake.room import Room
from solferino.vault.intake.tool import packaged

_PIECE = 1 << 16
_TOLD = 2048
_SHOWN = 20
_HEAD = 1 << 20
_END = b"\r\n\r\n"
"""What follows every record (ISO 28500, section 4)."""
_BAD = {"differs": "its digest differs", "cut short": "it is cut short"}


def read_warc(file: IO[bytes], room: Room | None = None) -> dict[str, Any]:
    """Return every record with its type, address, claimed date, place in the file and SHA-256; raises what warcio does.

    A digest that a record states is checked: "agrees", "differs", "cut short" where bytes are missing, or "none" where
    there is none to check. What comes after a damaged record cannot be found: `troubles` then say where reading ended,
    and they name a file that ends within a record.
    """
    room, records, ended = room or Room(), list[dict[str, Any]](), ""
    strays = list[int]()
    try:
        for record, strayed in _records(file):
            if not room.takes(record):
                ended = f"only the first {len(records)} records are indexed"
                break
            records.append(record)
            if strayed > len(strays):
                strays.append(max(len(records) - 2, 0))
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # warcio raises many kinds on hostile bytes; what was read stands
        ended = f"damaged behind its first {len(records)} records, and not read from there on ({_line(error)})"
    if not records:
        return {"error": ended or "no record in it"}
    wrong = [f"record {n} at byte {r['offset']}: {_BAD[r['digest']]}"
             for n, r in enumerate(records) if r["digest"] in _BAD]  # fmt: skip
    wrong += [f"record {n} at byte {records[n]['offset']}: its length lies, more bytes follow" for n in strays]
    shown = wrong[:_SHOWN]
    shown += [f"{len(wrong) - _SHOWN} more records that are wrong; the index has all"] if len(wrong) > _SHOWN else []
    agree = Counter(r["digest"] for r in records)["agrees"]
    return {"tool": packaged("warcio"), "records": records, "ended": ended,
            "made": [f"an index of {len(records)} records; the digests of {agree} agree"],
            "troubles": [*shown, *filter(None, [ended or _broken_off(file, records[-1]["offset"])])]}  # fmt: skip


def _records(file: IO[bytes]) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield each record, with how many so far were not followed by the empty lines that end one."""
    from warcio.archiveiterator import ArchiveIterator

    found = ArchiveIterator(file, check_digests=True)
    for record in found:
        head, digest, size = record.rec_headers, hashlib.sha256(), 0
        stream = record.content_stream()
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
        said = {
            "id": "WARC-Record-ID", "uri": "WARC-Target-URI", "date": "WARC-Date", "mime": "Content-Type",
            "block": "WARC-Block-Digest", "payload": "WARC-Payload-Digest", "refers": "WARC-Refers-To-Target-URI",
        }  # fmt: skip
        claimed = {k: str(v)[:_TOLD] for k, name in said.items() if (v := head.get_header(name))}
        http = record.http_headers
        passed = record.digest_checker.passed
        short = getattr(record.raw_stream, "limit", 0)  # bytes of its block that never came
        yield {
            "offset": found.get_record_offset(), "type": (record.rec_type or "")[:_TOLD], "claimed": claimed,
            "size": size, "sha256": digest.hexdigest(), "status": (http.get_statuscode() or "")[:9] if http else "",
            "media": (http.get_header("Content-Type") or "")[:_TOLD] if http else "",
            "digest": "cut short" if short else "differs" if passed is False else "agrees" if passed else "none",
        }, found.err_count  # fmt: skip


def _broken_off(file: IO[bytes], last: int) -> str:
    """Say where a file does not end with its last record, at byte `last`; reading records passes over half a header."""
    file.seek(0)
    packed = file.read(2) == b"\x1f\x8b"
    whole = _packed_whole(file) if packed else _plain_whole(file, last)
    return "" if whole else "it ends within a record"


def _plain_whole(file: IO[bytes], last: int) -> bool:
    file.seek(last)
    head = file.read(_HEAD).partition(_END)[0]
    length = re.search(rb"(?im)^content-length:[ \t]*([0-9]{1,18})", head)
    file.seek(last + len(head) + len(_END) + int(length[1] if length else 0))
    return file.read(len(_END) + 1) == _END


def _packed_whole(file: IO[bytes]) -> bool:
    """Return whether every packed record ends, and the last as a record does."""
    file.seek(0)
    member, tail, rest = zlib.decompressobj(16 + zlib.MAX_WBITS), b"", b""
    while piece := rest or file.read(_PIECE):
        if member.eof:
            member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            out = member.decompress(piece, 1 << 20)
        except zlib.error:
            return False
        tail = (tail + out)[-len(_END) :]
        rest = member.unused_data if member.eof else member.unconsumed_tail
    return member.eof and tail == _END


def _line(error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return ascii(text)[1:-1][:300]
