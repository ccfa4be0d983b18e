"""Judge the sentences of a dossier again, from its own statement, tables and verdicts, and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from solferino.casefile.statement import parse_statement
from solferino.dossier.coarse import veiled
from solferino.dossier.data import values
from solferino.dossier.slug import statement_name
from solferino.pipeline.check import check_sentences
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult
from solferino.words.statement import Statement


def rejudge(
    folder: Path, docs: Mapping[str, Any], case: CaseFile, results: Mapping[str, ClaimResult], *, tables: Namespace,
    partial: bool,
) -> list[str]:  # fmt: skip
    """Return the sentences that are not judged as printed, each with both verdicts.

    `partial`: something is withheld, so that a sentence which cites a row may rightly differ; so may one whose claim
    rests on rows that are withheld, since it cannot be seen here what they vouch for.
    """
    statements: list[Statement] = []
    for s in docs["statements"]:
        name = statement_name(s["file"])
        parsed = parse_statement((folder / name).read_text("utf-8"), s["file"], s["language"])
        if not isinstance(parsed, Statement):
            return [f"{name}: {parsed[0].text}"]
        statements.append(parsed)
    veil = {k for k, v in docs["verdicts"].items() if v.get("few") or v["withheld_rows"]}
    judged = [values(s.json()) for s in check_sentences(replace(case, statements=tuple(statements)), results, tables)]
    printed = docs["sentences"]
    if len(judged) != len(printed):
        return [f"data/sentences.json has {len(printed)} sentences, the statement {len(judged)}"]
    judged = [veiled(found, said) if partial else found for found, said in zip(judged, printed, strict=True)]
    return [
        f"verdict of {found['file']}:{found['line']}: page says {said['verdict']}, its claims give {found['verdict']}"
        if said["verdict"] != found["verdict"]
        else f"sentence at {found['file']}:{found['line']}: its text or what is found in it is not as printed"
        for said, found in zip(printed, judged, strict=True)
        if said != found
        and not (partial and any(span[2] == "source" for span in found["spans"]))
        and not veil.intersection(found["claims"])
    ]
