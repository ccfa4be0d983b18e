"""Sending a request to an authority: the only lines of the vault that touch a network, called by `anchor` alone."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import Any, NoReturn

from solferino.vault.time.answer import LARGEST, MEDIA_TYPE

SECONDS = 30


class UnreachedError(Exception):
    """No answer came; the text says why. The request stays in the outbox."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """An authority is the address that the case names, and none that it points to."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> NoReturn:
        raise UnreachedError(f"it points to {newurl[:200]}; write that address in case.toml if you trust it")


def ask(url: str, request: bytes) -> bytes:
    """Return what the authority at `url` answers, at most one byte more than an answer may have."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": MEDIA_TYPE, "User-Agent": "solferino"}
    try:
        sent = urllib.request.Request(url, request, headers)  # http and https only, see casefile
        with urllib.request.build_opener(_Stay).open(sent, timeout=SECONDS) as answer:
            found: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise UnreachedError(f"it answers {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise UnreachedError(str(getattr(error.reason, "strerror", None) or error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachedError(str(error) or type(error).__name__) from None
    return found
