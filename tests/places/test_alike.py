"""How alike two names are, in one script or across."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.places.alike import alike, keys

names = st.text(st.sampled_from("abdhkmnorstuy ابتدرسعكلمنهوي абвгдиклмн"), min_size=1, max_size=14)


@given(names, names)
def test_alike_is_between_nothing_and_one_and_the_same_both_ways(a: str, b: str) -> None:
    """A name is as like another as the other is like it."""
    assert 0 <= alike(a, b) <= 1
    assert alike(a, b) == pytest.approx(alike(b, a))


@pytest.mark.parametrize(
    ("latin", "own", "other"),
    [
        ("Kafr Hamra", "كفر حمرة", "كفر حمير"),
        ("Upper Qurran", "قران فوقاني", "قران تحتاني"),
        ("Mashrafet Elghab", "مشرفة الغاب", "شريفة الغرب"),
        ("Shevchenko", "Шевченко", "Савченко"),
        ("Donji Potok", "доњи поток", "горњи поток"),
    ],
)
def test_a_name_is_nearest_to_itself_in_the_other_script(latin: str, own: str, other: str) -> None:
    """Its own spelling in the other script is nearer than a neighbour's, and is worth comparing at all."""
    assert alike(latin, own) > alike(latin, other)
    assert keys(latin) & keys(own)


def test_latin_letters_in_a_cyrillic_word_are_taken_as_meant() -> None:
    """A word typed with letters that only look alike is the same word."""
    assert alike("Cоколов", "Соколов") == 1
