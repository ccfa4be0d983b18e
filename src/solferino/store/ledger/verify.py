"""Was anything changed in the database? Order, links, columns, chains and signatures, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solferino.store.ledger.postgres import PostgresLedger, body_of
from solferino.store.ledger.signer import signature, signed
from solferino.words.decision import line_digest
from solferino.words.errors import Problem


@dataclass(frozen=True)
class LedgerCheck:
    """How many lines were checked, how many bear a signature of this team, whose keys those are, and what is wrong."""

    lines: int
    signed: int
    keys: dict[str, str]
    problems: tuple[Problem, ...]


def verify(ledger: PostgresLedger, *, known: Sequence[str] = ()) -> LedgerCheck:
    """Check every line of the ledger; `known` are lines it held before, such as those of decisions.jsonl.

    Lines that were cut off at the end leave no gap: they are found where `known` still has them.
    """
    with ledger.database.transaction() as at:
        rows = at.execute(
            "SELECT serial, id, author, about, line, link FROM solferino.decision WHERE ledger = %s ORDER BY serial",
            (ledger.case,),
        ).fetchall()
    signer, where = ledger.signer, f"ledger {ledger.case}"
    problems: list[Problem] = []
    keys: dict[str, str] = {}
    count = 0
    last: dict[str, str] = {}
    before, wanted = b"", 1
    for serial, id, author, about, stored, link in rows:
        raw, link = bytes(stored), bytes(link)
        if serial != wanted:
            problems.append(Problem(where, serial, f"a gap: line {wanted} should stand before it"))
        if link != signer.link(before, serial, raw):
            problems.append(Problem(where, serial, "is not what was written here, or not after that line"))
        before, wanted = link, serial + 1
        line = raw.decode("utf-8", "replace")
        body = body_of(line)
        if body is None:
            problems.append(Problem(where, serial, "is no decision"))
            continue
        by = body["by"]
        if (id, author, about) != (body["id"], by, body.get("about", [])):
            problems.append(Problem(where, serial, "is filed under an id, an author or reports that it does not name"))
        if body.get("prev", "") != (line_digest(last[by]) if by in last else ""):
            problems.append(Problem(where, serial, f"does not follow {by}'s decision before it"))
        last[by] = line
        if signature(line):
            keys.setdefault(by, signer.key(by))
            # A line signed elsewhere came by import: its link holds it in place, its key is not ours to know.
            count += signed(line, keys[by])
    held = [bytes(row[4]).decode("utf-8", "replace") for row in rows]
    for number, line in enumerate(known, 1):
        if number > len(held) or held[number - 1] != line:
            problems.append(Problem(where, number, "was there when decisions.jsonl was written, and is not now"))
            break
    return LedgerCheck(len(rows), count, keys, tuple(problems))
