"""`solferino review --database`: people, the ledger's check, the server that is killed."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import psycopg
import pytest
from click.testing import CliRunner, Result

import solferino as sol
from cases.river import write_river
from postgresql import Server
from solferino.cli.review import command
from solferino.words.errors import EvidenceError, SolferinoError, StaleError, UsageError

pyotp = pytest.importorskip("pyotp", reason="the extra `team` is not installed")
PASSWORD = "four words chosen by lot"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of reports, and a state folder of this test's own."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    return write_river(tmp_path / "harbour")


@pytest.fixture
def url(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, where the verb finds it."""
    monkeypatch.setenv("SOLFERINO_DATABASE", postgres.emptied())
    return os.environ["SOLFERINO_DATABASE"]


def review(case: Path, *words: str, typed: str = f"{PASSWORD}\n") -> Result:
    """Run the verb; what it raises is raised."""
    return CliRunner().invoke(command, [str(case), *words], input=typed, catch_exceptions=False, standalone_mode=False)


def add(case: Path, name: str, *roles: str) -> str:
    """Let somebody in; return the secret of their authenticator."""
    done = review(case, "--add-person", name, *[word for role in roles for word in ("--role", role)])
    found = re.search(r"otpauth://\S+", done.output)
    return parse_qs(urlparse(found.group()).query)["secret"][0] if found else ""


def test_the_first_admin_is_made_here(case: Path, url: str) -> None:
    """The password comes from the input, the authenticator is shown once, and a second role asks for no password."""
    assert len(add(case, "adam", "admin")) == 32  # base 32 of 160 bits
    assert add(case, "adam", "admin", "reader") == ""
    with psycopg.connect(url) as at:
        assert at.execute("SELECT roles, clearance FROM solferino.access").fetchone() == (
            ["admin", "reader"],
            "restricted",
        )


@pytest.mark.parametrize(("words", "told"), [
    (("--add-person", "adam", "--role", "root"), "no role 'root'"), (("--add-person", "adam", "--clearance", "top"), "no sensitivity 'top'"),
    (("--add-person", "a b", "--role", "admin"), "cannot be a name"), (("--reset-person", "adam"), "no account 'adam'"),
    ((), "a name, over TLS"), (("--host", "bench.test"), "nobody may enter yet"),
])  # fmt: skip
def test_what_is_wrong_is_said(case: Path, url: str, words: tuple[str, ...], told: str) -> None:
    """A role, a sensitivity, a name that is none; nobody to serve, and nowhere: each is said, and nobody is made."""
    with pytest.raises(UsageError, match=told):
        review(case, *words)
    with psycopg.connect(url) as at:
        made = at.execute("SELECT to_regclass('solferino.person')").fetchone()
        assert made == (None,) or at.execute("SELECT count(*) FROM solferino.person").fetchone() == (0,)


@pytest.mark.parametrize("typed", ["", "short\n"])
def test_no_account_without_a_password(case: Path, url: str, typed: str) -> None:
    """An empty input makes no account."""
    with pytest.raises(UsageError, match="12 to 1000 characters"):
        review(case, "--add-person", "adam", "--role", "admin", typed=typed)


@pytest.mark.parametrize(("words", "told"), [
    (("--role", "reader", "--host", "bench.test"), "--role means nothing where a team is served"), (("--by", "ana", "--host", "bench.test"), "--by means nothing"),
    (("--add-person", "ada", "--role", "reader", "--port", "80"), "--port means nothing with --add-person"), (("--check-ledger", "--clearance", "public"), "--clearance means nothing"),
    (("--add-person", "ada", "--reset-person", "ada"), "--reset-person means nothing with --add-person"),
])  # fmt: skip
def test_an_option_that_would_be_passed_over_is_refused(
    case: Path, url: str, words: tuple[str, ...], told: str
) -> None:
    """One thing is asked at a time, with what belongs to it."""
    with pytest.raises(UsageError, match=told):
        review(case, *words)


def test_a_team_needs_a_database(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options of a team without one say what is missing; an address where nothing answers says that."""
    monkeypatch.delenv("SOLFERINO_DATABASE", raising=False)
    with pytest.raises(UsageError, match="needs a database"):
        review(case, "--add-person", "adam")
    for address in ("postgresql://127.0.0.1:1/none", "no address at all"):
        with pytest.raises(SolferinoError, match=r"the (address of the )?database"):
            review(case, "--database", address, "--check-ledger")


def test_tampering_ends_with_4(case: Path, url: str) -> None:
    """The check of the ledger says how many lines are whole; after a change in the database it names the line."""
    from solferino.store.ledger.ledger import Draft
    from solferino.workbench.team.case import open_ledger

    ledger = open_ledger(case, url)
    ledger.append(
        Draft("rosa", "same", ("reports/r1", "reports/r2"), None, "both tell of it", "2026-01-02T03:04:05Z"), seen=0
    )
    assert "1 decisions, 1 signed here; nothing was changed" in review(case, "--check-ledger").output
    with psycopg.connect(url) as at:
        at.execute("ALTER TABLE solferino.decision DISABLE TRIGGER USER")
        at.execute("UPDATE solferino.decision SET line = replace(convert_from(line, 'UTF8'), 'both', 'none')::bytea")
    with pytest.raises(EvidenceError, match="ledger harbour:1: is not what was written") as caught:
        review(case, "--check-ledger")
    assert caught.value.exit_code == 4
    ledger.database.close()


def test_lines_that_only_the_file_has_are_taken_in_by_hand(case: Path, url: str) -> None:
    """Whoever can write the file could sign with anybody's name: the server does not start until somebody takes them in."""
    from solferino.store.ledger.file import FileLedger
    from solferino.store.ledger.ledger import Draft

    sol.open(case).build()
    add(case, "rosa", "reviewer")
    FileLedger(case / "decisions.jsonl").append(
        Draft("rosa", "same", ("reports/r1", "reports/r2"), None, "", "2026-01-02T03:04:05Z"), seen=0
    )
    with pytest.raises(StaleError, match="1 more decisions than the database"):
        review(case, "--host", "bench.test")
    assert "1 decisions taken in, as they are; 1 in all" in review(case, "--take-in").output
    assert "1 decisions, 0 signed here; nothing was changed" in review(case, "--check-ledger").output
    assert "0 decisions taken in" in review(case, "--take-in").output


class Browser:
    """A browser behind a web server that speaks TLS: what it keeps goes along with every request."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}  # type: ignore[var-annotated]

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Return status and text of the answer."""
        at = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": "bench.test",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "X-Forwarded-Proto": "https",
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        at.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
        answer = at.getresponse()
        for told in answer.headers.get_all("set-cookie") or ():
            name, _, value = told.split(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        at.close()
        return answer.status, text

    def send(self, path: str, page: str, **form: str) -> int:
        """Send a form that a page made; return the status."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.ask(page)[1])
        assert found
        return self.ask(path, csrf=found.group(1), **form)[0]


def started(case: Path, port: int) -> subprocess.Popen[str]:
    """Start the server and wait until it answers."""
    words = [sys.executable, "-m", "solferino", "review", str(case), "--host", "bench.test", "--port", str(port)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert server.poll() is None, server.stderr.read() if server.stderr else ""
            time.sleep(0.1)
        else:
            break
    return server


@pytest.mark.slow
def test_a_server_that_is_killed_loses_nothing_it_acknowledged(case: Path, url: str) -> None:
    """After SIGKILL right behind the answer, the decision is in the ledger and, at the next start, in the file."""
    sol.open(case).build()
    secret = add(case, "rosa", "reviewer")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = started(case, port)
    browser = Browser(port)
    assert (
        browser.send("/login", "/login", name="rosa", password=PASSWORD, code=pyotp.TOTP(secret).at(datetime.now(UTC)))
        == 303
    )
    assert browser.send("/pairs/decide", "/account", a="reports/r1", b="reports/r4", act="same", why="one blow") == 303
    server.send_signal(signal.SIGKILL)
    server.communicate()
    (case / "decisions.jsonl").unlink(missing_ok=True)  # as if it had been killed before it wrote that
    server = started(case, port)
    lines = (case / "decisions.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert '"why": "one blow"' in lines[0]
    assert browser.ask("/history")[0] == 200  # the session outlives the server
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=30)
