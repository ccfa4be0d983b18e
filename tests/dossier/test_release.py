"""One release after another: what will be public, what moved, corrections that reach every export, the PDF."""

from __future__ import annotations

import builtins
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import solferino as sol
from cases.small import VETOES, source, write_case
from cases.word import document, paragraph
from dossier.test_safely import texts_in
from pipeline.test_approvals import approve
from solferino.cli.publish import command
from solferino.dossier import pdf
from solferino.words.errors import EvidenceError, MachineError

_VETO_COLUMNS = (
    'draft = "draft"\ndate = "date"\nmember = "member"\ntopic = "topic"\nasks = { column = "asks", split = ";" }'
)
_CLOSED = 'closed = { from = 2015-01-01, to = 2021-12-31, note = "every veto of the council" }'
ANOTHER = VETOES + "D/5,2018-02-02,NOR,Isle,icc-referral\n"
CORRECTION = """[[correction]]
on = 2020-09-01
about = "referrals"
was = "one referral vetoed"
now = "two referrals vetoed"
why = "the archive of 2018 <b>was</b> opened"
by = "the editor"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small case, approved."""
    made = write_case(tmp_path / "case")
    approve(made)
    return made


def amended(root: Path) -> None:
    """File a veto that was not known: a second referral was blocked."""
    files = {
        "files/vetoes.csv": ANOTHER,
        "sources/vetoes.toml": source("vetoes", ANOTHER, "vetoes", ["draft", "member"], _VETO_COLUMNS, _CLOSED),
    }
    for name, text in files.items():
        (root / name).write_text(text, "utf-8", newline="\n")


def history(to: Path) -> list[dict[str, Any]]:
    """What a release says of those before it."""
    return json.loads((to / "data/case.json").read_text("utf-8"))["history"]  # type: ignore[no-any-return]


def test_publishing_the_same_again_changes_no_byte(root: Path, tmp_path: Path) -> None:
    """In the same folder or another, the root is the same."""
    roots = {sol.open(root).publish(tmp_path / to, pdf="never").root for to in ("out", "out", "other")}

    assert len(roots) == 1
    assert history(tmp_path / "out") == []


def test_a_verdict_that_moved_is_a_record_in_the_next_release(root: Path, tmp_path: Path) -> None:
    """The release before is named by its root, with each claim and sentence whose verdict is another now."""
    first = sol.open(root).publish(tmp_path / "out", pdf="never")
    amended(root)
    second = sol.open(root).publish(tmp_path / "out", pdf="never")
    (release,) = history(tmp_path / "out")

    assert release["root"] == first.root
    assert {m["about"]: (m["was"], m["now"], m["explained"]) for m in release["moved"]}["referrals"] == (
        "contradicted",
        "supported",
        False,
    )
    assert "no correction explains it" in (tmp_path / "out/corrections.html").read_text("utf-8")
    assert "verdict of referrals: contradicted → supported" in second.public
    assert "table vetoes: 1 rows come, 0 go" in second.public
    assert sol.verify(tmp_path / "out", root=second.root).ok


def test_a_correction_reaches_every_export(root: Path, tmp_path: Path) -> None:
    """Pages, the claim's page and SQL, linked data, crate, PDF, and the margin of a Word document."""
    sol.open(root).publish(tmp_path / "out", pdf="never")
    amended(root)
    (root / "corrections.toml").write_text(CORRECTION, "utf-8")
    made = sol.open(root).publish(tmp_path / "out")
    out = tmp_path / "out"
    docx = tmp_path / "draft.docx"
    docx.write_bytes(document([paragraph("It vetoed a referral to the Court.")]))
    sol.open(root).check_document(docx, to=tmp_path / "copy.docx")
    told = [
        "corrections.html",
        "claims/referrals.html",
        "sql/referrals.sql",
        "claimreview.jsonld",
        "ro-crate-metadata.json",
        "data/case.json",
    ]
    told += [] if made.left_out else ["statement.pdf"]

    for name in told:
        text = " ".join(" ".join(texts_in(out / name)).split())
        assert "two referrals vetoed" in text, name
    assert "<b>was</b>" not in (out / "corrections.html").read_text("utf-8")
    assert 'href="corrections.html"' in (out / "index.html").read_text("utf-8")
    assert 'href="../corrections.html"' in (out / "claims/finding.html").read_text("utf-8")
    with zipfile.ZipFile(tmp_path / "copy.docx") as archive:
        assert b"two referrals vetoed" in archive.read("word/comments.xml")
    assert {m["about"]: m["explained"] for m in history(out)[0]["moved"]}["referrals"] is True
    assert sol.verify(out, root=made.root).ok


def test_a_correction_that_is_malformed_is_named_by_line(tmp_path: Path) -> None:
    """Every key is asked for: a correction without its reason corrects nothing."""
    root = write_case(tmp_path / "case", {"corrections.toml": CORRECTION.replace("why", "wy")})

    with pytest.raises(sol.SolferinoError, match=r"corrections\.toml:\d+"):
        sol.open(root).read()


def test_a_dry_run_says_what_would_be_public_and_writes_nothing(root: Path, tmp_path: Path) -> None:
    """First every table with its columns; later only what is new, missing approvals last."""
    out = tmp_path / "out"
    first = CliRunner().invoke(command, [str(root), "--to", str(out), "--dry-run"], standalone_mode=False)

    assert first.return_value == 0
    assert "first release: everything is new" in first.stdout
    assert "table acts: 4 rows; columns report_id" in first.stdout
    assert not out.exists()
    sol.open(root).publish(out, pdf="never")
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    again = CliRunner().invoke(command, [str(root), "--to", str(out), "--dry-run"], standalone_mode=False)
    assert "nothing that is not public already" in again.stdout
    amended(root)
    (root / "statement.md").write_text((root / "statement.md").read_text("utf-8") + "\n[More.](context:)\n", "utf-8")
    last = CliRunner().invoke(command, [str(root), "--to", str(out), "--dry-run"], standalone_mode=False)
    assert last.return_value == 3
    assert "sentences: 1 NEW: More." in last.stdout
    assert "table vetoes: 1 rows come, 0 go" in last.stdout
    assert before == {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_a_column_that_is_new_in_public_is_named(root: Path, tmp_path: Path) -> None:
    """A field added to the allow-list since the last release stands out before it leaves."""
    out = tmp_path / "out"
    sol.open(root).publish(out, pdf="never")
    tables = json.loads((out / "data/tables.json").read_text("utf-8"))
    tables["acts"]["columns"].remove("subject")
    (out / "data/tables.json").write_text(json.dumps(tables), "utf-8")

    assert "table acts: NEW column subject" in sol.open(root).preview(out).public


def test_a_release_that_cannot_be_read_is_not_written_over(root: Path, tmp_path: Path) -> None:
    """What moved since then could not be told, so nothing is published over it."""
    out = tmp_path / "out"
    sol.open(root).publish(out, pdf="never")
    (out / "data/verdicts.json").unlink()

    with pytest.raises(EvidenceError, match="cannot be read"):
        sol.open(root).publish(out, pdf="never")


def test_without_the_extra_the_pdf_is_left_out_and_said(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing succeeds and says how to get it; asked for by name, it fails as a matter of the machine."""
    plain = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("weasyprint"):
            raise ImportError(name)
        return plain(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    done = CliRunner().invoke(command, [str(root), "--to", str(tmp_path / "out")], standalone_mode=False)

    assert done.return_value == 0
    assert "no PDF: the extra pdf is not installed. pip install 'solferino[pdf]'" in done.output
    assert not (tmp_path / "out/statement.pdf").exists()
    with pytest.raises(MachineError, match="not installed"):
        sol.open(root).publish(tmp_path / "more", pdf="always")
    assert not (tmp_path / "more").exists()


def texts_of_pdf(body: bytes) -> list[str]:
    """The text of each page."""
    pypdf = pytest.importorskip("pypdf")
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]


@pytest.fixture
def setter() -> None:
    """The library that sets the PDF, without which these tests say nothing."""
    if lacks := pdf.ready():
        pytest.skip(lacks)


@pytest.mark.usefixtures("setter")
def test_the_pdf_has_a_footnote_for_every_sentence_that_was_checked(root: Path, tmp_path: Path) -> None:
    """The statement's words, and below them verdict, values, threshold, where the claim stands and its rows."""
    sol.open(root).publish(tmp_path / "out", pdf="always")
    text = " ".join("".join(list(texts_in(tmp_path / "out/statement.pdf"))[1:]).split())

    assert "Northland vetoed two drafts on the Isle" in text
    assert "isle-vetoes: supported, 2 found; asks at least 2 (claims/claims.toml:1) [D/1, D/2]." in text
    assert "5. Tracked." in text
    assert "Every verdict holds on the evidence filed." in text


@pytest.mark.usefixtures("setter")
def test_the_pdf_is_the_same_in_another_process_zone_and_locale(root: Path, tmp_path: Path, repo: Path) -> None:
    """No time of day, no random name, no locale: the root of a release with its PDF is one."""
    here = sol.open(root).publish(tmp_path / "out", pdf="always").root
    body = "import sys; from pathlib import Path; import solferino as sol; print(sol.open(sys.argv[1]).publish(Path(sys.argv[2]), pdf='always').root)"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(repo / "src"), "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": os.environ.get("HOME", "/")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", body, str(root), str(tmp_path / "there")],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == here


@pytest.mark.usefixtures("setter")
def test_right_to_left_text_is_shaped() -> None:
    """An Arabic translation has its own PDF, right to left, set with letters of that script."""
    arabic = "استخدمت نورثلاند حق النقض."
    docs = {"case": {"title": "x", "author": "", "as_of": "2020-06-30", "language": "en", "corrections": []}, "sentences": [],
            "statements": [{"file": "statement.ar.md", "language": "ar", "blocks": [{"kind": "paragraph", "level": 0, "line": 1, "text": arabic}]}],
            "verdicts": {}, "sources": []}  # fmt: skip
    made = pdf.pdfs(docs)

    assert list(made) == ["statement.ar.pdf"]
    assert "نورثلاند" in "".join(texts_of_pdf(made["statement.ar.pdf"])).replace("\n", " ")
