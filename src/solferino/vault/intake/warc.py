"""Records of a web archive (WARC), indexed where they lie: each with its digests checked, none unpacked."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import IO, Any

from solferino.vault.intake.tool import packaged

MOST = 100_000
_PIECE = 1 << 16
_TOLD = 2048


def read_warc(file: IO[bytes]) -> dict[str, Any]:
    """Return every record with its type, address, claimed date, place in the file and SHA-256; raises what warcio does.

    A digest that a record states is checked: "agrees", "differs", "cut short" where bytes are missing, or "none" where
    there is none to check. What comes after a damaged record cannot be found: `trouble` then says where reading ended.
    """
    records, trouble = list[dict[str, Any]](), ""
    try:
        for record in _records(file):
            records.append(record)
            if len(records) >= MOST:
                trouble = f"only the first {MOST} records are indexed"
                break
    except Exception as error:  # noqa: BLE001  # warcio raises many kinds on hostile bytes; what was read stands
        trouble = f"reading ended after {len(records)} records: {type(error).__name__}: {error}"[:300]
    if not records:
        return {"error": trouble or "no record in it"}
    states = Counter(r["digest"] for r in records)
    told = [f"an index of {len(records)} records; the digests of {states['agrees']} agree"]
    why = {"differs": "its digest differs", "cut short": "it is cut short"}
    wrong = [
        f"record {n} at byte {r['offset']}: {why[r['digest']]}" for n, r in enumerate(records) if r["digest"] in why
    ]
    bad = wrong[:20] + ([f"{len(wrong) - 20} more records that differ or are cut short"] if len(wrong) > 20 else [])
    return {"tool": packaged("warcio"), "records": records, "trouble": trouble, "made": told,
            "troubles": [*bad, *([trouble] if trouble else [])]}  # fmt: skip


def _records(file: IO[bytes]) -> Any:
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
        status = record.http_headers.get_statuscode() if record.http_headers else ""
        passed = record.digest_checker.passed
        short = getattr(record.raw_stream, "limit", 0)  # bytes of its block that never came
        yield {
            "offset": found.get_record_offset(), "type": record.rec_type or "", "claimed": claimed, "size": size,
            "sha256": digest.hexdigest(), "status": status or "",
            "digest": "cut short" if short else "differs" if passed is False else "agrees" if passed else "none",
        }  # fmt: skip
