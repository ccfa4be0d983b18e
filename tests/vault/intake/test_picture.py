"""Pictures: what they say of themselves, what they look like, and decoders that cannot hurt."""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from solferino.vault import Item, Vault
from solferino.vault.intake import child, take, take_all
from solferino.vault.intake.batch import Batch
from solferino.vault.intake.child import Bounds
from solferino.vault.intake.derived import derive_decoded
from solferino.vault.intake.near import Near, Prints, lead
from solferino.vault.intake.pdq import digits

Image = pytest.importorskip("PIL.Image")
np = pytest.importorskip("numpy")
pytest.importorskip("pdqhash")


def drawn(seed: int) -> Any:
    """Return a picture of soft random patches, which has a print of high quality."""
    rough = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), np.uint8)
    return Image.fromarray(rough).resize((640, 480), Image.Resampling.BICUBIC)


def jpeg(picture: Any, quality: int = 90, **more: Any) -> bytes:
    """Return a picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


@pytest.fixture
def empty(tmp_path: Path) -> Vault:
    """A vault that holds nothing."""
    return Vault.open(tmp_path / "vault", create=True)


def put(vault: Vault, data: bytes) -> str:
    """Return the hash under which the vault holds these bytes from here on."""
    return vault.ingest([Item(data=data, name="p.jpg")])[0].sha256


def made(vault: Vault, method: str) -> list[dict[str, Any]]:
    """Return the derived exhibits of one method."""
    found = [r.obj[0].sha256 for r in vault.records() if r.act == "derive" and r.src["method"] == method]
    return [json.loads(vault.read(sha256)) for sha256 in found]


def test_embedded_metadata_is_a_derived_exhibit(empty: Vault) -> None:
    """Camera and time stand in an exhibit of their own, with the tool that read them, bound to the picture."""
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2020:01:02 03:04:05"
    sha256 = put(empty, jpeg(drawn(1), exif=exif))
    take(empty, sha256, name="p.jpg")

    told = made(empty, "picture")[0]
    assert told["exif"]["Make"] == "Maker"
    assert told["exif"]["DateTimeOriginal"] == "2020:01:02 03:04:05"
    assert told["tool"].startswith("pillow ")
    assert [r.parent for r in empty.records() if r.src.get("method") == "picture"] == [(sha256,)]


def test_a_print_keeps_its_leading_zeros() -> None:
    """A print of low value still has 64 digits."""
    assert digits([0] * 255 + [1]) == "0" * 63 + "1"


@pytest.mark.parametrize("turn", [None, "ROTATE_90", "FLIP_LEFT_RIGHT"])
def test_a_copy_that_looks_alike_is_a_lead(empty: Vault, turn: str | None) -> None:
    """A smaller, coarser, turned copy is found, said to be a lead, and logged with both as parents."""
    first = put(empty, jpeg(drawn(1)))
    take(empty, first, name="p.jpg")
    copy = drawn(1).resize((320, 240))
    second = put(empty, jpeg(copy.transpose(Image.Transpose[turn]) if turn else copy, quality=40))
    taken = take(empty, second, name="p.jpg")

    # The published threshold of a match is 31 of 256 bits.
    assert [(told["other"], told["distance"] <= 31) for told in made(empty, "PDQ distance")] == [(first, True)]
    assert any(line.startswith("a lead, never an identity") for line in taken.made)
    assert [r.parent for r in empty.records() if r.src.get("method") == "PDQ distance"] == [(second, first)]


def test_pictures_that_came_together_are_compared_too(empty: Vault) -> None:
    """Two that look alike in one folder are a lead, though neither print was written before the other was made."""
    first, second = put(empty, jpeg(drawn(1))), put(empty, jpeg(drawn(1).resize((320, 240))))
    take_all(empty, {"a.jpg": first, "b.jpg": second})

    assert [(told["one"], told["other"]) for told in made(empty, "PDQ distance")] == [(second, first)]
    assert empty.check().ok


def test_the_same_finding_of_two_pictures_is_one_object_and_two_records(empty: Vault) -> None:
    """Two plain pictures without metadata give the same answer: one exhibit, and each picture's record of it."""
    plain = [put(empty, jpeg(Image.new("RGB", (99, 99), colour))) for colour in ("red", "blue")]
    for _ in range(2):
        take_all(empty, {"a.jpg": plain[0], "b.jpg": plain[1]})

    found = [r for r in empty.records() if r.src.get("method") == "picture"]
    assert [r.parent for r in found] == [(plain[0],), (plain[1],)]
    assert len({r.obj[0].sha256 for r in found}) == 1
    assert empty.check().ok


def test_other_pictures_and_plain_ones_are_no_lead(empty: Vault) -> None:
    """Another picture is no lead, and two plain walls are none either: their prints have no quality."""
    for data in (jpeg(drawn(1)), jpeg(drawn(2)), jpeg(Image.new("RGB", (99, 99), "red"))):
        take(empty, put(empty, data), name="p.jpg")
    take(empty, put(empty, jpeg(Image.new("RGB", (101, 101), "red"))), name="p.jpg")

    assert [print_["quality"] < 50 for print_ in made(empty, "pdq")] == [False, False, True, True]
    assert made(empty, "PDQ distance") == []


def bomb() -> bytes:
    """Return a PNG of a few hundred bytes that claims to be 60,000 by 60,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data", [bomb(), jpeg(drawn(1))[:700], b"\x89PNG\r\n\x1a\nnothing", b"\xff\xd8\xff" + bytes(9)]
)
def test_a_picture_that_cannot_be_decoded_is_recorded_and_held(empty: Vault, data: bytes) -> None:
    """A bomb or a damaged picture is "not hashed" in the log, and its ingest stands."""
    sha256 = put(empty, data)
    taken = take(empty, sha256, name="p.png")

    assert any(trouble.startswith("not hashed: ") for trouble in taken.troubles)
    assert [r.obj[0].sha256 for r in empty.records() if r.act == "attempt" and "not hashed" in r.note] == [sha256]
    assert empty.read(sha256) == data
    assert empty.check().ok


def test_a_decoder_that_takes_too_long_is_ended(empty: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A decoder past its time is stopped, which is recorded."""
    slow = tmp_path / "slow"
    slow.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    slow.chmod(0o755)
    monkeypatch.setattr(child.sys, "executable", str(slow))
    taken = derive_decoded(Batch(empty), put(empty, b"x"), what="pdq", bounds=Bounds(seconds=1)).taken

    assert taken.troubles == ("not hashed: took longer than 1 seconds",)


def test_a_decoder_without_memory_is_ended(empty: Vault) -> None:
    """A decoder that wants more memory than it may have gives no print, and nothing else is harmed."""
    taken = derive_decoded(Batch(empty), put(empty, jpeg(drawn(1))), what="pdq", bounds=Bounds(memory=50 << 20)).taken

    assert taken.troubles[0].startswith("not hashed: ")


def test_frames_of_a_video_are_hashed_one_a_second(
    empty: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With an ffmpeg that gives three frames, three prints stand in the exhibit, in order."""
    frames = tmp_path / "frames"
    frames.write_bytes(np.asarray(drawn(1).resize((256, 256))).tobytes() + bytes(3))
    fake = tmp_path / "bin" / "ffmpeg"
    fake.parent.mkdir()
    fake.write_text(
        f"#!{sys.executable}\nimport sys\nif '-version' in sys.argv: print('ffmpeg version 0'); sys.exit()\n"
        f"for n in range(3): sys.stdout.buffer.write(open({str(frames)!r}, 'rb').read()[n:][:196608])\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    taken = take(empty, put(empty, b"\0\0\0\x18ftypmp42" + bytes(40)), name="v.mp4")

    again = take(empty, put(empty, b"\0\0\0\x18ftypisom" + bytes(40)), name="again.mp4")

    told = made(empty, "video")[0]
    assert taken.kind == "video"
    # Frames of soft waves say something only where they are coarse enough: how many do is seen in the exhibit itself.
    clear = sum(frame["quality"] >= 50 for frame in told["frames"])
    assert clear
    assert [(t["distance"], t["alike"], t["frames_of_one"]) for t in made(empty, "PDQ distance")] == [(0, clear, clear)]
    assert any("a lead, never an identity" in line for line in again.made)
    assert [frame["second"] for frame in told["frames"]] == [0, 1, 2]
    assert {len(frame["hash"]) for frame in told["frames"]} == {64}


def test_a_picture_that_is_a_frame_of_a_video_is_a_lead(empty: Vault) -> None:
    """A print that stands among those of a video's frames is told with its second; unclear frames are passed over."""
    prints = ["0" * 64, "f" * 64, "0f" * 32]
    frames = [{"second": n, "hash": p, "quality": 90 if n else 10} for n, p in enumerate(prints)]
    video, picture = put(empty, b"a video"), put(empty, b"a picture")
    known = Prints(empty)
    assert known.near(video, {"frames": frames}) == ()
    found = known.near(picture, {"hash": "0f" * 31 + "0e", "quality": 90, "turned": ["00" * 32, "0f" * 31 + "0e"]})

    assert found == (Near(1, picture, video, second_of_other=2),)
    assert str(found[0]) == f"a lead, never an identity: looks like {video} at second 2 (1 of 256 bits differ)"
    empty.write([lead(found[0])])
    assert made(empty, "PDQ distance")[0]["second_of_other"] == 2


@pytest.mark.parametrize("format_", ["TIFF", "WEBP"])
def test_other_formats_of_pictures_are_read(empty: Vault, format_: str) -> None:
    """A TIFF and a WebP give their metadata and a print like a JPEG; half of one is held, and told to be damaged."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    drawn(1).save(out, format_, exif=exif)
    taken = take(empty, put(empty, out.getvalue()), name="p")
    half = take(empty, put(empty, out.getvalue()[: len(out.getvalue()) // 2]), name="p")

    assert taken.kind == half.kind == "picture"
    assert made(empty, "picture")[0]["exif"]["Make"] == "Maker"
    assert made(empty, "pdq")[0]["quality"] >= 50
    assert any(line.startswith("not hashed: damaged") for line in half.troubles)


def test_a_picture_in_heif_is_kept_whole(empty: Vault) -> None:
    """What telephones write is a box of a video's kind: it is not taken for one."""
    taken = take(empty, put(empty, b"\0\0\0\x18ftypheic" + bytes(40)), name="p.heic")

    assert (taken.kind, taken.troubles) == ("", ())


def test_a_video_without_ffmpeg_is_held(empty: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is no ffmpeg, the video is an exhibit and the log says that it was not hashed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    taken = take(empty, put(empty, b"\0\0\0\x18ftypmp42" + bytes(40)), name="v.mp4")

    assert taken.troubles == ("not hashed: ffmpeg is not on this machine",)
