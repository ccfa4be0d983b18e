"""The team's ledger: signed, append-only, tampering found, nothing lost on the way to the file and back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postgresql import Server, running
from solferino.store.database import Database
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.postgres import PostgresLedger
from solferino.store.ledger.signer import Signer, signature, signed
from solferino.store.ledger.travel import take_in, write_out
from solferino.store.ledger.verify import verify
from solferino.words.decision import line_digest
from solferino.words.errors import MachineError, StaleError, UsageError
from store.ledgers import SECRET, draft


@pytest.fixture
def url(postgres: Server) -> str:
    """The address of an empty database."""
    return postgres.emptied()


@pytest.fixture
def ledger(url: str) -> PostgresLedger:
    """A ledger with three decisions of two authors."""
    made = PostgresLedger(Database(url), case="harbour", secret=SECRET)
    for k, by in enumerate(["ana", "bo", "ana"]):
        made.append(draft(by, f"r/{k}", f"r/{k + 1}"), seen=k)
    return made


def test_an_untouched_ledger_has_no_problem(ledger: PostgresLedger) -> None:
    """Every line is signed by its author's own key, and nothing is found."""
    found = verify(ledger, known=ledger.lines())
    assert (found.lines, found.signed, found.problems) == (3, 3, ())
    assert found.keys["ana"] != found.keys["bo"]


def test_a_signature_holds_for_its_line_and_key_alone(ledger: PostgresLedger) -> None:
    """A stranger with the line and the public key can check it; another key, or one letter changed, fails."""
    line, other = ledger.lines()[0], Signer(SECRET, case="another")
    assert signed(line, ledger.signer.key("ana"))
    assert not signed(line, ledger.signer.key("bo"))
    assert not signed(line, other.key("ana"))
    assert not signed(line.replace("read both", "read none"), ledger.signer.key("ana"))
    assert not signed(line, "no key")
    assert len(signature(line)) == 128  # 64 bytes of Ed25519 (RFC 8032)


@pytest.mark.parametrize("sql", ["UPDATE solferino.decision SET id = 'x'", "DELETE FROM solferino.decision",
                                 "TRUNCATE solferino.decision"])  # fmt: skip
def test_rows_are_only_added(ledger: PostgresLedger, url: str, sql: str) -> None:
    """The database itself refuses to change or remove a decision, even none of them."""
    with psycopg.connect(url) as at, pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
        at.execute(sql)
    assert len(ledger.lines()) == 3


def swap(at: psycopg.Connection[Any]) -> None:
    """Let the first two decisions change places."""
    for before, after in ((1, 100), (2, 1), (100, 2)):
        at.execute("UPDATE solferino.decision SET serial = %s WHERE serial = %s", (after, before))


def resign(at: psycopg.Connection[Any]) -> None:
    """Change a line and sign it with a key of one's own, as one who has only the database can."""
    row = at.execute("SELECT line FROM solferino.decision WHERE serial = 3").fetchone()
    assert row is not None
    body = json.loads(bytes(row[0]))
    del body["sig"]
    body["why"] = "forged"
    line = Signer(bytes(32), case="harbour").sign("ana", json.dumps(body)).encode()
    at.execute("UPDATE solferino.decision SET line = %s WHERE serial = 3", (line,))


TAMPERING: dict[str, Callable[[psycopg.Connection[Any]], object]] = {
    "a word": lambda at: at.execute("UPDATE solferino.decision SET line = replace(convert_from(line, 'UTF8'), 'both', 'none')::bytea WHERE serial = 2"),
    "forged anew": resign,
    "removed": lambda at: at.execute("DELETE FROM solferino.decision WHERE serial = 2"),
    "removed and closed up": lambda at: at.execute("DELETE FROM solferino.decision WHERE serial = 2; UPDATE solferino.decision SET serial = 2 WHERE serial = 3"),
    "cut off": lambda at: at.execute("DELETE FROM solferino.decision WHERE serial = 3"),
    "all of it": lambda at: at.execute("DELETE FROM solferino.decision"),
    "moved": swap,
    "filed elsewhere": lambda at: at.execute("UPDATE solferino.decision SET about = '{x}' WHERE serial = 1"),
    "another author": lambda at: at.execute("UPDATE solferino.decision SET author = 'bo' WHERE serial = 1"),
    "not even a line": lambda at: at.execute("UPDATE solferino.decision SET line = '\\xff' WHERE serial = 1"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(ledger: PostgresLedger, url: str, how: str) -> None:
    """Whoever owns the database can switch the refusal off; what they change is found all the same."""
    known = ledger.lines()
    with psycopg.connect(url) as at:
        at.execute("ALTER TABLE solferino.decision DISABLE TRIGGER USER")
        TAMPERING[how](at)
    assert verify(ledger, known=known).problems != ()


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(st.none() | st.booleans() | st.integers() | words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=5)  # fmt: skip
spaces = st.sampled_from(["", " ", "\t", "\r"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a decisions.jsonl as people and programs write it: spaces, escapes, keys in any order, chains unbroken."""
    last: dict[str, str] = {}
    lines = []
    for k in range(draw(st.integers(0, 6))):
        by = draw(st.sampled_from(["ana", "bo", "ليلى"]))
        items = {"id": f"d{k}", "t": draw(words), "by": by, "act": draw(st.sampled_from(["same", "comment"])), "about": draw(st.lists(st.sampled_from(["r/1", "r/ü"]))), "value": draw(values), "why": draw(words), "prev": line_digest(last[by]) if by in last else ""}  # fmt: skip
        body = dict(draw(st.permutations(list(items.items()))))
        line = draw(spaces) + json.dumps(body, ensure_ascii=draw(st.booleans()), separators=draw(st.sampled_from([(",", ":"), (", ", " : ")]))) + draw(spaces)  # fmt: skip
        lines.append(line)
        last[by] = line
    return "".join(f"{line}\n" for line in lines).encode()


@pytest.fixture(scope="module")
def shared(postgres: Server) -> Database:
    """One database for many small ledgers."""
    return Database(postgres.new())


@settings(max_examples=60)
@given(held=files())
def test_from_the_file_and_back_not_a_byte_differs(
    shared: Database, tmp_path_factory: pytest.TempPathFactory, held: bytes
) -> None:
    """A decisions.jsonl taken in and written out again is the same file, and nothing in the ledger is amiss."""
    folder = tmp_path_factory.mktemp("travel")
    (folder / "in").write_bytes(held)
    ledger = PostgresLedger(shared, case=str(uuid.uuid4()), secret=SECRET)
    assert take_in(ledger, folder / "in") == held.count(b"\n")
    write_out(ledger, folder / "out")
    assert (folder / "out").read_bytes() == held
    assert verify(ledger, known=ledger.lines()).problems == ()
    assert take_in(ledger, folder / "out") == write_out(ledger, folder / "in") == 0


def test_each_extends_the_other(ledger: PostgresLedger, tmp_path: Path) -> None:
    """The file gets what it lacks, goes on alone, and the ledger takes that; then both are the same again."""
    path = tmp_path / "decisions.jsonl"
    assert write_out(ledger, path) == 3
    FileLedger(path).append(draft("cy", "r/8", "r/9"), seen=3)
    with pytest.raises(StaleError, match="1 more decisions than the database"):
        write_out(ledger, path)
    assert take_in(ledger, path) == 1
    ledger.append(draft("cy", "r/9", "r/10"), seen=4)
    assert write_out(ledger, path) == 1
    assert FileLedger(path).lines() == ledger.lines()
    assert verify(ledger).problems == ()


def test_two_histories_are_not_mixed(ledger: PostgresLedger, tmp_path: Path) -> None:
    """A file that went another way is neither taken in nor written over."""
    path = tmp_path / "decisions.jsonl"
    FileLedger(path).append(draft("cy", "r/8", "r/9"), seen=0)
    before = path.read_bytes()
    for go in (lambda: write_out(ledger, path), lambda: take_in(ledger, path)):
        with pytest.raises(StaleError, match="line 1"):
            go()
    assert (path.read_bytes(), len(ledger.lines())) == (before, 3)


@pytest.mark.parametrize("lines", [["{"], ["[]"], ['{"id": 1, "by": "a"}'], ['{"id": "a", "by": "a", "about": "r"}'], ["[" * 100_000],
                                   ['{"id": "a", "by": "a", "prev": "0"}'], ['{"id": "a\\u0000", "by": "a"}'],
                                   ['{"id": "a", "by": "a"}', '{"id": "a", "by": "b"}']])  # fmt: skip
def test_what_is_no_decision_is_not_taken(ledger: PostgresLedger, lines: list[str]) -> None:
    """A line without its form, its chain or an id of its own is refused with all that came with it."""
    good = '{"id": "z", "by": "zoe"}'
    with pytest.raises(UsageError):
        ledger.take([good, *lines])
    assert len(ledger.lines()) == 3


def test_cases_do_not_meet(ledger: PostgresLedger) -> None:
    """Another case in the same database has its own order, and its authors other keys."""
    other = PostgresLedger(ledger.database, case="bridge", secret=SECRET)
    other.append(draft("ana", "r/1", "r/2"), seen=0)
    assert (len(other.lines()), len(ledger.lines())) == (1, 3)
    assert other.signer.key("ana") != ledger.signer.key("ana")
    assert verify(other).problems == verify(ledger).problems == ()


def test_another_secret_finds_every_line_wanting(ledger: PostgresLedger) -> None:
    """Who has lost the secret cannot pretend that the ledger is whole."""
    other = PostgresLedger(ledger.database, case="harbour", secret=bytes(32))
    assert len(verify(other).problems) == 3


def test_killed_with_its_database_it_keeps_what_was_acknowledged(postgres: Server) -> None:
    """After SIGKILL of the database every decision that was returned is there, and the same ledger goes on."""
    with running() as server:
        ledger = PostgresLedger(Database(server.url), case="harbour", secret=SECRET)
        lines = tuple(ledger.append(draft("ana", f"r/{k}", f"r/{k + 1}"), seen=k) for k in range(20))
        server.kill()
        with pytest.raises(MachineError, match="database"):
            ledger.append(draft("ana", "r/30", "r/31"), seen=20)
        server.start()
        assert ledger.lines() == lines
        ledger.append(draft("ana", "r/30", "r/31"), seen=20)
        assert verify(ledger, known=lines).problems == ()
