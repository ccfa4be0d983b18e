"""Web archives stay whole: their records and files are indexed, their digests checked, and nothing is unpacked."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b32encode
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

import pytest

from solferino.vault import Item, Vault
from solferino.vault.intake import Taken, take
from solferino.vault.intake.caps import Caps
from solferino.vault.intake.room import Room

pytest.importorskip("warcio")


def warc(*pages: tuple[str, bytes], packed: bool = True) -> bytes:
    """A WARC 1.0 of responses, as a crawler would write it, with SHA-1 digests of block and payload."""
    out = b""
    for n, (uri, body) in enumerate(pages):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        sums = [f"sha1:{b32encode(sha1(each).digest()).decode()}" for each in (block, body)]
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\n"
            f"WARC-Target-URI: {uri}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nWARC-Block-Digest: {sums[0]}\r\n"
            f"WARC-Payload-Digest: {sums[1]}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if packed else record
    return out


def wacz(files: dict[str, bytes], *, listed: dict[str, bytes] | None = None) -> bytes:
    """A package of these files whose list says those of `listed`."""
    told = [{"name": n.split("/")[-1], "path": n, "hash": f"sha256:{sha256(b).hexdigest()}", "bytes": len(b)}
            for n, b in (files if listed is None else listed).items()]  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, body in files.items():
            made.writestr(name, body)
        made.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": told}))
    return out.getvalue()


def added(tmp_path: Path, data: bytes, name: str) -> tuple[Taken, dict[str, Any] | None, Vault]:
    """Preserve a file, take it further, and return what was derived of it."""
    vault = Vault.open(tmp_path / "vault", create=True)
    held = vault.ingest([Item(data=data, name=name)])[0].sha256
    taken = take(vault, held, name=name)
    made = [r for r in vault.records() if r.act == "derive" and r.parent == (held,)]
    assert vault.check().ok
    return taken, json.loads(vault.read(made[0].obj[0].sha256)) if made else None, vault


PAGES = (("https://example.org/a", b"<p>one</p>" * 50), ("https://example.org/\u0628", "صفحة".encode() * 50))


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_indexed_where_they_lie(tmp_path: Path, packed: bool) -> None:
    """Type, address, claimed date, offset, size and SHA-256 of each; the digests that it states agree."""
    data = warc(*PAGES, packed=packed)
    taken, index, vault = added(tmp_path, data, "crawl.warc.gz")

    assert taken.kind == "warc"
    assert index is not None
    assert index["records"][0]["claimed"]["uri"] == PAGES[0][0]
    assert [r["sha256"] for r in index["records"]] == [sha256(body).hexdigest() for _, body in PAGES]
    assert {r["digest"] for r in index["records"]} == {"agrees"}
    assert index["records"][0]["offset"] == 0
    assert vault.size == 2


def test_a_record_that_was_changed_is_named(tmp_path: Path) -> None:
    """Same length, other bytes: the digest in its header differs, and the record is told by number and place."""
    data = warc(*PAGES, packed=False).replace(b"<p>one</p>", b"<p>two</p>", 1)
    taken, index, _ = added(tmp_path, data, "crawl.warc")

    assert index is not None
    assert [r["digest"] for r in index["records"]] == ["differs", "agrees"]
    assert any("record 0 at byte 0: its digest differs" in line for line in taken.troubles)


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_truncated_archive_is_held_and_said_to_be_short(tmp_path: Path, keep: float) -> None:
    """What was read before the end is told; the file stands in any case."""
    data = warc(*PAGES, ("https://example.org/c", b"x" * 5000), packed=False)
    data = data[: int(len(data) * keep)]
    taken, _, vault = added(tmp_path, data, "crawl.warc")

    assert taken.troubles
    assert vault.has(sha256(data).hexdigest())


def test_a_length_that_lies(tmp_path: Path) -> None:
    """A record that claims more bytes than there are ends the index, and nothing is invented."""
    data = warc(*PAGES, packed=False).replace(b"Content-Length: ", b"Content-Length: 9", 1)
    taken, index, _ = added(tmp_path, data, "crawl.warc")

    assert taken.troubles or (index is not None and index["records"][0]["digest"] != "agrees")


def test_a_package_that_agrees_with_itself(tmp_path: Path) -> None:
    """Every file of the list is there with its hash; the records of its WARC are indexed."""
    files = {"archive/data.warc.gz": warc(*PAGES), "pages/pages.jsonl": b"{}\n"}
    taken, index, _ = added(tmp_path, wacz(files), "site.wacz")

    assert taken.kind == "wacz"
    assert index is not None
    assert {f["name"]: f["state"] for f in index["files"]} == dict.fromkeys(files, "agrees")
    assert len(index["warcs"]["archive/data.warc.gz"]["records"]) == 2
    assert taken.troubles == ()


def test_what_a_package_hides_or_lacks_is_named(tmp_path: Path) -> None:
    """A file of other bytes, one that is missing, one that is not listed, and names that would be paths."""
    files = {"archive/data.warc.gz": warc(*PAGES), "a.txt": b"changed", "../../evil": b"x"}
    listed = {"archive/data.warc.gz": files["archive/data.warc.gz"], "a.txt": b"as it was", "gone.txt": b"gone"}
    _, index, _ = added(tmp_path, wacz(files, listed=listed), "site.wacz")

    assert index is not None
    assert {f["name"]: f["state"] for f in index["files"]} == {
        "archive/data.warc.gz": "agrees", "a.txt": "differs from the list", "gone.txt": "listed, and missing",
        "../../evil": "not in the list",
    }  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["vault"]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Nobody can say which of the two the list means."""
    raw = wacz({"archive/data.warc.gz": warc(*PAGES), "a.txt": b"one"})
    out = io.BytesIO(raw)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as made:
        made.writestr("a.txt", b"two")
    _, index, _ = added(tmp_path, out.getvalue(), "site.wacz")

    assert index is not None
    assert {f["name"]: f["state"] for f in index["files"]}["a.txt"] == "two files bear this name"


def test_a_web_archive_inside_a_zip_is_indexed_too(tmp_path: Path) -> None:
    """What is derived from a file is derived from the same file in an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("crawl.warc.gz", warc(*PAGES))
    taken, _, vault = added(tmp_path, out.getvalue(), "handed-over.zip")

    assert "1 members decoded, what was found as derived exhibits" in taken.made
    assert any(record.src.get("method") == "warc" for record in vault.records())


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [1, 3, 20])
def test_an_archive_that_ends_within_its_last_record(tmp_path: Path, packed: bool, cut: int) -> None:
    """Every record ends with two empty lines (ISO 28500, section 4): one that does not is told, whatever was read."""
    taken, _, _ = added(tmp_path, warc(*PAGES, packed=packed)[:-cut], "crawl.warc")

    assert taken.troubles


@pytest.mark.parametrize("packed", [True, False])
def test_records_as_exhibits_where_they_are_asked_for(tmp_path: Path, packed: bool) -> None:
    """What each response held is an exhibit under its own hash and address; a record that was changed stays inside."""
    data = warc(*PAGES, packed=packed)
    if not packed:
        data = data.replace(b"<p>one</p>", b"<p>two</p>", 1)
    vault = Vault.open(tmp_path / "vault", create=True)
    crawl = vault.ingest([Item(data=data, name="crawl.warc")])[0].sha256
    taken = take(vault, crawl, name="crawl.warc", members=True)

    out = [r for r in vault.records() if r.basis == "record of a web archive"]
    assert [vault.read(r.obj[0].sha256) for r in out] == [body for _, body in PAGES[0 if packed else 1 :]]
    assert {r.parent for r in out} == {(crawl,)}
    assert out[-1].src["url"] == PAGES[1][0]
    assert any("1 records not brought out" in line for line in taken.troubles) is not packed
    assert vault.check().ok


def test_records_of_a_package_as_exhibits(tmp_path: Path) -> None:
    """Of a WACZ its files come out, and the records of those that are web archives."""
    vault = Vault.open(tmp_path / "vault", create=True)
    data = wacz({"archive/data.warc.gz": warc(*PAGES), "pages/pages.jsonl": b"{}\n"})
    held = vault.ingest([Item(data=data, name="site.wacz")])[0].sha256
    take(vault, held, name="site.wacz", members=True)

    assert all(vault.has(sha256(body).hexdigest()) for _, body in PAGES)
    assert vault.check().ok


def test_records_past_a_cap_stay_inside(tmp_path: Path) -> None:
    """A web archive unfolds under the caps of any archive, and what is left is told."""
    vault = Vault.open(tmp_path / "vault", create=True)
    crawl = vault.ingest([Item(data=warc(*PAGES), name="crawl.warc")])[0].sha256
    taken = take(vault, crawl, name="crawl.warc", members=True, caps=Caps(members=1))

    assert "not read: more than 1 members in all" in taken.troubles
    assert [r.basis for r in vault.records()].count("record of a web archive") == 1


def test_a_package_without_its_pages(tmp_path: Path) -> None:
    """The format demands pages/pages.jsonl (WACZ 1.1.1); where other checkers are silent it is named."""
    taken, _, _ = added(tmp_path, wacz({"archive/data.warc.gz": warc(*PAGES)}), "site.wacz")

    assert "pages/pages.jsonl: missing, though the format demands it" in taken.troubles


@pytest.mark.parametrize("good", [True, False])
def test_the_digest_of_the_list(tmp_path: Path, good: bool) -> None:
    """datapackage-digest.json names the hash of the list: compared; a signature in it is said not to be checked."""
    data = wacz({"archive/data.warc.gz": warc(*PAGES), "pages/pages.jsonl": b"{}\n"})
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        found = sha256(read.read("datapackage.json")).hexdigest() if good else "0" * 64
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("datapackage-digest.json", json.dumps({"hash": f"sha256:{found}", "signedData": {}}))
    taken, _, _ = added(tmp_path, out.getvalue(), "site.wacz")

    told = "bears a signature, which is kept and not checked" if good else "is not about this datapackage.json"
    assert f"datapackage-digest.json: {told}" in taken.troubles


def test_an_index_has_room_for_so_much() -> None:
    """Past its room entries are left out, all that follow too, so that what is kept is the beginning."""
    room = Room(entries=3, size=60)

    assert [room.takes(entry) for entry in ({"a": "x" * 20}, {"a": "x" * 40}, {"a": ""})] == [True, False, False]
    assert [Room(entries=1).takes({}) for _ in range(2)] == [True, True]
