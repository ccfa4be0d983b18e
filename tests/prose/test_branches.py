"""Lists of words as one expression."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from solferino.prose.branches import any_of
from solferino.prose.masked import either

WORDS = st.lists(st.text("ab c.", min_size=1, max_size=6).filter(lambda w: w.strip() == w), min_size=1, max_size=12)


@given(WORDS, st.text("ab c.", max_size=30))
def test_words_that_share_beginnings_are_found_as_one_by_one(words: list[str], text: str) -> None:
    """The expression finds what the plain alternatives find, longer ones first."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    plain = re.compile("|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered))
    assert [m.span() for m in re.finditer(either(words), text)] == [m.span() for m in plain.finditer(text)]


def test_no_words_are_found_nowhere() -> None:
    """An empty list matches nothing, not even the empty text."""
    assert re.search(either([]), "") is None


@given(WORDS, st.text("ab c.", max_size=30))
def test_any_of_is_found_where_one_of_the_patterns_is(words: list[str], text: str) -> None:
    """A text without it holds none of the patterns, and the other way round."""
    patterns = [re.compile(f"(?P<n>{re.escape(w)})", re.IGNORECASE) for w in words]
    assert (any_of(patterns).search(text) is None) == all(p.search(text) is None for p in patterns)
