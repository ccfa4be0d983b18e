"""The vault: exhibits by SHA-256, and the log of what happened to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from solferino.vault import audit, objects
from solferino.vault.append import append, recover
from solferino.vault.commit import demand_pin, put
from solferino.vault.create import create_vault
from solferino.vault.disk import NotRegularError, on_this_machine, read_inside
from solferino.vault.entry import Entry
from solferino.vault.header import Header, read_header
from solferino.vault.item import Item, Receipt, pour
from solferino.vault.lock import sole_writer
from solferino.vault.log import Log, lines, read_log, stamp
from solferino.vault.merkle import Tree, leaf_hash
from solferino.vault.record import ACTS, OWN, Draft, Held, Plain, Record, parse
from solferino.vault.stage import clear
from solferino.words.errors import EvidenceError, UsageError


class Vault:
    """One vault, open. Reading takes no lock and writes nothing; each writing call holds the lock while it runs.

    Times in the log are the machine's claim until a checkpoint that covers them is anchored.
    """

    def __init__(self, root: Path, header: Header, actor: str = "") -> None:
        self._root = root
        self._header = header
        self._actor = actor
        self._state: Log | None = None
        self._depth = 0

    @classmethod
    def open(cls, path: Path, create: bool = False, actor: str = "") -> Vault:
        """Open the vault at `path`; with `create`, make it first where there is none.

        `actor` is who does what is then written, wherever a call names nobody else.

        A vault with a log but without objects opens: `restore` puts them back. A damaged log stops what needs the
        log, and every write; objects can still be read, since each vouches for itself.
        """
        path = Path(path)
        if create and not (path / "VAULT").is_file():
            create_vault(path)
        return cls(path, read_header(path), actor)

    def __repr__(self) -> str:
        return f"Vault.open({str(self._root)!r})"

    @property
    def id(self) -> str:
        """The vault's random 128-bit name, in hex."""
        return self._header.id

    @property
    def root_path(self) -> Path:
        """The folder the vault lies in."""
        return self._root

    @property
    def size(self) -> int:
        """How many records the log holds."""
        return self._sound().size

    def root(self, size: int | None = None) -> str:
        """Return "sha256:…", the root of the RFC 6962 tree over the log, or over its first `size` records."""
        log = self._sound()
        if size is None or size == log.size:
            return "sha256:" + log.tree.root().hex()
        if not 0 <= size < log.size:
            raise UsageError(f"{self._root}: no root at size {size}", f"the log holds {log.size} records")
        return "sha256:" + Tree(self.leaves()[:size]).root().hex()

    def log(self) -> Log:
        """Return the log as read, sound; it is the vault's own, to be looked at only."""
        return self._sound()

    def leaves(self) -> list[bytes]:
        """Return the leaf hash of every record: what proofs are made from."""
        return [leaf_hash(raw) for raw in self._raw()]

    def records(self) -> Iterator[Record]:
        """Yield every record in order; EvidenceError when the log is altered anywhere."""
        return (parse(raw) for raw in self._raw())

    def path(self, sha256: str) -> Path:
        """Return where an object stands, or would; nothing is checked."""
        return self._root.joinpath(*objects.parts(objects.name_of(sha256)))

    def has(self, sha256: str) -> bool:
        """Return whether a regular file stands in the object's place; `read` and `ensure` check its bytes."""
        found = self.path(sha256)
        return found.is_file() and not found.is_symlink() and not found.parent.is_symlink()

    def disposed(self, sha256: str) -> str:
        """Return by which record, by whom and why an object was erased on purpose; empty where none was."""
        gone = self._sound().disposed.get(objects.name_of(sha256))
        return str(gone) if gone else ""

    def read(self, sha256: str) -> bytes:
        """Return an object's bytes, re-hashed; EvidenceError naming the object if missing or altered."""
        sha256 = objects.name_of(sha256)
        try:
            data = read_inside(self._root, *objects.parts(sha256))
            found = objects.Found(sha256, hashlib.sha256(data).hexdigest(), len(data))
        except FileNotFoundError:
            found = objects.Found(sha256, kind="absent")
        except NotRegularError as error:
            found = objects.Found(sha256, kind=error.kind)
        self._demand(found)
        return data

    def ensure(self, sha256: str) -> Path:
        """Return an object's path after re-hashing it; EvidenceError naming the object if missing or altered."""
        self._demand(objects.inspect(self._root, objects.name_of(sha256)))
        return self.path(sha256)

    def check(self) -> audit.Report:
        """Verify everything: each line's chain, each checkpoint's root, each object's bytes."""
        return audit.check(self._root)

    def ingest(
        self,
        items: Sequence[Item],
        *,
        parent: Sequence[str] = (),
        basis: str = "",
        note: str = "",
        actor: str = "",
    ) -> tuple[Receipt, ...]:
        """Preserve items, all or none acknowledged, and return a receipt for each, in order; `parent`: what held them.

        Bytes that the log holds already get no new record: an intact object stays, a missing one is put back, an
        altered one goes to quarantine and is replaced, which a `repair` record says.
        """
        items = tuple(items)
        if not items:
            return ()
        terms = Draft("ingest", actor=actor, parent=tuple(map(objects.name_of, parent)), basis=basis, note=note)
        return self._known(items) or self._commit([Entry(terms, item) for item in items])

    def restore(self, sha256: str, item: Item) -> Receipt:
        """Put a missing or altered object back; EvidenceError when the item's bytes are not the ones asked for.

        A hash that the log does not know yet is ingested: the caller's pin vouches for it.
        """
        sha256 = objects.name_of(sha256)
        digest = hashlib.sha256()
        size = pour(item, digest.update)
        demand_pin(item, sha256, digest.hexdigest())
        log = self._sound()
        if sha256 in log.held and objects.inspect(self._root, sha256).intact:
            return Receipt(sha256, size, log.held[sha256], new=False)
        return self._commit([Entry(Draft("ingest"), item)], pin=sha256)[0]

    def note(
        self,
        act: str,
        *,
        obj: Sequence[Held] = (),
        src: Mapping[str, Plain] | None = None,
        parent: Sequence[str] = (),
        basis: str = "",
        note: str = "",
        actor: str = "",
    ) -> int:
        """Write one record about bytes the vault holds, or about none (an attempt that failed); return its seq."""
        if act not in ACTS or act in OWN:
            raise UsageError(f"{act!r} cannot be noted", f"acts: {', '.join(a for a in ACTS if a not in OWN)}")
        parents = tuple(map(objects.name_of, parent))
        entry = Draft(act, tuple(obj), dict(src or {}), actor or self._actor, parents, basis, note)
        with self.writing() as log, on_this_machine(self._root, f"record: {act}", need=len(entry.line(0, ""))):
            log.demand_known([*(objects.name_of(held.sha256) for held in entry.obj), *entry.parent])
            append(log, [entry])
            return log.size - 1

    def derive(
        self,
        item: Item,
        *,
        parent: Sequence[str],
        how: Mapping[str, Plain],
        basis: str = "",
        note: str = "",
        actor: str = "",
    ) -> Receipt:
        """Preserve bytes made from others; the record names the parents, which must be held, and in `src` how.

        Bytes held already get another record only where none says that they come from these parents in this way.
        """
        terms = Draft("derive", (), dict(how), actor, tuple(map(objects.name_of, parent)), basis, note)
        if not terms.parent:
            raise UsageError(f"{item.shown}: derived from nothing", "name the SHA-256 of at least one parent")
        return self.write([Entry(terms, item)])[0]

    def write(self, entries: Sequence[Entry]) -> tuple[Receipt, ...]:
        """Write ingests, derivations and notes together, all or none acknowledged; return a receipt for each item.

        It waits for the disk as often as a batch of ingests does, however many there are. Parents and what is noted
        must be held before.
        """
        if not entries:
            return ()
        with self.writing() as log:
            noted = (held.sha256 for entry in entries if entry.item is None for held in entry.terms.obj)
            log.demand_known([*noted, *(parent for entry in entries for parent in entry.terms.parent)])
            return self._commit(entries)

    @contextmanager
    def writing(self) -> Iterator[Log]:
        """Hold the vault for writing, with its log sound and set right after any crash; may be nested."""
        if self._depth:
            yield self._sound()
            return
        with sole_writer(self._root):
            clear(self._root)
            log = self._sound()
            with on_this_machine(self._root, "set the log right", need=4096):
                recover(log)
            self._depth += 1
            try:
                yield log
            finally:
                self._depth -= 1
                clear(self._root)

    def _commit(self, entries: Sequence[Entry], *, pin: str = "") -> tuple[Receipt, ...]:
        entries = [entry.by(self._actor) for entry in entries]
        # Whatever would not fit a line is refused before anything is written.
        room = sum(entry.room() for entry in entries)
        with self.writing() as log, on_this_machine(self._root, f"preserve {len(entries)} item(s)", need=room):
            try:
                outcome = put(log, entries, pin=pin)
                if outcome.drafts:
                    append(log, outcome.drafts)
            except OSError:
                self._state = None
                raise
            return outcome.receipts

    def _known(self, items: Sequence[Item]) -> tuple[Receipt, ...]:
        """Return receipts when the vault holds every item intact; else nothing. Takes no lock, writes nothing."""
        log, receipts = self._sound(), []
        for item in items:
            if item.size() not in log.sizes:
                return ()
            digest = hashlib.sha256()
            size = pour(item, digest.update)
            sha256 = digest.hexdigest()
            if sha256 not in log.held or not objects.inspect(self._root, sha256).intact:
                return ()
            receipts.append(Receipt(sha256, size, log.held[sha256], new=False))
        return tuple(receipts)

    def _log(self) -> Log:
        if self._state is None or self._state.stamp != stamp(self._root):
            with on_this_machine(self._root, "read the log"):
                self._state = read_log(self._root, self._header)
        return self._state

    def _sound(self) -> Log:
        log = self._log()
        log.demand_sound()
        return log

    def _raw(self) -> Iterator[bytes]:
        for _, line in zip(range(self._sound().size), lines(self._root), strict=False):
            yield line.raw

    def _demand(self, found: objects.Found) -> None:
        name = objects.shown(found.name)
        if found.absent:
            if gone := self._log().disposed.get(found.name):
                raise EvidenceError(f"{self._root}/{name}: {gone}", "it cannot be brought back from here", [name])
            message = f"{self._root}/{name}: missing from the vault"
            raise EvidenceError(message, "put it back from the original file", [name])
        if not found.intact:
            hint = "ingest the original again: the altered file is set aside, not deleted"
            raise EvidenceError(f"{self._root}/{name}: {found.trouble}", hint, [name])
