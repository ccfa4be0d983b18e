"""Names across spellings and scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.places.names import fold, part, skeleton, slug, spellings, unnamed


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Al-Sakhour", "sakhour"),
        ("Ma'adi", "Maadi"),
        ("Omar bin Abdulaziz", "Omar Ibn Abdel Aziz"),
        ("Hôpital", "hopital"),
        ("الصاخور", "صاخور"),
        ("Az-Zahra", "al-Zahra"),
    ],
)
def test_folding_makes_spellings_equal(one: str, two: str) -> None:
    """Case, marks, apostrophes, articles and the ways of writing servant-of fall away."""
    assert fold(one) == fold(two)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Sakhour", "الصاخور"),
        ("Anadan", "عندان"),
        ("Kafr Hamra", "كفر حمرة"),
        ("Khan Touman", "خان طومان"),
        ("Bab", "الباب"),
    ],
)
def test_skeletons_meet_across_scripts(latin: str, arabic: str) -> None:
    """The consonants of a Latin and an Arabic spelling are the same."""
    assert skeleton(latin) == skeleton(arabic)


@pytest.mark.parametrize(
    ("one", "two"), [("Kafr Naha", "Kafarnaha"), ("Atarib", "Atareb"), ("Hamra", "Hamrah"), ("Darat Izza", "Dara Azza")]
)
def test_skeletons_of_one_place(one: str, two: str) -> None:
    """Vowels, joined words and a final h do not matter; what consonants differ stays different."""
    assert (skeleton(one) == skeleton(two)) == (one != "Darat Izza")


def test_east_and_west_have_different_skeletons() -> None:
    """A glide at the head of a word is a consonant: "western" is not "eastern"."""
    assert skeleton("western") != skeleton("eastern")


@given(st.text(alphabet="abehlmndrtz AL-'’", max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded name is its own folding."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_nothing_breaks_on_any_text(text: str) -> None:
    """No text makes a name function fail, and a skeleton has no spaces."""
    assert " " not in skeleton(text)
    assert isinstance(part(text).proper, bool)
    assert all(t.strip() for t in spellings(text))


@pytest.mark.parametrize(
    "text", ["hospital", "medical facility", "six hospitals", "field hospital", "the only clinic", "blood bank"]
)
def test_generic_words_are_no_names(text: str) -> None:
    """A word that says what a facility is never says which one."""
    assert not part(text).proper


def test_a_descriptor_is_no_proper_name() -> None:
    """A kind of care is kept apart from proper names."""
    assert part("children's hospital").core == ("childrens",)
    assert not part("children's hospital").proper
    assert part("Bayan Children's Hospital").proper


@pytest.mark.parametrize(
    "text", ["hospital (unnamed)", "medical facility (name not in the extract)", "clinic (name withheld)"]
)
def test_a_name_withheld_is_no_name(text: str) -> None:
    """What a text says of the missing name is not taken for it."""
    assert unnamed(text)


def test_names_in_brackets_and_apposition_count() -> None:
    """A text may give two names for one facility; what follows "supported by" is none."""
    assert "Q7" in spellings("Old Mill hospital (Q7)")
    assert "Old Mill hospital" in spellings("Q7, known as Old Mill hospital")
    assert spellings("clinic supported by Helpers") == ("clinic",)


def test_a_slug_is_readable() -> None:
    """Slugs keep articles and digits and nothing that a path or URL would trip over."""
    assert slug("Al-Bayan Hospital / 2") == "al-bayan-hospital-2"
