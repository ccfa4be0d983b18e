"""A model as JSON: what was learned once can be used again, on the same reports or on those that came later."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.model import Model
from solferino.linkage.engine.words import Words
from solferino.words.errors import UsageError

FORMAT = 1


def body_of(model: Model) -> dict[str, Any]:
    """Return a model as JSON values; weights are whole millibits, so that nothing is rounded on the way."""
    return {
        "format": FORMAT, "model": model.scheme.name, "fields": _digest(model.scheme.name),
        "prior": model.prior, "learned": model.learned, "pairs": model.pairs, "chance_pairs": model.chance_pairs,
        "share": model.share, "weights": model.weights.tolist(),
        "m": [rates.tolist() for rates in model.m], "u": [rates.tolist() for rates in model.u],
        "words": {name: {"at": dict(w.at), "common": w.common} for name, w in sorted(model.words.items())},
    }  # fmt: skip


def model_of(body: dict[str, Any]) -> Model:
    """Return the model of JSON values; KeyError, TypeError or ValueError where they are none of this version."""
    kind = scheme(body["model"])
    if body["format"] != FORMAT or body["fields"] != _digest(kind.name):
        raise ValueError("its fields are those of another version")
    words = {name: Words(name, w["at"], w["common"]) for name, w in body["words"].items()}
    return Model(
        kind, kind.spec({name: w.common for name, w in words.items()}), np.array(body["weights"], dtype=np.int64),
        body["prior"], tuple(map(np.array, body["m"])), tuple(map(np.array, body["u"])), body["learned"],
        body["pairs"], body["chance_pairs"], body["share"], words,
    )  # fmt: skip


def read_model(path: Path, name: str) -> Model:
    """Return the model kept in a file; one that is none, or of another name, is a UsageError."""
    try:
        found = model_of(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, OSError, UsageError) as error:
        hint = "name a file that --weights wrote, or one that is not there yet"
        raise UsageError(f"{path} holds no learned weights: {error}", hint) from None
    if found.scheme.name != name:
        raise UsageError(f"{path} holds the weights of the model {found.scheme.name}, not {name}")
    return found


def _digest(name: str) -> str:
    return hashlib.sha256(files("solferino.linkage.engine").joinpath(f"{name}.toml").read_bytes()).hexdigest()[:16]
