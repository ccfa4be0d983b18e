"""The dossier for other programs: ClaimReview per sentence, a Web Annotation per passage, an RO-Crate over all.

Made from the documents of `data/` alone (and, for the crate, the digests of the manifest), so `verify` makes it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from solferino.dossier import say
from solferino.dossier.data import encode
from solferino.dossier.slug import slugs, statement_name

Json = Mapping[str, Any]
CRATE = "ro-crate-metadata.json"
REVIEWS, NOTES = "claimreview.jsonld", "annotations.jsonld"
UNREVIEWED = ("context", "not_checkable")
"""Sentences of which nothing is checked: nobody reviews them."""
AROUND = 32
"""Characters before and after a passage that help to find it in another copy of the text."""
_KEPT = ("data/", "tables/", "sql/")


def texts(docs: Json) -> dict[str, str]:
    """Return file of the statement → its plain text, blocks apart by an empty line: what positions count in."""
    return {s["file"]: "\n\n".join(b["text"] for b in s["blocks"]) + "\n" for s in docs["statements"]}


def text_name(file: str) -> str:
    """Return the name under which the plain text of a file of the statement stands in the dossier."""
    return statement_name(file).removesuffix(".md") + ".txt"


def files(docs: Json) -> dict[str, bytes]:
    """Return path → bytes of the plain text, the reviews and the annotations."""
    made = {text_name(file): text.encode("utf-8", "backslashreplace") for file, text in texts(docs).items()}
    places = list(_places(docs))
    reviews = [_review(docs, n, s) for n, s, _ in places if s["verdict"] not in UNREVIEWED]
    made[REVIEWS] = encode({"@context": "https://schema.org", "@graph": reviews})
    pages = {k: f"claims/{v}.html" for k, v in slugs([*docs["verdicts"], "index"]).items()}
    plain = texts(docs)
    notes = [note for place in places for note in _annotations(*place, docs["verdicts"], pages=pages, plain=plain)]
    body = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": NOTES, "type": "AnnotationCollection"}
    page = {"type": "AnnotationPage", "startIndex": 0, "items": notes}
    made[NOTES] = encode({**body, "label": docs["case"]["title"], "total": len(notes), "first": page})
    return made


def _places(docs: Json) -> Iterator[tuple[int, Json, int]]:
    """Every sentence with its number on its page and where it begins in the plain text of its file."""
    for statement in docs["statements"]:
        starts, at = [], 0
        for block in statement["blocks"]:
            starts.append(at)
            at += len(block["text"]) + 2
        mine = [s for s in docs["sentences"] if s["file"] == statement["file"]]
        seen: dict[int, int] = {}
        for n, s in enumerate(mine, 1):
            block = statement["blocks"][s["block"]]["text"]
            found = block.find(s["text"], seen.get(s["block"], 0))
            if found >= 0:
                seen[s["block"]] = found + len(s["text"])
                yield n, s, starts[s["block"]] + found


def _page(docs: Json, s: Json, n: int) -> str:
    own = docs["case"]["language"]
    files = [x["file"] for x in sorted(docs["statements"], key=lambda x: (x["language"] != own, x["file"]))]
    at = files.index(s["file"])
    return f"{'index' if at == 0 else f'statement-{at + 1}'}.html#s{n}"


def _review(docs: Json, n: int, s: Json) -> dict[str, Any]:
    case = docs["case"]
    author = {"@type": "Organization", "name": case["author"]} if case["author"] else {"@type": "Organization"}
    found = [f["text"] for f in s["findings"] if f["status"]] or [say.MEANS[s["verdict"]]]
    corrections = [
        {"@type": "CorrectionComment", "datePublished": c["on"], "text": f"{c['was']} → {c['now']}: {c['why']}"}
        for c in case["corrections"] if c["about"] in (*s["claims"], f"{s['file']}:{s['line']}")
    ]  # fmt: skip
    return {
        **({"correction": corrections} if corrections else {}),
        "@type": "ClaimReview", "@id": _page(docs, s, n), "url": _page(docs, s, n), "claimReviewed": s["text"],
        "inLanguage": next(x["language"] for x in docs["statements"] if x["file"] == s["file"]),
        "itemReviewed": {
            "@type": "Claim", "author": author, "datePublished": case["as_of"],
            "appearance": {"@type": "CreativeWork", "name": case["title"], "url": statement_name(s["file"])},
        },
        "reviewRating": {
            "@type": "Rating", "alternateName": say.verdict(s["verdict"]), "ratingExplanation": " ".join(found),
        },
        "author": {"@type": "SoftwareApplication", "name": "Solferino"},
        "disclaimer": "Holds on the evidence filed.",
    }  # fmt: skip


def _annotations(
    n: int, s: Json, start: int, verdicts: Json, *, pages: Mapping[str, str], plain: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """One annotation of the sentence, and one of each passage that cites a claim, with that claim's verdict."""
    text = plain[s["file"]]
    verdict = [{"type": "TextualBody", "purpose": "assessing", "value": say.verdict(s["verdict"])}]
    yield _annotation(f"{NOTES}#s{n}", verdict, text, s, start=start, end=start + len(s["text"]))
    for i, (a, b, scheme, ids) in enumerate(s["spans"], 1):
        bodies = [
            {"type": "SpecificResource", "source": pages[c], "purpose": "linking",
             "value": say.verdict(verdicts[c]["verdict"])}
            for c in ids if scheme == "claim" and c in verdicts
        ]  # fmt: skip
        if bodies:
            yield _annotation(f"{NOTES}#s{n}p{i}", bodies, text, s, start=start + a, end=start + b)


def _annotation(id: str, body: list[Any], text: str, s: Json, *, start: int, end: int) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - AROUND):start],
             "suffix": text[end:end + AROUND]}  # fmt: skip
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    target = {"source": text_name(s["file"]), "selector": [quote, place]}
    return {"id": id, "type": "Annotation", "motivation": "assessing", "body": body, "target": target}


def crate(docs: Json, digests: Mapping[str, str]) -> bytes:
    """Return the RO-Crate 1.1 metadata of a dossier. `digests`: path → SHA-256 of its files; pages are not listed."""
    case = docs["case"]
    listed = [p for p in sorted(digests) if p != CRATE and (p.startswith(_KEPT) or "/" not in p)]
    parts = [
        {"@id": p, "@type": "File", "name": _about(p), "encodingFormat": _format(p), "sha256": digests[p]}
        for p in listed
    ]
    root = {
        "@id": "./", "@type": "Dataset", "name": case["title"], "datePublished": case["as_of"],
        "description": f"A statement whose every sentence bears a verdict, with its evidence, as of {case['as_of']}.",
        "inLanguage": case["language"], "license": {"@id": "#licences"},
        "hasPart": [{"@id": p["@id"]} for p in parts], "mainEntity": {"@id": "index.html"},
    }  # fmt: skip
    if case["corrections"]:
        root["correction"] = [
            f"{c['on']} {c['about']}: {c['was']} → {c['now']}: {c['why']}" for c in case["corrections"]
        ]
    if case["author"]:
        root["author"] = {"@id": "#author"}
    about = [
        {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"},
         "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
        root,
        {"@id": "#licences", "@type": "CreativeWork", "name": "Each source under its own licence",
         "description": "tables/sources.csv names the licence and the credit of each source."},
        *([{"@id": "#author", "@type": "Organization", "name": case["author"]}] if case["author"] else []),
        *({"@id": f"#source-{s['id']}", "@type": "CreativeWork", "name": s["title"], "publisher": s["publisher"],
           "sha256": s["sha256"]} for s in docs["sources"]),
    ]  # fmt: skip
    terms = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
    return encode({"@context": ["https://w3id.org/ro/crate/1.1/context", terms], "@graph": [*about, *parts]})


def _about(path: str) -> str:
    stem = path.rpartition("/")[2].rpartition(".")[0]
    if path.startswith("tables/"):
        return f"table {stem}"
    return f"claim {stem}, as SQL" if path.startswith("sql/") else path


def _format(path: str) -> str:
    found = {
        "csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json",
        "jsonld": "application/ld+json", "html": "text/html", "sql": "application/sql", "txt": "text/plain",
        "md": "text/markdown", "pdf": "application/pdf", "lock": "application/toml",
    }  # fmt: skip
    return found.get(path.rpartition(".")[2], "application/octet-stream")
