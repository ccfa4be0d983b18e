"""Judge the sentences of a dossier again, from its own statement, tables and verdicts, and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from solferino.casefile.statement import parse_statement
from solferino.claims.document import Document
from solferino.dossier.coarse import veiled
from solferino.dossier.data import values
from solferino.dossier.slug import statement_name
from solferino.pipeline.check import check_sentences
from solferino.pipeline.cited import format_of
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult
from solferino.words.statement import Statement

_GONE = Document("", "the dossier holds no documents")
"""What stands for a document: a sentence that puts a number or a quotation in its mouth cannot be judged again."""


def rejudge(
    folder: Path, docs: Mapping[str, Any], case: CaseFile, results: Mapping[str, ClaimResult], *, tables: Namespace,
    partial: bool,
) -> tuple[list[str], dict[str, str]]:  # fmt: skip
    """Return the sentences that are not judged as printed, each with both verdicts; and those that cannot be judged
    again because they cite a document, whose bytes no dossier holds, each with the reason.

    `partial`: something is withheld, so that a sentence which cites a row may rightly differ; so may one whose claim
    rests on rows that are withheld, since it cannot be seen here what they vouch for.
    """
    statements: list[Statement] = []
    for s in docs["statements"]:
        name = statement_name(s["file"])
        parsed = parse_statement((folder / name).read_text("utf-8"), s["file"], s["language"])
        if not isinstance(parsed, Statement):
            return [f"{name}: {parsed[0].text}"], {}
        statements.append(parsed)
    veil = {k for k, v in docs["verdicts"].items() if v.get("few") or v["withheld_rows"]}
    case = replace(case, statements=tuple(statements))
    unread = {s.id for s in case.sources if format_of(s) and not _tabled(s.id, docs)}
    judged = [
        values(s.json())
        for s in check_sentences(case, results, tables, documents=lambda i: _GONE if i in unread else None)
    ]
    printed = docs["sentences"]
    if len(judged) != len(printed):
        return [f"data/sentences.json has {len(printed)} sentences, the statement {len(judged)}"], {}
    judged = [veiled(found, said) if partial else found for found, said in zip(judged, printed, strict=True)]
    different: list[str] = []
    beyond: dict[str, str] = {}
    for said, found in zip(printed, judged, strict=True):
        at, sources = f"{found['file']}:{found['line']}", [i for s in found["spans"] if s[2] == "source" for i in s[3]]
        same = all(said[key] == found[key] for key in ("text", "spans", "claims"))
        if same and any(f["text"].endswith(_GONE.unread) for f in found["findings"]):
            cited = ", ".join(dict.fromkeys(i for i in sources if i in unread))
            beyond[at] = f"what it says that {cited} says: {_GONE.unread}"
        elif said != found and not (partial and sources) and not veil.intersection(found["claims"]):
            different.append(
                f"verdict of {at}: page says {said['verdict']}, its claims give {found['verdict']}"
                if said["verdict"] != found["verdict"]
                else f"sentence at {at}: its text or what is found in it is not as printed"
            )
    return different, beyond


def _tabled(source_id: str, docs: Mapping[str, Any]) -> bool:
    """True where a source is read into tables, so that its rows are cited and not the document."""
    return any(s["id"] == source_id and s["tables"] for s in docs["sources"])
