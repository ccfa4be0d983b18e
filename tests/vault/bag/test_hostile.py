"""Names that lead out of a bag, addresses that nobody should open, and text that no terminal should obey."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.vault import Report
from solferino.vault.bag import check_bag
from solferino.vault.bag.names import UnsafeNameError, decoded, inside
from vault.bag.conftest import PAYLOAD, Made, manifest
from vault.bag.test_check import line

Check = Callable[..., Report]
HOSTILE = [
    "../outside", "../../../README.md", "data/../../outside", "/tmp/foo", "~/foo", "~root/foo", "C:\\Windows\\x.exe",
    "c:x", "\\\\server\\share\\x", "\\\\?\\UNC\\server\\x", "%HomeDrive%\\x", "data/..\\..\\x", "\\x", "data/\0", ".", "/",
]  # fmt: skip


@pytest.mark.parametrize("version", ["0.93", "0.97", "1.0"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_make_a_bag_invalid(checked: Check, version: str, name: str) -> None:
    """A path that leads out of the bag on any system is a fault with its line, in every version."""
    found = checked(version, files={"manifest-sha256.txt": manifest(PAYLOAD) + line(name)})
    assert any(fault.startswith("manifest-sha256.txt:3") for fault in found.altered)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("where", ["fetch.txt", "tagmanifest-sha256.txt"])
def test_hostile_names_are_refused_everywhere(checked: Check, where: str, name: str) -> None:
    """fetch.txt and tag manifests are held to the same."""
    told = line(name) if where != "fetch.txt" else f"https://example.org/x 6 {name}\n".encode()
    found = checked("0.97", files={where: told})
    assert any(fault.startswith(f"{where}:1") for fault in found.altered)


def test_a_file_outside_is_not_read(checked: Check, tmp_path: Path) -> None:
    """A path out of the bag is not followed, though the bytes there are the right ones."""
    (tmp_path / "outside").write_bytes(b"hello\n")
    assert not checked("0.97", files={"manifest-sha256.txt": manifest(PAYLOAD) + line("../outside")}).ok


@pytest.mark.parametrize("name", ["data/a\nb", "data/a\x1b[2Jb", "data/a\u202eb", "data/\udcff", "data/a\tb"])
def test_names_are_shown_as_one_printable_line(bag: Made, name: str) -> None:
    """No file name reaches the report with a line's end, an escape sequence or a mark of direction."""
    root = bag(files={"bag-info.txt": None})
    (root / name).write_bytes(b"x")
    found = check_bag(root)
    assert not found.ok
    assert all(text.isprintable() for text in found.altered + found.warnings)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1/x", "https://example.org/x", "gopher://x/"]
)
def test_nothing_is_fetched(checked: Check, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A file that fetch.txt promises is missing until somebody brings it: no address is opened."""
    monkeypatch.setattr(socket, "socket", None)
    listed = manifest({**PAYLOAD, "data/far": b"hello\n"})
    files = {"manifest-sha256.txt": listed, "fetch.txt": f"{address} 6 data/far\n".encode()}
    found = checked(files=files)
    assert not found.ok
    assert any(m.startswith("data/far") for m in found.missing)
    assert any("nothing is fetched" in w for w in found.warnings)


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
@pytest.mark.parametrize("told", ["https://example.org/x 6 elsewhere.txt", "nowhere 6 data/hello.txt",
                                  "https://example.org/x - data/unlisted"])  # fmt: skip
def test_fetch_lists_payload_that_manifests_list(checked: Check, version: str, ok: bool, told: str) -> None:
    """1.0 asks for an address and a listed payload path; before, the rest of the bag may stand without."""
    assert checked(version, files={"fetch.txt": told.encode()}).ok is ok


@pytest.mark.parametrize("told", ["https://example.org/x", "https://example.org/x six data/hello.txt"])
def test_a_line_of_fetch_has_three_parts(checked: Check, told: str) -> None:
    """An address, a length or `-`, and a path, else a fault."""
    assert not checked("0.97", files={"fetch.txt": told.encode()}).ok


def test_a_complete_bag_with_fetch_is_valid(checked: Check) -> None:
    """What fetch.txt lists may be here already."""
    found = checked(files={"fetch.txt": b"https://example.org/hello.txt - data/hello.txt\n"})
    assert found.ok
    assert not found.warnings


@given(st.text(max_size=40))
def test_what_is_accepted_stays_inside(written: str) -> None:
    """Whatever is written, an accepted path has no root and no step upwards, decoded or not."""
    try:
        path = inside(written).path
    except UnsafeNameError:
        return
    for each in (path, decoded(path)):
        assert not each.startswith("/")
        assert ".." not in each.split("/")
        assert "\0" not in each


@given(st.binary(max_size=120))
def test_any_bytes_give_a_report(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Tag files of any bytes make a report, never an error of ours."""
    root = tmp_path_factory.mktemp("bag")
    (root / "data").mkdir()
    (root / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    for name in ("manifest-md5.txt", "tagmanifest-sha1.txt", "fetch.txt", "bag-info.txt"):
        (root / name).write_bytes(data)
    check_bag(root)
