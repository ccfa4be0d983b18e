"""What docs/custody.md tells a stranger to do by hand, done: with sha256sum, openssl and python3 alone."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from base64 import b64encode
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


def test_public_vectors_can_be_fed_as_the_page_says(tmp_path: Path) -> None:
    """The page's two functions take vectors in the form in which they are published, and tell right from wrong."""
    block = re.search(r"^<!-- by python: vectors -->\n\n```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert block is not None
    (tmp_path / "vectors.py").write_text(block[1])
    spec = importlib.util.spec_from_file_location("vectors", tmp_path / "vectors.py")
    assert spec is not None
    assert spec.loader is not None
    vectors = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(vectors)

    def text(digest: str) -> str:
        return b64encode(bytes.fromhex(digest)).decode()

    # Certificate Transparency's own test tree: its leaves are the bytes "" and 00, its roots at sizes 1 and 2 these.
    one = text("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    two = text("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
    right = text("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7")
    held = {"leafHash": one, "leafIdx": 0, "treeSize": 2, "proof": [right], "root": two}
    grown = {"size1": 1, "size2": 2, "root1": one, "root2": two, "proof": [right]}

    assert [vectors.inclusion(held), vectors.consistency(grown)] == [True, True]
    assert [vectors.inclusion(held | {"leafIdx": 1}), vectors.consistency(grown | {"proof": None})] == [False, False]
