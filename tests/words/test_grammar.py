"""The small grammar: what it takes, what it says of two-ended values, how it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.words.bounds import Bounds
from solferino.words.grammar import GrammarError, negate, parse
from solferino.words.truth import Truth

numbers = st.integers(-50, 50)
bounds = st.tuples(numbers, numbers, numbers).map(lambda t: Bounds(*sorted(t)))
compares = st.tuples(
    st.sampled_from("nm"), st.sampled_from([">=", "<=", "==", "!=", ">", "<"]), st.integers(0, 40)
).map(lambda t: f"{t[0]} {t[1]} {t[2]}")
expressions = st.recursive(
    compares,
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
)


@given(expressions, bounds, bounds)
def test_three_values_agree_with_every_reading(text: str, n: Bounds, m: Bounds) -> None:
    """YES and NO are promises about every value between the ends, checked by walking them."""
    expr, truth = parse(text), parse(text).truth({"n": n, "m": m})
    readings = {
        expr.truth({"n": Bounds.exactly(a), "m": Bounds.exactly(b)})
        for a in range(int(n.low), int(n.high) + 1)
        for b in range(int(m.low), int(m.high) + 1)
    }

    if truth is not Truth.BETWEEN:
        assert readings == {truth}


@given(expressions, bounds, bounds)
def test_negation_swaps_yes_and_no(text: str, n: Bounds, m: Bounds) -> None:
    """What closed tables use as `fails` is exactly the opposite of `holds`."""
    values = {"n": n, "m": m}

    assert negate(parse(text)).truth(values) == ~parse(text).truth(values)


@given(expressions)
def test_an_expression_reads_back_as_itself(text: str) -> None:
    """str of a parsed expression parses to the same expression."""
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("n >= 2", Bounds.exactly(2), Truth.YES),  # an edge is inside
        ("n > 2", Bounds.exactly(2), Truth.NO),
        ("n >= 2", Bounds(1, 1, 2), Truth.BETWEEN),
        ("n >= 2", Bounds(0, 0, None), Truth.BETWEEN),  # no upper end known: never a NO
        ("n >= 2", Bounds(2, 2, None), Truth.YES),
        ("n < 2", Bounds(2, 5, None), Truth.NO),
        ("d >= 2016-11-24", Bounds.exactly("2016-11-24"), Truth.YES),
        ("d < 2016-11-24", Bounds.exactly("2016-11-25"), Truth.NO),
    ],
)
def test_comparisons_at_their_edges(text: str, n: Bounds, expected: Truth) -> None:
    """Each comparison at the value where it turns."""
    assert parse(text).truth({"n": n, "d": n}) is expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found the end"),
        ("n", "expected a comparison"),
        ("n >= 2 and", "found the end"),
        ("n >= 2 m >= 3", "expected 'and', 'or' or the end"),
        ("(n >= 2", "not closed"),
        ("n >= import", None),
        ("__import__('os')", "is not a name"),
        ("n >= 2; drop", "is not a name"),
        ("(" * 60 + "n >= 1" + ")" * 60, "more than 50 brackets"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text: str, message: str | None) -> None:
    """Bad text is a GrammarError; a word is only ever a name, never run."""
    if message is None:
        assert parse(text).names() == {"n", "import"}
        return
    with pytest.raises(GrammarError, match=message.replace("(", r"\(").replace(")", r"\)")):
        parse(text)


def test_a_number_is_not_a_date() -> None:
    """Comparing a count with a day is an error, not a false."""
    with pytest.raises(GrammarError, match="one is a number"):
        parse("n >= 2016-01-01").truth({"n": Bounds.exactly(3)})
