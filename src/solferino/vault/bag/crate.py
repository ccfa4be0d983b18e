"""ro-crate-metadata.json (RO-Crate 1.1): what the payload is, for catalogues and other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from solferino.vault.record import Record

NAME = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"


def crate(title: str, objects: Mapping[str, int], records: Sequence[Record]) -> bytes:
    """Return the metadata of a bag: each object as a file with what its first record claims of it."""
    first: dict[str, tuple[Record, str]] = {}
    for record in records:
        for held in record.obj:
            first.setdefault(held.sha256, (record, held.mime))
    files = [_file(sha256, size, *first[sha256]) for sha256, size in sorted(objects.items())]
    published = records[-1].t if records else "1970-01-01T00:00:00.000Z"
    told = [{"@id": name} for name in ("VERIFY.txt", "solferino/log.jsonl")]
    root = {
        "@id": "./", "@type": "Dataset", "name": title, "datePublished": published,
        "description": "Exhibits named by the SHA-256 of their bytes, with the custody log that they stand in.",
        "license": "No licence is granted by this file; each exhibit stands under the terms of its source.",
        "hasPart": [{"@id": f["@id"]} for f in files] + told,
    }  # fmt: skip
    about = {"@id": NAME, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": _VERSION}}
    notes = [
        {"@id": "VERIFY.txt", "@type": "File", "name": "How to check this folder", "encodingFormat": "text/plain"},
        {"@id": "solferino/log.jsonl", "@type": "File", "name": "Custody log", "encodingFormat": "application/jsonl"},
    ]
    body = {"@context": f"{_VERSION}/context", "@graph": [about, root, *files, *notes]}
    return json.dumps(body, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def _file(sha256: str, size: int, record: Record, mime: str) -> dict[str, Any]:
    claims: Iterable[tuple[str, Any]] = (
        ("name", record.src.get("name")), ("url", record.src.get("url")), ("encodingFormat", mime),
    )  # fmt: skip
    told = {key: str(value) for key, value in claims if value}
    return {"@id": f"data/{sha256}", "@type": "File", "name": sha256, **told, "contentSize": str(size),
            "sha256": sha256, "dateModified": record.t}  # fmt: skip
