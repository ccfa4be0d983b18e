"""Asking authorities on the loopback address, the outbox without one, and what the vault then proves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from solferino.vault import Item, Vault
from solferino.vault.time.anchored import anchors, inspect
from solferino.vault.time.answer import LARGEST
from solferino.vault.time.outbox import Authority as Asked
from solferino.vault.time.outbox import receive, stamp
from solferino.vault.time.request import read_request
from solferino.vault.time.state import State
from solferino.words.errors import UsageError
from vault.authority import CURRENT, TODAY, Authority, now, refused
from vault.loopback import by_openssl, serving

NOWHERE = "http://127.0.0.1:9/stamp"
"""The discard port of this machine: nobody answers."""


def answering(at: datetime | None = None, authority: Authority = CURRENT):
    """Return an authority that stamps everything with one moment, or with that of the request."""
    return lambda request: authority.answer(read_request(request), at=at or now())


def asked(url: str, authority: Authority = CURRENT) -> Asked:
    """Return the authority as a case pins it."""
    return Asked(url, authority.pem())


@pytest.fixture
def root(tmp_path: Path, vault: Vault) -> Path:
    """The folder of a vault with three records, two checkpoints."""
    return tmp_path / "vault"


@pytest.fixture
def openssl_url(tmp_path: Path) -> Iterator[str]:
    """An authority that the program openssl runs."""
    (tmp_path / "authority").mkdir()
    with serving(by_openssl(tmp_path / "authority", CURRENT)) as url:
        yield url


@pytest.fixture
def pending(root: Path) -> Path:
    """The request that waits in the outbox, its authority out of reach."""
    stamp(root, [asked(NOWHERE)])
    (found,) = root.glob("anchors/3/*.tsq")
    return found


def test_the_newest_checkpoint_is_stamped_by_each_authority(root: Path, openssl_url: str) -> None:
    """Two authorities, two tokens over the whole checkpoint; what they sent is kept as it came."""
    with serving(answering()) as other:
        told = stamp(root, [asked(openssl_url), asked(other)])

    assert [(a.state, a.size) for a in told] == [(State.ANCHORED, 3), (State.ANCHORED, 3)]
    assert all(abs(a.before - now()) < timedelta(seconds=90) for a in told if a.before)
    assert len(list(root.glob("anchors/3/*.tsr"))) == 2
    assert [a.state for a in anchors(root)] == [State.ANCHORED, State.ANCHORED]


def test_the_log_names_every_file_of_a_time_stamp(root: Path) -> None:
    """The record holds the hashes of request, answer and roots, so that the next checkpoint protects them."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    record = list(Vault.open(root).records())[-1]

    assert (record.act, record.src["checkpoint"], record.src["state"]) == ("anchor", 3, "anchored")
    assert {len(str(record.src[part])) for part in ("request", "answer", "roots")} == {64}
    assert Vault.open(root).check().ok


def test_a_stamped_checkpoint_that_is_gone_is_missing(root: Path) -> None:
    """What a token is about can be lost like any other evidence: the log says that it was there."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    (root / "checkpoints/3.note").unlink()

    assert Vault.open(root).check().missing == ("checkpoints/3.note",)


def test_nothing_is_asked_twice(root: Path) -> None:
    """Once all but records of time stamps is stamped, asking again asks nobody and writes nothing."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    size = Vault.open(root).size
    (again,) = stamp(root, [asked(url)])

    assert (again.state, again.size, Vault.open(root).size) == (State.ANCHORED, 3, size)


def test_a_new_record_is_worth_a_new_time_stamp(root: Path) -> None:
    """After another exhibit the next checkpoint is stamped, the record of the first token in it."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
        Vault.open(root).ingest([Item(data=b"fourth", name="fourth.txt")])
        (again,) = stamp(root, [asked(url)])

    assert (again.state, again.size) == (State.ANCHORED, 5)


def test_without_a_network_the_request_waits_in_the_outbox(root: Path, pending: Path) -> None:
    """Nothing fails: the request is kept and logged as pending, and a second try adds nothing."""
    size = Vault.open(root).size
    (again,) = stamp(root, [asked(NOWHERE)])

    assert again.state is State.PENDING
    assert again.judgement.why
    assert Vault.open(root).size == size == 4
    assert inspect(root).altered == inspect(root).warnings == ()


def test_a_request_that_waits_is_sent_again_as_it_is(root: Path, pending: Path) -> None:
    """With the network back, the same bytes are sent, about the checkpoint of then."""
    sent = []

    def send(url: str, request: bytes) -> bytes:
        sent.append(request)
        return answering()(request)

    (told,) = stamp(root, [asked(NOWHERE)], send=send)

    assert (told.state, told.size) == (State.ANCHORED, 3)
    assert sent == [pending.read_bytes()]


def test_a_request_that_was_lost_is_made_anew(root: Path, pending: Path) -> None:
    """Where the waiting request is gone or spoilt, another is sent; the loss stays told."""
    pending.unlink()
    (told,) = stamp(root, [asked(NOWHERE)], send=lambda _, request: answering()(request))

    assert (told.state, told.size) == (State.ANCHORED, 4)
    assert inspect(root).missing == (f"anchors/3/{pending.name}",)


def test_an_answer_waits_for_another_writer(root: Path) -> None:
    """While the authority answers somebody else may write to the vault: the answer is kept when they have finished."""
    held, done = Event(), Event()

    def hold() -> None:
        with Vault.open(root).writing():
            held.set()
            done.wait(0.4)

    def send(url: str, request: bytes) -> bytes:
        Thread(target=hold).start()
        held.wait(5)
        return answering()(request)

    (told,) = stamp(root, [asked(NOWHERE)], send=send)

    assert told.state is State.ANCHORED


@pytest.mark.parametrize("form", ["answer", "token"])
def test_an_answer_comes_back_by_hand(root: Path, pending: Path, form: str) -> None:
    """A response, or a bare token, fetched elsewhere finds its request by the number in it, whatever its name."""
    answer = getattr(CURRENT, form)(read_request(pending.read_bytes()), at=TODAY)
    (taken,) = receive(root, [("download (2).bin", answer)])

    assert taken.anchored is not None
    assert taken.anchored.state is State.ANCHORED
    assert [a.state for a in anchors(root)] == [State.ANCHORED]
    assert receive(root, [("again", answer)])[0].why == "is held already"


def test_an_unreadable_answer_is_held_by_its_name(root: Path, pending: Path) -> None:
    """What cannot be parsed is kept byte by byte, unverified; the true answer still finds its place later."""
    answer = CURRENT.answer(read_request(pending.read_bytes()), at=TODAY)
    (broken,) = receive(root, [(pending.with_suffix(".tsr").name, answer[:-1])])
    (good,) = receive(root, [(pending.with_suffix(".tsr").name, answer)])

    assert broken.anchored is not None
    assert (broken.anchored.state, good.anchored and good.anchored.state) == (State.UNVERIFIED, State.ANCHORED)
    assert pending.with_suffix(".tsr").read_bytes() == answer[:-1]
    assert [a.state for a in anchors(root)] == [State.ANCHORED]


def test_an_answer_to_nothing_is_not_taken(root: Path, pending: Path) -> None:
    """A token for another request, or a file too large to be one, changes nothing."""
    stranger = CURRENT.answer(read_request(pending.read_bytes()).about(b"other"), at=TODAY)
    told = receive(root, [("stranger.tsr", stranger), ("huge.tsr", bytes(LARGEST + 1))])

    assert [t.anchored for t in told] == [None, None]
    assert told[0].why == "answers no request of this vault"
    assert Vault.open(root).size == 4


REPLIES = {
    "too large": (lambda request: bytes(10_000_000), State.TOO_LARGE),
    "other hash": (lambda request: CURRENT.answer(read_request(request).about(b"other"), at=TODAY), State.OTHER_HASH),
    "html": (lambda request: b"<html>busy</html>", State.UNVERIFIED),
    "error": (lambda request: 503, State.PENDING),
    "elsewhere": (lambda request: 302, State.PENDING),
    "unknown root": (answering(authority=CURRENT.but(name="Another")), State.UNKNOWN_ROOT),
    "expired": (answering(authority=CURRENT.but(until=TODAY - timedelta(days=1))), State.EXPIRED),
}


@pytest.mark.parametrize("name", REPLIES)
def test_no_answer_harms_the_vault(root: Path, name: str) -> None:
    """Whatever an authority sends is a state, the same when it is judged again; the vault stays valid."""
    reply, state = REPLIES[name]
    with serving(reply) as url:
        (told,) = stamp(root, [asked(url)])

    assert told.state is state
    assert [a.state for a in anchors(root)] == [state]
    assert Vault.open(root).check().ok


def test_a_time_before_an_earlier_token_is_out_of_order(root: Path) -> None:
    """A checkpoint that covers a token cannot be older than that token: it proves nothing."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    Vault.open(root).ingest([Item(data=b"fourth", name="fourth.txt")])
    with serving(answering(at=now() - timedelta(hours=1))) as url:
        (told,) = stamp(root, [asked(url)])

    assert (told.state, told.before) == (State.OUT_OF_ORDER, None)
    assert [a.state for a in anchors(root)] == [State.ANCHORED, State.OUT_OF_ORDER]


@pytest.mark.parametrize(("hours", "ahead"), [(-2, True), (2, False)])
def test_a_wrong_clock_is_measured(root: Path, hours: int, ahead: bool) -> None:
    """By how much this machine differs from the authority stands in the record."""
    with serving(answering(at=now() + timedelta(hours=hours))) as url:
        (told,) = stamp(root, [asked(url)])

    assert told.skew_ms is not None
    # Two hours, less the seconds that the test itself takes.
    assert 7_000_000 < (told.skew_ms if ahead else -told.skew_ms) < 7_300_000
    assert f" s {'ahead of' if ahead else 'behind'} the authority's clock" in str(told)


@pytest.mark.parametrize("suffix", [".tsq", ".tsr", ".roots.pem"])
def test_a_file_of_a_time_stamp_that_changes_is_named(root: Path, suffix: str) -> None:
    """Each flipped byte is found by the hash in the log, also where the token would still verify; so is a loss."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    (path,) = root.glob(f"anchors/3/*{suffix}")
    name = str(path.relative_to(root))
    data = path.read_bytes()
    path.write_bytes(data[:5] + bytes([data[5] ^ 1]) + data[6:])
    altered = inspect(root).altered
    path.unlink()

    assert [a.partition(":")[0] for a in altered] == [name]
    assert inspect(root).missing == (name,)


@pytest.mark.slow
def test_every_flipped_bit_of_a_time_stamp_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One bit of each byte of request, answer and roots, in turn: each is named, and proves nothing any more."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    tried = found = 0
    for path in sorted(root.glob("anchors/3/*")):
        data = path.read_bytes()
        for at in range(len(data)):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
            tried += 1
            told = inspect(root)
            named = [a.partition(":")[0] for a in told.altered] == [str(path.relative_to(root))]
            found += named and told.newest(3) is None
        path.write_bytes(data)
    with capsys.disabled():
        print(f"\n{tried} flips in a time stamp's files, {found} found")

    assert tried == found > 1000


def test_a_link_in_the_place_of_a_token_is_not_followed(root: Path, tmp_path: Path) -> None:
    """A symbolic link to the same bytes elsewhere is an alteration."""
    with serving(answering()) as url:
        stamp(root, [asked(url)])
    (path,) = root.glob("anchors/3/*.tsr")
    shutil.move(path, tmp_path / "kept")
    path.symlink_to(tmp_path / "kept")

    assert inspect(root).altered == (f"{path.relative_to(root)}: symlink",)


def test_a_stray_file_is_a_warning(root: Path, pending: Path) -> None:
    """A file of anchors/ that no record names proves nothing, and is said."""
    (pending.parent / "stray.tsr").write_bytes(b"")

    assert inspect(root).warnings == ("anchors/3/stray.tsr: in no record of the log",)


def test_what_an_authority_says_cannot_steer_a_terminal(root: Path) -> None:
    """Control characters in a refusal are shown as what they are: unprintable."""
    with serving(lambda request: refused("\x1b[2J gone")) as url:
        (told,) = stamp(root, [asked(url)])

    assert told.state is State.REFUSED
    assert "\x1b" not in str(told)
    assert "[2J gone" in str(told)


def test_an_empty_vault_has_nothing_to_anchor(tmp_path: Path) -> None:
    """Nobody is asked about a log without records."""
    Vault.open(tmp_path / "empty", create=True)
    with pytest.raises(UsageError, match="nothing to anchor"):
        stamp(tmp_path / "empty", [asked(NOWHERE)])


def test_an_anchor_is_plain_values(root: Path, pending: Path) -> None:
    """What `--json` prints of it can be written as JSON."""
    (found,) = anchors(root)

    assert json.loads(json.dumps(found.json()))["state"] == "pending"
