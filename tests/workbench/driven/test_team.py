"""Two people at one case, each in a browser of their own, before a real PostgreSQL and over TLS."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from postgresql import Server
from solferino.store.ledger.verify import verify
from workbench.driven.conftest import Seat

pyotp = pytest.importorskip("pyotp", reason="the extra `team` is not installed")
PASSWORD = "four words chosen by lot"


def certificate(folder: Path) -> tuple[str, str]:
    """Write a certificate for this machine, signed by itself, and its key; return their paths."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench.test")]),
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
    )
    (folder / "tls.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (folder / "tls.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(folder / "tls.pem"), str(folder / "tls.key")


@pytest.fixture
def enter(
    case: Path, engine: Any, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Seat]]:
    """Serve the case to a team; let people in, and seat them behind their login."""
    import uvicorn

    from solferino.workbench.app import make_app
    from solferino.workbench.team.case import open_ledger, open_team

    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    ledger = open_ledger(case, postgres.emptied())
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    team = open_team(ledger, hosts=frozenset({host}))
    pem, key = certificate(tmp_path)
    app = make_app(case, ledger=ledger, gate=team)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ssl_certfile=pem, ssl_keyfile=key))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    contexts = []

    def entered(name: str, *roles: str) -> Seat:
        code = pyotp.TOTP(team.accounts.add(name, PASSWORD))
        team.accounts.admit(name, ledger.case, roles=roles, clearance="restricted")
        contexts.append(engine.new_context(viewport={"width": 1280, "height": 900}, ignore_https_errors=True))
        seat = Seat(contexts[-1].new_page(), f"https://{host}", case)
        seat.page.on("console", lambda m: seat.said.append(m.text) if m.type in ("error", "warning") else None)
        seat.page.on("pageerror", lambda e: seat.said.append(str(e)))
        seat.go("/")
        for label, text in (("name", name), ("password", PASSWORD), ("code", code.now())):
            seat.page.locator(f'input[name="{label}"]').fill(text)
        with seat.page.expect_navigation():
            seat.page.keyboard.press("Enter")
        return seat

    entered.ledger = ledger  # type: ignore[attr-defined]
    yield entered
    for context in contexts:
        context.close()
    server.should_exit = True
    thread.join(10)
    listening.close()
    ledger.database.close()


def test_two_people_at_once_lose_nothing(enter: Any) -> None:
    """Both answer the pair that both see: the second reads what the first wrote, and decides again about another."""
    rosa, ben = enter("rosa", "reviewer"), enter("ben", "reviewer")
    for seat in (rosa, ben):
        seat.follow("1")
    question = [seat.page.locator('input[name="a"]').first.get_attribute("value") for seat in (rosa, ben)]
    rosa.follow("n")
    ben.follow("s")

    assert question[0] == question[1]
    assert "others decided about these reports meanwhile" in ben.page.locator("h1").inner_text()
    assert '"by": "rosa"' in ben.page.locator("main").inner_text()

    ben.go("/")
    ben.follow("1")
    assert ben.page.locator('input[name="b"]').first.get_attribute("value")
    ben.follow("s")
    assert "Rebuilt" in ben.settle()

    lines = enter.ledger.lines()
    assert [(json.loads(line)["by"], json.loads(line)["act"]) for line in lines] == [
        ("rosa", "not-same"),
        ("ben", "same"),
    ]
    assert verify(enter.ledger).problems == ()
    assert ben.lines() == list(lines)
    assert rosa.said == []
    assert [text for text in ben.said if "409" not in text] == []  # Chromium itself tells of that answer


def test_pages_of_the_team_need_no_mouse_and_break_no_rule(enter: Any) -> None:
    """Login, account, people, exports and the record open without a complaint, and axe finds nothing in them."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    seat = enter("cleo", "custodian", "editor", "admin")
    found = {}
    for path in ("/account", "/people", "/exports", "/audit", "/login"):
        page = seat.go(path)
        found[path] = [v["id"] for v in axe.run(page).response["violations"]]
        assert page.locator("h1").count() == 1
    assert {path: ids for path, ids in found.items() if ids} == {}
    assert seat.said == []


def test_who_leaves_is_out(enter: Any) -> None:
    """The button that logs out leads to the login, and the way back shows nothing that was there."""
    seat = enter("rosa", "reviewer")
    seat.go("/history")
    seat.go("/account")
    with seat.page.expect_navigation():
        seat.page.get_by_role("button", name=re.compile("log out")).click()
    assert seat.page.url.endswith("/login")
    seat.page.go_back()
    assert "rosa" not in seat.page.locator("body").inner_text()
