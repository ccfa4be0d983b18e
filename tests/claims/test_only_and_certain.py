"""Two ways to say more than a claim finds: "only" of one of several, and certainty where evidence has none (S3, S4)."""

from __future__ import annotations

import hashlib

import pytest

import solferino as sol
from cases.small import PARTIES, write_case
from prose.bench import judge
from solferino.law import facts

CLAIMS = """[rule]
says = "norm"
norm = "CIHL-28"
binds = ["NOR", "SOU"]
on = "as_of"
[rule-of-one]
says = "norm"
norm = "CIHL-28"
binds = ["NOR"]
on = "as_of"
[treaty]
says = "norm"
norm = "CAT-1-2"
binds = ["SYR", "RED"]
on = "as_of"
holds = "bound == 1"
[vetoes]
says = "count"
of = "vetoes"
where = { member = ["NOR", "SOU"], date = { from = "as_of - 5y", to = "as_of" } }
holds = "n >= 2"
[north-vetoes]
says = "exists"
of = "vetoes"
where = { member = "NOR", date = { from = "as_of - 5y", to = "as_of" } }
[statement]
says = "act"
where = { act_id = "a1" }
[report]
says = "act"
where = { act_id = "a5" }
[inference]
says = "judgement"
premises = ["report"]
by = "NOR"
why = "a paper said so"
[inference-of-votes]
says = "judgement"
premises = ["north-vetoes"]
by = "NOR"
why = "the votes are on record"
"""
# a1 is Westland's own word, marked confirmed; a5 what a paper reports of others, marked secondary.
ACTS = """id,date,known,body,kind,about,what,check
a1,2020-02-01,,Westland,statement,NOR,says it saw nothing,confirmed
a5,2020-03-01,2020-03-02,The Daily,report,NOR;SOU,reports a raid,secondary
"""
RED = """[RED]
name = "Red Army"
kind = "group"
"""
SAID = {
    # "only" over a rule that binds the other too; over a claim that counts the other's votes too; beside a name or behind
    "[Only Northland is bound](claim:rule)": "overstated",
    "[Southland alone is bound](claim:rule)": "overstated",
    "[The rule binds only Southland](claim:rule)": "overstated",
    "[Only Northland vetoed the drafts](claim:vetoes)": "overstated",
    "[Northland alone used its veto](claim:north-vetoes)": "overstated",
    # it asks of nobody else, so it says nothing of them
    "[Only Northland is bound](claim:rule-of-one)": "insufficient",
    "[The rule binds Northland and Southland alone](claim:rule)": "insufficient",
    # sound neighbours
    "[The rule binds Northland and Southland](claim:rule)": "supported",
    "[Not only Northland but Southland too is bound](claim:rule)": "supported",
    "[The rule binds Northland only in war](claim:rule-of-one)": "supported",
    "[That rule alone binds Northland and Southland](claim:rule)": "supported",
    "[Only Syria, and not the Red Army, is bound](claim:treaty)": "supported",
    "[Only the Red Army is bound by the Convention against Torture](claim:treaty)": "overstated",
    "[Northland and Southland vetoed drafts](claim:vetoes)": "supported",
    # certainty over what a paper reports of others, and over an inference from it
    "[It is established beyond doubt that Northland carried out a raid](claim:report)": "overstated",
    "It is proven that [Northland carried out a raid](claim:report)": "overstated",
    "[Undoubtedly Northland carried out a raid](claim:inference)": "overstated",
    "[There is no doubt that Northland saw nothing](claim:statement)": "overstated",
    # sound neighbours: a record that is complete, a rule, one's own act as confirmed, flat prose
    "[Northland has undeniably used its veto](claim:north-vetoes)": "supported",
    "[Undoubtedly Northland kept drafts from adoption](claim:inference-of-votes)": "supported",
    "[It is beyond doubt that the rule binds Northland](claim:rule-of-one)": "supported",
    "[It is a fact that Westland said that it saw nothing](claim:statement)": "supported",
    "[The Daily reported a raid](claim:report)": "supported",
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each sentence with its verdict, of one case that says them all."""
    pins = {}
    for name in ("norms", "participation"):
        data = facts.data(name)
        digest = hashlib.sha256(data).hexdigest()
        pins[f"sources/{name}.toml"] = f'[source]\npath = "law:{name}"\nsha256 = "{digest}"\nsize = {len(data)}\n'
    text = "\n\n".join(f"{s}." for s in SAID)
    root = tmp_path_factory.mktemp("said") / "case"
    build = sol.open(
        write_case(root, pins, claims=CLAIMS, acts=ACTS, parties=PARTIES + RED, statement=f"{text}\n")
    ).build()
    return {s: str(r.verdict) for s, r in zip(SAID, build.sentences, strict=True)}


@pytest.mark.parametrize("said", SAID)
def test_a_sentence_says_no_more_than_its_claim_finds(said: str, verdicts: dict[str, str]) -> None:
    """A wrong sentence falls, and its sound neighbour stands."""
    assert verdicts[said] == SAID[said]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("It is beyond doubt that dozens of raids hit the valley", "en"),
        ("Il ne fait aucun doute que des dizaines de raids ont frappé la vallée", "fr"),
        ("Несомненно, десятки налётов поразили долину", "ru"),
        ("مما لا شك فيه أن غارات أصابت الوادي", "ar"),
    ],
)
def test_no_grade_that_a_program_gives_is_certain(said: str, language: str) -> None:
    """Two independent origins corroborate; that is enough for flat prose, and not for this."""
    found = judge(f"[{said}](claim:mixed).", language)

    assert any(f.rule == "S4" and "established" in f.text and f.status == "overstated" for f in found.findings)
