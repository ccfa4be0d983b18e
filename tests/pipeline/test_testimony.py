"""Testimony: coded witnesses, words to the letter, and consent that can be taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import solferino as sol
from cases.sealed import open_up
from cases.small import decision
from solferino.casefile import load
from solferino.pipeline.add_sealed import add_sealed
from solferino.pipeline.consent import raise_in, raised
from solferino.pipeline.sealed import build_folder
from solferino.pipeline.unlock import lock
from solferino.store.engine import connect
from solferino.words.errors import CaseError

SAID = "We heard it twice, then the light went out."
TRANSCRIPT = f"Q: What happened? — A: {SAID} canarybird\n"
START = len(TRANSCRIPT.split(SAID)[0].encode())  # the dash takes three bytes: spans count bytes, not letters
END = START + len(SAID.encode())
CITED = '\n[The witness said: "We heard it twice, then the light went out."](source:interview)\n'


@pytest.fixture
def told(case: Path) -> Path:
    """The sealed case with an interview, one quotation of it, and a statement that quotes it."""
    plain = case.parent / "outside" / "interview.txt"
    plain.write_text(TRANSCRIPT, "utf-8")
    add_sealed(case, plain, name="interview")
    path = case / "sources" / "interview.toml"
    drafted = re.sub(r"(?m)^kind .*$", 'kind = "testimony"', path.read_text("utf-8"), count=1)
    path.write_text(drafted.split("\n[[read]]")[0] + quote(), "utf-8")
    statement = case / "statement.md"
    statement.write_text(statement.read_text("utf-8") + CITED, "utf-8")
    return case


def quote(*, start: int = START, consent: str = "publish", witness: str = "W-07") -> str:
    """The table of a testimony with one quotation."""
    return (
        f'\n[testimony]\nwitness = "{witness}"\nconsent = "{consent}"\n'
        f'[[testimony.quote]]\nid = "q1"\nspan = [{start}, {END}]\ntext = "{SAID}"\n'
    )


def described(case: Path, text: str) -> None:
    """Describe the testimony anew."""
    path = case / "sources" / "interview.toml"
    path.write_text(path.read_text("utf-8").split("\n[testimony]")[0] + text, "utf-8")


def test_a_quotation_stands_locked_or_not(told: Path) -> None:
    """The cited words are found among those agreed to, with and without the key; the transcript never shows."""
    for opens in (True, False):
        if opens:
            open_up(told)
        build = sol.open(told).build()
        (sentence,) = [s for s in build.sentences if "witness" in s.text]
        assert str(sentence.verdict) == "attributed", sentence.findings
        checked = sol.verify(build_folder(told) / "dossier")
        assert checked.ok, checked.altered
        lock(told)
    assert not any(b"canarybird" in p.read_bytes() for p in told.rglob("*") if p.is_file())


def test_no_word_of_a_transcript_is_drafted_into_its_description(case: Path) -> None:
    """A first line that a guess takes for the names of columns stays sealed."""
    for ending in ("csv", "txt"):
        plain = case.parent / "outside" / f"notes.{ending}"
        plain.write_text("canarybird told us,date\nmore,2020-01-01\n", "utf-8")
        add_sealed(case, plain, name=f"notes-{ending}")

    assert not any("canarybird" in p.read_text("utf-8") for p in (case / "sources").iterdir())


def test_a_span_that_misses_is_a_file_error_with_its_line(told: Path) -> None:
    """The message names the quotation and where it does stand, and tells nothing of the transcript."""
    open_up(told)
    described(told, quote(start=START + 1))
    with pytest.raises(CaseError, match=r"interview.toml:\d+: quotation 'q1' is not bytes") as found:
        sol.open(told).build()
    assert f"[{START}, {END}]" in str(found.value)
    assert "canarybird" not in str(found.value)


def test_words_that_are_not_in_the_transcript_are_a_file_error(told: Path) -> None:
    """One word changed is another quotation."""
    open_up(told)
    described(told, quote().replace("twice", "once"))
    with pytest.raises(CaseError, match="stands nowhere"):
        sol.open(told).build()


def test_consent_taken_back_takes_the_words_out(told: Path) -> None:
    """A decision of consent about one quotation makes its words in clear an error, locked or not."""
    (told / "decisions.jsonl").write_text(decision("consent", ["interview/q1"], value={"use": "withdrawn"}), "utf-8")
    with pytest.raises(CaseError, match="its use was limited since"):
        sol.open(told).build()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (quote(consent="restricted"), "stand in clear, who agreed to use 'restricted' alone"),
        (quote(witness="Somebody"), "witness"),
        (quote() + 'translation = "x"\n', "language and who made it"),
        (quote() + quote().split("\n[testimony]")[1].split("\n", 2)[2].split("\n", 1)[1], "two quotations"),
    ],
)
def test_what_the_description_may_not_say(told: Path, text: str, said: str) -> None:
    """Words nobody agreed to, a witness by name, a translation without its maker, one id twice: errors of the file."""
    described(told, text)
    with pytest.raises(CaseError, match=said):
        load(told)


def test_consent_about_a_source_holds_for_all_its_reports() -> None:
    """Whoever takes back a whole source need not name its rows; a report guarded more by itself stays so."""
    levels = {"told": "restricted", "told/2": "sealed"}
    rows = [{"report_id": f"{source}/{n}", "sensitivity": "public"} for source in ("told", "other") for n in (1, 2)]
    with connect() as con:
        con.execute("CREATE TABLE t AS SELECT * FROM (VALUES ('told/1', 'public'), ('told/2', 'public'), "
                    "('other/1', 'public'), ('other/2', 'public')) v (report_id, sensitivity)")  # fmt: skip
        raise_in(con, ["t"], levels)
        found = con.execute("SELECT sensitivity FROM t").fetchall()

    assert [row["sensitivity"] for row in raised(rows, levels)] == ["restricted", "sealed", "public", "public"]
    assert [level for (level,) in found] == ["restricted", "sealed", "public", "public"]


def test_consent_about_nothing_is_told(told: Path) -> None:
    """A slip of the pen would leave words in clear that somebody took back: the build says that it guards nothing."""
    withdrawn = decision("consent", ["intreview/q1"], value={"use": "withdrawn"})
    (told / "decisions.jsonl").write_text(withdrawn, "utf-8")

    notes = sol.open(told).build().built.checked.notes
    assert "decisions.jsonl:1: consent about a source that the case does not have: it guards nothing" in notes
