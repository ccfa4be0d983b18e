"""Claims of law on a small case: qualification, jurisdiction, assistance, each at its edges."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import quote

import pytest

import solferino as sol
from cases.river import CLAIMS, write_river
from cases.small import source
from solferino.law import facts
from solferino.words.errors import CaseError

NORMS = facts.data("norms").decode()
PARTIES = """[SYR]
name = "Syria"
kind = "state"
[RUS]
name = "Russia"
kind = "state"
[BLU]
name = "Blue Army"
kind = "force"
[GRN]
name = "Green Army"
kind = "force"
"""
LAW = """
[elements-of-schools]
says = "qualification"
norm = "CIHL-7"
by = "BLU"
where = { object = "school", occurrence = ">= 3" }
[elements-of-schools.findings]
objective = { answer = "yes", by = "reader", why = "a school in use", claims = ["schools-struck"] }
[court-there]
says = "jurisdiction"
crime = "war crimes"
territory = "SYR"
nationality = "RUS"
on = 2016-10-01
[no-court-there]
says = "jurisdiction"
crime = "war crimes"
territory = "SYR"
on = 2016-10-01
holds = "jurisdiction == 0"
[court-contested]
says = "jurisdiction"
crime = "crimes against humanity"
territory = "SYR"
also_on = ["JOR"]
on = 2016-10-01
[aided]
says = "assistance"
by = "RUS"
to = "SYR"
[aided.checks]
A1 = { answer = "yes", claims = ["schools-struck"] }
A2 = { answer = "yes" }
A3 = { answer = "yes", claims = ["by-either"] }
[aided-not]
says = "assistance"
by = "RUS"
to = "SYR"
fails = "met < needed"
[aided-not.checks]
A5 = { answer = "no", why = "nothing reached it", claims = ["schools-struck"] }
"""


def pinned(name: str) -> str:
    """A source of the package's own facts, pinned to what they are."""
    import hashlib

    data = facts.data(name)
    return f'[source]\npath = "law:{name}"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\nsize = {len(data)}\n'


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> sol.Build:
    """The river case with rules of law and treaties filed."""
    files = {f"sources/{n}.toml": pinned(n) for n in ("norms", "participation")}
    root = write_river(tmp_path_factory.mktemp("law") / "case", files, parties=PARTIES, claims=CLAIMS + LAW)
    return sol.open(root).build()


def test_elements_that_nobody_showed_are_missing(build: sol.Build) -> None:
    """The objects are schools and people said they were in use; that the attack was directed at them nothing shows."""
    found = build.claims["elements-of-schools"]
    answers = {s["asks"]: s["answer"] for s in found.sheet}

    assert str(found.verdict) == "insufficient (not_filed)"
    assert answers["was a civilian object hit"] == "indicated"
    assert answers["was it no military objective at that time"] == "indicated"
    assert answers["was the attack directed at it"] == "missing"
    assert any("nobody is found guilty" in n for n in found.notes)


def test_the_court_is_asked_on_the_day_and_both_answers_can_be_claimed(build: sol.Build) -> None:
    """No jurisdiction contradicts a claim that there was, and supports one that there was none."""
    assert str(build.claims["court-there"].verdict) == "contradicted"
    assert str(build.claims["no-court-there"].verdict) == "supported"
    assert str(build.claims["court-contested"].verdict) == "insufficient (conflicting)"
    assert [s["step"] for s in build.claims["court-there"].sheet] == ["1", "2", "3", "3", "4", "5", "6", "8"]


def test_a_yes_counts_only_with_claims_that_stand(build: sol.Build) -> None:
    """A1 rests on a supported claim, A2 on nothing, A3 on a fragile one: one of seven is met, and up to seven may be."""
    found = build.claims["aided"]
    answers = {s["step"]: (s["answer"], s["why"]) for s in found.sheet}

    assert (found.values["met"].low, found.values["met"].high) == (1, 7)
    assert answers["A1"][0] == "yes"
    assert answers["A2"] == ("unknown", "said to be so, on nothing filed")
    assert answers["A3"][0] == "unknown"
    assert str(found.verdict) == "insufficient (not_filed)"


def test_a_no_with_a_threshold_that_fails_contradicts(build: sol.Build) -> None:
    """One needed question is answered no: seven can no longer be reached."""
    assert str(build.claims["aided-not"].verdict) == "contradicted"


def test_the_dossier_shows_the_chain_and_computes_it_again(build: sol.Build) -> None:
    """The page of a claim of law has its questions; verify asks them again."""
    dossier = Path(build.built.checked.case.root) / "build/dossier"
    text = (dossier / "claims/court-there.html").read_text("utf-8")

    assert "The chain of reasons" in text
    assert "did the Security Council refer the situation" in text
    assert "Twelve questions" in (dossier / "claims/aided.html").read_text("utf-8")
    found = sol.verify(dossier, root=build.root)
    assert found.ok, found.json()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[x]\nsays = "jurisdiction"\ncrime = "theft"\nterritory = "SYR"\n', "no crime 'theft'"),
        ('[x]\nsays = "jurisdiction"\ncrime = "genocide"\nterritory = "SYRIA"\n', "no State 'SYRIA'"),
        ('[x]\nsays = "qualification"\nnorm = "CIHL-999"\nby = "BLU"\n', "no norm 'CIHL-999'"),
        ('[x]\nsays = "qualification"\nnorm = "CIHL-153"\nby = "BLU"\n', "are not listed"),
        (
            '[x]\nsays = "assistance"\nby = "RUS"\nto = "SYR"\n[x.checks]\nA13 = { answer = "yes" }\n',
            "no question 'A13'",
        ),
    ],
)
def test_what_cannot_be_asked_is_an_error_of_the_claim(tmp_path: Path, text: str, says: str) -> None:
    """The message names what was written and what was meant."""
    files = {f"sources/{n}.toml": pinned(n) for n in ("norms", "participation")}
    root = write_river(tmp_path / "case", files, parties=PARTIES, claims=text, statement="# [Nothing](context:)\n")

    assert says in " ".join(sol.open(root).build().claims["x"].verdict.because)


def test_the_law_of_the_day_stands_beside_an_incident(build: sol.Build) -> None:
    """Custom binds an armed group; a treaty of States does not; crimes of persons are named apart."""
    dossier = Path(build.built.checked.case.root) / "build/dossier"
    pages = [p.read_text("utf-8") for p in sorted((dossier / "incidents").glob("*school*.html"))]

    assert any("Customary IHL, Rule 7" in t and "binds every party to an armed conflict" in t for t in pages)
    assert all("says nothing of whether the party broke it" in t for t in pages if "Law that bound" in t)


def test_an_overdue_call_is_listed(tmp_path: Path) -> None:
    """Its day has passed, nothing answers it: the build says so and the page has it."""
    call = '[ask]\nsays = "call"\nby = "BLU"\nto = ["GRN"]\nasks = "stop"\ndue = 2020-07-31\nmet_if = { by = "GRN" }\n'
    root = write_river(tmp_path / "case", claims=call, statement="# [Green should stop](claim:ask)\n")
    build = sol.open(root).build()

    assert any("'ask' was due on 2020-07-31: no_public_record" in n for n in build.built.checked.notes)
    page = (root / "build/dossier/calls/index.html").read_text("utf-8")
    assert "Overdue" in page
    assert "due 31 July 2020" in page
    assert "urges (“should”)" in page


ACTS = """id,date,body,kind,what,subject,source,check_status
a1,2016-02-01,A State,blocked_without_vote,asks for a referral,referral,archive,confirmed
a2,2016-12-01,A State,blocked_without_vote,asks again,referral,archive,confirmed
a3,2016-02-02,A State,letter,asks for something else,access,archive,confirmed
"""
VOTES = """draft,date,member,topic,asks
S/1,2016-03-01,AAA,River,referral
"""


def test_efforts_that_never_reached_a_vote_stand_beside_the_vetoes(tmp_path: Path) -> None:
    """Two readings of "efforts": drafts that were vetoed, and what was never put to a vote; both within the window."""
    files = {
        "files/acts2.csv": ACTS, "files/v.csv": VOTES,
        "sources/acts2.toml": source("acts2", ACTS, "acts", ["id"], 'date = "date"\nbody = "body"\nkind = "kind"\nwhat = "what"\nsubject = { column = "subject", split = ";" }\nsource = "source"\ncheck_status = "check_status"\n', ""),
        "sources/v.toml": source("v", VOTES, "vetoes", ["draft", "member"], 'draft = "draft"\ndate = "date"\nmember = "member"\ntopic = "topic"\nasks = { column = "asks", split = ";" }\n', ""),
    }  # fmt: skip
    claims = '[blocked]\nsays = "count"\nof = "vetoes"\nwhere = { topic = "River", asks = "referral", date = { to = 2016-06-30 } }\nholds = "n >= 2"\n'
    root = write_river(tmp_path / "case", files, claims=claims, statement="# [Nothing](context:)\n")
    found = sol.open(root).build().claims["blocked"]
    (effort,) = [c for c in found.counter if c.kind == "effort"]

    assert found.values["n"].base == 1
    assert effort.values["n"].base == 1
    assert "asks for a referral (2016-02-01)" in effort.text


@pytest.mark.parametrize(
    ("text", "claim", "held"),
    [
        ("Red forces helped Blue forces commit it", "schools-struck", True),
        ("Red forces helped Blue forces commit it", "aided", False),
        ("Red forces stood beside Blue forces", "schools-struck", False),
    ],
)
def test_a_sentence_of_aid_in_a_wrong_is_held_to_its_questions(
    tmp_path: Path, text: str, claim: str, held: bool
) -> None:
    """Aid in a wrong wants the worksheet; to stand beside somebody does not."""
    files = {f"sources/{n}.toml": pinned(n) for n in ("norms", "participation")}
    root = write_river(
        tmp_path / "case", files, parties=PARTIES, claims=CLAIMS + LAW, statement=f"# [{text}](claim:{claim})\n"
    )
    (sentence,) = sol.open(root).build().sentences

    assert any("twelve questions" in f.text for f in sentence.findings) is held


FACT = """["norms/CIHL-84"]
set = { check_status = "confirmed" }
why = "read in the study"
by = "legal adviser"
"""


def test_a_case_puts_a_fact_right_and_says_so(tmp_path: Path) -> None:
    """A fact of general knowledge settles nothing until somebody confirms it, with a reason that is printed."""
    files = {f"sources/{n}.toml": pinned(n) for n in ("norms", "participation")}
    claims = '[bound]\nsays = "norm"\nnorm = "CIHL-84"\nbinds = ["SYR"]\n'
    case = {"parties": PARTIES, "claims": claims, "statement": "# [Nothing](context:)\n"}
    before = sol.open(write_river(tmp_path / "a", files, **case)).build()
    root = write_river(tmp_path / "b", files | {"facts.toml": FACT}, **case)
    after = sol.open(root).build()

    assert str(before.claims["bound"].verdict) == "insufficient (unconfirmed_fact)"
    assert str(after.claims["bound"].verdict) == "supported"
    said = "check_status was general knowledge and is set to confirmed by legal adviser: read in the study"
    assert any(said in n for n in after.built.checked.notes)
    assert said in (root / "build/dossier/methods.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('["participation/nobody"]\nset = { check_status = "x" }\nwhy = "w"\n', "no row of a source is called"),
        ('["norms/CIHL-7"]\nset = { colour = "x" }\nwhy = "w"\n', "'colour' cannot be set"),
        ('["norms/CIHL-7"]\nset = { check_status = "x" }\n', "why"),
        ('["PARTICIPATION"]\nset = { consented = "soon" }\nwhy = "w"\n', "is not of its kind, date"),
    ],
)
def test_a_fact_that_cannot_be_put_right_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    """No row, no column, no reason, no number: the file and line are named and nothing is built."""
    files = {f"sources/{n}.toml": pinned(n) for n in ("norms", "participation")}
    treaty, state, *rest = next(csv.reader(facts.data("participation").decode().splitlines()[1:]))
    row = quote(f"{treaty}|{state}|{rest[6]}", safe="-._~")
    files |= {"facts.toml": text.replace("PARTICIPATION", f"participation/{row}")}
    root = write_river(tmp_path / "case", files, parties=PARTIES, statement="# [N](context:)\n")

    with pytest.raises(CaseError, match=r"facts\.toml:\d+") as raised:
        sol.open(root).build()
    assert says in str(raised.value)
