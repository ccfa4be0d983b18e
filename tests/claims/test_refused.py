"""Codes of refusal in plain words."""

from __future__ import annotations

import pytest

from solferino.claims.refused import plainly
from solferino.words.tables import vocabulary


@pytest.mark.parametrize("code", vocabulary("refusal"))
def test_a_code_with_its_facts_is_said_in_words(code: str) -> None:
    """What it means comes first, the facts have names that can be read, the code comes last."""
    told = plainly(f"method_refused: {code} (towns: 9, repeat_pairs: 20)")

    assert told.startswith("method_refused: " + vocabulary("refusal")[code].rstrip("."))
    assert told.endswith(f"(towns: 9; pairs of attacks on one place: 20; {code})")


def test_other_text_is_left_as_it_is() -> None:
    """A word in capitals with brackets behind is no code."""
    assert plainly("S/2014/348 (22 May), NO_SUCH_CODE (x: 1)") == "S/2014/348 (22 May), NO_SUCH_CODE (x: 1)"
