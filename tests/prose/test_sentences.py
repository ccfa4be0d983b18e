"""Sentences of a block, and the passages cut to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.prose.sentences import sentences
from solferino.words.statement import Block, Passage, Scheme


def cut(text: str, *passages: Passage) -> list[str]:
    """Return the sentences of a paragraph."""
    return [s.text for s in sentences(Block("s.md", 1, "paragraph", text, passages))]


@pytest.mark.parametrize(
    "parts",
    [
        ["One fell.", "Two fell."],
        ["Was it so?", "It was!", "So it went…"],
        ["Mr. Example met Dr. Sample at 5 p.m. on Monday.", "They left."],
        ["The U.N. envoy spoke.", "The U.S. abstained."],
        ["He spoke for the U.N.", "The Council met."],
        ["See No. 5 and Art. 8 of the Statute.", "It binds."],
        ["J. R. Example wrote it.", "She agreed."],
        ["The rate was 3.5 per cent.", "It rose."],
        ["“It is over.”", "He left."],
        ["(It is over.)", "He left."],
        ["Raids on S/2014/348 vs. S/2016/846 etc. were counted.", "All of them."],
        ["It fell on 8 Oct. 2016 at noon.", "Nobody came."],
        ["1. The rule binds."],
    ],
)
def test_where_sentences_end(parts: list[str]) -> None:
    """Abbreviations, initials, numbers and closing quotes end no sentence of their own."""
    assert cut(" ".join(parts)) == parts


def test_a_passage_over_two_sentences_is_cut() -> None:
    """A link that spans a full stop belongs to both sentences, each with its own words."""
    text = "It fell. It rose."
    found = sentences(Block("s.md", 1, "paragraph", text, (Passage(Scheme.CLAIM, ("a",), text, 0, len(text), 1),)))

    assert [[p.text for p in s.passages] for s in found] == [["It fell."], ["It rose."]]


@given(st.text(st.sampled_from('aB1 .?!…"”)(’\n。U.N.Dr. The')), st.data())
def test_sentences_cover_the_text_and_never_overlap(text: str, data: st.DataObject) -> None:
    """Nothing but white space lies outside the sentences; each is exactly what stands at its offsets; passages fit."""
    a, b = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    block = Block("s.md", 1, "paragraph", text, (Passage(Scheme.CLAIM, ("a",), text[a:b], a, b, 1),))
    found = sentences(block)
    at = 0
    for s in found:
        assert not text[at : s.start].strip()
        assert s.text == text[s.start : s.end] == s.text.strip() != ""
        assert all(s.start <= p.start < p.end <= s.end and p.text == text[p.start : p.end] for p in s.passages)
        at = s.end
    assert not text[at:].strip()
