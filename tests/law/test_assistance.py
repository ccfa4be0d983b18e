"""Aid or assistance: what twelve answers come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.law.assistance import checks, weighed
from solferino.words.errors import UsageError

NEEDED = [c.id for c in checks() if c.role == "needed"]


def test_there_are_twelve_questions_of_four_roles() -> None:
    """A1 to A12; seven must be answered yes, purpose is contested, own strikes are another matter."""
    assert [c.id for c in checks()] == [f"A{n}" for n in range(1, 13)]
    assert NEEDED == ["A1", "A2", "A3", "A4", "A5", "A6", "A8"]
    assert {c.role for c in checks()} == {"needed", "contested", "apart", "beside"}


def test_unknown_counts_at_the_high_end_only() -> None:
    """Five yes, one no, one open: five to six of seven."""
    found = weighed({**dict.fromkeys(NEEDED[:5], "yes"), NEEDED[5]: "no"})

    assert (found["met"].low, found["met"].high, found["needed"].base) == (5, 6, 7)


def test_a_question_or_answer_that_is_none_is_a_usage_error() -> None:
    """Each names what was meant."""
    with pytest.raises(UsageError, match="A13"):
        weighed({"A13": "yes"})
    with pytest.raises(UsageError, match="perhaps"):
        weighed({"A1": "perhaps"})


@given(st.dictionaries(st.sampled_from([c.id for c in checks()]), st.sampled_from(["yes", "no", "unknown"])))
def test_one_more_yes_never_lowers(answers: dict[str, str]) -> None:
    """Ends in order; turning an open question into a yes raises the sure end and leaves the high one."""
    found = weighed(answers)
    for name in NEEDED:
        if answers.get(name, "unknown") == "unknown":
            more = weighed({**answers, name: "yes"})
            assert more["met"].low == found["met"].low + 1  # type: ignore[operator]
            assert more["met"].high == found["met"].high
    assert 0 <= found["met"].low <= found["met"].high <= 7  # type: ignore[operator]
