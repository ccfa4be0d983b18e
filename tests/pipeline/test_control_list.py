"""A sealed list of places never hit: the test that is asked of it leaves, the places do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.placed import CASE, CLAIMS, STATEMENT, files
from cases.sealed import PASSPHRASE, open_up, set_apart, with_reviewers
from cases.small import write_case
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.attest import attest
from solferino.pipeline.sealed import build_folder
from solferino.pipeline.unlock import lock
from solferino.vault.seal.identity import make_identity

CLAIM = "near-hospitals"


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case of three towns, its list of places sealed; the plain list stands outside."""
    set_apart(tmp_path, monkeypatch)
    seal = f'[seal]\nrecipients = ["{make_identity("custodian", PASSPHRASE)}"]\n'
    held = files()
    plain, described = held.pop("files/listed.csv"), held.pop("sources/listed.toml")
    root = write_case(tmp_path / "case", held, case=CASE + seal, claims=CLAIMS, statement=STATEMENT, parties="")
    for name in ("sources/vetoes.toml", "sources/acts.toml"):
        (root / name).unlink()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "listed.csv").write_text(plain, "utf-8")
    add_sealed(root, tmp_path / "outside" / "listed.csv", name="listed", table="protected_places")
    path = root / "sources" / "listed.toml"
    path.write_text(
        path.read_text("utf-8").split("\n[[read]]")[0] + "\n[[read]]" + described.split("[[read]]")[1], "utf-8"
    )
    with_reviewers(root, "ada", "ben")
    return root


def test_a_sealed_list_is_tested_attested_and_never_shown(listed: Path) -> None:
    """Attested by two, the verdict is published with its figures; no name and no point of a listed place is anywhere."""
    open_up(listed)
    before = sol.open(listed).build()
    assert str(before.verdicts[CLAIM]) == "insufficient (withheld)"
    for name in ("ada", "ben"):
        attest(listed, CLAIM, by=name, passphrase=PASSPHRASE)
    build = sol.open(listed).build()
    assert str(build.verdicts[CLAIM]) == "attested", build.verdicts[CLAIM].because
    dossier = build_folder(listed) / "dossier"
    checked = sol.verify(dossier)

    assert checked.ok, checked.altered
    assert checked.attested == (CLAIM,)
    rows = [row.split(",") for row in (listed.parent / "outside" / "listed.csv").read_text("utf-8").splitlines()[1:]]
    words = [word.encode() for row in rows for word in (row[1], row[4], row[5])]
    told = b"".join(p.read_bytes() for p in dossier.rglob("*") if p.is_file())
    assert [w for w in words if w in told] == []
    lock(listed)
    sol.open(listed).build()
    kept = b"".join(p.read_bytes() for p in listed.rglob("*") if p.is_file())
    assert [w for w in words if w in kept] == []
