"""How a time stamp stands: each failure is a state of its own, judged at the time the token states."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from solferino.vault.time import programs
from solferino.vault.time.answer import LARGEST
from solferino.vault.time.judge import Judgement, judge
from solferino.vault.time.request import Request, read_request
from solferino.vault.time.state import State
from vault.authority import LONG_AGO, NOW, Authority, refused

OURS = Authority()
THEN = OURS.but(since=LONG_AGO - timedelta(days=100), until=LONG_AGO + timedelta(days=300))
ASKED = Request.about(b"the whole file of a checkpoint")
GOOD = OURS.answer(ASKED)
CLIENT, OPENSSL = (programs.client,), (programs.openssl,)


def judged(answer: bytes, *, ask=programs.ALL, roots: bytes = OURS.pem()) -> Judgement:
    """Judge an answer to the request of these tests."""
    return judge(answer, ASKED.imprint, request=ASKED.der, roots=roots, ask=ask)


@pytest.mark.parametrize("ask", [CLIENT, OPENSSL])
@pytest.mark.parametrize("form", ["answer", "token"])
def test_a_good_token_is_anchored_whole_or_bare(ask, form: str) -> None:
    """A full response and a bare token both prove the time they state, with the second of accuracy they claim."""
    found = judged(getattr(OURS, form)(ASKED), ask=ask)

    assert (found.state, found.time, found.before) == (State.ANCHORED, NOW, NOW + timedelta(seconds=1))


@pytest.mark.parametrize("ask", [CLIENT, OPENSSL])
def test_a_token_is_judged_at_the_time_it_states(ask) -> None:
    """A token of 2016 stands although its certificate has long run out."""
    found = judged(THEN.answer(ASKED, at=LONG_AGO), ask=ask, roots=THEN.pem())

    assert (found.state, found.time) == (State.ANCHORED, LONG_AGO)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns"])
@pytest.mark.parametrize("ask", [CLIENT, OPENSSL])
def test_the_time_zone_of_the_machine_moves_nothing(monkeypatch: pytest.MonkeyPatch, ask, zone: str) -> None:
    """A certificate that was valid for a minute around the stated time is enough in every zone."""
    brief = OURS.but(since=NOW - timedelta(seconds=30), until=NOW + timedelta(seconds=30))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    found = judged(brief.answer(ASKED), ask=ask, roots=brief.pem())
    monkeypatch.undo()
    time.tzset()

    assert (found.state, found.time) == (State.ANCHORED, NOW)


FAULTS = {
    "another hash": (OURS.answer(Request(b"\x07" * 32, ASKED.nonce)), State.OTHER_HASH),
    "another nonce": (OURS.answer(replace(ASKED, nonce=12)), State.OTHER_NONCE),
    "signed after its certificate ran out": (
        OURS.but(until=NOW - timedelta(days=1)).answer(ASKED), State.EXPIRED),
    "signed before its certificate began": (OURS.answer(ASKED, at=LONG_AGO), State.EXPIRED),
    "no root of ours": (Authority("Another").answer(ASKED), State.UNKNOWN_ROOT),
    "no extended key usage": (OURS.but(usage=()).answer(ASKED), State.NO_PURPOSE),
    "usage not critical": (OURS.but(critical=False).answer(ASKED), State.NO_PURPOSE),
    "usage for more than time": (
        OURS.but(usage=(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)).answer(ASKED),
        State.NO_PURPOSE),
    "signature of other bytes": (OURS.answer(ASKED)[:-8] + bytes(8), State.WRONG_SIGNATURE),
    "refusal": (refused("come back later"), State.REFUSED),
    "cut short": (OURS.answer(ASKED)[:-1], State.UNVERIFIED),
    "bytes after the end": (OURS.answer(ASKED) + b"\0", State.UNVERIFIED),
    "nothing": (b"", State.UNVERIFIED),
    "a page of HTML": (b"<!doctype html><title>Bad gateway</title>", State.UNVERIFIED),
    "ten megabytes": (OURS.answer(ASKED) + bytes(10_000_000), State.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_a_state_of_its_own(name: str) -> None:
    """What is wrong with a token is told by its state, and none proves a time."""
    answer, state = FAULTS[name]
    found = judged(answer)

    assert (found.state, found.before) == (state, None)


def test_a_refusal_is_told_in_the_words_of_the_authority() -> None:
    """The status and the free text of a refusal are kept."""
    assert judged(refused("come back later")).why == "status 2, come back later"


def test_certificates_in_any_order_are_read() -> None:
    """A token whose SET of certificates is not in DER order is refused by one program and verified by the other."""
    swapped = OURS.answer(ASKED, with_root=True, swapped=True)

    assert judged(swapped, ask=CLIENT).state is State.UNVERIFIED
    assert (judged(swapped).state, judged(swapped).program) == (State.ANCHORED, "openssl")


@pytest.mark.parametrize("ask", [CLIENT, OPENSSL])
def test_a_token_may_carry_its_root(ask) -> None:
    """The certificate of the root inside a token changes nothing."""
    assert judged(OURS.answer(ASKED, with_root=True), ask=ask).state is State.ANCHORED


def test_a_carried_root_is_not_a_pinned_one() -> None:
    """A token is not believed because it brings a root along."""
    assert judged(Authority("Another").answer(ASKED, with_root=True)).state is State.UNKNOWN_ROOT


def test_the_root_relied_on_is_told_of_several() -> None:
    """Where a case pins the roots of two authorities in one file, the token's own is named by its SHA-256."""
    found = judged(GOOD, roots=Authority("Another").pem() + OURS.pem())

    assert found.roots == (OURS.root().fingerprint(SHA256()).hex(),)


def test_no_root_at_all_is_an_unknown_root() -> None:
    """A PEM file without a certificate pins nothing."""
    assert judged(OURS.answer(ASKED), roots=b"nothing here\n").state is State.UNKNOWN_ROOT


def test_a_token_that_no_program_can_judge_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rfc3161-client and without openssl a good token is held, unverified, and says what to install."""
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    monkeypatch.setenv("PATH", "")
    found = judged(OURS.answer(ASKED))

    assert found.state is State.UNVERIFIED
    assert 'pip install "solferino[time]"' in found.why
    assert "openssl: not on this machine" in found.why


@given(st.integers(0, len(GOOD) * 8 - 1))
def test_a_flipped_bit_never_moves_the_time(bit: int) -> None:
    """A flip anywhere in an answer is refused, or lies outside what is signed and changes nothing that is proved."""
    answer = bytearray(GOOD)
    answer[bit // 8] ^= 1 << bit % 8
    found = judged(bytes(answer), ask=CLIENT)

    assert found.before in (None, NOW + timedelta(seconds=1))


@given(st.integers(0, len(OURS.root().public_bytes(Encoding.DER)) * 8 - 1))
def test_no_root_that_was_altered_is_fatal(bit: int) -> None:
    """A flipped bit in a pinned root gives a state, whatever the programs make of it."""
    root = bytearray(OURS.root().public_bytes(Encoding.DER))
    root[bit // 8] ^= 1 << bit % 8
    body = textwrap.fill(base64.b64encode(root).decode(), 64)
    pem = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n".encode()

    assert judged(GOOD, ask=CLIENT, roots=pem).state in State


@given(st.binary(max_size=400))
def test_nothing_an_authority_sends_is_fatal(answer: bytes) -> None:
    """Any bytes at all give a state, never an exception, and never a proof."""
    assert judged(answer, ask=CLIENT).before is None


@given(st.binary(min_size=32, max_size=32), st.integers(1, (1 << 63) - 1))
def test_a_request_is_read_back(imprint: bytes, nonce: int) -> None:
    """What is asked can be read from the bytes of the request."""
    assert read_request(Request(imprint, nonce).der) == Request(imprint, nonce)


def test_openssl_reads_our_request(tmp_path) -> None:
    """The program openssl finds SHA-256, the nonce and the wish for a certificate in a request of ours."""
    (tmp_path / "r.tsq").write_bytes(ASKED.der)
    words = [shutil.which("openssl") or "openssl", "ts", "-query", "-in", str(tmp_path / "r.tsq"), "-text"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout

    assert "Hash Algorithm: sha256" in told
    assert f"Nonce: 0x{ASKED.nonce:X}" in told
    assert "Certificate required: yes" in told


def test_the_largest_answer_is_far_above_real_ones() -> None:
    """The cap leaves room for a hundred times what authorities send."""
    assert len(OURS.answer(ASKED, with_root=True)) * 100 < LARGEST
