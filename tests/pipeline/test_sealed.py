"""Sealed sources: kept as ciphertext, read in a session, nowhere in clear on disk at any time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import solferino as sol
from cases.sealed import CANARY, PASSPHRASE, open_up
from solferino.casefile import load
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.dispose import dispose_of
from solferino.pipeline.sealed import build_folder, in_session
from solferino.pipeline.unlock import lock, unlock
from solferino.store.engine import connect, workspace
from solferino.vault.seal.identity import identity_path, make_identity
from solferino.vault.seal.session import current
from solferino.words.errors import EvidenceError, UsageError


def found(folder: Path, *, besides: tuple[str, ...] = ("outside",)) -> list[str]:
    """Return the files below `folder` that hold the canary in any common encoding, or bear it as their name."""
    forms = [CANARY.encode(e) for e in ("utf-8", "utf-16-le")]
    return [
        str(p.relative_to(folder))
        for p in sorted(folder.rglob("*"))
        if p.relative_to(folder).parts[0] not in besides
        and (CANARY in p.name or (p.is_file() and any(f in p.read_bytes() for f in forms)))
    ]


def test_a_locked_case_withholds_what_asks_the_sealed_table(case: Path) -> None:
    """A claim over sealed rows is insufficient (withheld) without the key; one over open tables stands."""
    build = sol.open(case).build()

    assert str(build.verdicts["said-in-confidence"]) == "insufficient (withheld)"
    assert str(build.verdicts["isle-vetoes"]) == "supported"
    assert any("sealed sources are locked: what asks acts is withheld" in n for n in build.built.checked.notes)


def test_an_unlocked_case_reads_what_is_sealed(case: Path) -> None:
    """The three sealed acts are rows while the session lasts; what they add up to waits for reviewers."""
    open_up(case)
    build = sol.open(case).build()

    assert build.claims["said-in-confidence"].values == {}
    assert "0 of 2 reviewers have signed" in build.verdicts["said-in-confidence"].because[0]
    assert len([r for r in build.table("acts") if r["sensitivity"] == "sealed"]) == 3


def test_nothing_sealed_is_on_disk_even_while_it_is_open(case: Path) -> None:
    """Walking case, build, state and temporary folders finds no canary while the session is open."""
    open_up(case)
    sol.open(case).build()

    assert found(case.parent, besides=("outside", "memory")) == []
    assert found(case.parent / "memory", besides=()) != []


def test_after_lock_a_canary_is_found_nowhere(case: Path) -> None:
    """After lock not even the session's folder holds a byte of what was sealed, nor the key."""
    open_up(case)
    assert sol.open(case).publish(case.parent / "out").root
    lock(case)
    sol.open(case).build()

    assert found(case.parent) == []
    assert [p for p in (case.parent / "memory").rglob("*") if p.is_file()] == []
    assert not any(b"AGE-SECRET-KEY" in p.read_bytes() for p in case.parent.rglob("*") if p.is_file())


def test_a_locked_build_leaves_the_lock_file_as_the_custodians_wrote_it(case: Path) -> None:
    """Building without keys does not change case.lock, which names no digest of a table with sealed rows."""
    open_up(case)
    sol.open(case).build()
    before = (case / "case.lock").read_bytes()
    lock(case)
    sol.open(case).build()

    assert (case / "case.lock").read_bytes() == before
    assert b"[tables]\n\n" in before


def test_the_dossier_of_an_open_case_verifies(case: Path) -> None:
    """What is published from a session holds no sealed row and is found intact by a stranger."""
    open_up(case)
    sol.open(case).build()
    checked = sol.verify(build_folder(case) / "dossier")

    assert checked.ok, checked.altered
    assert found(build_folder(case) / "dossier", besides=()) == []


def test_the_dossier_of_a_locked_case_verifies(case: Path) -> None:
    """A verdict that is withheld is not recomputable, and no alteration."""
    sol.open(case).build()
    checked = sol.verify(build_folder(case) / "dossier")

    assert checked.ok, checked.altered
    assert "said-in-confidence" in checked.not_recomputable


def test_the_log_names_ciphertext_and_commitment_alone(case: Path) -> None:
    """The bare hash of the plain bytes stands in no file of the case."""
    bare = hashlib.sha256((case.parent / "outside" / "told.csv").read_bytes()).hexdigest().encode()
    source = load(case).source("told")
    log = (case / "vault" / "log" / "00000000.jsonl").read_bytes()

    assert source is not None
    assert source.commitment.encode() in log
    assert source.sha256.encode() in log
    assert not any(bare in p.read_bytes() for p in case.rglob("*") if p.is_file())


def test_sealing_twice_gives_unlike_commitments(case: Path) -> None:
    """The same bytes sealed again get a fresh salt, so that equal sources cannot be told from their commitments."""
    before = load(case).source("told")
    add_sealed(case, case.parent / "outside" / "told.csv", name="told")
    after = load(case).source("told")

    assert before is not None
    assert after is not None
    assert before.commitment != after.commitment


def test_another_key_does_not_open_the_case(case: Path) -> None:
    """A key that is no recipient is refused before a session begins."""
    make_identity("stranger", PASSPHRASE)
    with pytest.raises(EvidenceError, match="does not open it"):
        unlock(case, identity_path("stranger"), PASSPHRASE)
    assert current(case) is None


def test_a_wrong_passphrase_opens_nothing(case: Path) -> None:
    """The key file stays shut."""
    with pytest.raises(EvidenceError, match="passphrase"):
        unlock(case, identity_path("custodian"), PASSPHRASE + "s")


def test_a_swapped_commitment_is_found(case: Path) -> None:
    """A ciphertext whose plain bytes are not the committed ones is refused, whoever sealed them."""
    described = case / "sources" / "told.toml"
    source = load(case).source("told")
    assert source is not None
    described.write_text(described.read_text("utf-8").replace(source.commitment, "0" * 64), "utf-8")
    with pytest.raises(EvidenceError, match="commitment"):
        open_up(case)


def test_a_file_inside_the_case_is_not_sealed(case: Path) -> None:
    """What already stands in the case in clear is refused."""
    with pytest.raises(UsageError, match="in clear"):
        add_sealed(case, case / "files" / "acts.csv", name="more")


def test_a_build_without_what_was_disposed_of_says_so(case: Path) -> None:
    """Not missing: erased by whom and why, with the description that still pins it."""
    source = load(case).source("told")
    assert source is not None
    sol.open(case).build()
    assert dispose_of(case, source.sha256, basis="an order", by="archivist").files == ("files/told.csv.age",)
    with pytest.raises(EvidenceError, match=r"was disposed at seq \d+ by archivist, basis: an order"):
        sol.open(case).build()


def test_engines_spill_into_the_session_alone(case: Path) -> None:
    """While the case is open, what does not fit into memory goes to the session's folder."""
    open_up(case)
    session = current(case)
    assert session is not None
    with in_session(case), workspace() as shared, connect() as own:
        for con in (shared, own):
            assert con.execute("SELECT current_setting('temp_directory')").fetchone() == (
                str(session.folder / "spilled"),
            )
