"""A folder is preserved file by file; what is no file is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from solferino.vault import Vault
from solferino.vault.intake import take_folder
from solferino.words.errors import UsageError


def test_a_symlinked_folder_is_recorded_and_not_followed(tmp_path: Path) -> None:
    """A link to a folder outside keeps the text of its target and is counted; nothing behind it is held."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(b"secret")
    given = tmp_path / "given"
    (given / "sub").mkdir(parents=True)
    (given / "sub" / "file").write_bytes(b"file")
    (given / "out").symlink_to("../outside")
    os.mkfifo(given / "pipe")
    vault = Vault.open(tmp_path / "vault", create=True)
    taken = take_folder(vault, given)

    held = [obj for record in vault.records() for obj in record.obj]
    lines = [json.loads(line) for line in vault.read(held[-1].sha256).splitlines()]
    assert [vault.read(obj.sha256) for obj in held[:-1]] == [b"file"]
    assert {line["name"]: line["state"] for line in lines} == {
        "out": "a link, not followed", "pipe": "a pipe, not opened", "sub": "a folder", "sub/file": "held",
    }  # fmt: skip
    assert [line["target"] for line in lines if "target" in line] == ["../outside"]
    assert taken.troubles == ("1 a link, not followed", "1 a pipe, not opened")


def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is held, and its name can be had back byte for byte."""
    raw = b"\xff\xfe.jpg"
    (tmp_path / "given").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "given") + b"/" + raw)).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    vault = Vault.open(tmp_path / "vault", create=True)
    take_folder(vault, tmp_path / "given")

    first = next(vault.records())
    assert os.fsencode(str(first.src["name"])) == raw


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    """Nothing to preserve is an error, not an empty success."""
    with pytest.raises(UsageError, match="holds no file"):
        take_folder(Vault.open(tmp_path / "vault", create=True), _empty(tmp_path))


def _empty(tmp_path: Path) -> Path:
    (tmp_path / "empty" / "below").mkdir(parents=True)
    return tmp_path / "empty"
