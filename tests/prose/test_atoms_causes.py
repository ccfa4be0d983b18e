"""Causes of wrong readings found in published statements, each held by a sentence in our own words."""

from __future__ import annotations

from datetime import date

import pytest

from solferino.law.facts import parties
from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.read import read


def atoms(text: str) -> tuple[Atom, ...]:
    """Read a text as the verb does."""
    return read(text, parties=parties(), as_of=date(2016, 11, 24))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # A force is a noun and hides no verb after it.
        ("The Chadian armed forces struck two clinics in the town.", "attribution"),
        # A pronoun that acts, right before the verb of harm.
        ("At noon they shelled the market again.", "attribution"),
        ("“We expelled the villagers,” the commander said.", "attribution"),
        # A verb with its last letter doubled, which the list holds as a stem.
        ("Gunmen stabbed the nurse in front of the clinic.", "attribution"),
        # Who did it after "by", with no name or with a name of no known kind.
        ("The teacher was abducted by a group of masked men.", "attribution"),
        ("The school was attacked by Zarkonia in 2015.", "attribution"),
        ("There are 40 hostages held by the rebels.", "attribution"),
        ("The report counts 30 cases of enforced disappearance by Chadian police.", "attribution"),
        ("Chadian soldiers have occupied two schools since May.", "attribution"),
        ("Artillery fire by the Chadian army killed nine people in the market.", "attribution"),
        # What kind of paper this is, and nothing that happened.
        ("STATEMENT BY THE SPOKESMAN OF THE ARMED FORCES", "context"),
        ("Open letter of 3 May 2015 to the Governor", "context"),
        # Whose strike it was, and to whom it is laid.
        ("A Chadian missile strike on the port left five people dead.", "attribution"),
        ("The panel attributed the killings to Chadian soldiers.", "attribution"),
        # Meant or gone on with, before "to".
        ("The rebels continued to shell the town.", "attribution"),
        # What somebody named denies; what is nobody's deed, or a policy.
        ("The ministry said that the army did not bomb the school.", "attribution"),
        ("“We do not target civilians,” the minister said.", "record"),
        ("Two thirds of the deaths were caused by explosive weapons.", "record"),
        ("Sanctions were adopted against the perpetrators of serious abuses.", "record"),
        ("The fighting between Chadian troops and rebels has forced 900 people to flee.", "record"),
        # Findings of breach, and the law ignored.
        ("The Court held that there had been no violation of Article 3.", "qualification"),
        ("The trials failed to meet international standards of fairness.", "qualification"),
        ("In a flagrant breach of the truce, the shelling went on.", "qualification"),
        ("Both sides ignored international humanitarian law.", "qualification"),
        # Duty and question that ask nothing; what is asked without a verb of asking before it.
        ("Villagers were afraid of arrest should they attempt to leave.", "record"),
        ("I must point out that two reports were late.", "record"),
        ("It is necessary to protect the hospitals of the region.", "call"),
        ("What we ask is that the army open the road.", "call"),
        ("The board stressed the need for an independent inquiry.", "call"),
        # Vows, and what will not be until.
        ("The union is committed to work with the monitors.", "promise"),
        ("Until the mines are cleared, farmers cannot return.", "forecast"),
        # Words of feeling that bear a judgement.
        ("The killing of two pupils at their desks is a despicable act.", "presupposition"),
    ],
)
def test_each_mended_cause_keeps_its_kind(text: str, kind: str) -> None:
    """The first atom of the sentence is of the kind that a coder gives it."""
    assert atoms(text)[0].kind == kind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to information received, two boats sank.", ""),
        ("Two boats sank, according to the ministry's latest statement.", "the ministry"),
        ("“Two boats sank in the bay,” the agency quoted Ana Lund as saying.", "Ana Lund"),
        ("“Two boats sank in the bay,” Relief Watch President Dr. Ana Lund recently said.", "Ana Lund"),
        ("Among the 40 asked, 60 per cent reported that two boats sank.", ""),
        ("The Board submitted that two boats sank.", "The Board"),
        ("The network has recorded that two boats sank.", "The network"),
        ("Ana Lund announced Monday that two boats sank.", "Ana Lund"),
        ("Relief Watch voiced concern over reports that two boats sank.", ""),
    ],
)
def test_each_mended_cause_keeps_its_speaker(text: str, speaker: str) -> None:
    """Papers, shares and information speak for nobody; what somebody wrote speaks for them."""
    assert atoms(text)[0].speaker == speaker


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The clinic was hit by coalition air strikes.", ("coalition",)),
        ("Crimes were committed by the Chadian government, security forces and rebels.",
         ("the Chadian government", "security forces", "rebels")),
        ("Convoys crossed ABC-controlled territory.", ("ABC",)),
        ("The Peace and Security Council met.", ("The Peace and Security Council",)),
        ("Both Chad and Niger are parties to the Third Geneva Convention.", ("Chad", "Niger")),
    ],
)  # fmt: skip
def test_each_mended_cause_keeps_its_parties(text: str, named: tuple[str, ...]) -> None:
    """Forces in a list stand apart, what holds ground is told from the ground, and a status is no party."""
    assert atoms(text)[0].parties == named


def test_a_chain_of_verbs_keeps_who_acts() -> None:
    """Each part of "A killed …; raped …; and burned …" blames A."""
    found = atoms("Soldiers killed two men; beat the guards; and burned homes across the valley.")

    assert {a.kind for a in found} == {"attribution"}


def test_a_subject_of_two_parts_is_not_cut() -> None:
    """No cut before the verb of what "that" opens, nor where "that" follows a noun."""
    text = "It is unacceptable that the bombing of a ward and the killing of nurses can be called a mistake."

    assert [a.text for a in atoms(text)] == [text]


def test_a_second_verb_that_denies_stands_alone() -> None:
    """What was said and what was not are two atoms."""
    found = atoms("The sanctions would take effect on Monday, but did not name any company.")

    assert [a.kind for a in found] == ["forecast", "record"]


def test_who_is_meant_by_she_said_is_who_spoke_before() -> None:
    """A pronoun before reported speech stands for the person who was quoted last."""
    found = atoms("“We were ready,” said Lena Orvik, director of the clinic. She added that six beds were lost.")

    assert [a.speaker for a in found] == ["Lena Orvik", "Lena Orvik"]


def test_a_claim_is_no_verb_after_the() -> None:
    """Whose claims are answered does not speak: who answers does."""
    text = "In response to the claims of two doctors, the spokesman stated: “Our forces hit no clinic on that day.”"

    assert atoms(text)[0].speaker == "the spokesman"


def test_may_wish_to_asks() -> None:
    """A panel asks a council by saying what it may wish to do, and by it others."""
    found = atoms("The Security Council may wish to call upon all Member States to publish their licences.")

    assert [(a.kind, a.addressees) for a in found] == [
        ("call", ("The Security Council",)),
        ("call", ("all Member States",)),
    ]


def test_a_group_that_is_introduced_is_known_afterwards() -> None:
    """What the text calls a group is a party where it stands alone."""
    found = atoms(
        "The army fights the group Red Dawn. Red Dawn fired 23 rockets at the town, injuring seven residents."
    )

    assert found[-1].kind == "attribution"
    assert found[-1].parties[0] == "Red Dawn"
