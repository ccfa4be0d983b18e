"""Further cases from RFC 8493 and the drafts before it: what a bag may look like, and what an expert would say of it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from solferino.vault import Report
from solferino.vault.bag import check_bag
from vault.bag.conftest import PAYLOAD, Made, declaration, manifest
from vault.bag.test_check import OLD, line

Check = Callable[..., Report]
NFC, NFD = (unicodedata.normalize(form, "data/Núñez") for form in ("NFC", "NFD"))
EVERY = (*OLD, "1.0")
TAGS = "tagmanifest-sha256.txt"
INFO = b"Payload-Oxum: 16.2\n"


def told(found: Report) -> tuple[bool, bool]:
    """Return what a caller of the verb sees: whether it exits 0, and whether anything is on its standard error."""
    return found.ok, bool(found.altered or found.missing or found.warnings)


# Section 2.2.1: what tag manifests list.


@pytest.mark.parametrize("version", EVERY)
def test_a_tag_manifest_lists_every_manifest(checked: Check, version: str) -> None:
    """1.0: each tag manifest MUST list every payload manifest; before, its lack is a warning."""
    found = checked(version, files={TAGS: manifest({"bagit.txt": declaration(version)}), "bag-info.txt": None})
    assert told(found) == (version != "1.0", True)
    assert any("manifest-sha256.txt: not listed in tagmanifest" in text for text in found.altered + found.warnings)


@pytest.mark.parametrize("version", EVERY)
def test_a_tag_manifest_lists_no_tag_manifest(bag: Made, version: str) -> None:
    """1.0: tag manifests MUST NOT list tag manifests; before, it is a warning."""
    root = bag(version, tags=False)
    files = {p.name: p.read_bytes() for p in root.iterdir() if p.is_file()}
    (root / "tagmanifest-md5.txt").write_bytes(manifest(files, "md5"))
    files["tagmanifest-md5.txt"] = (root / "tagmanifest-md5.txt").read_bytes()
    (root / TAGS).write_bytes(manifest(files))
    found = check_bag(root)
    assert told(found) == (version != "1.0", True)
    assert any("lists a tag manifest" in text for text in found.altered + found.warnings)


def test_a_tag_file_listed_and_missing_is_a_fault(checked: Check) -> None:
    """Every file in every tag manifest MUST be there (section 3)."""
    found = checked("0.97", files={TAGS: manifest({"gone.txt": b"x"})})
    assert any(name.startswith("gone.txt") for name in found.missing)


def test_tag_files_may_lie_in_folders(checked: Check) -> None:
    """A bag MAY hold further tag files, in folders of any name (2.2.4); an empty one is bytes like others."""
    found = checked(files={"metadata/deep/er/mets.xml": b"<mets/>", "metadata/empty": b""})
    assert told(found) == (True, False)


# Section 2.1: the declaration, the payload and its manifests.


@pytest.mark.parametrize("version", EVERY)
def test_every_usual_algorithm_validates_and_sees_a_change(bag: Made, version: str) -> None:
    """MD5, SHA-1, SHA-256 and SHA-512, alone or together: all are checked, and each finds other bytes."""
    digests = {f"manifest-{name}.txt": manifest(PAYLOAD, name) for name in ("md5", "sha1", "sha256", "sha512")}
    root = bag(version, files=digests)
    assert check_bag(root).ok
    (root / "data/hello.txt").write_bytes(b"jello\n")
    assert sum("data/hello.txt: altered" in text for text in check_bag(root).altered) == len(digests)


@pytest.mark.parametrize("version", EVERY)
def test_a_listed_file_that_is_missing_is_named(bag: Made, version: str) -> None:
    """Every file in every payload manifest MUST be there, in every version."""
    root = bag(version)
    (root / "data/hello.txt").unlink()
    assert any(name.startswith("data/hello.txt") for name in check_bag(root).missing)


@pytest.mark.parametrize("version", EVERY)
def test_a_manifest_may_be_empty_where_the_payload_is(checked: Check, version: str) -> None:
    """An empty payload has an empty manifest; a payload with an empty manifest is not listed."""
    assert checked(version, payload={}, files={"bag-info.txt": None}).ok


def test_an_empty_manifest_lists_nothing(checked: Check) -> None:
    """A payload with an empty manifest is not vouched for."""
    found = checked("0.97", files={"manifest-sha256.txt": b""})
    assert sum("in no manifest" in text for text in found.altered) == len(PAYLOAD)


@pytest.mark.parametrize("listed", ["data/two", "data/two/", "data", "data/"])
def test_a_manifest_lists_no_folder(checked: Check, listed: str) -> None:
    """A manifest MUST NOT list folders."""
    assert not checked(files={"manifest-sha256.txt": manifest(PAYLOAD) + line(listed, b"")}).ok


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize("listed", ["bagit.txt", "bag-info.txt", "data/../bagit.txt", "./bagit.txt"])
def test_a_payload_manifest_lists_payload_alone(checked: Check, version: str, listed: str) -> None:
    """A payload manifest MUST NOT list a file outside of data/."""
    data = declaration(version) if "bagit" in listed else INFO
    found = checked(
        version, files={"bag-info.txt": INFO, "manifest-sha256.txt": manifest(PAYLOAD) + line(listed, data)}
    )
    assert not found.ok


@pytest.mark.parametrize("name", ["manifest-sha256.TXT", "Manifest-sha256.txt", "manifest-.txt", "manifest.txt"])
def test_what_is_not_called_like_a_manifest_is_none(checked: Check, name: str) -> None:
    """A bag whose only list bears another name has no manifest."""
    found = checked(files={"manifest-sha256.txt": None, name: manifest(PAYLOAD)})
    assert any("at least one payload manifest" in text for text in found.missing)


@pytest.mark.parametrize("name", ["sha-256", "SHA256", "SHA-512"])
def test_names_of_algorithms_should_be_plain(checked: Check, name: str) -> None:
    """An algorithm SHOULD be named in small letters and digits alone: read all the same, and warned of."""
    algorithm = name.replace("-", "").lower()
    found = checked(files={"manifest-sha256.txt": None, f"manifest-{name}.txt": manifest(PAYLOAD, algorithm)})
    assert told(found) == (True, True)
    assert any("should be written" in text for text in found.warnings)


@pytest.mark.parametrize("version", EVERY)
def test_two_spellings_of_one_algorithm_are_two_manifests_of_it(checked: Check, version: str) -> None:
    """There MUST NOT be two payload manifests of one algorithm, however each spells it."""
    assert not checked(version, files={"manifest-sha-256.txt": manifest(PAYLOAD)}).ok


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_declaration_has_no_byte_order_mark(checked: Check, version: str, mark: bytes) -> None:
    """bagit.txt MUST NOT begin with a byte order mark, in any version."""
    assert not checked(version, files={"bagit.txt": mark + declaration(version)}).ok


@pytest.mark.parametrize("version", EVERY)
def test_a_declaration_is_in_utf_8_itself(checked: Check, version: str) -> None:
    """bagit.txt is UTF-8 whatever encoding it names."""
    assert not checked(version, files={"bagit.txt": declaration(version, "UTF-16").decode().encode("utf-16-le")}).ok


@pytest.mark.parametrize("version", ["0.92", "0.98", "1.1", "2.0", "00.97", "1", "one.0", "١.٠", "-1.0", "1.0.0"])
def test_versions_that_nobody_wrote_are_refused(checked: Check, version: str) -> None:
    """A version that this program does not know cannot be judged by its rules."""
    assert not checked(version).ok


def test_an_old_declaration_without_an_end_of_line(checked: Check) -> None:
    """The last line may end with the file."""
    assert checked(files={"bagit.txt": declaration().rstrip(b"\n")}).ok


# Names: encoding, normalisation, case, dots.


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize("here", [NFC, NFD, "data/ü.txt", "data/a b.txt", "data/ leading", "data/trailing ", "data/a'\"`$&;|.txt",
                                  "data/-rf", "data/~tilde", "data/data/x", "data/" + "n" * 200, "data/名前", "data/صورة"])  # fmt: skip
def test_any_name_of_a_disk_is_a_name(checked: Check, version: str, here: str) -> None:
    """Spaces at either end, quotes, marks, letters of any script: listed as they stand, they are found."""
    assert checked(version, payload={here: b"hello\n"}).ok


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
def test_one_file_listed_in_two_normalisations(checked: Check, version: str, ok: bool) -> None:
    """With one hash it is one file named twice: a warning up to 0.97, a fault in 1.0; with two hashes a fault."""
    both = line(NFC) + line(NFD)
    found = checked(version, payload={NFC: b"hello\n"}, files={"manifest-sha256.txt": both, "bag-info.txt": None})
    assert told(found) == (ok, True)


@pytest.mark.parametrize("version", EVERY)
def test_one_file_in_two_normalisations_with_two_hashes(checked: Check, version: str) -> None:
    """It cannot have both."""
    both = line(NFC) + line(NFD, b"other")
    assert not checked(version, payload={NFC: b"hello\n"}, files={"manifest-sha256.txt": both}).ok


@pytest.mark.parametrize("version", EVERY)
def test_dots_at_the_beginning_are_warned_of(checked: Check, version: str) -> None:
    """`./data/x` means data/x; it is not how a manifest writes it."""
    found = checked(version, files={"manifest-sha256.txt": manifest(PAYLOAD).replace(b"data/", b"./data/")})
    assert told(found) == (True, True)


@pytest.mark.parametrize("version", EVERY)
def test_marks_of_md5sum_are_warned_of(checked: Check, version: str) -> None:
    """`*` before a name is how checksum tools mark binary mode."""
    found = checked(version, files={"manifest-sha256.txt": manifest(PAYLOAD).replace(b"  data", b" *data")})
    assert told(found) == (True, True)


@pytest.mark.parametrize(
    ("here", "written"), [("data/a\nb", "data/a%0Ab"), ("data/a\rb", "data/a%0Db"), ("data/a\r\nb", "data/a%0D%0ab")]
)
@pytest.mark.parametrize("where", ["manifest-sha256.txt", "fetch.txt"])
def test_ends_of_lines_are_encoded_everywhere(checked: Check, where: str, here: str, written: str) -> None:
    """LF, CR and both, in capital and small digits, in manifests and in fetch.txt."""
    files: dict[str, bytes | None] = {"manifest-sha256.txt": line(written), "bag-info.txt": None}
    if where == "fetch.txt":
        files["fetch.txt"] = f"https://example.org/x 6 {written}\n".encode()
    assert told(checked(payload={here: b"hello\n"}, files=files)) == (True, False)


@pytest.mark.parametrize("name", ["data/a%41", "data/%", "data/%zz", "data/100%.txt", "data/%C3%BC"])
def test_other_percent_signs_are_left_as_they_are(checked: Check, name: str) -> None:
    """Only LF, CR and % are encoded: whatever else follows a percent sign means itself, and SHOULD have been %25."""
    found = checked(payload={name: b"hello\n"}, files={"manifest-sha256.txt": line(name), "bag-info.txt": None})
    assert found.ok


# bag-info.txt.


@pytest.mark.parametrize(("version", "ok"), [("0.93", True), ("0.97", True), ("1.0", False)])
@pytest.mark.parametrize("text", ["Label:  value", "Label: \tvalue", "Label\t: value", "Label :value"])
def test_one_white_space_divides_label_and_value(checked: Check, version: str, ok: bool, text: str) -> None:
    """1.0: a colon and one space or tab; earlier versions MUST be read with more, before and after the colon."""
    assert checked(version, files={"bag-info.txt": f"{text}\n".encode() + INFO}).ok is ok


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize("text", ["Label: value", "Label:\tvalue", "A label of words: value: with: colons", "Label: v\n more\n\tand more",
                                  "Label: ", "label: x\nLABEL: y", "Label: " + "x" * 500])  # fmt: skip
def test_metadata_are_read_in_any_form_that_is_allowed(checked: Check, version: str, text: str) -> None:
    """Tabs, colons within a value, long and empty values, folds, labels that repeat in other case."""
    assert checked(version, files={"bag-info.txt": f"{text}\n".encode() + INFO}).ok


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize(
    "oxum", ["17.2", "16.1", "16", "16.2.1", "-16.2", "1e1.2", "16,2", "", "١٦.٢", "9" * 400 + ".2"]
)
def test_an_oxum_that_is_wrong_is_a_fault_in_every_version(checked: Check, version: str, oxum: str) -> None:
    """Payload-Oxum is bytes.files of the payload, in plain digits."""
    assert not checked(version, files={"bag-info.txt": f"Payload-Oxum: {oxum}\n".encode()}).ok


@pytest.mark.parametrize("version", OLD)
def test_an_oxum_told_twice_before_1_0(checked: Check, version: str) -> None:
    """Told twice alike it is a warning; where the two differ one of them is wrong."""
    assert told(checked(version, files={"bag-info.txt": INFO + INFO})) == (True, True)


def test_two_oxums_that_differ_are_a_fault(checked: Check) -> None:
    """Whichever is read first, the other one is not that of the payload."""
    assert not checked("0.97", files={"bag-info.txt": INFO + b"Payload-Oxum: 99.9\n"}).ok


# fetch.txt.


@pytest.mark.parametrize("version", EVERY)
def test_a_fetched_file_that_is_here_is_checked_like_any(checked: Check, version: str) -> None:
    """fetch.txt may list what has been brought since: nothing is wrong then."""
    told_ = b"https://example.org/hello 6 data/hello.txt\nhttps://example.org/words - data/two/words.txt\n"
    assert told(checked(version, files={"fetch.txt": told_})) == (True, False)


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize(
    "told_",
    [
        "https://example.org/x six data/hello.txt",
        "https://example.org/x data/hello.txt",
        "https://example.org/x -6 data/hello.txt",
    ],
)
def test_a_line_of_fetch_has_three_parts(checked: Check, version: str, told_: str) -> None:
    """An address, a length in digits or `-`, and a path."""
    assert not checked(version, files={"fetch.txt": told_.encode()}).ok


# What is on the disk.


@pytest.mark.parametrize("version", EVERY)
def test_a_file_in_the_payload_that_nothing_lists(bag: Made, version: str) -> None:
    """A stray file makes a bag incomplete, in a folder of its own too."""
    root = bag(version, files={"bag-info.txt": None})
    (root / "data/extra").mkdir()
    (root / "data/extra/file").write_bytes(b"")
    assert any(text.startswith("data/extra/file") for text in check_bag(root).altered)


def test_data_that_is_a_file_is_no_payload(bag: Made) -> None:
    """data MUST be a folder."""
    root = bag(payload={}, files={"bag-info.txt": None})
    (root / "data").rmdir()
    (root / "data").write_bytes(b"")
    assert not check_bag(root).ok


def test_a_manifest_that_is_a_folder_or_a_link_is_none(bag: Made, tmp_path: Path) -> None:
    """A link to a manifest outside is not followed, though it would list the right bytes."""
    root = bag(tags=False)
    (root / "manifest-sha256.txt").rename(tmp_path / "elsewhere")
    (root / "manifest-sha256.txt").symlink_to(tmp_path / "elsewhere")
    assert not check_bag(root).ok


def test_noise_in_a_manifest_is_told(checked: Check) -> None:
    """A manifest of noise gives a report, not a crash."""
    noise = b"".join(hashlib.sha256(str(n).encode()).digest().replace(b"\n", b"") + b"\n" for n in range(2000))
    assert not checked(files={"manifest-sha256.txt": noise}).ok
