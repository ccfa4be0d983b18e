"""A small case with a sealed source: acts told in confidence, whose every cell is a canary."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.small import ACTS, CASE, CLAIMS, STATEMENT, write_case
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.attest import make_reviewer
from solferino.pipeline.unlock import unlock
from solferino.vault.seal.identity import identity_path, make_identity

CANARY = "canarybird"
PASSPHRASE = "four words of heather"
TOLD = "id,date,body,kind,about,what\n" + "".join(
    f"s{n},2020-0{n}-10,{CANARY} office {n},statement,NOR,{CANARY} says {n}\n" for n in (1, 2, 3)
)
COLUMNS = """
[[read]]
table = "acts"
id = ["id"]
[read.columns]
act_id = "id"
date = "date"
body = "body"
kind = "kind"
about = { column = "about", split = ";" }
what = "what"
check_status = { value = "confirmed" }
"""
CLAIM = """[said-in-confidence]
says = "count"
atom = "6"
of = "acts"
where = { kind = "statement", about = "NOR" }
holds = "n >= 3"
"""
SAID = "\n[At least three statements were made about Northland.](claim:said-in-confidence)\n"


def set_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys, sessions and temporary files stand in folders below `folder`."""
    for name, own in (("SOLFERINO_STATE", "state"), ("XDG_RUNTIME_DIR", "memory"), ("TMPDIR", "scratch")):
        (folder / own).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder / own))


def sealed_case(folder: Path, *, more: str = "") -> Path:
    """Make a key, write the case below `folder` and seal its acts; it is locked. Three of the four statements about
    Northland are sealed, the open one is a1 of `small`."""
    recipient = make_identity("custodian", PASSPHRASE)
    seal = f'[publish]\napprovals = []\n[seal]\nrecipients = ["{recipient}"]\n{more}'
    root = write_case(folder / "case", case=CASE + seal, claims=CLAIMS + CLAIM, statement=STATEMENT + SAID, acts=ACTS)
    plain = folder / "outside" / "told.csv"
    plain.parent.mkdir()
    plain.write_text(TOLD, "utf-8")
    add_sealed(root, plain, name="told", table="acts")
    described = root / "sources" / "told.toml"
    described.write_text(described.read_text("utf-8").split("\n[[read]]")[0] + COLUMNS, "utf-8")
    return root


def open_up(root: Path) -> None:
    """Unlock the case with the key that `sealed_case` made."""
    unlock(root, identity_path("custodian"), PASSPHRASE)


def with_reviewers(root: Path, *names: str) -> None:
    """Make a key for each reviewer and name them in case.toml."""
    told = "".join(
        f'[seal.reviewers.{name}]\nrole = "{role}"\nkey = "{make_reviewer(name, PASSPHRASE)}"\n'
        for name, role in zip(names, ("research", "law", "security"), strict=False)
    )
    (root / "case.toml").write_text((root / "case.toml").read_text("utf-8") + told, "utf-8")
