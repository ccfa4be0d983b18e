"""Claims over sealed rows: attested by k of n reviewers, and checkable by whoever may not see the rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import solferino as sol
from cases.sealed import CANARY, PASSPHRASE, open_up, with_reviewers
from solferino.dossier.unproved import unproved
from solferino.pipeline.attest import attest
from solferino.pipeline.open_case import open_case
from solferino.pipeline.sealed import build_folder
from solferino.pipeline.unlock import lock
from solferino.vault.seal.rows import commit, row_salt, rows_key
from solferino.words.errors import UsageError

CLAIM = "said-in-confidence"
DAY = date(2020, 7, 2)


@pytest.fixture
def open_case_of_three(case: Path) -> Path:
    """The case with three reviewers, unlocked and built."""
    with_reviewers(case, "ada", "ben", "cleo")
    open_up(case)
    sol.open(case).build()
    return case


def verdict(case: Path) -> str:
    """Build the case and return the verdict of the claim over sealed rows."""
    return str(sol.open(case).build().verdicts[CLAIM])


def test_two_of_three_reviewers_attest_and_one_does_not(open_case_of_three: Path) -> None:
    """The claim is insufficient with one signature and attested with two; the same reviewer twice is one."""
    case = open_case_of_three
    attest(case, CLAIM, by="ada", passphrase=PASSPHRASE, today=DAY)
    attest(case, CLAIM, by="ada", passphrase=PASSPHRASE, today=DAY)
    assert verdict(case) == "insufficient (withheld)"
    attest(case, CLAIM, by="cleo", passphrase=PASSPHRASE, today=DAY)

    build = sol.open(case).build()
    assert str(build.verdicts[CLAIM]) == "attested"
    assert (
        build.verdicts[CLAIM]
        .because[0]
        .startswith("attested by 2 of 3 reviewers (research, security), the last on 2020-07-02")
    )


def test_what_was_attested_stands_while_the_case_is_locked(open_case_of_three: Path) -> None:
    """Without keys the verdict and the values are those that were signed, and the dossier proves them."""
    case = open_case_of_three
    for name in ("ada", "ben"):
        attest(case, CLAIM, by=name, passphrase=PASSPHRASE, today=DAY)
    assert verdict(case) == "attested"
    assert sol.verify(build_folder(case) / "dossier").ok
    lock(case)
    build = sol.open(case).build()
    checked = sol.verify(build_folder(case) / "dossier")

    assert str(build.verdicts[CLAIM]) == "attested"
    assert build.claims[CLAIM].values["n"].base == 4
    assert checked.ok, checked.altered
    assert checked.attested == (CLAIM,)
    assert not any(CANARY.encode() in p.read_bytes() for p in case.rglob("*") if p.is_file())


def test_other_rows_or_another_threshold_undo_an_attestation(open_case_of_three: Path) -> None:
    """A signature holds for the form of the claim that was signed, and for no other."""
    case = open_case_of_three
    for name in ("ada", "ben"):
        attest(case, CLAIM, by=name, passphrase=PASSPHRASE, today=DAY)
    claims = case / "claims" / "claims.toml"
    text = claims.read_text("utf-8")
    claims.write_text(text.replace('about = "NOR" }\nholds = "n >= 3"', 'about = "NOR" }\nholds = "n >= 4"'), "utf-8")

    assert verdict(case) == "insufficient (withheld)"


def test_a_locked_case_cannot_be_attested(open_case_of_three: Path) -> None:
    """Nobody signs for rows that they cannot read."""
    lock(open_case_of_three)
    with pytest.raises(UsageError, match="locked"):
        attest(open_case_of_three, CLAIM, by="ada", passphrase=PASSPHRASE)


def test_a_stranger_finds_what_was_changed_in_an_attestation(open_case_of_three: Path) -> None:
    """A commitment taken out, a value raised, a signature copied to another key: each is named."""
    case = open_case_of_three
    for name in ("ada", "ben"):
        attest(case, CLAIM, by=name, passphrase=PASSPHRASE, today=DAY)
    verdict(case)
    folder = build_folder(case) / "dossier" / "data"
    docs = {n: json.loads((folder / f"{n}.json").read_text("utf-8")) for n in ("case", "verdicts")}
    claim = open_case(case).claim(CLAIM)
    assert claim is not None
    given, said = docs["case"]["attestations"][CLAIM], docs["verdicts"][CLAIM]

    def wrong(**changes: object) -> list[str]:
        changed = {"case": {"attestations": {CLAIM: {**given, **changes}}}}
        return unproved(claim, said, changed, open_rows=1)

    assert wrong() == []
    assert any("root" in w for w in wrong(commitments=given["commitments"][1:]))
    assert any("not as many" in w for w in wrong(commitments=given["commitments"][:1] * 3))
    assert any("other values" in w for w in wrong(statement={**given["statement"], "values": {"n": [9, 9, 9]}}))
    assert any("1 good" in w for w in wrong(signed=[given["signed"][0]] * 2))
    assert unproved(claim, said, docs, open_rows=2) == [
        f"verdict of {CLAIM}: 2 published and 3 sealed rows are not the 4 counted"
    ]


def test_one_row_can_be_shown_to_be_counted_without_its_neighbours() -> None:
    """A row and its salt are found among the commitments; that salt fits no other row, and a guess without it none."""
    rows = [b'{"id":"s1"}', b'{"id":"s2"}']
    made = commit({"claim": "c"}, rows, [b"salt of the source"])
    salt = row_salt(rows_key([b"salt of the source"]), rows[0])

    assert made.shows(rows[0], salt)
    assert not made.shows(rows[1], salt)
    assert not made.shows(rows[0], row_salt(rows_key([b"a guess"]), rows[0]))
