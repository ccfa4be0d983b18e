"""Time stamps travel in a bag and are judged there, by the roots that came with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import solferino as sol
from solferino.vault import Vault
from solferino.vault.bag.export import export
from solferino.vault.time.outbox import Authority as Asked
from solferino.vault.time.outbox import stamp
from solferino.vault.time.request import read_request
from vault.authority import CURRENT, now
from vault.loopback import serving


@pytest.fixture
def bag(vault: Vault, tmp_path: Path) -> Path:
    """The bag of a vault of three records that an authority stamped."""
    with serving(lambda request: CURRENT.answer(read_request(request), at=now())) as url:
        stamp(tmp_path / "vault", [Asked(url, CURRENT.pem())])
    export(tmp_path / "vault", tmp_path / "bag", title="Stamped", allowed=None)
    return tmp_path / "bag"


def test_a_bag_says_before_when_its_log_existed(bag: Path) -> None:
    """The token is verified again, without the vault: its moment, its authority, and how many records it covers."""
    found = sol.verify(bag)

    assert found.ok, (found.altered, found.missing)
    assert found.anchored_before is not None
    assert dt.datetime.fromisoformat(found.anchored_before) >= now() - dt.timedelta(minutes=5)
    assert any("records 0 to 2 existed before" in line for line in found.said)
    assert found.json()["anchors"][0]["state"] == "anchored"


def test_a_token_with_one_byte_changed_proves_nothing(bag: Path) -> None:
    """The tag manifest names it, and no moment is said."""
    (token,) = bag.glob("solferino/anchors/3/*.tsr")
    raw = bytearray(token.read_bytes())
    raw[len(raw) // 2] ^= 1
    token.write_bytes(raw)
    found = sol.verify(bag)

    assert not found.ok
    assert found.anchored_before is None


def test_a_bag_without_a_stamp_says_none(vault: Vault, tmp_path: Path) -> None:
    """Nothing stamped, nothing claimed."""
    export(tmp_path / "vault", tmp_path / "bag", title="Plain", allowed=None)

    assert sol.verify(tmp_path / "bag").anchored_before is None
