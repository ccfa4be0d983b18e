"""Writing what a vault holds as a bag that strangers can check: beside its place first, then renamed."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.append import append
from solferino.vault.bag import crate, layout
from solferino.vault.bag.told import Told, tell
from solferino.vault.bag.tree import scan
from solferino.vault.disk import CHUNK, NotRegularError, fsync_folder, on_this_machine, open_inside, write_all
from solferino.vault.header import read_header
from solferino.vault.keyring import FOLDER as KEYS
from solferino.vault.log import Log, lines
from solferino.vault.merkle import inclusion, leaf_hash
from solferino.vault.note import read_note
from solferino.vault.objects import parts, shown
from solferino.vault.proof import Inclusion
from solferino.vault.record import Draft, Plain, Record
from solferino.vault.secret import Ask, open_secret, passphrase
from solferino.vault.signing import KEY, sign
from solferino.vault.state import recall
from solferino.vault.vault import Vault
from solferino.words.errors import EvidenceError, UsageError

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True)
class Exported:
    """What was written: objects and their bytes, what was kept back, the record's seq and the tag manifest's hash."""

    objects: int
    size: int
    withheld_objects: int
    withheld_records: int
    seq: int
    root: str


def export(
    root: Path,
    to: Path,
    *,
    title: str,
    allowed: Collection[str] | None,
    basis: str = "",
    actor: str = "",
    ask: Ask | None = None,
) -> Exported:
    """Write the vault at `root` as a BagIt 1.0 bag at `to`, and an `export` record that binds its tag manifest.

    Only objects in `allowed` leave, and of the log only records wholly about them; None lets everything out. The same
    log gives the same bytes. Where this machine holds a key that may sign, the checkpoint over the record is signed;
    `ask` gives its passphrase. UsageError where `to` holds anything, EvidenceError naming objects missing or altered.
    """
    if to.is_symlink() or (to.exists() and (not to.is_dir() or any(to.iterdir()))):
        raise UsageError(f"{to}: something stands there already", "name a new folder, outside of the vault")
    vault = Vault.open(root)
    key = _key(vault, ask)  # an altered log ends the export here, and so does a wrong passphrase
    with on_this_machine(to, "write the bag"), _beside(to) as bag:
        sizes = _payload(root, bag, vault, allowed)
        # The log is read last: nothing may come between what the bag tells of it and the record of the export.
        with vault.writing() as log:
            told = tell((line.raw for line in lines(root)), None if allowed is None else sizes)
            hidden = len(log.held.keys() - sizes.keys())
            tags = _tag_files(root, bag, title, sizes, told)
            found = hashlib.sha256(tags).hexdigest()
            src: dict[str, Plain] = {"tagmanifest_sha256": found, "objects": len(sizes), "withheld_objects": hidden,
                   "withheld_records": told.withheld}  # fmt: skip
            append(log, [Draft("export", src=src, actor=actor, basis=basis, note="exported as a BagIt 1.0 bag")])
            if key is not None:
                sign(vault, ask=lambda: key)
            _bind(root, bag, log)
        for folder, _, _ in os.walk(bag):
            fsync_folder(Path(folder))
        if to.exists():
            to.rmdir()
        bag.rename(to)
        fsync_folder(to.parent)
    return Exported(len(sizes), sum(sizes.values()), hidden, told.withheld, log.size - 1, f"sha256:{found}")


@contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """Give a new folder next to `to`, gone again if anything fails."""
    to.parent.mkdir(parents=True, exist_ok=True)
    bag = to.parent / f".{to.name}.{secrets.token_hex(8)}.partial"
    bag.mkdir()
    try:
        yield bag
    finally:
        shutil.rmtree(bag, ignore_errors=True)


def _key(vault: Vault, ask: Ask | None) -> str | None:
    """Return the passphrase of this machine's key where it may sign for the vault; None where nothing can be signed."""
    active = list(vault.log().keys.active())
    if not active or recall(vault.id, KEY) is None:
        return None
    word = passphrase(ask).decode()
    secret = open_secret(vault.id, KEY, ask=lambda: word)
    return word if secret is not None and secret.vkey in active else None


def _payload(root: Path, bag: Path, vault: Vault, allowed: Collection[str] | None) -> dict[str, int]:
    """Copy the objects, hashing on the way; return their sizes."""
    held = vault.log().held.keys()
    sizes: dict[str, int] = {}
    (bag / "data").mkdir()
    wrong = []
    for sha256 in sorted(held if allowed is None else held & set(allowed)):
        try:
            sizes[sha256] = _copy(root, sha256, bag / "data" / sha256)
        except (FileNotFoundError, NotRegularError, ValueError):
            wrong.append(shown(sha256))
    if wrong:
        message = f"{root}: missing or altered, so nothing was exported: {', '.join(wrong)}"
        raise EvidenceError(message, f"solferino verify {root} says more; put them back from the originals", wrong)
    return sizes


def _copy(root: Path, sha256: str, to: Path) -> int:
    digest, size = hashlib.sha256(), 0
    out = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
    try:
        with os.fdopen(open_inside(root, *parts(sha256)), "rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                write_all(out, chunk)
                size += len(chunk)
        os.fsync(out)
    finally:
        os.close(out)
    if digest.hexdigest() != sha256:
        raise ValueError(sha256)
    return size


def _tag_files(root: Path, bag: Path, title: str, sizes: Mapping[str, int], told: Told) -> bytes:
    """Write every tag file but the binding, and return the tag manifest's bytes."""
    files = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _info(title, sizes, told),
        layout.MANIFEST: "".join(f"{sha256}  data/{sha256}\n" for sha256 in sorted(sizes)).encode(),
        "VERIFY.txt": (Path(__file__).parent / "VERIFY.txt").read_bytes(),
        crate.NAME: crate.crate(title, sizes, [record for record in told.records if _kept(record, sizes)]),
        layout.HEADER: read_header(root).raw,
        layout.LOG: b"".join(told.lines),
        **{f"{layout.CHECKPOINTS}{n}.note": note for n, note in checkpoint.read_all(root).items()},
    }  # fmt: skip
    for name in layout.PUBLIC:
        for path in scan(root / name).files if (root / name).is_dir() and not (root / name).is_symlink() else ():
            if name == KEYS and not path.endswith(".vkey"):
                continue  # public keys only, whatever else somebody put there
            with os.fdopen(open_inside(root, name, *path.split("/")), "rb") as file:
                files[f"{layout.HOME}{name}/{path}"] = file.read()
    tags = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()
    for name, data in (*files.items(), (layout.TAGS, tags)):
        _write(bag / name, data)
    return tags


def _kept(record: Record, sizes: Mapping[str, int]) -> bool:
    return all(held.sha256 in sizes for held in record.obj)


def _info(title: str, sizes: Mapping[str, int], told: Told) -> bytes:
    lines_ = (
        ("Bag-Software-Agent", layout.AGENT),
        ("External-Description", " ".join(title.split())),
        (
            "Internal-Sender-Description",
            f"{len(sizes)} exhibits; {told.withheld} of {len(told.lines)} records withheld",
        ),
        ("Payload-Oxum", f"{sum(sizes.values())}.{len(sizes)}"),
    )
    return "".join(f"{label}: {value}\n" for label, value in lines_ if value).encode()


def _bind(root: Path, bag: Path, log: Log) -> None:
    """Write the record of this export, its checkpoint and proof: what binds the tag manifest cannot stand in it."""
    raw = [line.raw for line in lines(root)]
    note = checkpoint.read_all(root)[log.size]
    hashes = inclusion([leaf_hash(line) for line in raw], log.size - 1)
    _write(bag / layout.RECORD, raw[-1])
    _write(bag / layout.NOTE, note)
    _write(bag / layout.PROOF, Inclusion(log.size - 1, tuple(hashes), read_note(note, unsigned=True), raw[-1]).raw)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        write_all(fd, data)
        os.fsync(fd)
    finally:
        os.close(fd)
