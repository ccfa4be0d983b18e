"""Archives go into the store member by member, under caps, and never onto a path."""

from __future__ import annotations

import gzip
import io
import json
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solferino.vault import Item, Vault
from solferino.vault.intake import Taken, take
from solferino.vault.intake.caps import Caps

SMALL = Caps(
    total=1 << 20, member=1 << 19, members=20, ratio=200, nesting=2, free=1 << 16, directory=1 << 20, archives=6
)
Added = Callable[[bytes], tuple[Taken, list[dict[str, Any]]]]


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes], mode: str = "w:") -> bytes:
    """Return a tar of these members, each as long as its data."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, encoding="utf-8", errors="surrogateescape") as made:  # type: ignore[call-overload]
        for info, data in members:
            info.size = len(data) if info.isreg() else 0
            made.addfile(info, io.BytesIO(data))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """Return the header of a member."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.fixture
def add(tmp_path: Path) -> Added:
    """Return what ingests an archive, takes it apart under small caps, and gives its outermost listing."""
    vault = Vault.open(tmp_path / "vault", create=True)

    def added(data: bytes) -> tuple[Taken, list[dict[str, Any]]]:
        receipt = vault.ingest([Item(data=data, name="given")])[0]
        taken = take(vault, receipt.sha256, name="given", caps=SMALL)
        listings = [r for r in vault.records() if r.act == "derive" and r.parent == (receipt.sha256,)]
        lines = vault.read(listings[0].obj[0].sha256).splitlines() if listings else []
        assert vault.check().ok
        assert sorted(p.name for p in tmp_path.iterdir()) == ["vault"]
        return taken, [json.loads(line) for line in lines]

    return added


def states(lines: list[dict[str, Any]]) -> list[str]:
    """Return the state of every member, in order."""
    return [line["state"] for line in lines]


def test_members_are_exhibits_whose_record_names_the_archive(add: Added, tmp_path: Path) -> None:
    """A member's bytes can be read by the hash in the listing, and the log says which archive held them."""
    data = zipped(("a/one.txt", b"one"), ("two.txt", b"two"))
    taken, lines = add(data)

    vault = Vault.open(tmp_path / "vault")
    assert taken.kind == "zip"
    assert [vault.read(line["sha256"]) for line in lines] == [b"one", b"two"]
    records = list(vault.records())
    assert {r.parent for r in records if r.src.get("name") in ("a/one.txt", "two.txt")} == {(records[0].obj[0].sha256,)}


@pytest.mark.parametrize(
    "name",
    ["../../up", "/etc/absolute", "C:\\windows\\x", "dot.", "space ", "a\u202egpj.exe", "n" * 255, "~root", "a\x01b"],
)
def test_a_name_is_kept_and_never_used_as_a_path(add: Added, tmp_path: Path, name: str) -> None:
    """Whatever a member is called, the listing has the name letter for letter, and nothing appears beside the vault."""
    _, lines = add(zipped((name, b"bytes")))
    _, again = add(tarred((entry(name), b"bytes")))

    assert [line["name"] for line in lines + again] == [name, name]


def test_bytes_of_a_name_that_are_no_text_survive(add: Added) -> None:
    """A name in a tar that is not UTF-8 can be had back byte for byte, from the text and from the hex."""
    raw = b"caf\xe9\xff.txt"
    _, lines = add(tarred((entry(raw.decode("utf-8", "surrogateescape")), b"x")))

    assert lines[0]["name"].encode("utf-8", "surrogateescape") == raw
    assert bytes.fromhex(lines[0]["name_hex"]) == raw


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two(add: Added) -> None:
    """Duplicate names are kept apart by their place in the archive."""
    _, lines = add(zipped(("same", b"first"), ("same", b"second")))

    assert [(line["index"], line["size"], line["state"]) for line in lines] == [(0, 5, "held"), (1, 6, "held")]


def test_a_bomb_is_stopped_by_what_comes_out(add: Added) -> None:
    """A member that unfolds a thousandfold is not kept, and the next one is."""
    # Deflate packs zeros at most 1,032 to 1.
    _, lines = add(zipped(("bomb", bytes(1 << 18)), ("fine", b"fine")))

    assert states(lines) == ["not read: unfolds to more than 200 times its size", "held"]


def test_all_members_together_are_capped(add: Added) -> None:
    """Many members below the cap of one are stopped by the cap on all."""
    _, lines = add(zipped(*((str(n), bytes([n]) * (1 << 18)) for n in range(6)), method=zipfile.ZIP_STORED))

    assert states(lines) == ["held"] * 4 + ["not read: more than 1048576 bytes in all"] * 2


@pytest.mark.parametrize("said", [21, 0, 3])
def test_an_archive_of_too_many_members_is_kept_whole(add: Added, tmp_path: Path, said: int) -> None:
    """None of its members is brought in, however many it says it has; the log says so, and the next one is opened."""
    data = bytearray(zipped(*((str(n), b"%d" % n) for n in range(21))))
    data[-14:-10] = said.to_bytes(2, "little") * 2  # the end of the directory: entries on this disk, entries in all
    taken, lines = add(bytes(data))
    of_tar, none = add(tarred(*((entry(str(n)), b"%d" % n) for n in range(21))))
    _, next_ = add(zipped(*((str(n), b"%d" % n) for n in range(20))))

    assert taken.troubles == of_tar.troubles == ("1 archive kept whole: more than 20 members in all",)
    assert (taken.made, lines, none) == ((), [], [])
    assert states(next_) == ["held"] * 20
    told = [r.note for r in Vault.open(tmp_path / "vault").records() if r.act == "attempt"]
    assert told == ["kept whole: more than 20 members in all"] * 2


def test_archives_within_are_counted(add: Added, tmp_path: Path) -> None:
    """Each archive waits for the disk by itself: past so many the rest stay whole, told in records written at once."""
    inner = [(f"{n}.zip", zipped((f"in {n}", b"%d" % n))) for n in range(10)]
    taken, lines = add(zipped(*inner))
    acts = [r.act for r in Vault.open(tmp_path / "vault").records()]

    assert states(lines) == ["held"] * 10
    # The outer one and five within.
    assert taken.troubles == ("5 archive kept whole: more than 6 archives in all",)
    assert acts[-5:] == ["attempt"] * 5


def test_a_directory_without_end_is_not_read(add: Added) -> None:
    """A zip whose directory is larger than any honest one is kept whole before the directory is in memory."""
    taken, lines = add(zipped(*((f"{n}" * 30_000, b"") for n in range(10, 30))))

    # 20 entries, each with 46 bytes of its own and a name of 60,000
    assert taken.troubles == ("1 archive kept whole: its directory takes 1200920 bytes, more than 1048576",)
    assert lines == []


def test_bytes_in_a_folder_are_a_member(add: Added) -> None:
    """An entry called a folder that has bytes of its own is held like a file; an empty one is a folder."""
    _, lines = add(zipped(("dir/", b"hidden"), ("none/", b"")))

    assert [(line["kind"], line["state"]) for line in lines] == [("file", "held"), ("folder", "a folder")]


def test_archives_within_are_opened_to_a_depth(add: Added, tmp_path: Path) -> None:
    """A zip in a tar is opened, a zip deeper than the cap is kept whole and told."""
    inner = zipped(("core", b"innermost"))
    taken, _ = add(tarred((entry("m.zip"), zipped(("in.zip", inner), ("seen", b"seen")))))

    held = {obj.size for r in Vault.open(tmp_path / "vault").records() for obj in r.obj}
    assert len(b"seen") in held
    assert len(b"innermost") not in held
    assert taken.troubles == ("1 archive kept whole: more than 2 archives deep",)


def test_overlapping_entries_are_named(add: Added) -> None:
    """Two entries of the directory over the same bytes are both left, whatever their names."""
    data = zipped(("aaaa", b"kernel"), ("bbbb", b"kernel"), method=zipfile.ZIP_STORED)
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    # Offset 42 of a directory entry is where its local header stands.
    data = data[: second + 42] + data[directory + 42 : directory + 46] + data[second + 46 :]
    _, lines = add(data)

    assert states(lines) == ["not read: overlaps another entry, or reaches out of the archive"] * 2


@pytest.mark.parametrize("said", [2, 4000])
def test_a_lying_size_is_named(add: Added, said: int) -> None:
    """A member whose directory says another size than its bytes have is not kept."""
    data = zipped(("liar", b"truth told"), ("fine", b"fine"))
    at = data.index(b"PK\x01\x02") + 24  # offset 24 of a directory entry is the unpacked size
    _, lines = add(data[:at] + said.to_bytes(4, "little") + data[at + 4 :])

    assert lines[0]["state"].startswith(("not read: damaged", "not kept: 4000 bytes said"))
    assert lines[1]["state"] == "held"


def test_an_encrypted_member_is_named(add: Added) -> None:
    """A member under a password is a state, not an error."""
    data = zipped(("secret", b"x" * 20))
    at = data.index(b"PK\x01\x02") + 8  # offset 8 of a directory entry holds the flags
    _, lines = add(data[:at] + b"\x01\x00" + data[at + 2 :])

    assert states(lines) == ["not read: encrypted"]


def test_links_and_devices_are_recorded_and_not_made(add: Added) -> None:
    """Links keep the text of their target; devices and pipes are told; none of them becomes a file."""
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    _, of_zip = add(zipped((link, b"/etc/passwd")))
    _, of_tar = add(
        tarred(
            (entry("soft", tarfile.SYMTYPE, "../../etc"), b""),
            (entry("hard", tarfile.LNKTYPE, "soft"), b""),
            (entry("dev", tarfile.CHRTYPE), b""),
            (entry("pipe", tarfile.FIFOTYPE), b""),
        )
    )

    assert [(line["target"], line["state"]) for line in of_zip] == [("/etc/passwd", "a link, not followed")]
    assert states(of_tar) == [
        "a link, not followed", "a hard link, not followed", "a device, never made", "a pipe, never made",
    ]  # fmt: skip
    assert [line.get("target") for line in of_tar] == ["../../etc", "soft", None, None]


@pytest.mark.parametrize("mode", ["w:", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_however_it_is_packed(add: Added, mode: str) -> None:
    """Members of a plain tar and of three packed ones come out the same."""
    taken, lines = add(tarred((entry("d", tarfile.DIRTYPE), b""), (entry("d/f"), b"file"), mode=mode))

    assert (taken.kind, states(lines)) == ("tar", ["a folder", "held"])


def test_a_packed_tar_that_unfolds_without_end_is_stopped(add: Added) -> None:
    """A tar of zeros packed a thousandfold gives no member, and what stands before it is told."""
    taken, lines = add(tarred((entry("small"), b"s"), (entry("bomb"), bytes(1 << 19)), mode="w:gz"))

    assert states(lines)[0] == "held"
    assert any("unfolds to more than 200 times" in trouble for trouble in taken.troubles)


@pytest.mark.parametrize("cut", [1, 30, 600, 1200])
def test_a_truncated_archive_is_still_an_exhibit(add: Added, cut: int) -> None:
    """An archive that breaks off is held, and what cannot be read of it is told."""
    for data in (zipped(("one", bytes(range(256)) * 8)), tarred((entry("one"), b"x" * 2000), mode="w:gz")):
        taken, _ = add(data[:-cut])
        assert taken.troubles or not taken.kind


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b\x08\0" + b"\xff" * 600, b"BZh9" + b"\xff" * 600, b"\xfd7zXZ\0" + b"\xff" * 600, b"\x1f\x8b"]
)
def test_a_packed_file_that_cannot_be_unpacked_is_kept_whole(add: Added, data: bytes) -> None:
    """What only begins as gzip, bzip2 or xz is an exhibit like any other."""
    taken, _ = add(data)

    assert (taken.kind, taken.troubles) == ("", ())
    assert taken.why.startswith("packed, and cannot be opened (")


def test_what_stands_before_a_broken_end_tells_the_format(add: Added) -> None:
    """A packed tar that breaks off within its first block is still told to be a tar, and to be damaged."""
    packed = gzip.compress(tarred((entry("a"), random.Random(1).randbytes(4000))))
    taken, _ = add(packed[:1000])

    assert taken.kind == "tar"
    assert "damaged" in taken.troubles[0]


WHOLE = tarred((entry("a"), b"one"), (entry("b"), b"two"), (entry("c"), b"three"))
SECOND = slice(1024, 1536)  # its header: each member is one block of header and one of bytes


@pytest.mark.parametrize(
    ("data", "held", "told"),
    [
        (WHOLE, 3, []),
        (WHOLE[: SECOND.start + 100], 1, ["not read: damaged from here on (no header of a member)"]),
        (WHOLE[: SECOND.start], 1, ["the archive breaks off: it has no mark of its end"]),
        (WHOLE[: SECOND.start] + b"x" * 512 + WHOLE[SECOND.stop :], 1, ["not read: damaged from here on (no header of a member)"]),
        (WHOLE + WHOLE, 3, ["not read: something stands behind the end of the archive"]),
    ],
    ids=["whole", "cut within a header", "cut between members", "a header is broken", "another archive behind it"],
)  # fmt: skip
def test_what_a_tar_does_not_give_is_named(add: Added, data: bytes, held: int, told: list[str]) -> None:
    """A reader that takes the first unreadable header for the end would lose the rest in silence."""
    _, lines = add(data)

    assert sum("sha256" in line for line in lines) == held
    assert [s for s in states(lines) if "held" not in s] == told


def test_a_header_field_that_is_larger_than_any_name_is_refused(add: Added) -> None:
    """A tar whose extended header claims gigabytes is stopped before they are read."""
    info = entry("pax", tarfile.XHDTYPE)
    block = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    block[124:136] = b"07777777777\0"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    taken, _ = add(bytes(block) + bytes(1024))

    assert taken.troubles == ("1 archive kept whole: a header larger than any name",)


def test_a_second_time_changes_nothing(add: Added, tmp_path: Path) -> None:
    """The same archive again writes no record."""
    data = zipped(("one", b"one"))
    add(data)
    before = Vault.open(tmp_path / "vault").size
    add(data)

    assert Vault.open(tmp_path / "vault").size == before


def test_a_word_document_is_no_archive(add: Added) -> None:
    """A document that happens to be a zip is kept whole."""
    taken, lines = add(zipped(("[Content_Types].xml", b"<x/>")))

    assert (taken.kind, lines) == ("", [])
