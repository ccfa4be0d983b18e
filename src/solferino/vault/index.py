"""index.sqlite: where each record lies, which object it is about, and the hash of every complete subtree.

All of it follows from the log; delete it at any time. Proofs come out of it without reading the log, and are checked
against a checkpoint before they leave, so a damaged index gives no wrong proof: it is made anew.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import open_inside
from solferino.vault.log import FOLDER, lines
from solferino.vault.merkle import EMPTY, leaf_hash, node_hash, split
from solferino.vault.record import hashes, parse

NAME = "index.sqlite"
BATCH = 10_000
_TABLES = """
create table line (seq integer primary key, segment text not null, start integer not null, length integer not null);
create table about (sha256 blob not null, seq integer not null, primary key (sha256, seq)) without rowid;
create table node (level integer not null, place integer not null, hash blob not null, primary key (level, place))
    without rowid;
"""


@dataclass
class Index:
    """An open index; what it says holds for the first `size` records of the log it was made from."""

    root: Path
    table: sqlite3.Connection

    @property
    def size(self) -> int:
        found: int | None = self.table.execute("select max(seq) from line").fetchone()[0]
        return 0 if found is None else found + 1

    def seqs(self, sha256: str) -> list[int]:
        """Return the records about an object, first to last."""
        found = self.table.execute("select seq from about where sha256 = ? order by seq", (bytes.fromhex(sha256),))
        return [seq for (seq,) in found]

    def line(self, seq: int) -> bytes:
        """Return a record's raw line."""
        segment, start, length = self.table.execute(
            "select segment, start, length from line where seq = ?", (seq,)
        ).fetchone()
        with os.fdopen(open_inside(self.root, FOLDER, segment), "rb") as file:
            file.seek(start)
            return file.read(length)

    def inclusion(self, seq: int, *, size: int) -> list[bytes]:
        """Return the proof that record `seq` is under the checkpoint of `size` records."""
        proof, low, high = [], 0, size
        while high - low > 1:
            cut = low + split(high - low)
            if seq < cut:
                proof.append(self._over(cut, high))
                high = cut
            else:
                proof.append(self._over(low, cut))
                low = cut
        return proof[::-1]

    def consistency(self, old: int, *, size: int) -> list[bytes]:
        """Return the proof that the tree of `size` records extends the one of `old`; the empty one needs none."""
        if old == 0:
            return []
        proof, low, high, whole = [], 0, size, True
        while old < high:
            cut = low + split(high - low)
            if old <= cut:
                proof.append(self._over(cut, high))
                high = cut
            else:
                proof.append(self._over(low, cut))
                low, whole = cut, False
        return [*([] if whole else [self._over(low, high)]), *proof[::-1]]

    def over(self, size: int) -> bytes:
        """Return the root over the first `size` records."""
        return self._over(0, size) if size else EMPTY

    def _over(self, low: int, high: int) -> bytes:
        """Return the root over records `low` to `high`; `low` is where a subtree as large as that begins."""
        count = high - low
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            found: bytes = self.table.execute(
                "select hash from node where level = ? and place = ?", (level, low >> level)
            ).fetchone()[0]
            return found
        cut = low + split(count)
        return node_hash(self._over(low, cut), self._over(cut, high))


def fill(index: Index) -> None:
    """Read what the log holds beyond the index, and add it."""
    known = index.size
    stack = [
        (level, index._over(low, low + (1 << level)))
        for level in reversed(range(known.bit_length()))
        if known >> level & 1
        for low in [known >> level + 1 << level + 1]
    ]
    rows: tuple[list[tuple[object, ...]], ...] = ([], [], [])

    def flush() -> None:
        for command, found in zip(
            ("line values (?,?,?,?)", "about values (?,?)", "node values (?,?,?)"), rows, strict=True
        ):
            index.table.executemany(f"insert or ignore into {command}", found)
            found.clear()

    for seq, (segment, start, raw) in _beyond(index, known):
        rows[0].append((seq, segment, start, len(raw)))
        rows[1].extend((bytes.fromhex(sha256), seq) for sha256 in hashes(parse(raw)))
        level, found = 0, leaf_hash(raw)
        rows[2].append((0, seq, found))
        while stack and stack[-1][0] == level:
            found = node_hash(stack.pop()[1], found)
            level += 1
            rows[2].append((level, seq >> level, found))
        stack.append((level, found))
        if len(rows[0]) >= BATCH:
            flush()
    flush()
    index.table.commit()


def _beyond(index: Index, known: int) -> Iterator[tuple[int, tuple[str, int, bytes]]]:
    for seq, line in enumerate(lines(index.root)):
        if line.torn:
            return
        if seq >= known:
            yield seq, (line.segment, line.offset, line.raw)


def open_index(root: Path, *, anew: bool = False) -> closing[sqlite3.Connection]:
    """Open the vault's index for `closing`, made where there is none; in memory where the vault cannot be written."""
    path = root / NAME
    if anew:
        path.unlink(missing_ok=True)
    place = str(path) if os.access(root, os.W_OK) and not path.is_symlink() else ":memory:"
    table = sqlite3.connect(place)
    try:
        table.execute("pragma journal_mode = wal")
        table.execute("pragma synchronous = normal")
        if (
            table.execute("select count(*) from sqlite_master where name in ('line', 'about', 'node')").fetchone()[0]
            != 3
        ):
            table.executescript(_TABLES)
    except sqlite3.DatabaseError:
        table.close()
        if anew:
            raise
        return open_index(root, anew=True)
    return closing(table)
