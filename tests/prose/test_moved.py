"""What moved between two wordings of a sentence, and which passages it keeps."""

from __future__ import annotations

from datetime import date

import pytest

from solferino.prose.moved import moved
from solferino.prose.redrafted import redrafted
from solferino.prose.sentences import sentences
from solferino.words.party import Parties, Party
from solferino.words.statement import Block, Passage, Scheme, Sentence

PARTIES = Parties.of([Party("NOR", "Northland", ("Northern",)), Party("SOU", "Southland", ("Southern",))])
SAID = "Northland repeatedly struck at least 41 hospitals in June 2016, reportedly."


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (SAID.replace("41", "14"), 'number: "41" became "14"'),
        (SAID.replace("Northland", "Southland"), 'party: "Northland" became "Southland"'),
        (SAID.replace("repeatedly ", ""), 'quantity: "repeatedly" is gone'),
        (SAID.replace(", reportedly", ""), 'hedge: "reportedly" is gone'),
        (SAID.replace("June", "July"), 'date: "June 2016" became "July 2016"'),
        (SAID.replace("struck", "did not strike"), 'negation: "not" came in'),
        (SAID.replace("Northland", "Northland or Southland"), 'reading: "or" came in'),
        (SAID.replace("struck", "unlawfully struck"), 'law: "unlawfully" came in'),
    ],
)
def test_what_binds_a_sentence_to_evidence_is_seen_to_move(new: str, what: str) -> None:
    """Each kind by its name, with the words before and after."""
    assert what in moved(SAID, new, "en", parties=PARTIES, as_of=date(2016, 11, 24))


@pytest.mark.parametrize(
    "new",
    [
        "Reportedly, Northland repeatedly struck at least 41 hospitals in June 2016.",
        "At least forty-one hospitals were repeatedly struck by Northern forces in June 2016, reportedly.",
        "In June 2016 Northland is reported to have repeatedly struck at least 41 clinics.",
    ],
)
def test_other_words_for_the_same_move_nothing(new: str) -> None:
    """Order, number words, an adjective for a name, another hedge of the same rung."""
    assert moved(SAID, new, "en", parties=PARTIES, as_of=date(2016, 11, 24)) == ()


def linked(text: str, *links: str) -> Sentence:
    """One sentence whose passages are the words of `links`, each citing a claim of its own."""
    passages = tuple(
        Passage(Scheme.CLAIM, (f"c{n}",), words, text.index(words), text.index(words) + len(words), 1)
        for n, words in enumerate(links)
    )
    (found,) = sentences(Block("s.md", 1, "paragraph", text, passages))
    return found


def plain(*texts: str) -> list[Sentence]:
    """Sentences without passages."""
    return [linked(t) for t in texts]


def test_a_sentence_word_for_word_keeps_its_passages() -> None:
    """Marks that a word processor changes of its own accord make no difference."""
    old = linked("The ministry's men struck 3 mills - it said.", "struck 3 mills")
    (found,) = redrafted([old], plain("The ministry’s men struck 3 mills – it said."))

    assert found.same
    assert [(p.ids, p.text) for p in found.passages] == [(("c0",), "struck 3 mills")]


def test_a_reworded_sentence_keeps_passages_over_their_new_words() -> None:
    """What came in within a passage belongs to it; what came in outside does not."""
    old = linked(
        "Northland struck at least 41 hospitals and blocked aid.", "struck at least 41 hospitals", "blocked aid"
    )
    (found,) = redrafted([old], plain("Last year Northland struck at least 50 large hospitals and blocked aid twice."))

    assert (found.old, found.same) == (old, False)
    assert [(p.ids[0], p.text) for p in found.passages] == [
        ("c0", "struck at least 50 large hospitals"),
        ("c1", "blocked aid"),
    ]


def test_a_sentence_that_shares_little_is_new() -> None:
    """No claim is carried to words that are about something else."""
    old = linked("Northland struck at least 41 hospitals.", "Northland struck at least 41 hospitals")
    (found,) = redrafted([old], plain("The river rose again that spring and nobody crossed it."))

    assert (found.old, found.passages) == (None, ())


def test_no_old_sentence_is_taken_twice_and_order_does_not_matter() -> None:
    """Two sentences alike find each its own; moved sentences are found where they stand now."""
    old = [linked("He came home.", "He came home"), linked("It rained on them.", "It rained"), linked("He came home.")]
    found = redrafted(old, plain("It rained on them.", "He came home.", "He came home.", "He came home."))

    assert [f.old is not None for f in found] == [True, True, True, False]
    assert found[0].old is old[1]
    assert {id(found[1].old), id(found[2].old)} == {id(old[0]), id(old[2])}
