"""Bags, written by hand, so that no program's habits are taken for the rule."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from solferino.vault import Report
from solferino.vault.bag import check_bag

Made = Callable[..., Path]
PAYLOAD = {"data/hello.txt": b"hello\n", "data/two/words.txt": b"two words\n"}


def manifest(files: Mapping[str, bytes], algorithm: str = "sha256") -> bytes:
    """Return a manifest of files by path."""
    return "".join(f"{hashlib.new(algorithm, data).hexdigest()}  {path}\n" for path, data in files.items()).encode()


def declaration(version: str = "1.0", encoding: str = "UTF-8") -> bytes:
    """Return a bagit.txt."""
    return f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()


@pytest.fixture
def bag(tmp_path: Path) -> Made:
    """Return the function that writes a sound bag, with files changed, added or (by None) left out.

    The tag manifest is made last, of the tag files as they then are; `untold` files are not listed there.
    """

    def make(
        version: str = "1.0", *, tags: bool = True, payload: Mapping[str, bytes] = PAYLOAD,
        files: Mapping[str, bytes | None] | None = None,
    ) -> Path:  # fmt: skip
        size = sum(map(len, payload.values()))
        written: dict[str, bytes | None] = {
            "bagit.txt": declaration(version),
            "bag-info.txt": f"Bagging-Date: 2016-11-24\nPayload-Oxum: {size}.{len(payload)}\n".encode(),
            "manifest-sha256.txt": manifest(payload), **payload, **(files or {}),
        }  # fmt: skip
        here = {path: data for path, data in written.items() if data is not None}
        if tags and "tagmanifest-sha256.txt" not in written:
            here["tagmanifest-sha256.txt"] = manifest({p: d for p, d in here.items() if not p.startswith("data/")})
        root = tmp_path / "bag"
        (root / "data").mkdir(parents=True)
        for path, data in here.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        return root

    return make


@pytest.fixture
def checked(bag: Made) -> Callable[..., Report]:
    """Return the function that writes a bag and checks it."""
    return lambda *args, **named: check_bag(bag(*args, **named))
