"""What leaves a case as a bag: what public sources pin, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from solferino.cli import cli
from solferino.pipeline.export import export_case
from solferino.pipeline.scaffold import scaffold
from solferino.vault import Item, Vault
from solferino.vault.bag import check_bag
from solferino.words.errors import UsageError


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with a public, a restricted and a forgotten exhibit."""
    root = tmp_path / "case"
    scaffold(root, title="A case", as_of=None)
    vault = Vault.open(root / "vault", create=True)
    for name, sensitivity in (("open", "public"), ("closed", "restricted"), ("forgotten", "")):
        data = f"bytes of {name}".encode()
        kept = vault.ingest([Item(data=data, name=f"{name}.txt")])[0]
        if sensitivity:
            (root / "sources" / f"{name}.toml").write_text(
                f'[source]\ntitle = "{name}"\nkind = "document"\npath = "files/{name}.txt"\nsha256 = "{kept.sha256}"\n'
                f'size = {kept.size}\nsensitivity = "{sensitivity}"\n'
            )
    return root


def _payload(bag: Path) -> set[str]:
    assert check_bag(bag).ok
    return {path.read_text() for path in (bag / "data").iterdir()}


def test_what_no_public_source_pins_stays(case: Path, tmp_path: Path) -> None:
    """Restricted bytes, and bytes that no source speaks of, stay unless everything is asked for."""
    done = export_case(case, tmp_path / "bag")
    assert _payload(tmp_path / "bag") == {"bytes of open"}
    assert (done.withheld_objects, done.withheld_records) == (2, 2)
    export_case(case, tmp_path / "all", everything=True)
    assert len(_payload(tmp_path / "all")) == 3


def test_bytes_that_are_public_and_restricted_stay(case: Path, tmp_path: Path) -> None:
    """Where two sources pin the same bytes, the stricter word holds."""
    text = (case / "sources" / "open.toml").read_text()
    (case / "sources" / "again.toml").write_text(text.replace('"public"', '"restricted"'))
    export_case(case, tmp_path / "bag")
    assert _payload(tmp_path / "bag") == set()


def test_a_bag_is_not_written_into_the_vault(case: Path) -> None:
    """The vault keeps only its own."""
    with pytest.raises(UsageError, match="lies in the vault"):
        export_case(case, case / "vault" / "bag")


def test_export_on_the_console(case: Path, tmp_path: Path) -> None:
    """The verb says what left, what stayed, and the root to tell by another road; the reason is in the record."""
    bag = tmp_path / "bag"
    told = CliRunner().invoke(cli, ["export", str(case), "--to", str(bag), "--basis", "request 7", "--by", "registry"])
    assert (told.exit_code, told.exception) == (0, None)
    assert "1 exhibit, 13 bytes; kept back: 2 exhibits, 2 records" in told.output
    assert check_bag(bag).root in told.output
    last = list(Vault.open(case / "vault").records())[-1]
    assert (last.act, last.basis, last.actor["id"]) == ("export", "request 7", "registry")
