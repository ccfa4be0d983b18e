"""The format `text`: documents of every kind become rows, and only what a person has let in becomes a report."""

from __future__ import annotations

import duckdb
import pytest

from solferino.exchange.documents.read import text_of
from solferino.exchange.prose import load, offsets
from solferino.words.errors import CaseError

TOLD = "On 3 May 2031 a shell hit a school in Belad, killing four pupils."
ARABIC = "مقتل طفلين وإصابة ما لا يقل عن ٧ أشخاص في بلدة الوادي في ٤ مايو 2031."


def _rows(data: bytes, name: str, columns: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        loaded = load(con, data, table="t", name=name)
        named = "*" if columns == "*" else ", ".join(f"c{loaded.columns.index(c)}" for c in columns.split())
        return con.execute(f"SELECT {named} FROM t ORDER BY row").fetchall()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("files/a.txt", TOLD.encode()),
        ("files/a.html", f"<body><p>{TOLD}</p></body>".encode()),
        ("files/a.md", f"*{TOLD}*".encode()),
        ("files/a.eml", f"Subject: A school in Belad\nDate: Wed, 14 May 2031 10:00 +0200\n\n{TOLD}\n".encode()),
    ],
)
def test_every_document_is_read_alike(name: str, data: bytes) -> None:
    """What a text says does not hang on the format it came in."""
    assert _rows(data, name, "date_from place object killed_max") == [("2031-05-03", "Belad", "school", "4")]


def test_spans_count_the_bytes_of_the_plain_text() -> None:
    """The span of an account after words in Arabic cuts its sentence out of the UTF-8 of the plain text."""
    data = f"{ARABIC}\n\n{TOLD}".encode()

    spans = [str(span) for (span,) in _rows(data, "a.txt", "span")]
    plain = text_of(data, "a.txt").encode()
    cut = [plain[slice(*map(int, s.split("-")))].decode() for s in spans]
    assert cut == [ARABIC, TOLD]


def test_offsets_are_those_of_each_character() -> None:
    """The first byte of each character is what encoding the text before it says."""
    plain = "aé€𐍈ب"

    assert [offsets(plain)(i) for i in range(6)] == [len(plain[:i].encode()) for i in range(6)]


def test_arabic_is_read_for_days_numbers_and_places() -> None:
    """A sentence in Arabic, with digits of its own, gives its day, its numbers and its place."""
    (row,) = _rows(ARABIC.encode(), "a.txt", "date_from place killed_min killed_max injured_min injured_max")

    assert row == ("2031-05-04", "الوادي", "2", "2", "7", None)


def test_a_language_without_rules_gives_no_account() -> None:
    """A text in a language that there are no words for is not read, rather than read by another's."""
    assert _rows("Le 3 mai 2031, un obus a touché une école à Belad et a tué quatre élèves.".encode(), "a.txt") == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"caf\xe9 was bombed"),
        ("a.html", b"<script>x</script>"),
        ("a.eml", b"no header here"),
        ("a.pdf", b"%PDF-1.4 cut"),
        ("a.docx", b"PK\x03\x04 cut"),
        ("a.xyz", b"x"),
        ("a.txt", b""),
    ],
)
def test_what_cannot_be_read_says_so(name: str, data: bytes) -> None:
    """A broken, empty or unknown document is a named problem with what to do, never a traceback."""
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf", reason="a PDF is read with the extra documents")
    with pytest.raises(CaseError) as caught:
        _rows(data, name)
    assert all(p.text and p.hint for p in caught.value.problems)
