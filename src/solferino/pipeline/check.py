"""Stage check: claims evaluated, sentences judged. Each has a key: only what changed is looked at again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

from solferino.claims import worlds
from solferino.claims.book import Places, book
from solferino.claims.document import Documents
from solferino.claims.evaluate import evaluate, in_order
from solferino.claims.sentence import judge_sentences
from solferino.pipeline.attested import read, vouched
from solferino.pipeline.cited import readers
from solferino.pipeline.index import Index, key
from solferino.pipeline.sealed import shut_tables
from solferino.pipeline.withheld import settle
from solferino.prose.sentences import sentences
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.result import ClaimResult, SentenceResult, claim_result
from solferino.words.tables import tables as schemas

RECIPE = 11
TABLE_STAGES = ("record", "link", "persons", "situate")


def table_paths(index: Index) -> dict[str, Path]:
    """Return the Parquet file of every table of the current build."""
    return {
        table: index.folder(index.stages[stage]["key"]) / f"{table}.parquet"
        for stage in TABLE_STAGES
        if stage in index.stages
        for table in index.stages[stage]["tables"]
    }


def open_tables(case: CaseFile, index: Index) -> Namespace:
    """Return the tables of the current build; their worlds are found again where the linkage is the same."""
    if "link" in index.stages:
        made_from = [
            worlds.RECIPE,
            index.stages["link"],
            index.stages["situate"],
            case.settings.link,
            case.settings.worlds,
        ]
        index.stages["worlds"] = {"key": key(made_from)}
    else:
        index.stages.pop("worlds", None)
    kept = index.folder(index.stages["worlds"]["key"]) if "worlds" in index.stages else None
    return Namespace(table_paths(index), kept=kept)


def table_digests(index: Index) -> dict[str, str]:
    """Return the digest of every table of the current build."""
    found: dict[str, str] = {}
    for stage in TABLE_STAGES:
        found |= index.stages.get(stage, {}).get("tables", {})
    return found


def claim_keys(case: CaseFile, index: Index) -> dict[str, str]:
    """Return the key of each claim: its definition, the settings and tables it may ask, its premises' keys."""
    settings = case.settings
    shape = [f.name for f in fields(ClaimResult)]
    world = [RECIPE, shape, settings.anchors(), settings.worlds, settings.withhold, settings.link, settings.places]
    world.append(table_digests(index))
    attested = [[d.by, d.value] for d in case.decisions if d.act == "attest"]
    world.append([sorted(shut_tables(case)), attested, asdict(settings.seal), [s.commitment for s in case.sources]])
    base, found = key(world), dict[str, str]()
    for claim in in_order(case.claims):
        premises = [found.get(p, "") for p in claim.rests_on()]
        place = [claim.file, claim.line, claim.atom, claim.show, _selected(claim, case), _signed(claim, case)]
        found[claim.id] = key([base, claim.digest(), place, premises])
    return found


def _selected(claim: Claim, case: CaseFile) -> str:
    """A claim's own SELECT is part of the claim."""
    name = claim.own.get("sql")
    path = (case.root / claim.file).parent / Path(name).name if name else None
    return path.read_text("utf-8") if path and path.is_file() else ""


def _signed(claim: Claim, case: CaseFile) -> str:
    """What reviewers signed of a claim decides whether it is attested."""
    held = read(case, claim)
    return held.root if held else ""


def check_claims(
    case: CaseFile, index: Index, tables: Namespace, held: Mapping[str, Any]
) -> tuple[dict[str, ClaimResult], dict[str, str], list[str]]:
    """Return the results, their keys, and the ids that were evaluated now; `held` is the last check."""
    keys, old_keys, old = claim_keys(case, index), held.get("keys", {}), held.get("claims", {})
    done: dict[str, ClaimResult] = {}
    ran, shut = [], shut_tables(case)
    for claim in in_order(case.claims):
        if old_keys.get(claim.id) == keys[claim.id] and claim.id in old:
            done[claim.id] = claim_result(claim.id, old[claim.id])
        else:
            found = settle(claim, evaluate(claim, tables, case, done=done), shut)
            done[claim.id] = vouched(case, claim, found, tables, shut=bool(shut))
            ran.append(claim.id)
    return {c.id: done[c.id] for c in case.claims}, keys, ran


def sentence_keys(case: CaseFile, index: Index, keys: Mapping[str, str]) -> list[list[str]]:
    """Return the key of each sentence, statement by statement: its words and where they stand, the keys of the claims
    it cites, the tables, and every file of the case but claims and statements. `keys` are those of the claims.

    A translation is compared with the original, so its sentences also change with any of the original's.
    """
    own = {c.file for c in case.claims} | {s.file for s in case.statements}
    rest = {f: d for f, d in case.inputs.items() if f not in own}
    base, found = key([RECIPE, rest, sorted(keys), table_digests(index), readers(case)]), list[list[str]]()
    for statement in case.statements:
        under = [base, statement.language, found[0] if found else []]
        told = [(n, s) for n, block in enumerate(statement.blocks) for s in sentences(block, statement.language)]
        found.append([key([*under, n, asdict(s), [keys.get(i) for p in s.passages for i in p.ids]]) for n, s in told])
    return found


def check_sentences(
    case: CaseFile, results: Mapping[str, ClaimResult], tables: Namespace,
    *, documents: Documents, keys: Sequence[Sequence[str]] = (), held: Mapping[str, SentenceResult] | None = None,
) -> tuple[SentenceResult, ...]:  # fmt: skip
    """Judge every sentence of every file of the statement: the first is the original, in the language of the case.

    `documents` reads the documents that it cites whole. `held` has what is known of a sentence by its key, `keys` the
    key of each sentence of each file.
    """
    found: list[SentenceResult] = []
    known = [{n: held[k] for n, k in enumerate(names) if k in held} for names in keys] if held else []
    if known and all(len(a) == len(b) for a, b in zip(known, keys, strict=True)):
        return tuple(result for one in known for result in one.values())
    places, cells = place_names(case, tables), cache(lambda i: row_text(i, tables))
    for n, statement in enumerate(case.statements):
        found += judge_sentences(
            statement, results, case, row_text=cells, places=places,
            documents=documents, original=case.statements[0] if n else None, held=known[n] if known else None,
        )  # fmt: skip
    return tuple(found)


def place_names(case: CaseFile, tables: Namespace) -> Places:
    """Return the names of the places of the case that may be spoken of, each with the ids it may mean."""
    open_ = [p for p in tables.table("places") if p["sensitivity"] not in case.settings.withhold]
    return book((p["place_id"], (p["name"], *(p["also_written"] or ()))) for p in open_)


_OF_NO_ROW = ("sources", "exhibits", "parties", "rejections", "places")


def row_text(report_id: str, tables: Namespace) -> str | None:
    """Return the cells of the row that `report_id` names, as text; None where no table has it."""
    if "/" not in report_id:
        rows = tables.rows("SELECT * FROM sources WHERE source_id = ?", [report_id], of=["sources"])
        return _text(rows[0]) if rows else None
    for name in sorted(tables.paths):
        if name in _OF_NO_ROW or schemas()[name].fields[0].name != "report_id":
            continue
        rows = tables.rows(f'SELECT * FROM "{name}" WHERE report_id = ? ORDER BY ALL', [report_id], of=[name])
        if rows:
            return _text(rows[0])
    return None


def _text(row: Mapping[str, Any]) -> str:
    cells = ["; ".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in row.items() if v is not None]
    return " · ".join(cells)


def check_key(keys: Mapping[str, str], told: Sequence[Sequence[str]]) -> str:
    """Return the key of the whole check, from those of its claims and sentences."""
    return key([RECIPE, dict(keys), told])


def load_check(index: Index) -> dict[str, Any]:
    """Return the last finished check, empty where there is none or it cannot be read."""
    stage = index.stages.get("check")
    if not stage:
        return {}
    try:
        body: dict[str, Any] = json.loads((index.folder(stage["key"]) / "check.json").read_text("utf-8"))
        return body
    except (OSError, ValueError):
        return {}
