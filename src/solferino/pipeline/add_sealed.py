"""Add a source that is sealed: only its ciphertext enters the case and the vault."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from solferino.pipeline.add import Added, source_id_of, try_mapping
from solferino.pipeline.draft import draft
from solferino.pipeline.guess import Guess
from solferino.pipeline.index import write_atomic
from solferino.pipeline.open_case import open_case
from solferino.pipeline.preserve import digest
from solferino.pipeline.sealed import SEALED
from solferino.store.engine import spilling
from solferino.vault import Item, Vault
from solferino.vault.seal.envelope import seal
from solferino.vault.seal.session import apart
from solferino.words.errors import UsageError


def add_sealed(
    root: Path, path: Path, *, name: str, table: str = "", title: str = "", by: str = "", dry_run: bool = False
) -> Added:
    """Encrypt the file at `path` for the case's recipients, preserve the ciphertext, and describe it as sealed.

    A source of that id that is sealed already is sealed anew, its mapping kept. The plain file is left where it is,
    outside the case: UsageError where it stands within.
    """
    recipients = open_case(root).settings.seal.recipients
    if path.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{path} stands in the case in clear", "move it out of the case, then add it from there")
    if not name:
        raise UsageError("a sealed source is named by hand: its file's name may tell what it holds", "--as ID")
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "check the path")
    data, source_id = path.read_bytes(), source_id_of(name)
    _demand_not_held(root, data)
    place = f"files/{source_id}{path.suffix.lower()}{SEALED}"
    described_in = root / "sources" / f"{source_id}.toml"
    old = described_in.read_text("utf-8") if described_in.is_file() else ""
    if old and "\ncommitment" not in old:
        raise UsageError(f"sources/{source_id}.toml describes a source that is not sealed", "give another id: --as ID")
    ciphertext, committed = seal(data, recipients)
    with apart() as folder, spilling(folder):  # reading a table takes a file, which is to meet no disk
        guess = Guess() if old else _guess(data, place.removesuffix(SEALED), table)
        text = old or _sealed(draft(place, ciphertext, guess, {"title": title or source_id}, law=False))
        for key, value in (("sha256", f'"{digest(ciphertext)}"'), ("size", str(len(ciphertext))),
                           ("commitment", f'"{committed}"')):  # fmt: skip
            text = re.sub(rf"(?m)^({key}\s*=\s*).*$", rf"\g<1>{value}", text, count=1)
        records, troubles, _ = try_mapping(text, source_id, data)
    added = Added(source_id, f"sources/{source_id}.toml", digest(ciphertext), len(ciphertext), guess.table,
                  guess.mapped, guess.unmapped, (), "", guess.document, records, troubles)  # fmt: skip
    if dry_run:
        return replace(added, sample=guess.sample)
    (root / "files").mkdir(exist_ok=True)
    writing = root / (place + ".writing")
    writing.write_bytes(ciphertext)
    writing.replace(root / place)
    note = f"sealed; commitment of the plain bytes: sha256:{committed}"
    item = Item(path=None, data=ciphertext, role="sealed", name=place)
    Vault.open(root / "vault", create=True, actor=by).ingest([item], basis="added by hand", note=note)
    write_atomic(described_in, text)
    return added


def _demand_not_held(root: Path, data: bytes) -> None:
    """Refuse bytes that the vault holds in clear: sealing a second copy would hide nothing."""
    held = root / "vault" / "VAULT"
    if held.is_file() and Vault.open(held.parent).has(digest(data)):
        text = f"the vault holds these bytes in clear already: {digest(data)}"
        raise UsageError(text, f"solferino dispose {root} {digest(data)} --basis TEXT --by NAME, then empty build/")


def _guess(data: bytes, name: str, table: str) -> Guess:
    """Guess the mapping, with nothing of the file's own words but the names of columns that the table knows."""
    if name.endswith((".txt", ".text")) and not table:
        return Guess(document=True)
    guess = Guess.of(data, name, table)
    # Accounts read out of a sealed text would stand in its description, in clear.
    return Guess(document=True) if guess.format == "text" else replace(guess, unmapped=())


def _sealed(text: str) -> str:
    """Return a drafted description with the two keys of a sealed source under its size."""
    return re.sub(r"(?m)^(size\s*=.*)$", r'\1\nsensitivity = "sealed"\ncommitment = ""', text, count=1)
