"""`check CASE FILE.docx`: verdicts in the margin, claims kept, what moved is said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

import solferino as sol
from cases.small import STATEMENT, write_case
from cases.word import document, paragraph, part, run, words
from solferino.casefile.statement import parse_statement
from solferino.cli.check import command
from solferino.words.errors import UsageError
from solferino.words.statement import Statement

TEXT = [
    paragraph("On the council", style="berschrift1"),
    paragraph("Northland vetoed two drafts on the Isle. It vetoed a referral to the Court."),
    paragraph("Northland carried out at least ", run("three", bold=True), " raids. A court found so. Southland should show restraint."),
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small case, built."""
    made = write_case(tmp_path / "case")
    sol.open(made).build()
    return made


def check(root: Path, paragraphs: list[str], *more: str) -> tuple[Result, dict[str, object], bytes]:
    """Run the verb on a document of `paragraphs`; return what it did, its JSON and the copy."""
    path = root.parent / "draft.docx"
    path.write_bytes(document(paragraphs))
    (root.parent / "draft.checked.docx").unlink(missing_ok=True)
    done = CliRunner().invoke(command, [str(root), str(path), "--json", *more], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done, json.loads(done.stdout), (root.parent / "draft.checked.docx").read_bytes()


def comments(copy: bytes) -> list[str]:
    """The comments of a copy, a line each paragraph."""
    return [
        "\n".join("".join(p.itertext()) for p in c) for c in ElementTree.fromstring(part(copy, "word/comments.xml"))
    ]


def test_a_document_that_says_the_statement_gets_its_verdicts(root: Path) -> None:
    """Each sentence bears the verdict that a build gives it, in the margin, and no word is touched."""
    build = sol.open(root).check()
    done, found, copy = check(root, TEXT)
    lines = found["sentences"]

    assert [(x["how"], x["verdict"]) for x in lines] == [("same", str(s.verdict)) for s in build.sentences]  # type: ignore[attr-defined]
    assert found["gone"] == []
    assert words(copy) == words(document(TEXT))
    assert len(comments(copy)) == 5
    assert comments(copy)[1].startswith("overstated\n") or comments(copy)[1].startswith("contradicted\n")
    assert "referrals: contradicted (n = 1; asks n >= 2) · claims/claims.toml:8" in comments(copy)[1]
    assert done.return_value == found["exit"] == build.exit


def test_a_reworded_sentence_keeps_its_claims_and_says_what_moved(root: Path) -> None:
    """Three drafts where two are on record: the claim still answers, and the number's move is named."""
    _, found, copy = check(root, [TEXT[0], paragraph("Northland vetoed five drafts on the Isle."), *TEXT[2:]])
    near = found["sentences"][1]  # type: ignore[index]

    assert (near["how"], near["claims"], near["line"]) == ("near", ["isle-vetoes"], 3)
    assert near["moved"] == ['number: "two" became "five"']
    assert near["verdict"] in ("contradicted", "overstated")
    assert "Reworded since statement.md:3; its claims were kept.\nMoved: number" in comments(copy)[0]
    assert [s["text"] for s in found["gone"]] == ["It vetoed a referral to the Court."]  # type: ignore[attr-defined]


def test_a_new_sentence_rests_on_nothing(root: Path) -> None:
    """Checkable words that no claim answers are bare, and the margin says that the statement lacks them."""
    _, found, copy = check(root, [*TEXT, paragraph("Southland bombed forty schools in May 2019.")])

    assert [x["verdict"] for x in found["sentences"] if x["how"] == "new"] == ["bare"]  # type: ignore[attr-defined]
    assert comments(copy)[-1].endswith("This sentence is not in the statement; no claim stands behind it.")


def test_the_statement_that_a_document_gives_keeps_every_claim(root: Path) -> None:
    """Taken over, it reads back with the same links over the same words; the case itself is untouched."""
    to = root.parent / "new.md"
    check(root, TEXT, "--statement", str(to))
    old, new = (parse_statement(t, "statement.md", "en") for t in (STATEMENT, to.read_text("utf-8")))

    assert isinstance(old, Statement)
    assert isinstance(new, Statement)
    assert [p.ids for b in new.blocks for p in b.passages] == [p.ids for b in old.blocks for p in b.passages]
    assert [p.text for b in new.blocks for p in b.passages] == [p.text for b in old.blocks for p in b.passages]
    assert new.blocks[0].kind == "heading"
    assert (root / "statement.md").read_text("utf-8") == STATEMENT


def test_nothing_is_written_over(root: Path) -> None:
    """Neither a copy that somebody may have answered in, nor a statement."""
    path = root.parent / "draft.docx"
    path.write_bytes(document(TEXT))
    (root.parent / "there.docx").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="exists"):
        sol.open(root).check_document(path, to=root.parent / "there.docx")

    assert (root.parent / "there.docx").read_text("utf-8") == "mine"


def test_the_console_says_what_moved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the case's folder the document alone is enough; the last lines count and name the copy."""
    (root / "draft.docx").write_bytes(document([TEXT[0], paragraph("Northland never vetoed two drafts on the Isle.")]))
    monkeypatch.chdir(root)
    done = CliRunner().invoke(command, ["draft.docx"], standalone_mode=False)

    assert done.exception is None
    assert " near  " in done.stdout
    assert re.search(r'moved: negation: "never" came in', done.stdout)
    assert " gone  statement.md:3\n   It vetoed a referral to the Court." in done.stdout
    assert "1 sentences as in statement.md · 1 reworded · 0 new · 4 gone" in done.stdout
    assert "copy with comments: draft.checked.docx" in done.stdout


ITALIC = '<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
STRESSED = [
    *TEXT[:2],
    paragraph(
        ITALIC.format("Northland "), "carried out at least ", run("three", bold=True), " raids. A c", run("ourt", bold=True),
        ITALIC.format(" found"), " so. Southland should show ", run("restraint.", bold=True),
    ),
]  # fmt: skip


def test_bold_and_italic_become_emphasis(root: Path, tmp_path: Path) -> None:
    """Whole words are stressed in the statement written, within their links; half a word and a stop are left as they are."""
    check(root, STRESSED, "--statement", str(tmp_path / "new.md"))
    text = (tmp_path / "new.md").read_text("utf-8")
    read = parse_statement(text, "statement.md", "en")

    assert "[*Northland* carried out at least **three** raids.](claim:raids)" in text
    assert "[A court *found* so.](claim:finding)" in text
    assert "show restraint." in text
    assert isinstance(read, Statement)
    assert read.blocks[-1].text.startswith("Northland carried out at least three raids. A court found so.")
