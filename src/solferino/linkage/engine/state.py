"""What a run found, kept in a file, so that reports that come later are linked without doing the rest again."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.dendrogram import Tree
from solferino.linkage.engine.growing import Ids
from solferino.linkage.engine.kept import body_of, model_of
from solferino.linkage.engine.learned import Incidents, finish
from solferino.linkage.engine.sweep import Edges
from solferino.linkage.written import write_bytes
from solferino.words.errors import UsageError

PARTS = {"columns": Columns, "edges": Edges, "tree": Tree}
"""What is kept row by row: every array of these, under "part.name"."""
_PLAIN = ("rows", "must")
"""Of a tree: what is known from elsewhere."""


@dataclass(frozen=True)
class State:
    """What a run found: incidents, the id of each row, and the ids of reports that people had decided about."""

    incidents: Incidents
    ids: Ids
    named: frozenset[str] = frozenset()


def write_state(path: Path, state: State) -> None:
    """Keep a state in one file (arrays as numpy keeps them), whole or not at all."""
    arrays: dict[str, Any] = {
        f"{part}.{f.name}": getattr(getattr(state.incidents, part), f.name)
        for part, kind in PARTS.items() for f in fields(kind) if f.name not in _PLAIN
    }  # fmt: skip
    arrays["ids"] = state.ids.astype(np.str_)
    arrays["named"] = np.array(sorted(state.named), dtype=np.str_)
    arrays["model"] = np.array(json.dumps(body_of(state.incidents.model), sort_keys=True))
    held = io.BytesIO()
    np.savez_compressed(held, allow_pickle=False, **arrays)
    write_bytes(path, held.getvalue())


def read_state(path: Path, name: str) -> State:
    """Return the state kept in a file; one that is none, is damaged, or is of another model is a UsageError."""
    hint = "name a file that --state wrote, or one that is not there yet"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            model = model_of(json.loads(str(held["model"])))
            ids = held["ids"].astype(object)
            columns = Columns(**_arrays(held, "columns"))
            edges = Edges(**_arrays(held, "edges"))
            tree = Tree(len(columns), **_arrays(held, "tree"))
            named = frozenset(held["named"].tolist())
        if len(ids) != len(columns) or max(int(edges.two.max(initial=-1)), int(tree.gone.max(initial=-1))) >= len(ids):
            raise ValueError("its parts are not of one run")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} holds no state of linking: {error}", hint) from None
    if model.scheme.name != name:
        raise UsageError(f"{path} holds the state of the model {model.scheme.name}, not {name}", hint)
    return State(finish(columns, model, edges, tree), ids, named)


def _arrays(held: Any, part: str) -> dict[str, Any]:
    return {f.name: held[f"{part}.{f.name}"] for f in fields(PARTS[part]) if f.name not in _PLAIN}
