"""Names of things, as sentences may say them."""

from __future__ import annotations

from solferino.claims.book import book


def test_a_thing_without_a_name_has_no_entry() -> None:
    """A row of places may have a point and no name: it is passed over, and a name of two things is of both."""
    assert book([("a", (None, " ")), ("b", ("Town", None)), ("c", ("Town",))]) == {"Town": frozenset({"b", "c"})}
