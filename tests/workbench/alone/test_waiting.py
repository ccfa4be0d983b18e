"""What waits is counted once and then kept up: it must be what counting anew would give."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from solferino.workbench.memo import MOST, Memo

QUEUES = ("/pairs", "/grades", "/attributions")


def told(desk: Any) -> list[tuple[str, ...]]:
    """What the first page counts, and the first two things that each queue asks about."""
    counts = tuple(re.findall(r'<span class="n">(\d+)</span>', desk.get("/").text)[:3])
    asked = [re.findall(r'name="(?:incident|a|b)" value="([^"]+)"', desk.get(f"{queue}?at={at}").text)
             for queue in QUEUES for at in (0, 1, 999)]  # fmt: skip
    return [counts, *map(tuple, asked)]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_up_is_what_counting_anew_gives(anna: Any, sit: Callable[..., Any], seed: int) -> None:
    """Two people answer, grade, judge and take back in any order; after each step a new server says the same."""
    chance, people = random.Random(seed), {"anna": anna, "ben": sit("ben")}
    for _ in range(10):
        name = chance.choice(sorted(people))
        desk, queue = people[name], chance.choice([*QUEUES, "back"])
        mine = [d["id"] for d in desk.lines() if d["by"] == name and d["act"] != "retract"]
        page = desk.get(f"{queue}?at={chance.randrange(3)}").text if queue != "back" else ""
        form = dict(re.findall(r'name="(incident|a|b)" value="([^"]+)"', page))
        if queue == "back" and mine:
            desk.post("/history/retract", decision=chance.choice(mine))
        elif queue == "/pairs" and "a" in form:
            desk.post("/pairs/decide", act=chance.choice(["same", "not-same", "unsure"]), why="read", **form)
        elif queue == "/grades" and "incident" in form:
            desk.post("/grades/decide", ladder="occurrence", grade="1", why="read", **form)
        elif "incident" in form:
            desk.post("/attributions/decide", relation="unknown", why="read", **form)

        assert told(desk) == told(sit(name))


def test_states_are_few(anna: Any) -> None:
    """What was least used is forgotten: people and builds come and go."""
    memo = Memo()
    first = memo.state(("first",))
    for n in range(MOST - 1):
        memo.state((n,))

    assert memo.state(("first",)) is first
    memo.state(("one more",))
    assert memo.state((0,)) is not memo.state(("first",))
    assert memo.state(("first",)) is first
