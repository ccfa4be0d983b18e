"""Documents that a sentence cites whole: their numbers, days and words are looked for in the bytes that were preserved."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

import solferino as sol
from cases.small import write_case
from solferino.words.result import SentenceResult

REPORT = """<html><body><h1>Clinics on the Isle</h1><p>Of 57 clinics, fourteen had closed by 3&nbsp;May 2020.</p>
<p>A nurse told us: “We had no light &amp; no water for <b>nine days</b>, and then the roof came down.”</p></body></html>
"""
_SOURCE = """[source]
title = "Clinics on the Isle"
kind = "document"
publisher = "Relief Watch"
path = "files/clinics{ending}"
sha256 = "{sha256}"
size = {size}
note = "40 pages"
"""


def _built(root: Path, sentence: str, *, data: str = REPORT, ending: str = ".html") -> sol.Build:
    raw = data.encode()
    described = _SOURCE.format(ending=ending, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    files = {f"files/clinics{ending}": data, "sources/clinics.toml": described}
    return sol.open(write_case(root / "case", files, claims="", statement=sentence + "\n")).build()


def _judged(root: Path, sentence: str, **more: str) -> SentenceResult:
    (found,) = _built(root, sentence, **more).sentences
    return found


@pytest.mark.parametrize(
    "said",
    [
        "Relief Watch reported that 14 of 57 clinics had closed by 3 May 2020",
        "A nurse told Relief Watch: “we had no light”",
        'Relief Watch quotes a nurse who said "We had no light & no water … and then the roof came down"',
        "Relief Watch reported that clinics had closed",
        "According to Relief Watch, a so-called “clean war” went on",
    ],
)
def test_what_a_document_says_may_be_said_of_it(said: str, tmp_path: Path) -> None:
    """Numbers in words and figures, quotations with words left out; two words in marks are no quotation."""
    assert str(_judged(tmp_path, f"[{said}](source:clinics).").verdict) == "attributed"


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ("Relief Watch reported that 15 clinics had closed", '"15" does not occur in clinics'),
        ("Relief Watch reported that 40 clinics had closed", '"40" does not occur in clinics'),
        ("Relief Watch reported that 14 clinics had closed by 4 May 2020", '"4 May 2020" does not occur in clinics'),
        ("Relief Watch said that “there was no water at all”", "“there was no water at all” does not occur in clinics"),
        ("Relief Watch said “the roof came down … we had no light”", "does not occur in clinics"),
    ],
)
def test_what_it_does_not_say_is_found(said: str, finding: str, tmp_path: Path) -> None:
    """A number of its description is none of the document; pieces of a quotation stand in order."""
    found = _judged(tmp_path, f"[{said}](source:clinics).")

    assert str(found.verdict) == "bare"
    assert any(finding in f.text for f in found.findings), found.findings


def test_a_document_that_cannot_be_read_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the reader of PDF the sentence says what was not compared, and how to mend that."""
    monkeypatch.setitem(sys.modules, "pypdf", None)

    found = _judged(tmp_path, "[Relief Watch reported that 14 clinics had closed](source:clinics).", ending=".pdf")

    assert str(found.verdict) == "insufficient"
    (told,) = (f.text for f in found.findings if f.status)
    assert told.startswith('not compared with clinics: "14"; reading a PDF needs pypdf')
    assert "pip install" in told


def test_verify_says_that_it_cannot_read_the_document_again(tmp_path: Path) -> None:
    """A dossier holds no bytes of documents: the sentence is named as not recomputable, and nothing is altered."""
    _built(tmp_path, "[Relief Watch reported that 14 clinics had closed](source:clinics).")

    found = sol.verify(tmp_path / "case/build/dossier")

    assert found.ok
    assert list(found.not_recomputable) == ["statement.md:1"]


def test_verify_judges_again_what_puts_nothing_in_the_mouth_of_a_document(tmp_path: Path) -> None:
    """Without number or quotation the document is not needed, and an altered verdict is found as any other."""
    _built(tmp_path, "[Relief Watch reported that clinics had closed](source:clinics).")

    assert not sol.verify(tmp_path / "case/build/dossier").not_recomputable
