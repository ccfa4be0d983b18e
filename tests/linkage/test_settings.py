"""Weights and words that ship, and what a case may change."""

from __future__ import annotations

import pytest

from linkage.made import report
from solferino.linkage.link import link
from solferino.linkage.settings import FIELDS, shipped
from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary


def test_weights_are_whole_millibits_and_unknown_is_nothing() -> None:
    """What is not told is no evidence, in any field."""
    for field in FIELDS:
        assert shipped().weights[field]["unknown"] == 0
        assert all(type(value) is int for value in shipped().weights[field].values())


def test_thresholds_are_in_order() -> None:
    """Lenient is under base, base under strict, and none under the floor of what is stored."""
    lenient, base, strict = shipped().thresholds

    assert shipped().cuts["floor"] < lenient < base < strict


def test_words_of_weapons_and_objects_are_those_of_the_vocabulary() -> None:
    """No family or object names a word that files cannot use."""
    from solferino.linkage.settings import words

    assert set().union(*map(set, words()["weapon_family"].values())) <= set(vocabulary("weapon"))
    assert {entry["is"] for entry in words()["object"]} <= set(vocabulary("object"))
    assert {*words()["medical"], *words()["common"]} <= set(vocabulary("object"))


def test_a_case_may_lay_its_own_weights_over() -> None:
    """A changed level changes the score by as much."""
    changed = shipped().changed({"day": {"same": 3000}, "cuts": {"base": 0}})
    pair = [report("a"), report("b")]

    assert link(pair, settings=changed).links[0].score == link(pair).links[0].score + 500
    assert changed.thresholds[1] == 0
    assert shipped().thresholds[1] != 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dya": {"same": 1}}, "day"),
        ({"day": {"smae": 1}}, "same"),
        ({"day": {"same": 1.5}}, "whole number"),
        ({"day": 3}, "no table"),
    ],
)
def test_unknown_names_are_errors(change: dict[str, object], said: str) -> None:
    """A slip in a case file is refused, with what was meant."""
    with pytest.raises(UsageError, match=said):
        shipped().changed(change)
