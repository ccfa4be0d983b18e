"""What a document says, held against what is put in its mouth."""

from __future__ import annotations

from datetime import date

import pytest

from solferino.claims.document import Document
from solferino.prose.numerals import numerals

REPORT = Document("On that day, the hospital was struck twice by aircraft\nand burned. It closed.")


@pytest.mark.parametrize(
    "said",
    [
        "the hospital was struck twice",
        "THE HOSPITAL was struck, twice",
        "[T]he hospital was struck twice",
        "[…] the hospital was struck twice",
        "… the hospital was struck twice …",
        "the hospital … burned. It closed",
        "the hospital [of the town] was struck twice",
        "struck twice by aircraft [sic] and burned",
    ],
)
def test_words_quoted_as_people_quote_stand(said: str) -> None:
    """Capitals, marks, line ends, what is left out and what is put in brackets alter no word."""
    assert REPORT.says(said)


@pytest.mark.parametrize(
    "said",
    [
        "the hospital was struck thrice",
        "burned … the hospital was struck",
        "hospital was struck twice by air",
        "the hospital […] was rebuilt",
        "[W]e hospital was struck",
    ],
)
def test_other_words_do_not(said: str) -> None:
    """A word changed, an order turned round, half a word."""
    assert not REPORT.says(said)


@pytest.mark.parametrize(
    ("text", "said", "apart"),
    [
        ("We lost 14 beds when three clinics were shelled.", "14 clinics", True),
        ("We lost 14 beds, and in the same month 14 of our clinics were shelled.", "14 clinics", False),
        ("The fourteen clinics of the valley are shut.", "14 clinics", False),
        ("We lost 14 health posts.", "14 clinics", False),
    ],
)
def test_a_number_of_something_else_is_none_of_this(text: str, said: str, apart: bool) -> None:
    """A number and what it counts stand beside each other somewhere; other words for it are no fault."""
    (number,) = numerals(said, "en", date(2020, 6, 30))

    assert Document(text).apart(number, [said[number.end + 1 :]], ("en",), date(2020, 6, 30)) is apart
