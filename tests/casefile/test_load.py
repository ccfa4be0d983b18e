"""A malformed case: every problem of every file at once, with file, line and what to do."""

from pathlib import Path

import pytest

from cases.small import CASE, CLAIMS, STATEMENT, write_case
from solferino.casefile import load
from solferino.words.errors import CaseError, UsageError
from solferino.words.statement import Scheme

BROKEN = {
    "an unclosed string": ("case", CASE.replace('members"', "members"), "case.toml:2: not TOML"),
    "a key twice": ("case", CASE + '[case]\ntitle = "again"\n', "case.toml:8: not TOML: cannot declare"),
    "an unknown key": ("case", CASE.replace("period", "perid"), "case.toml:5: unknown key 'case.perid'\n  did you mean 'period'"),
    "a date in quotes": ("case", CASE.replace("2020-06-30\nt", '"2020-06-30"\nt'), "case.toml:3: case.as_of: expected a date"),
    "a kind misspelt": ("claims", CLAIMS.replace('says = "act"', 'says = "atc"'), "claims/claims.toml:16: there is no kind of claim 'atc'\n  did you mean 'act'"),
    "a table misspelt": ("claims", CLAIMS.replace('of = "incidents"', 'of = "incident"'), "claims/claims.toml:22: raids: there is no table 'incident'\n  did you mean 'incidents'"),
    "a threshold cut off": ("claims", CLAIMS.replace('holds = "n >= 3"', 'holds = "n >="'), "claims/claims.toml:24: raids: holds = 'n >=': expected a name, number or date"),
    "a threshold on nothing given": ("claims", CLAIMS.replace('holds = "n >= 3"', 'holds = "m >= 3"'), "claims/claims.toml:24: raids: holds asks 'm', which the claim does not give"),
    "a key missing": ("claims", CLAIMS.replace('asks = "show restraint"\n', ""), "claims/claims.toml:25: key 'call-restraint.asks' is missing"),
    "a passage that names nothing": ("statement", STATEMENT.replace("(claim:raids)", "(claim:)"), "statement.md:5: a claim: link names no claim"),
    "an empty statement": ("statement", "\n\n", "statement.md: the statement is empty"),
    "raw HTML": ("statement", STATEMENT + "\n<script>x</script>\n", "statement.md:8: raw HTML cannot be checked"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_has_its_message(name: str, tmp_path: Path) -> None:
    """What is wrong, in which file, on which line, and the nearest right word."""
    which, text, message = BROKEN[name]
    with pytest.raises(CaseError) as caught:
        load(write_case(tmp_path / "c", **{which: text}))

    assert message in str(caught.value)


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    """One run names the problems of case.toml, claims and statement together."""
    root = write_case(tmp_path / "c", case=CASE.replace("period", "perid"), claims=CLAIMS.replace('"act"', '"atc"'),
                      statement=STATEMENT.replace("claim:raids", "claim:"))  # fmt: skip
    with pytest.raises(CaseError) as caught:
        load(root)

    assert [p.file for p in caught.value.problems] == ["case.toml", "claims/claims.toml", "statement.md"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'[case]\ntitle = "\xff"\n', "case.toml:2: not UTF-8: byte 0xff at offset 16"),
        ("[case]".encode("utf-16"), "it looks like UTF-16"),
        (b"", "case.toml:1: key 'case' is missing"),
    ],
)
def test_wrong_encodings_are_named(data: bytes, message: str, tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are named with their offset and line."""
    root = write_case(tmp_path / "c")
    (root / "case.toml").write_bytes(data)
    with pytest.raises(CaseError) as caught:
        load(root)

    assert message in str(caught.value)


def test_a_folder_without_case_toml_is_no_case(tmp_path: Path) -> None:
    """The message says what a case is and how to make one."""
    with pytest.raises(UsageError, match="solferino init"):
        load(tmp_path)


def test_two_claims_of_one_id_are_a_problem(tmp_path: Path) -> None:
    """The second says where the first stands."""
    root = write_case(tmp_path / "c", {"claims/more.toml": '[raids]\nsays = "exists"\nof = "incidents"\n'})
    with pytest.raises(CaseError, match=r"more.toml:1: claim 'raids' stands already in claims/claims.toml:19"):
        load(root)


def test_a_judgement_may_not_rest_on_itself(tmp_path: Path) -> None:
    """A circle of premises is found by any road."""
    circle = '[a]\nsays = "judgement"\npremises = ["b"]\n[b]\nsays = "judgement"\npremises = ["a"]\n'
    with pytest.raises(CaseError, match="a: rests on itself"):
        load(write_case(tmp_path / "c", {"claims/more.toml": circle}))


def test_passages_keep_their_words_offsets_and_lines(tmp_path: Path) -> None:
    """Emphasis and soft breaks leave plain text; offsets point into it."""
    text = "[In the past\n**five** years](claim:raids+finding) and [so](context:).\n\n- [x](opinion:22)\n"
    block, item = load(write_case(tmp_path / "c", statement=text)).statements[0].blocks

    assert block.text == "In the past five years and so."
    assert [(p.scheme, p.ids, p.text, p.line) for p in block.passages] == [
        (Scheme.CLAIM, ("raids", "finding"), "In the past five years", 1),
        (Scheme.CONTEXT, (), "so", 2),
    ]
    assert all(block.text[p.start : p.end] == p.text for p in block.passages)
    assert (item.kind, item.line, item.passages[0].ids) == ("item", 4, ("22",))


def test_headings_keep_their_level(tmp_path: Path) -> None:
    """A title is level 1, a section level 2, a paragraph none."""
    blocks = (
        load(write_case(tmp_path / "c", statement="# [A](context:)\n\n## [B](context:)\n\n[c](context:)\n"))
        .statements[0]
        .blocks
    )

    assert [(b.kind, b.level) for b in blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0)]


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    """Files saved on Windows read as the same case."""
    root = write_case(tmp_path / "c")
    (root / "case.toml").write_bytes(b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode())

    assert load(root).settings.title == "A council of invented members"
