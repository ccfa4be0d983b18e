"""What the auto-archiver wrote: claims stay claims, hashes are compared with files, lost zeros and stamps are looked at."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha3_512, sha256, sha512
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cases.small import write_case
from solferino.pipeline.add import add, add_folder
from solferino.vault import Vault
from solferino.vault.intake import Taken
from solferino.vault.intake.sheet import claims, is_archiver, padded, said
from solferino.vault.time.request import Request
from vault.authority import LONG_AGO, NOW, Authority

VIDEO, PHOTO = b"\x00\x00\x00 ftyp not really a film", b"a photograph"
COLUMNS = ("Link", "Archive status", "Archive location", "Archive date", "Upload timestamp", "Upload title",
           "Text content", "Hash", "Perceptual hashes", "WACZ")  # fmt: skip
OURS = Authority()


def row(location: str, digest: str, prints: str = "") -> tuple[str, ...]:
    """A row as the sheet has it."""
    return ("https://video.example/1", "youtube: success", location, "2024-05-04T10:00:00+00:00",
            "2024-05-03T22:15:00+00:00", "A street", "what somebody wrote", digest, prints, "")  # fmt: skip


def sheet(*rows: tuple[str, ...]) -> bytes:
    """The sheet as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows])
    return out.getvalue().encode()


def added(tmp_path: Path, files: dict[str, bytes], *, anchor: str = "") -> tuple[Taken, dict[str, Any], Vault]:
    """Add a folder of these files to a case; return what was said, each derived exhibit by role, and the vault."""
    root = write_case(tmp_path / "case", claims="", statement="[x](context:)\n")
    if anchor:
        (root / "time.pem").write_bytes(OURS.pem())
        with (root / "case.toml").open("a") as file:
            file.write(anchor)
    given = tmp_path / "given"
    for name, data in files.items():
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_bytes(data)
    taken = add_folder(root, given)
    vault = Vault.open(root / "vault")
    derived = [r.obj[0] for r in vault.records() if r.act == "derive"]
    made = {each.role: json.loads(vault.read(each.sha256)) for each in derived if each.role != "listing"}
    assert vault.check().ok
    return taken, made, vault


PIN = '\n[anchor]\nauthorities = [{ url = "https://time.example.org", roots = "time.pem" }]\n'


def test_hashes_are_compared_with_the_files_beside(tmp_path: Path) -> None:
    """One agrees, one has other bytes under its name, one is not there, one was never taken: each told by row."""
    rows = (row("https://store.example/a/film.mp4", f"SHA-256:{sha256(VIDEO).hexdigest()}"),
            row("https://store.example/a/photo.jpg?x=1", f"SHA-256:{sha256(b'another').hexdigest()}"),
            row("https://store.example/a/gone.jpg", f"SHA-256:{'0' * 64}"),
            row("", "not-calculated"))  # fmt: skip
    taken, made, _ = added(tmp_path, {"sheet.csv": sheet(*rows), "a/film.mp4": VIDEO, "a/photo.jpg": PHOTO})

    found = made["archiver"]["rows"]
    assert [r["digests"][0]["state"] for r in found] == ["agrees", "differs", "not beside it", "no digest"]
    assert found[0]["digests"][0]["exhibit"] == sha256(VIDEO).hexdigest()
    assert found[1]["digests"][0]["instead"] == sha256(PHOTO).hexdigest()
    assert any("sheet.csv, row 2" in line for line in taken.troubles)


def test_times_are_claims_without_a_zone(tmp_path: Path) -> None:
    """The zone that the sheet writes is no zone: each time is marked, and what people wrote is not copied."""
    _, made, _ = added(tmp_path, {"s.csv": sheet(row("x", "")), "f": b"f"})

    told = made["archiver"]["rows"][0]["times"]
    assert told["archived"] == {"said": "2024-05-04T10:00:00+00:00", "zone": "claimed, zone uncertain"}
    assert set(told) == {"archived", "uploaded"}
    assert "what somebody wrote" not in json.dumps(made)


def test_a_digest_of_the_other_kind(tmp_path: Path) -> None:
    """SHA3-512, which the tool can be told to take, is computed for the files beside."""
    rows = (row("v", f"SHA3-512:{sha3_512(VIDEO).hexdigest()}"),)
    _, made, _ = added(tmp_path, {"s.csv": sheet(*rows), "v": VIDEO})

    assert made["archiver"]["rows"][0]["digests"][0]["exhibit"] == sha256(VIDEO).hexdigest()


@pytest.mark.parametrize("lost", [0, 1, 3])
def test_zeros_that_a_print_lost_are_put_back(lost: int) -> None:
    """61 of 64 digits, as a print that began with three zeros is written; the claim stands beside."""
    whole = "0" * lost + "f" * (64 - lost)

    assert padded(whole[lost:]) == {"said": whole[lost:], "pdq": whole, "zeros": lost}


@pytest.mark.parametrize("text", ["", "x" * 64, "f" * 65, "\u202eff"])
def test_what_is_no_print(text: str) -> None:
    """It is told as it stands, and is made nothing of."""
    assert "pdq" not in padded(text)


@pytest.mark.parametrize("text", ["SHA-256:abc", "MD5:00", "sha256", f"SHA3-512:{'0' * 64}", "é" * 64])
def test_what_is_no_digest(text: str) -> None:
    """A wrong length, another algorithm, no digest at all."""
    assert said(text).value == ""


def test_a_workbook_of_several_sheets(tmp_path: Path) -> None:
    """Each sheet with these columns is read; others of the workbook are passed over."""
    book, out = Workbook(), io.BytesIO()
    for title in ("North", "South"):
        page = book.create_sheet(title)
        page.append(COLUMNS)
        page.append(row("v", f"SHA-256:{sha256(VIDEO).hexdigest()}"))
    book.save(out)
    taken, _, vault = added(tmp_path, {"book.xlsx": out.getvalue(), "v": VIDEO})

    derived = [r for r in vault.records() if r.act == "derive"]
    assert len([r for r in derived if r.obj[0].role == "archiver"]) == 2
    assert sum("1 hashes agree with files" in line for line in taken.made) == 2


def test_the_database_in_csv(tmp_path: Path) -> None:
    """The texts of Python values that it holds are read by pattern, never evaluated."""
    metadata = (
        "{'url': 'https://video.example/2', '_processed_at': datetime.datetime(2024, 5, 4, 10, 0), 'x': __import__}"
    )
    media = f"[{{'filename': 'a', 'properties': {{'hash': 'SHA-256:{sha256(VIDEO).hexdigest()}', 'pdq_hash': 'ff'}}}}]"
    out = io.StringIO()
    csv.writer(out).writerows([("status", "metadata", "media"), ("success", metadata, media)])
    _, made, _ = added(tmp_path, {"db.csv": out.getvalue().encode(), "v": VIDEO})

    found = made["archiver"]["rows"][0]
    assert (found["url"], found["times"]["archived"]["said"]) == ("https://video.example/2", "2024-05-04T10:00:00")
    assert found["digests"][0]["state"] == "agrees"
    assert found["prints"][0]["pdq"] == "ff".rjust(64, "0")


def text_of(*files: bytes) -> bytes:
    """The text that is stamped: hashes of the uppermost files, a line each, none after the last."""
    return "\n".join(sha256(f).hexdigest() for f in files).encode()


@pytest.mark.parametrize("nonce", [77, None])
@pytest.mark.parametrize("digest", [sha256, sha512])
def test_a_bare_token_is_judged_again_over_the_text_beside(tmp_path: Path, digest: Any, nonce: int | None) -> None:
    """Under a root that the case pins it proves before when those files existed, whatever digest it was asked with."""
    text = text_of(VIDEO, PHOTO, b"not here")
    token = OURS.token(Request(digest(text).digest(), nonce))
    taken, made, _ = added(tmp_path, {"t": token, "hashes.txt": text, "v": VIDEO, "p": PHOTO}, anchor=PIN)

    stamp = made["stamp"]
    assert (stamp["state"], stamp["root_pinned"]) == ("anchored", True)
    assert stamp["before"] == (NOW + timedelta(seconds=1)).isoformat()
    assert stamp["covers"] == [sha256(VIDEO).hexdigest(), sha256(PHOTO).hexdigest()]
    assert any("2 files existed before" in line for line in taken.made)
    assert any("1 files that are not here" in line for line in taken.troubles)


def test_a_token_whose_certificate_ran_out_is_judged_at_its_own_time(tmp_path: Path) -> None:
    """Tokens of years ago fail where today's date is asked; here they do not."""
    old = Authority(since=LONG_AGO - timedelta(days=9), until=LONG_AGO + timedelta(days=9))
    text = text_of(VIDEO)
    token = old.token(Request(sha256(text).digest(), 5), at=LONG_AGO)
    root = write_case(tmp_path / "case", claims="", statement="[x](context:)\n")
    (root / "time.pem").write_bytes(old.pem())
    with (root / "case.toml").open("a") as file:
        file.write(PIN)
    (tmp_path / "given").mkdir()
    for name, data in {"t": token, "h.txt": text, "v": VIDEO}.items():
        (tmp_path / "given" / name).write_bytes(data)

    assert any("2016-03-01" in line for line in add_folder(root, tmp_path / "given").made)


def test_a_root_that_lies_beside_proves_nothing(tmp_path: Path) -> None:
    """Whoever wrote the token may have written its root: it is told with its fingerprint, as a trouble."""
    text = text_of(VIDEO)
    files = {"t": OURS.token(Request(sha256(text).digest(), 5)), "h.txt": text, "v": VIDEO, "1.crt": OURS.pem()}
    taken, made, _ = added(tmp_path, files)

    assert made["stamp"]["root_pinned"] is False
    assert any("which the case does not pin" in line for line in taken.troubles)
    assert not any("existed before" in line for line in taken.made)


@pytest.mark.parametrize("what", ["other text", "no text", "flipped", "cut"])
def test_a_token_that_is_not_about_the_text(tmp_path: Path, what: str) -> None:
    """Another text, none, a flipped bit, half a token: held, and never said to prove anything."""
    text = text_of(VIDEO)
    token = OURS.token(Request(sha256(text).digest(), 5))
    files = {"t": token, "h.txt": text, "v": VIDEO}
    files |= {"other text": {"h.txt": text_of(PHOTO)}, "no text": {"h.txt": b"x"},
              "flipped": {"t": token[:-1] + bytes([token[-1] ^ 1])}, "cut": {"t": token[:300]}}[what]  # fmt: skip
    taken, _, vault = added(tmp_path, files, anchor=PIN)

    assert not any("existed before" in line for line in taken.made)
    assert vault.has(sha256(files["t"]).hexdigest())


def test_what_lies_beside_is_taken_further_as_it_would_be_alone(tmp_path: Path) -> None:
    """A message in the folder is indexed, a zip in it opened: whoever hands over a folder loses nothing by it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("film.mp4", VIDEO)
    mail = b"From: a@example.org\nDate: x\nMessage-ID: <1@example.org>\nSubject: s\n\ntext\n"
    taken, made, vault = added(tmp_path, {"s.csv": sheet(row("v", "")), "a.eml": mail, "b.zip": packed.getvalue()})

    assert made["mail"]["claimed"]["message_id"] == "<1@example.org>"
    assert vault.has(sha256(VIDEO).hexdigest())
    assert taken.kind == "folder"


def test_a_zip_of_the_folder_is_as_good_as_the_folder(tmp_path: Path) -> None:
    """Handed over packed: the sheet in it is read, its hash agrees with the file in it, and the token is judged."""
    root = write_case(tmp_path / "case", claims="", statement="[x](context:)\n")
    (root / "time.pem").write_bytes(OURS.pem())
    with (root / "case.toml").open("a") as file:
        file.write(PIN)
    text = text_of(VIDEO)
    given = tmp_path / "handed-over.zip"
    with zipfile.ZipFile(given, "w") as out:
        for name, data in {
            "s.csv": sheet(row("v", f"SHA-256:{sha256(VIDEO).hexdigest()}")), "v": VIDEO,
            "h.txt": text, "t.tsr": OURS.token(Request(sha256(text).digest(), 5)),
        }.items():  # fmt: skip
            out.writestr(f"local_archive/{name}", data)
    made = add(root, str(given)).taken.made

    assert any("1 hashes agree with files" in line for line in made)
    assert any("1 files existed before" in line for line in made)


def test_a_sheet_alone_is_compared_with_what_the_vault_holds(tmp_path: Path) -> None:
    """The files came earlier, the sheet later: what is held already agrees."""
    added(tmp_path, {"v": VIDEO})
    one = tmp_path / "sheet.csv"
    one.write_bytes(sheet(row("v", f"SHA-256:{sha256(VIDEO).hexdigest()}")))
    found = add(tmp_path / "case", str(one))

    assert any("1 hashes agree with files" in line for line in found.taken.made)


def test_other_tables_are_none_of_its() -> None:
    """A list with a column called status is not taken for a sheet of captures."""
    assert not is_archiver(["link", "status", "date"])
    assert is_archiver([" Archive Status", "ARCHIVE LOCATION "])


def test_a_hostile_row() -> None:
    """Cells of a megabyte, of control characters, of formulas: told short, as they stand."""
    told = claims({"archive status": "=cmd|' /C calc'!A0" + "x" * 1_000_000, "archive location": "\u202e" * 5000,
                   "hash": " ".join(["SHA-256:0"] * 10_000), "perceptual hashes": "," * 100_000})  # fmt: skip

    assert len(json.dumps(told["status"])) < 5000
    assert len(told["digests"]) == 500
    assert told["prints"] == []
