"""What a document says, held against what is put in its mouth."""

from __future__ import annotations

import pytest

from solferino.claims.document import Document

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
