"""Blocks written as Markdown read back as the same blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solferino.casefile.markdown import markdown
from solferino.casefile.statement import parse_statement
from solferino.words.statement import Block, Passage, Scheme, Statement

ODD = st.text(st.sampled_from("ab 1.)-+=*_#>`[]()<>&!\\|~:\"'“é،م"), max_size=30)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of odd characters with passages that do not overlap."""
    text = " ".join(("x" + draw(ODD)).split())
    kind = draw(st.sampled_from(["paragraph", "heading", "item", "quote"]))
    passages, at = [], 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if text[start:end].strip() == text[start:end]:
            scheme, ids = draw(st.sampled_from([
                (Scheme.CLAIM, ("a", "b-c")), (Scheme.SOURCE, ("s/R%2F1",)), (Scheme.CONTEXT, ()), (Scheme.OPINION, ("7",)),
            ]))  # fmt: skip
            passages.append(Passage(scheme, ids, text[start:end], start, end, 1))
        at = end
    return Block("s.md", 1, kind, text, tuple(passages), level=2 if kind == "heading" else 0)


@given(st.lists(blocks(), min_size=1, max_size=4))
def test_what_is_written_reads_back(given_blocks: list[Block]) -> None:
    """Text, kind and passages are the same, whatever characters Markdown gives a meaning to."""
    breaks = [[i for i, c in enumerate(b.text) if c == " "] for b in given_blocks]
    for text in (markdown(given_blocks), markdown(given_blocks, breaks)):
        found = parse_statement(text, "s.md", "en")

        assert isinstance(found, Statement), (text, found)
        assert [(b.kind, b.text, b.level) for b in found.blocks] == [(b.kind, b.text, b.level) for b in given_blocks], (
            text
        )
        assert [[(p.scheme, p.ids, p.start, p.end) for p in b.passages] for b in found.blocks] == [
            [(p.scheme, p.ids, p.start, p.end) for p in b.passages] for b in given_blocks
        ], text
