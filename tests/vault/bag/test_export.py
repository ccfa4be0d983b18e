"""What the vault writes as a bag: sound, bound to the log, checkable without us, and silent on what is kept back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from solferino.vault import Item, Vault
from solferino.vault.bag import check_bag
from solferino.vault.bag import export as export_module
from solferino.vault.bag.export import Exported, export
from solferino.vault.proof import Inclusion, read_proof
from solferino.vault.signing import sign
from solferino.words.errors import EvidenceError, UsageError
from vault.conftest import tree

SECRET = Item(data=b"the witness lives by the well", name="canary-name.txt", url="https://example.org/canary-url")


@pytest.fixture
def made(tmp_path: Path, vault: Vault) -> tuple[Path, Exported]:
    """A bag of a vault with one exhibit kept back, in the middle of the log."""
    secret = vault.ingest([SECRET], basis="canary-basis", actor="canary-actor")[0].sha256
    vault.ingest([Item(data=b"last", name="last.txt", mime="text/plain")])
    held = {h.sha256 for record in vault.records() for h in record.obj}
    return tmp_path / "bag", export(tmp_path / "vault", tmp_path / "bag", title="A case", allowed=held - {secret})


def test_an_exported_bag_is_valid(made: tuple[Path, Exported]) -> None:
    """Our own verifier finds the digest that the export gave, and warns only that nobody signed."""
    found = check_bag(made[0])
    assert (found.ok, found.altered, found.missing) == (True, (), ())
    assert [w for w in found.warnings if "signed by nobody" not in w] == []
    assert (found.root, found.size) == (made[1].root, 4)


def test_a_peer_accepts_what_is_exported(made: tuple[Path, Exported]) -> None:
    """bagit.py validates the bag."""
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(made[0])).validate()


def test_the_crate_loads(made: tuple[Path, Exported]) -> None:
    """rocrate reads the metadata, and finds each exhibit with its name and hash."""
    rocrate = pytest.importorskip("rocrate.rocrate")
    crate = rocrate.ROCrate(str(made[0]))
    files = {e.id: e.properties() for e in crate.data_entities if e.id.startswith("data/")}
    assert sorted(p["name"] for p in files.values()) == ["first.txt", "last.txt", "second.txt", "third.txt"]
    assert all(name == f"data/{p['sha256']}" for name, p in files.items())


def test_the_export_is_a_record_of_the_log(made: tuple[Path, Exported], tmp_path: Path) -> None:
    """The vault's last record says what left, and the vault stands."""
    vault = Vault.open(tmp_path / "vault")
    last = list(vault.records())[-1]
    assert (last.act, last.seq) == ("export", made[1].seq)
    assert last.src["tagmanifest_sha256"] == made[1].root.removeprefix("sha256:")
    assert (last.src["withheld_objects"], last.src["withheld_records"]) == (1, 1)
    assert vault.check().ok


def test_nothing_of_a_withheld_record_leaves(made: tuple[Path, Exported], tmp_path: Path) -> None:
    """No byte of the object, no word or salt of its record, and no hash of the object is anywhere in the bag."""
    hidden = next(r for r in Vault.open(tmp_path / "vault").records() if r.basis == "canary-basis")
    words = [b"canary", b"witness lives", hidden.salt.encode(), hidden.obj[0].sha256.encode()]
    for path, (_, _, data) in tree(made[0]).items():
        assert not any(word in data or word in path.encode() for word in words), path


@pytest.mark.parametrize("everything", [False, True])
def test_the_bag_is_checked_without_us(made: tuple[Path, Exported], tmp_path: Path, everything: bool) -> None:
    """The steps of VERIFY.txt run in an empty environment, with coreutils, openssl and an isolated Python."""
    bag = made[0]
    if everything:
        export(tmp_path / "vault", bag := tmp_path / "all", title="A case", allowed=None)
    done = steps(bag)
    assert done.returncode == 0, done.stdout + done.stderr
    withheld = 0 if everything else 1
    assert re.search(rf"exhibits OK\ntag files OK\nlog OK: \d records, {withheld} withheld", done.stdout)
    assert "export OK" in done.stdout


def steps(bag: Path) -> subprocess.CompletedProcess[str]:
    """Run the indented commands of VERIFY.txt as they stand there."""
    text = (bag / "VERIFY.txt").read_text("utf-8").partition("\n# begin\n")[0]
    path = f"/usr/bin:/bin:{Path(sys.executable).resolve().parent}"
    script = "\n".join(line for line in text.splitlines() if line.startswith("     "))
    command = ["env", "-i", f"PATH={path}", "LC_ALL=C.UTF-8", "sh", "-e", "-c", script]
    return subprocess.run(command, cwd=bag, capture_output=True, text=True, timeout=60)


LOG, TAGS = "solferino/log.jsonl", "tagmanifest-sha256.txt"


def _reseal(bag: Path) -> None:
    """Make the tag manifest agree with the files again, as whoever changes one would."""
    names = [line.split("  ")[1] for line in (bag / TAGS).read_text().splitlines()]
    done = subprocess.run(["sha256sum", *(n for n in names if (bag / n).exists())], cwd=bag, capture_output=True)
    (bag / TAGS).write_bytes(done.stdout)


def _edit(bag: Path, name: str, old: str, new: str) -> None:
    text = (bag / name).read_text("utf-8")
    assert old in text
    (bag / name).write_text(text.replace(old, new, 1), "utf-8")


def _drop_line(bag: Path, number: int) -> None:
    kept = (bag / LOG).read_bytes().splitlines(keepends=True)
    (bag / LOG).write_bytes(b"".join(kept[:number] + kept[number + 1 :]))


CHANGES = {
    "tag manifest deleted": lambda bag: (bag / TAGS).unlink(),
    "metadata edited": lambda bag: _edit(bag, "bag-info.txt", "A case", "No case"),
    "log line edited": lambda bag: _edit(bag, LOG, "first.txt", "other.txt"),
    "log line removed": lambda bag: _drop_line(bag, 1),
    "last log line removed": lambda bag: _drop_line(bag, -1 % 5),
    "withheld hash edited": lambda bag: _edit(bag, LOG, "withheld ", "withheld 00"),
    "checkpoint removed": lambda bag: (bag / "solferino/checkpoints/5.note").unlink(),
    "tag file added": lambda bag: (bag / "note.txt").write_text("look here"),
    "export record edited": lambda bag: _edit(bag, "solferino/export/record.jsonl", "exported", "imported"),
    "export record removed": lambda bag: (bag / "solferino/export/record.jsonl").unlink(),
    "exhibit added": lambda bag: (bag / "data" / ("0" * 64)).write_text("more"),
    "file beside the export record": lambda bag: (bag / "solferino/export/note.txt").write_text("look here"),
    "link added": lambda bag: (bag / "data/link").symlink_to("/etc/hostname"),
    "hidden file added": lambda bag: (bag / ".hidden").write_text("look here"),
    "header edited": lambda bag: _edit(bag, "solferino/VAULT", "id ", "id 0"),
}  # fmt: skip


@pytest.mark.parametrize("resealed", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_an_exported_bag_is_found(made: tuple[Path, Exported], change: str, resealed: bool) -> None:
    """Whatever is changed, with or without a new tag manifest over it, the bag does not stand."""
    bag = made[0]
    CHANGES[change](bag)
    if resealed and (bag / TAGS).exists():
        _reseal(bag)
    assert not check_bag(bag).ok


def test_every_flipped_bit_is_found(made: tuple[Path, Exported]) -> None:
    """One bit flipped in any file, at offsets all through it, is found; the number tried is printed."""
    tried = 0
    for name in sorted(tree(made[0])):
        path = made[0] / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        path.chmod(0o644)
        for offset in range(0, len(data), max(1, len(data) // 12)):
            path.write_bytes(data[:offset] + bytes([data[offset] ^ 1 << offset % 8]) + data[offset + 1 :])
            assert not check_bag(made[0]).ok, f"{name}, byte {offset}"
            tried += 1
        path.write_bytes(data)
    assert check_bag(made[0]).ok
    print(f"bags: {tried} bit flips tried, all found")


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_resealed_changes_are_found_without_us_too(made: tuple[Path, Exported], change: str) -> None:
    """A new tag manifest over what was changed does not pass the steps of VERIFY.txt, nor do files that no list names."""
    CHANGES[change](made[0])
    if (made[0] / TAGS).exists():
        _reseal(made[0])
    assert steps(made[0]).returncode != 0


def test_the_program_of_the_bag_is_short_enough_to_read() -> None:
    """What a stranger is asked to run is some forty lines, none wider than a page."""
    text = (Path(export_module.__file__).parent / "VERIFY.txt").read_text("utf-8")
    program = text.partition("# begin\n")[2].splitlines()
    assert len(program) <= 45
    assert max(map(len, program)) <= 120


def test_the_same_log_gives_the_same_bytes(tmp_path: Path, vault: Vault) -> None:
    """Two exports that find the same log differ in nothing but the record of the export itself."""
    kept = tmp_path / "copy"
    subprocess.run(["cp", "-a", tmp_path / "vault", kept], check=True)
    bags = []
    for root in (tmp_path / "vault", kept):
        bags.append(tmp_path / f"bag-of-{root.name}")
        export(root, bags[-1], title="A case", allowed=None)
    one, two = ({p: d for p, (_, _, d) in tree(bag).items() if "solferino/export" not in p} for bag in bags)
    assert one == two


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_nothing_is_exported_where_an_object_is_not_whole(tmp_path: Path, vault: Vault, harm: str) -> None:
    """A missing or altered object ends the export, is named, and leaves neither a folder nor a record."""
    sha256 = next(vault.records()).obj[0].sha256
    path = vault.path(sha256)
    path.chmod(0o644)
    path.unlink() if harm == "missing" else path.write_bytes(b"FIRST exhibit")
    with pytest.raises(EvidenceError, match=sha256):
        export(tmp_path / "vault", tmp_path / "out" / "bag", title="A case", allowed=None)
    assert list((tmp_path / "out").iterdir()) == []
    assert Vault.open(tmp_path / "vault").size == 3


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, vault: Vault) -> None:
    """Nothing is written where something stands."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("mine")
    with pytest.raises(UsageError, match="stands there already"):
        export(tmp_path / "vault", tmp_path / "there", title="A case", allowed=None)
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine"]


@pytest.fixture
def signed(tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bag of a vault that this machine signs for."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SOLFERINO_PASSPHRASE", "correct horse")
    sign(vault)
    (tmp_path / "vault" / "keys" / "left-behind.key").write_text("PRIVATE KEY")
    export(tmp_path / "vault", tmp_path / "bag", title="A case", allowed=set())
    return tmp_path / "bag"


def test_a_signed_export_is_checked_with_and_without_us(signed: Path) -> None:
    """The record of the export is under a signed checkpoint, which our verifier and VERIFY.txt both check."""
    found = check_bag(signed)
    assert (found.ok, found.warnings) == (True, ())
    done = steps(signed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(
        r"log OK: 4 records, 3 withheld, \d checkpoints, 1 signatures\nexport OK: record 4, signed", done.stdout
    )


def test_a_wrong_signature_is_found_with_and_without_us(signed: Path) -> None:
    """A signature that is not of its checkpoint fails, though every file agrees with the tag manifest."""
    note = signed / "solferino/export/checkpoint.note"
    text, _, marks = note.read_text("utf-8").partition("\n\n")
    head, name, blob = marks.split(" ")
    note.write_text(f"{text}\n\n{head} {name} {blob[:20]}{'A' if blob[20] != 'A' else 'B'}{blob[21:]}", "utf-8")
    assert any("checkpoint.note" in fault for fault in check_bag(signed).altered)
    done = steps(signed)
    assert done.returncode != 0
    assert "no signature is by a key" in done.stdout


def test_only_public_keys_leave(signed: Path) -> None:
    """Of the folder of keys, only files of public keys go with the bag, and no private key is in any file."""
    assert {path.suffix for path in (signed / "solferino" / "keys").iterdir()} == {".vkey"}
    assert not any(b"PRIVATE KEY" in data for _, _, data in tree(signed).values())


def test_the_proof_of_the_export_stands_alone(made: tuple[Path, Exported]) -> None:
    """The C2SP proof beside the record shows that very line under the checkpoint."""
    found = read_proof((made[0] / "solferino/export/record.tlog-proof").read_bytes())
    assert isinstance(found, Inclusion)
    assert found.shows((made[0] / "solferino/export/record.jsonl").read_bytes())


def test_the_crate_is_plain_json(made: tuple[Path, Exported]) -> None:
    """The metadata are JSON with the two entities that RO-Crate asks for."""
    graph = json.loads((made[0] / "ro-crate-metadata.json").read_bytes())["@graph"]
    assert {"ro-crate-metadata.json", "./"} <= {entity["@id"] for entity in graph}
