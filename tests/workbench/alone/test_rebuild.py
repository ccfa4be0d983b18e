"""After a decision the case is built again in a process of its own, and the page says what moved."""

from __future__ import annotations

import hashlib
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def settled(desk: Any) -> str:
    """The status once the rebuild is over."""
    for _ in range(1800):
        text: str = desk.get("/status").text
        if "ebuil" in text and "hx-trigger" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError(f"the rebuild did not end: {text}")


@pytest.mark.slow
def test_a_decision_moves_a_verdict_and_the_page_says_so(sit: Callable[..., Any], case: Path) -> None:
    """Joining both strikes on Upper school leaves fewer that two origins tell of than `by-either` asks."""
    anna = sit("anna")
    anna.post("/pairs/decide", act="same", a="reports/r1", b="reports/r5", why="one strike told twice")
    text = settled(anna)

    assert "by-either" in text
    assert "supported → " in text.replace("<b>", "")


@pytest.mark.slow
def test_a_build_that_fails_leaves_the_pages_as_they_were(sit: Callable[..., Any], case: Path) -> None:
    """A case file broken meanwhile is told on the page; the queues stay open."""
    anna = sit("anna")
    (case / "claims/claims.toml").write_text("[broken\n", "utf-8")
    anna.post("/pairs/decide", act="unsure", a="reports/r1", b="reports/r5")

    assert "claims/claims.toml" in settled(anna)
    assert anna.get("/pairs").status_code == 200


def test_what_others_wrote_is_pinned(repo: Path) -> None:
    """Every vendored file has its digest written down, and no other file lies there."""
    at = repo / "src/solferino/workbench/vendor"
    recorded: dict[str, str] = {}
    for part in tomllib.loads((at / "vendored.toml").read_text("utf-8")).values():
        recorded |= part["files"]

    assert recorded == {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in at.iterdir() if p.name != "vendored.toml"
    }


def test_a_build_that_is_gone_is_said(anna: Any) -> None:
    """Who deletes build/ under an open workbench is told to build; nothing breaks."""
    (anna.case / "build/review.sqlite").unlink()
    answer = anna.get("/pairs")

    assert answer.status_code == 400
    assert "build the case" in answer.text


def test_a_torn_ledger_is_said(anna: Any) -> None:
    """A half-written last line is told on the page with its number."""
    (anna.case / "decisions.jsonl").write_text('{"id": "half', "utf-8")
    answer = anna.get("/pairs")

    assert answer.status_code == 400
    assert "decisions.jsonl:1" in answer.text
