"""Words to entries: what the scripts of the search say, read back as the browser reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.conftest import Made
from solferino.dossier import search
from solferino.dossier.search import Entry, fold, words

TEXTS = st.lists(st.text(max_size=30), max_size=12)


def read(files: dict[str, bytes]) -> tuple[dict[str, Any], list[list[str]], dict[str, set[int]]]:
    """The index, the entries and the entries of each word, from the scripts."""
    bodies = {p: json.loads(b.decode().partition(", ")[2].partition(", ")[2][: -len(");\n")]) for p, b in files.items()}
    index = bodies["search/index.js"]
    entries = [e for n in range(len(bodies)) for e in bodies.get(f"search/entries-{n}.js", [])]
    held: dict[str, set[int]] = {}
    for n in range(len(index["starts"])):
        for word, numbers in bodies[f"search/words-{n}.js"]:
            at, held[word] = 0, set()
            for step in numbers.split():
                at += int(step, 36)
                held[word].add(at)
    return index, entries, held


@given(TEXTS)
def test_every_word_leads_to_its_entries_and_to_no_other(texts: list[str]) -> None:
    """Whatever the texts, chunks and shards hold each entry under each of its words."""
    made = [Entry("x", text, "", f"p{n}.html") for n, text in enumerate(texts)]
    index, entries, held = read(search.files(made))

    assert index["entries"] == len(entries) == len(texts)
    assert {n for n, text in enumerate(texts) if words(text)} == set().union(*held.values(), set())
    for word, numbers in held.items():
        assert numbers == {n for n, text in enumerate(texts) if word in words(text)}


@given(TEXTS)
def test_shards_begin_in_the_order_of_the_browser(texts: list[str]) -> None:
    """Strings compare by units of UTF-16 there: a word is looked for between two beginnings."""
    index, _, _ = read(search.files([Entry("x", text, "", "p.html") for text in texts]))
    units = [s.encode("utf-16-be", "surrogatepass") for s in index["starts"]]

    assert units == sorted(units)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """A word of the index is the word that is asked for."""
    assert all(word in words(word) for word in words(text))


@pytest.mark.parametrize(
    ("told", "asked"),
    [("Élysée", "elysee"), ("مُستشفى", "مستشفي"), ("مدرسة", "مدرسه"), ("Ёлка", "елка"), ("ﬁeld", "field"), ("Σοφός", "σοφοσ")],
)  # fmt: skip
def test_marks_and_letter_case_do_not_matter(told: str, asked: str) -> None:
    """One spelling for all, in four scripts."""
    assert fold(told) == asked


def test_a_hostile_text_is_no_script(made: Made) -> None:
    """What a source says stands in a string, with no way out of it."""
    for path in (made.folder / "search").iterdir():
        assert "<" not in path.read_text("utf-8"), path


def test_many_words_make_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """With small files the same words are found in the same entries."""
    made = [Entry("x", f"word{n} common", "", "p.html") for n in range(50)]
    whole = read(search.files(made))
    monkeypatch.setattr(search, "CHUNK", 7)
    monkeypatch.setattr(search, "SHARD", 60)
    parts = search.files(made)

    assert len(parts) > 12
    assert read(parts)[1:] == whole[1:]
