"""What docs/custody.md tells a stranger to do by hand, done: with sha256sum, openssl and python3 alone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from solferino.vault import Vault
from solferino.vault.time.outbox import Authority as Asked
from solferino.vault.time.outbox import stamp
from solferino.vault.time.request import read_request
from solferino.vault.time.state import State
from vault.authority import CURRENT, TODAY

PAGE = (Path(__file__).parents[2] / "docs" / "custody.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^<!-- by hand: (\w+) -->\n\n```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def anchored(tmp_path: Path, vault: Vault) -> Path:
    """A vault whose checkpoint of three records bears a time stamp."""

    def send(url: str, request: bytes) -> bytes:
        return CURRENT.answer(read_request(request), at=TODAY)

    stamp(tmp_path / "vault", [Asked("https://tsa.example.org/", CURRENT.pem())], send=send)
    return tmp_path / "vault"


def by_hand(name: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run one block of the page in the vault's folder, with the page's own names filled in."""
    (token,) = root.glob("anchors/3/*.tsr")
    words = {"SIZE": "3", "NAME": token.stem, "STATED": f"{TODAY:%Y-%m-%d %H:%M:%S} UTC"}
    env = {"PATH": os.environ["PATH"], **words}
    return subprocess.run(["sh", "-c", BLOCKS[name]], cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("objects", r"^$"), ("chain", "the chain holds"), ("root", r"^(\S{44})\n\1\n$"), ("token", "Verification: OK")],
)
def test_each_check_by_hand_does_what_the_page_says(anchored: Path, name: str, shown: str) -> None:
    """Each block ends well on a sound vault, and shows what the page promises."""
    done = by_hand(name, anchored)

    assert (done.returncode, bool(re.search(shown, done.stdout))) == (0, True), done.stdout + done.stderr


def test_a_check_by_hand_finds_an_edited_line(anchored: Path) -> None:
    """One letter changed in the log breaks the chain and moves the root."""
    log = anchored / "log" / "00000000.jsonl"
    log.write_bytes(log.read_bytes().replace(b"first.txt", b"First.txt"))
    root = by_hand("root", anchored).stdout.split()

    assert by_hand("chain", anchored).returncode != 0
    assert root[0] != root[1]


def test_every_state_stands_on_the_page() -> None:
    """The page has a row for each state that a token can be in, and for no other."""
    table = PAGE.partition("| state |")[2].partition("Only *anchored*")[0]

    assert re.findall(r"^\| ([a-z][a-z-]+) \| ", table, re.MULTILINE) == [str(state) for state in State]
