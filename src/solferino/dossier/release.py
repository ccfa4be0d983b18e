"""One release after another: what moved since the last, and what will be public that was not."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.dossier import manifest, say
from solferino.dossier.data import encode
from solferino.words.errors import EvidenceError

_TOLD = ("claims", "verdicts", "sentences", "statements", "sources", "tables")
"""Documents that a release tells; what stands in `data/case.json` beside them is compared without the history."""
_ASIDE = ("tables/", "data/", "ro-crate")
"""Files that are told of in other lines, or follow from what is; so is a PDF, which is set anew for each release."""
_MANY = 8
"""How many names a line lists before it only counts."""


@dataclass(frozen=True)
class Release:
    """A published dossier: its root, its files by digest, its documents."""

    folder: Path
    root: str
    files: Mapping[str, str]
    docs: Mapping[str, Any]


def read_release(folder: Path) -> Release | None:
    """Return the release in `folder`, None where there is none; raise EvidenceError where it cannot be read."""
    at = folder / manifest.NAME
    if not at.is_file():
        return None
    listed, wrong = manifest.parse(at.read_bytes())
    try:
        docs = {n: json.loads((folder / f"data/{n}.json").read_bytes()) for n in ("case", *_TOLD)}
    except (OSError, ValueError) as error:
        wrong = [str(error)]
    if wrong:
        hint = "restore it, or publish to a new folder: what moved since then could not be told"
        raise EvidenceError(f"the release in {folder} cannot be read: {wrong[0]}", hint, [str(folder)])
    return Release(folder, f"sha256:{manifest.digest(at)}", listed, docs)


def follow(before: Release | None, docs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the history of the release that `docs` make: earlier ones, each with the verdicts that moved after it.

    A release that tells the same again adds nothing. A move is explained by a correction that is new and about it.
    """
    if before is None:
        return []
    history: list[dict[str, Any]] = list(before.docs["case"].get("history", ()))
    if _same(before.docs, docs):
        return history
    old = before.docs["case"].get("corrections", [])
    explained = {c["about"] for c in docs["case"]["corrections"] if c not in old}
    moved = [m | {"explained": m["about"] in explained} for m in moves(before.docs, docs)]
    return [*history, {"root": before.root, "as_of": before.docs["case"]["as_of"], "moved": moved}]


def moves(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the claims and sentences whose verdict is another now, or that came or went."""
    was, now = ({k: _verdict(v) for k, v in docs["verdicts"].items()} for docs in (old, new))
    found = [
        {"about": k, "was": was.get(k, ""), "now": now.get(k, "")}
        for k in sorted(set(was) | set(now)) if was.get(k) != now.get(k)
    ]  # fmt: skip
    before = {(s["file"], s["text"]): s["verdict"] for s in old["sentences"]}
    for s in new["sentences"]:
        verdict = before.get((s["file"], s["text"]), s["verdict"])
        if verdict != s["verdict"]:
            found.append({"about": f"{s['file']}:{s['line']}", "was": verdict, "now": s["verdict"]})
    return found


def public(before: Release | None, after: Release) -> tuple[str, ...]:
    """Return what `after` makes public and `before` did not, line by line: tables, columns, rows, sources, pages."""
    tables = after.docs["tables"]
    if before is None:
        told = [f"table {n}: {_size(t)}" for n, t in sorted(tables.items())]
        return ("first release: everything is new", *told, *_left_in(tables), f"{len(after.files)} files")
    old = before.docs["tables"]
    told = []
    for name in sorted(set(old) | set(tables)):
        if name not in tables:
            told.append(f"table {name}: no longer public")
        elif name not in old:
            told.append(f"table {name}: NEW, {_size(tables[name])}")
        else:
            told += _table(name, before, after)
    for what, key in (("source", "sources"), ("sentence", "sentences")):
        was, now = ([s["title" if key == "sources" else "text"] for s in r.docs[key]] for r in (before, after))
        told += _named(f"{what}s", [x for x in now if x not in was], [x for x in was if x not in now])
    told += [f"verdict of {m['about']}: {m['was'] or 'not there'} → {m['now'] or 'taken out'}"
             for m in moves(before.docs, after.docs)]  # fmt: skip
    pages = [
        {p: d for p, d in r.files.items() if not p.startswith(_ASIDE) and not p.endswith(".pdf")}
        for r in (before, after)
    ]
    changed = sum(d != pages[0][p] for p, d in pages[1].items() if p in pages[0])
    told += _named("pages", sorted(set(pages[1]) - set(pages[0])), sorted(set(pages[0]) - set(pages[1])))
    told += [f"pages: {changed} changed"] if changed else []
    return tuple([*told, *_left_in(tables)] if told else ["nothing that is not public already", *_left_in(tables)])


def _size(table: Mapping[str, Any]) -> str:
    return f"{say.counted(table['rows'], 'row')}; columns {', '.join(table['columns'])}"


def _table(name: str, before: Release, after: Release) -> list[str]:
    old, new = (r.docs["tables"][name] for r in (before, after))
    come = [c for c in new["columns"] if c not in old["columns"]]
    gone = [c for c in old["columns"] if c not in new["columns"]]
    told = [f"table {name}: NEW column {', '.join(come)}"] if come else []
    told += [f"table {name}: column {', '.join(gone)} no longer public"] if gone else []
    shared = [c for c in new["columns"] if c in old["columns"]]
    was, now = (_rows(r.folder / "tables" / f"{name}.csv", shared) for r in (before, after))
    more, less = (now - was).total(), (was - now).total()
    return [*told, f"table {name}: {more} rows come, {less} go"] if more or less else told


def _rows(path: Path, columns: Sequence[str]) -> Counter[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(tuple(row[c] for c in columns) for row in csv.DictReader(file))


def _left_in(tables: Mapping[str, Any]) -> list[str]:
    return [f"table {n}: {t['withheld']} rows stay in the case" for n, t in sorted(tables.items()) if t["withheld"]]


def _named(what: str, come: list[str], gone: list[str]) -> list[str]:
    said = ((come, "NEW"), (gone, "no longer public"))
    return [f"{what}: {len(names)} {word}: {_list(names)}" for names, word in said if names]


def _list(names: list[str]) -> str:
    shown = [n if len(n) <= 72 else n[:71] + "…" for n in names[:_MANY]]
    return "; ".join(shown) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")


def _verdict(body: Mapping[str, Any]) -> str:
    return f"{body['verdict']} ({body['type']})" if body["type"] else str(body["verdict"])


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    left = ("history", "pages")
    cases = [{k: v for k, v in d["case"].items() if k not in left} for d in (old, new)]
    return encode(cases[0]) == encode(cases[1]) and all(encode(old[n]) == encode(new[n]) for n in _TOLD)
