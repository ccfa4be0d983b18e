"""Whatever is altered in a dossier is found and named."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import solferino as sol
from cases.small import CLAIMS, write_case
from dossier.conftest import Made
from solferino.dossier import manifest, verify
from solferino.dossier.linked_data import CRATE, crate
from solferino.dossier.pages import pages
from solferino.dossier.site import DOCUMENTS, drawn
from solferino.words.errors import EvidenceError, UsageError


def flip(path: Path, *, at: int | None = None) -> None:
    """Alter one bit of one byte of a file, in the middle where it is not said which."""
    body = bytearray(path.read_bytes())
    body[len(body) // 2 if at is None else at] ^= 1
    path.write_bytes(body)


def relist(folder: Path) -> str:
    """Write crate and manifest anew, as whoever altered the files would; return the new root."""
    (folder / manifest.NAME).unlink()
    try:
        docs = docs_of(folder)
        crate(docs, {})
    except (ValueError, LookupError, TypeError, RecursionError):
        return manifest.write(folder)
    return manifest.write(folder, last=(CRATE, lambda digests: crate(docs, digests)))


def docs_of(folder: Path) -> dict[str, Any]:
    return {n: json.loads((folder / f"data/{n}.json").read_text("utf-8")) for n in DOCUMENTS}


def retype(folder: Path, name: str, change: Callable[[Any], None], *, remade: bool = True) -> str:
    """Change one document of data/ and make pages and manifest agree with it."""
    docs = docs_of(folder)
    change(docs[name])
    (folder / f"data/{name}.json").write_text(json.dumps(docs[name], indent=1) + "\n", "utf-8")
    if remade:
        for path, body in pages(docs, drawn(folder / "tables", docs["tables"])).items():
            (folder / path).write_bytes(body)
    return relist(folder)


def test_an_untouched_dossier_stands(made: Made) -> None:
    """Nothing altered, every file checked, every verdict accounted for exactly once."""
    found = verify(made.folder, root=made.root)

    assert found.ok, found.json()
    assert (found.altered, found.missing, found.warnings, found.exit) == ((), (), (), 0)
    assert found.checked == len(made.files()) - 1
    assert sorted(found.recomputed + found.attested + found.not_recomputable) == sorted(made.checked.claims)
    assert found.attested == ("witnesses-spoke",)


def test_without_a_root_the_check_says_what_it_cannot_see(made: Made) -> None:
    """A dossier that agrees with itself passes, with the warning that somebody may have made it anew."""
    found = verify(made.folder)

    assert found.ok
    assert "ask the publisher for the root" in found.warnings[0]


def test_one_altered_byte_in_every_file_is_named(copied: Made) -> None:
    """One bit turned in each file: each is named, none besides."""
    files = [f for f in copied.files() if f != manifest.NAME]
    for name in files:
        flip(copied.folder / name)

    found = verify(copied.folder, root=copied.root)

    assert found.exit == 4
    assert sorted(found.altered) == files


@pytest.mark.slow
@pytest.mark.parametrize("place", ["first", "seeded", "last"])
def test_one_altered_byte_of_every_file_of_an_example_is_named(place: str, examples: Path, tmp_path: Path) -> None:
    """Pages, brief, tables, SQL, linked data, styles: whichever byte of a file is turned, the file is named."""
    case = tmp_path / "case"
    shutil.copytree(examples / "aleppo-2016", case, ignore=shutil.ignore_patterns("build"))
    build = sol.open(case).build()
    folder = case / "build" / "dossier"
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files.remove(manifest.NAME)
    draw = Random(place)
    for name in files:
        size = (folder / name).stat().st_size
        flip(folder / name, at={"first": 0, "last": size - 1}.get(place, draw.randrange(size)))

    found = verify(folder, root=build.root)

    assert {"brief.html", "index.html", "VERIFY.txt", "case.lock", "statement.md"} <= set(files)
    assert {Path(f).suffix for f in files} >= {".html", ".csv", ".parquet", ".json", ".jsonld", ".sql", ".js", ".css"}
    assert sorted(found.altered) == files


def test_every_verdict_typed_otherwise_is_found(copied: Made) -> None:
    """All verdicts of claims that can be computed again are changed at once: each is named."""
    names: list[str] = []

    def typed(verdicts: Any) -> None:
        for claim_id, body in verdicts.items():
            body["verdict"], body["type"] = "contradicted" if body["verdict"] == "supported" else "supported", None
            names.append(claim_id)

    before = verify(copied.folder)
    retype(copied.folder, "verdicts", typed)
    found = verify(copied.folder)
    said = {a.split(":")[0].removeprefix("verdict of ") for a in found.altered if a.startswith("verdict of ")}

    assert len(names) > 5
    assert set(before.recomputed) <= said


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "data/case.json",
        "tables/votes.parquet",
        "tables/votes.csv",
        "static/site.js",
        "VERIFY.txt",
        "statement.md",
    ],
)
def test_one_altered_byte_is_found_alone(copied: Made, name: str) -> None:
    """One bit turned in one file: that file is named and no other."""
    flip(copied.folder / name)

    found = verify(copied.folder, root=copied.root)

    assert not found.ok
    assert found.altered == (name,)


def test_an_altered_manifest_is_found(copied: Made) -> None:
    """A bit turned in the manifest itself changes the root."""
    flip(copied.folder / manifest.NAME)

    found = verify(copied.folder, root=copied.root)

    assert not found.ok
    assert manifest.NAME in found.altered


def test_a_removed_file_is_missing(copied: Made) -> None:
    """A listed file that is gone is named as missing."""
    (copied.folder / "methods.html").unlink()

    found = verify(copied.folder, root=copied.root)

    assert (found.ok, found.missing) == (False, ("methods.html",))


def test_an_added_file_is_found(copied: Made) -> None:
    """A file that no manifest lists is named."""
    (copied.folder / "extra").mkdir()
    (copied.folder / "extra/page.html").write_text("<p>more</p>")

    found = verify(copied.folder, root=copied.root)

    assert (found.ok, found.altered) == (False, ("extra/page.html",))


def test_a_link_is_refused_though_its_target_has_the_bytes(copied: Made, tmp_path: Path) -> None:
    """A symbolic link to identical bytes is still no file of the dossier, and is not followed."""
    target = copied.folder / "methods.html"
    target.rename(tmp_path / "methods.html")
    target.symlink_to(tmp_path / "methods.html")

    found = verify(copied.folder, root=copied.root)

    assert (found.ok, found.altered) == (False, ("methods.html",))


def test_page_and_manifest_altered_together_are_caught_by_the_root(copied: Made) -> None:
    """The manifest agrees with the page, but it is not the manifest that was published."""
    page = copied.folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("contradicted", "supported"), "utf-8")
    relist(copied.folder)

    found = verify(copied.folder, root=copied.root)

    assert not found.ok
    assert manifest.NAME in found.altered


def test_page_and_manifest_altered_together_are_caught_without_a_root(copied: Made) -> None:
    """The page is made again from data and tables, and differs."""
    page = copied.folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("contradicted", "supported"), "utf-8")
    relist(copied.folder)

    found = verify(copied.folder)

    assert (found.ok, found.altered) == (False, ("index.html",))


def test_a_page_added_with_its_line_in_the_manifest_is_caught(copied: Made) -> None:
    """No page may stand beside those that data and tables give."""
    (copied.folder / "claims/more.html").write_text("<p>more</p>")
    relist(copied.folder)

    assert verify(copied.folder).altered == ("claims/more.html",)


def test_a_verdict_typed_into_data_is_caught_by_evaluation(copied: Made) -> None:
    """Data, pages and manifest all say supported; the tables do not."""

    def typed(verdicts: Any) -> None:
        verdicts["referrals-vetoed"] |= {"verdict": "supported", "verdict_now": "supported"}

    retype(copied.folder, "verdicts", typed)

    found = verify(copied.folder)

    assert not found.ok
    text = next(a for a in found.altered if a.startswith("verdict of referrals-vetoed"))
    assert "page says supported" in text
    assert "tables give contradicted (n = 1)" in text
    assert "referrals-vetoed" not in found.recomputed


def test_a_row_typed_into_data_is_caught_by_evaluation(copied: Made) -> None:
    """Not the verdict alone: whatever a claim's page shows is compared with what the tables give."""
    retype(copied.folder, "verdicts", lambda v: v["lake-vetoes"]["rows"].pop())

    found = verify(copied.folder)

    assert found.altered == (
        "verdict of lake-vetoes: page says supported (n = 4), tables give supported (n = 4) [rows]",
    )


def test_a_sentence_typed_into_data_is_caught_by_judging_again(copied: Made) -> None:
    """The claims are as they were; the sentence says more than they do."""

    def typed(sentences: Any) -> None:
        next(s for s in sentences if s["verdict"] == "overstated")["verdict"] = "supported"

    retype(copied.folder, "sentences", typed)

    found = verify(copied.folder)

    assert found.altered == ("verdict of statement.md:3: page says supported, its claims give overstated",)


def test_a_statement_altered_with_its_manifest_is_caught(copied: Made) -> None:
    """The statement as text is judged again and no longer gives the sentences printed."""
    text = copied.folder / "statement.md"
    text.write_text(text.read_text("utf-8").replace("at least twenty mills", "at least ninety mills"), "utf-8")
    relist(copied.folder)

    assert not verify(copied.folder).ok


def test_another_dossier_is_told_by_the_root_alone(copied: Made) -> None:
    """Data, pages and manifest that agree with the tables make another dossier: only the root tells."""
    retype(copied.folder, "case", lambda case: case.update(title="Another"))

    assert verify(copied.folder).ok
    assert not verify(copied.folder, root=copied.root).ok


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "not JSON": ("data/verdicts.json", b"{", "data/verdicts.json"),
    "another shape": ("data/case.json", b"[]", "data/"),
    "nested without end": ("data/case.json", b"[" * 100_000, "data/case.json"),
    "a table that is none": ("tables/votes.parquet", b"PAR1", "data/"),
    "no verdict of a claim": ("data/verdicts.json", b"{}", "data/"),
}


def test_what_is_withheld_excuses_only_the_claims_that_ask_for_it(copied: Made) -> None:
    """Some reports are sealed: a count of reports cannot be made again, which no other verdict may hide behind."""

    def typed(verdicts: Any) -> None:
        for claim_id in ("raids-reported", "envoy-named"):
            verdicts[claim_id]["values"]["n"] = {"base": 9, "high": 9, "low": 9}

    retype(copied.folder, "verdicts", typed)

    found = verify(copied.folder)

    assert "raids-reported" in found.not_recomputable
    assert [a.split(":")[0] for a in found.altered] == ["verdict of envoy-named"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_dossier_is_a_finding_and_no_crash(copied: Made, name: str) -> None:
    """Whatever stands in data/ and tables/, with a manifest that agrees, the check ends and says where it stopped."""
    path, body, named = BROKEN[name]
    (copied.folder / path).write_bytes(body)
    relist(copied.folder)

    found = verify(copied.folder)

    assert not found.ok
    assert named in " ".join((*found.altered, *found.warnings))


MANIFESTS = {
    "cut short": (lambda b: b[:-20], "cut short"),
    "no digest": (lambda b: b + b"hello\n", "is not a SHA-256"),
    "outside": (lambda b: b + b"0" * 64 + b"  ../secret\n", "outside the dossier"),
    "absolute": (lambda b: b + b"0" * 64 + b"  /etc/passwd\n", "outside the dossier"),
    "twice": (lambda b: b + b.splitlines(keepends=True)[0], "a second time"),
    "not text": (lambda b: b + b"\xff\n", "not UTF-8"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_malformed_manifest_is_explained(copied: Made, name: str) -> None:
    """Each way a manifest can be wrong has its line, and no path outside the folder is ever opened."""
    change, said = MANIFESTS[name]
    at = copied.folder / manifest.NAME
    at.write_bytes(change(at.read_bytes()))

    found = verify(copied.folder)

    assert not found.ok
    assert any(said in w for w in found.warnings), found.warnings


def test_a_folder_without_manifest_is_no_dossier(tmp_path: Path) -> None:
    """The error says what is missing."""
    with pytest.raises(EvidenceError, match="has no SHA256SUMS"):
        verify(tmp_path)


def test_a_root_that_is_none_is_a_usage_error(made: Made) -> None:
    """A shortened root is refused rather than compared."""
    with pytest.raises(UsageError, match="is not a root"):
        verify(made.folder, root="sha256:abc")


def test_the_root_is_the_digest_of_the_manifest(made: Made) -> None:
    """Anyone can take it with sha256sum, as VERIFY.txt says."""
    assert made.root == f"sha256:{hashlib.sha256((made.folder / manifest.NAME).read_bytes()).hexdigest()}"


def test_a_claim_in_error_is_found_again(tmp_path: Path) -> None:
    """An untouched dossier stands, also where a claim of it cannot be asked: the same error, at the same line."""
    root = write_case(tmp_path / "case", claims=CLAIMS.replace('member = "NOR"', 'member = "NOWHERE"', 1))
    built = sol.open(root).build()
    assert str(built.verdicts["isle-vetoes"].status) == "error"

    assert not verify(root / "build/dossier").altered
