"""A picture, film or sound out of the vault, as bytes: pages show it blurred, and silent, until someone asks for it."""

from __future__ import annotations

from starlette.responses import FileResponse, Response

from solferino.vault import Vault
from solferino.words.errors import SolferinoError
from solferino.words.source import Sensitivity
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.custody import media_type

FIRST = 16
"""Bytes by which it is known what something is."""


def view(asked: Asked) -> Response:
    """Return a picture, or what is asked for of a film or sound, that this person may see; nothing else is served."""
    sha256 = asked.request.path_params["sha256"]
    levels = [r["sensitivity"] for r in asked.shelf.rows("SELECT sensitivity FROM exhibits WHERE sha256 = ?", [sha256])]
    if not levels or not asked.may(Sensitivity.highest(tuple(levels))):
        raise Missing("picture so called")
    if not (kind := media_type(stored(asked, sha256, FIRST))):
        raise Missing("picture so called")
    path = Vault.open(asked.bench.case / "vault").path(sha256)
    return FileResponse(path, media_type=kind, headers={"content-disposition": "inline"})


def stored(asked: Asked, sha256: str, first: int = -1) -> bytes:
    """Return an exhibit's bytes, or the first of them; none where the vault does not hold it in clear."""
    try:
        with Vault.open(asked.bench.case / "vault").path(sha256).open("rb") as file:
            return file.read(first)
    except (OSError, SolferinoError):
        return b""
