"""One case for each MUST and SHOULD of RFC 8493, and for what earlier versions did otherwise."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from solferino.vault import Report
from solferino.vault.bag import check_bag
from vault.bag.conftest import PAYLOAD, Made, declaration, manifest

Check = Callable[..., Report]
LIST = manifest(PAYLOAD)
SUM = hashlib.sha256(b"hello\n").hexdigest()
OLD = ("0.93", "0.94", "0.95", "0.96", "0.97")


def line(path: str, data: bytes = b"hello\n", sep: str = "  ") -> bytes:
    """Return one line of a manifest."""
    return f"{hashlib.sha256(data).hexdigest()}{sep}{path}\n".encode()


def test_a_sound_bag_is_valid_without_a_warning(checked: Check) -> None:
    """A bag of 1.0 that keeps every MUST and SHOULD is valid, and nothing is said against it."""
    found = checked()
    assert (found.ok, found.altered, found.missing, found.warnings) == (True, (), (), ())
    assert found.size == 2
    assert found.root.startswith("sha256:")


@pytest.mark.parametrize("version", OLD)
def test_older_bags_are_valid(checked: Check, version: str) -> None:
    """Every version from 0.93 on is read; to be old is no fault, and nothing is said against it."""
    found = checked(version)
    assert (found.ok, found.warnings) == (True, ())


FAULTS: dict[str, tuple[bytes, str]] = {
    "byte order mark": (b"\xef\xbb\xbf" + declaration(), "byte order mark"),
    "space before the colon": (declaration().replace(b"Version:", b"Version :"), "should read like"),
    "space before the label": (b" " + declaration(), "should read like"),
    "no space after the colon": (declaration().replace(b": 1", b":1"), "should read like"),
    "two spaces after the colon": (declaration().replace(b": 1", b":  1"), "should read like"),
    "space at the end": (declaration().replace(b"1.0", b"1.0 "), "should read like"),
    "no encoding": (b"BagIt-Version: 1.0\n", "is missing"),
    "other order": (b"".join(reversed(declaration().splitlines(keepends=True))), "should read like"),
    "three lines": (declaration() + b"Note: more\n", "more than two lines"),
    "version without a major number": (declaration(".97"), "should read like"),
    "unknown version": (declaration("3.0"), "version 3.0"),
    "unknown encoding": (declaration(encoding="MARTIAN-8"), "MARTIAN-8"),
    "an encoding that is none of text": (declaration(encoding="hex"), "hex"),
    "not UTF-8": (declaration().replace(b"UTF-8", b"\xff\xfe"), "not UTF-8"),
    "empty": (b"", "is missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_declaration_is_two_exact_lines(checked: Check, name: str) -> None:
    """bagit.txt MUST be the two lines of the RFC, in UTF-8, without a byte order mark."""
    data, why = FAULTS[name]
    found = checked(files={"bagit.txt": data})
    assert not found.ok
    assert any(why in fault for fault in found.altered)


@pytest.mark.parametrize("version", OLD)
def test_a_declaration_of_old_keeps_its_spaces_too(checked: Check, version: str) -> None:
    """A space before the colon of bagit.txt makes an earlier bag invalid as well."""
    assert not checked(files={"bagit.txt": declaration(version).replace(b"Version:", b"Version :")}).ok


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_lines_may_end_in_three_ways(checked: Check, end: bytes) -> None:
    """Tag files MAY end their lines with CR LF or CR."""
    found = checked(files={"bagit.txt": declaration().replace(b"\n", end),
                           "manifest-sha256.txt": LIST.replace(b"\n", end)})  # fmt: skip
    assert found.ok


def test_a_bag_without_a_declaration_is_recognised_and_invalid(checked: Check) -> None:
    """bagit.txt MUST be there."""
    found = checked(files={"bagit.txt": None}, tags=False)
    assert not found.ok
    assert found.missing[0].startswith("bagit.txt")


def test_a_bag_without_its_payload_folder_is_invalid(bag: Made) -> None:
    """data/ MUST be there, even for an empty payload."""
    root = bag(payload={})
    (root / "data").rmdir()
    assert any(m.startswith("data/") for m in check_bag(root).missing)


def test_an_empty_payload_is_valid(checked: Check) -> None:
    """A payload MAY be empty."""
    assert checked(payload={}).ok


def test_a_bag_without_a_manifest_is_invalid(checked: Check) -> None:
    """At least one payload manifest MUST be there."""
    found = checked(files={"manifest-sha256.txt": None})
    assert not found.ok
    assert any("at least one payload manifest" in m for m in found.missing)


@pytest.mark.parametrize("path", ["data/hello.txt", "bag-info.txt"])
@pytest.mark.parametrize("change", ["altered", "missing"])
def test_altered_and_missing_files_are_named(bag: Made, path: str, change: str) -> None:
    """Every file that a manifest or tag manifest lists MUST be there with its bytes."""
    root = bag()
    if change == "missing":
        (root / path).unlink()
    else:
        (root / path).write_bytes(b"X" + (root / path).read_bytes()[1:])
    found = check_bag(root)
    assert not found.ok
    assert any(named.startswith(path) for named in getattr(found, change))


@pytest.mark.parametrize("version", ["0.97", "1.0"])
def test_a_payload_file_in_no_manifest_is_a_fault(bag: Made, version: str) -> None:
    """No payload file may be unlisted."""
    root = bag(version, files={"bag-info.txt": None})
    (root / "data/bar").write_bytes(b"bar")
    assert any(fault.startswith("data/bar") for fault in check_bag(root).altered)


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
def test_every_manifest_lists_every_file_since_1_0(checked: Check, version: str, ok: bool) -> None:
    """Up to 0.97 one manifest was enough for a file; 1.0 asks each manifest to list all."""
    other = {"manifest-sha512.txt": manifest({"data/hello.txt": b"hello\n"}, "sha512")}
    found = checked(version, files=other)
    assert found.ok is ok
    assert any("not listed in manifest-sha512.txt" in w for w in found.warnings + found.altered)


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
def test_a_file_listed_twice_with_one_hash(checked: Check, version: str, ok: bool) -> None:
    """The same file twice with one hash is a warning up to 0.97 and invalid in 1.0."""
    found = checked(version, files={"manifest-sha256.txt": LIST + line("data/hello.txt")})
    assert found.ok is ok
    assert any("listed twice" in w for w in found.warnings + found.altered)


@pytest.mark.parametrize("version", ["0.93", "0.97", "1.0"])
def test_a_file_listed_twice_with_two_hashes_is_invalid(checked: Check, version: str) -> None:
    """The same file with two hashes is invalid in every version."""
    assert not checked(version, files={"manifest-sha256.txt": LIST + line("data/hello.txt", b"other")}).ok


def test_a_name_in_two_normalisations_is_one_file(checked: Check) -> None:
    """A manifest that lists one name in both Unicode forms is valid with a warning when both have one hash."""
    name = "data/Núñez"
    data = b"".join(line(unicodedata.normalize(form, name)) for form in ("NFC", "NFD"))
    found = checked("0.97", payload={unicodedata.normalize("NFD", name): b"hello\n"},
                    files={"manifest-sha256.txt": data})  # fmt: skip
    assert found.ok
    assert any("normalisation" in w for w in found.warnings)


def test_two_files_in_two_normalisations_are_warned_of(checked: Check) -> None:
    """Files whose names differ only in normalisation SHOULD be warned of."""
    names = [unicodedata.normalize(form, "data/Núñez") for form in ("NFC", "NFD")]
    found = checked(payload=dict.fromkeys(names, b"hello\n"))
    assert found.ok
    assert any("differs only in case or normalisation" in w for w in found.warnings)


def test_a_name_normalised_by_the_disk_is_found(checked: Check) -> None:
    """A file that a disk stored in another normalisation than the manifest's is found, with a warning."""
    composed, apart = (unicodedata.normalize(form, "data/Núñez") for form in ("NFC", "NFD"))
    found = checked(payload={apart: b""}, files={"manifest-sha256.txt": line(composed, b"", sep=" ")})
    assert found.ok
    assert any("normalisation" in w for w in found.warnings)


@pytest.mark.parametrize("both", [True, False])
def test_names_that_differ_in_case_are_warned_of(checked: Check, both: bool) -> None:
    """Names that differ only in case SHOULD be warned of, and before 1.0 one file may stand for both."""
    names = ["data/hello.txt", "data/HELLO.txt"]
    payload = dict.fromkeys(names if both else names[:1], b"hello\n")
    found = checked("0.97", payload=payload, files={"manifest-sha256.txt": b"".join(map(line, names))})
    assert found.ok
    assert any("case" in w for w in found.warnings)


def test_in_1_0_a_name_in_other_case_is_missing(checked: Check) -> None:
    """In 1.0 the file itself must be there."""
    assert not checked(files={"manifest-sha256.txt": LIST + line("data/HELLO.txt")}).ok


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "._hello.txt"])
@pytest.mark.parametrize("case", ["listed and here", "listed only", "here only"])
def test_files_of_operating_systems_are_warned_of(bag: Made, name: str, case: str) -> None:
    """Files that systems leave in folders are a warning; before 1.0 also when they came or went by themselves."""
    there = case != "listed only"
    path, told = f"data/{name}", LIST + (line(f"data/{name}") if case != "here only" else b"")
    payload = {**PAYLOAD, **({path: b"hello\n"} if there else {})}
    found = check_bag(bag("0.97", payload=payload, files={"manifest-sha256.txt": told}))
    assert found.ok
    assert any(name in w and "systems make by themselves" in w for w in found.warnings)


@pytest.mark.parametrize("written", ["*data/hello.txt", "./data/hello.txt", "*./data/hello.txt", "data/x/../hello.txt"])
def test_roundabout_paths_inside_the_bag_are_warned_of(checked: Check, written: str) -> None:
    """Marks of md5sum and dots that stay in the bag are read, with a warning."""
    found = checked("0.97", payload={"data/hello.txt": b"hello\n"}, files={"manifest-sha256.txt": line(written)})
    assert found.ok
    assert any(w.startswith("manifest-sha256.txt:1") for w in found.warnings)


@pytest.mark.parametrize("separator", [" ", "\t", "   ", " \t "])
def test_any_white_space_divides_checksum_and_path(checked: Check, separator: str) -> None:
    """One or more spaces or tabs divide the checksum from the path."""
    told = line("data/a b  c", sep=separator)
    assert checked(payload={"data/a b  c": b"hello\n"}, files={"manifest-sha256.txt": told}).ok


def test_checksums_may_be_in_upper_case(checked: Check) -> None:
    """A checksum is the same in upper and lower case."""
    assert checked(files={"manifest-sha256.txt": LIST.replace(SUM.encode(), SUM.upper().encode())}).ok


@pytest.mark.parametrize("bad", [SUM[:-1], SUM + "0", "g" * 64, ""])
def test_what_is_no_checksum_is_a_fault(checked: Check, bad: str) -> None:
    """A checksum MUST be the hexadecimal digits of its algorithm."""
    assert not checked(files={"manifest-sha256.txt": LIST.replace(SUM.encode(), bad.encode())}).ok


@pytest.mark.parametrize(
    ("version", "here", "written"),
    [
        ("1.0", "data/50%", "data/50%25"), ("1.0", "data/a\nb", "data/a%0Ab"), ("1.0", "data/a\rb", "data/a%0db"),
        ("1.0", "data/a%20b", "data/a%2520b"), ("0.97", "data/a%20b", "data/a%20b"), ("0.97", "data/a%0Ab", "data/a%0Ab"),
        ("0.97", "data/a\nb", "data/a%0Ab"), ("0.96", "data/50%25", "data/50%25"),
    ],
)  # fmt: skip
def test_line_ends_and_percent_signs_are_encoded(checked: Check, version: str, here: str, written: str) -> None:
    """1.0 encodes LF, CR and % in paths, and only those; earlier versions wrote most names as they were."""
    assert checked(version, payload={here: b"hello\n"}, files={"manifest-sha256.txt": line(written)}).ok


def test_a_percent_sign_left_bare_is_warned_of(checked: Check) -> None:
    """A name with a literal %25 that 1.0 would have encoded is found, with a warning."""
    found = checked(payload={"data/50%25": b"hello\n"}, files={"manifest-sha256.txt": line("data/50%25")})
    assert found.ok
    assert any("not encoded" in w for w in found.warnings)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha384", "sha512", "SHA256", "sha3-256", "blake2b"])
def test_algorithms_that_python_knows_are_checked(checked: Check, algorithm: str) -> None:
    """Any algorithm that can be computed is; weak, rare and oddly written ones are warned of."""
    told = manifest(PAYLOAD, algorithm.lower().replace("-", "_"))
    found = checked(files={"manifest-sha256.txt": None, f"manifest-{algorithm}.txt": told})
    assert found.ok
    assert bool(found.warnings) == (algorithm != "sha512")


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha384", "sha512", "sha3-256", "blake2b"])
def test_every_algorithm_sees_a_change(checked: Check, algorithm: str) -> None:
    """Bytes that a second manifest does not give are a fault, whatever its algorithm."""
    told = manifest(dict.fromkeys(PAYLOAD, b"other"), algorithm.replace("-", "_"))
    found = checked(files={f"manifest-{algorithm}.txt": told})
    assert not found.ok
    assert sum("altered" in fault for fault in found.altered) == len(PAYLOAD)


@pytest.mark.parametrize(("alone", "ok"), [(True, False), (False, True)])
def test_an_unknown_algorithm_alone_proves_nothing(checked: Check, alone: bool, ok: bool) -> None:
    """A manifest that cannot be computed is a fault when there is no other, else a warning."""
    files: dict[str, bytes | None] = {"manifest-tiger.txt": b"".join(f"00  {p}\n".encode() for p in PAYLOAD)}
    if alone:
        files["manifest-sha256.txt"] = None
    found = checked(files=files)
    assert found.ok is ok
    assert any("cannot be computed" in w for w in found.warnings + found.altered)


def test_one_manifest_an_algorithm(checked: Check) -> None:
    """A second manifest of one algorithm MUST NOT be there."""
    assert not checked(files={"manifest-SHA256.txt": LIST}).ok


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16BE", "ISO-8859-1"])
def test_tag_files_are_read_in_their_encoding(checked: Check, encoding: str) -> None:
    """Manifests are tag files too, in the encoding that bagit.txt names."""
    payload = {"data/Núñez": b"hello\n"}
    text = {n: d.decode().encode(encoding) for n, d in (("manifest-sha256.txt", manifest(payload)),
                                                         ("bag-info.txt", b"Payload-Oxum: 6.1\n"))}  # fmt: skip
    found = checked("0.97", payload=payload, tags=False, files={"bagit.txt": declaration("0.97", encoding), **text})
    assert found.ok
    assert any("UTF-8 is recommended" in w for w in found.warnings)


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
@pytest.mark.parametrize("text", ["Label : value", "Label:value", "no colon at all", ": value", " begins with a space"])
def test_metadata_are_labels_and_values(checked: Check, version: str, ok: bool, text: str) -> None:
    """1.0 asks for `Label: value`; earlier versions were read more freely, with a warning."""
    found = checked(version, files={"bag-info.txt": f"{text}\nPayload-Oxum: 16.2\n".encode()})
    assert found.ok is ok
    assert any("bag-info.txt:1" in w for w in found.warnings + found.altered)


def test_metadata_may_repeat_and_go_on(checked: Check) -> None:
    """Elements MAY be repeated, and a value MAY go on in an indented line."""
    told = b"Contact-Name: One\nContact-Name: Two\nNote: long\n  and longer\nPayload-Oxum: 16.2\n"
    found = checked(files={"bag-info.txt": told})
    assert found.ok
    assert not found.warnings


@pytest.mark.parametrize(
    ("told", "ok"),
    [("16.2", True), ("15.2", False), ("16.3", False), ("many", False), ("16.2\nPayload-Oxum: 16.2", False)],
)
def test_the_oxum_must_be_that_of_the_payload(checked: Check, told: str, ok: bool) -> None:
    """Payload-Oxum MUST be the bytes and files of the payload, and stand there once."""
    assert checked(files={"bag-info.txt": f"Payload-Oxum: {told}\n".encode()}).ok is ok


def test_metadata_were_called_package_info(checked: Check) -> None:
    """The first versions called bag-info.txt package-info.txt, and it is read."""
    files = {"bag-info.txt": None, "package-info.txt": b"Payload-Oxum: 99.9\n"}
    assert not checked("0.93", files=files).ok


def test_a_bag_without_a_tag_manifest_is_valid_and_warned_of(checked: Check) -> None:
    """A tag manifest MAY be absent; a changed tag file would then not be seen."""
    found = checked(tags=False)
    assert found.ok
    assert any("there is none" in w for w in found.warnings)


def test_tag_files_that_nothing_binds_are_warned_of(bag: Made) -> None:
    """A tag file in no tag manifest may be changed unseen."""
    root = bag()
    (root / "note.txt").write_bytes(b"x")
    found = check_bag(root)
    assert found.ok
    assert any(w.startswith("note.txt") for w in found.warnings)


def test_a_bag_in_a_bag_is_bytes(checked: Check) -> None:
    """A bag within the payload is warned of, and valid whatever it is."""
    payload = {"data/inner/bagit.txt": b"broken", "data/inner/manifest-md5.txt": b"nonsense"}
    found = checked(payload=payload)
    assert found.ok
    assert any("a bag within the bag" in w for w in found.warnings)


@pytest.mark.parametrize("what", ["symlink", "folder link", "pipe"])
def test_what_is_no_file_is_never_opened(bag: Made, tmp_path: Path, what: str) -> None:
    """A link or a pipe in place of a file is a fault, though it leads to the right bytes."""
    root = bag()
    target = root / ("data/two" if what == "folder link" else "data/hello.txt")
    target.rename(tmp_path / "outside")
    os.mkfifo(target) if what == "pipe" else target.symlink_to(tmp_path / "outside")
    found = check_bag(root)
    assert not found.ok
    assert any("not opened" in fault for fault in found.altered)
