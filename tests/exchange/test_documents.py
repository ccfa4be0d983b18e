"""Documents become plain text, the same from every format; what is broken or hostile is refused, with what to do."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from solferino.exchange.documents.read import plain_text
from solferino.law.facts import parties
from solferino.prose.atoms.read import read
from solferino.words.errors import CaseError, MachineError, UsageError

PARAGRAPHS = [
    "Relief Watch calls on Chad to open the road",
    "Chadian soldiers shelled two clinics near Faya on 3 May 2016.",
    "“The government of Chad must open the road & let aid pass,” said Ana Lund, a nurse.",
]
PLAIN = "\n\n".join(PARAGRAPHS) + "\n"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def docx(body: str, *, head: str = "") -> bytes:
    """Return a .docx whose document part is `body`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
    return made.getvalue()


def runs(paragraphs: list[str]) -> str:
    """Return paragraphs of two runs each, the second emphasised."""
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escaped(p[:7])}</w:t></w:r>'
        f"<w:del><w:r><w:delText>no longer</w:delText></w:r></w:del><w:r><w:b/><w:t>{escaped(p[7:])}</w:t></w:r></w:p>"
        for p in paragraphs
    )


def pdf(paragraphs: list[str], title: tuple[str, ...] = ()) -> bytes:
    """Return a PDF of one page, a line for each forty letters, a gap between paragraphs; the title in larger letters."""
    lines, y = [f"1 0 0 1 60 {820 - 26 * i} Tm /F1 20 Tf ({t}) Tj" for i, t in enumerate(title)], 760
    lines += ["/F1 11 Tf"]
    for p in paragraphs:
        words = p.replace("“", '"').replace("”", '"').split()
        while words:
            line = words.pop(0)
            while words and len(line) + len(words[0]) < 40:
                line += " " + words.pop(0)
            told = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            lines.append(f"1 0 0 1 60 {y} Tm ({told}) Tj")
            y -= 14
        y -= 14
    content = ("BT /F1 11 Tf " + " ".join(lines) + " ET").encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return made + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


FILES = {
    "a.txt": PLAIN.encode(),
    "bom.txt": "\ufeff".encode() + PLAIN.replace("\n", "\r\n").encode(),
    "utf16.txt": PLAIN.encode("utf-16"),
    "lines.txt": "\n".join(p + " " * 60 for p in PARAGRAPHS).encode(),
    "a.md": f"# {PARAGRAPHS[0]}\n\nChadian soldiers\nshelled **two clinics** near [Faya](https://example.org) on 3 May 2016.\n\n- {PARAGRAPHS[2]}\n".encode(),
    "a.html": (
        "<html><head><title>x</title><style>p{}</style></head><body><nav>Home</nav><main><h1>" + PARAGRAPHS[0]
        + "</h1><p>Chadian soldiers shelled <em>two clinics</em>\n near Faya on 3&nbsp;May 2016.<script>alert(1)</script></p><div>"
        + escaped(PARAGRAPHS[2]) + "</div></main><footer>Donate</footer></body></html>"
    ).encode(),
    "latin.html": ("<meta charset='windows-1252'>" + "".join(f"<p>{escaped(p)}</p>" for p in PARAGRAPHS)).encode("cp1252"),
    "a.docx": docx(runs(PARAGRAPHS)),
}  # fmt: skip


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_text_and_the_same_atoms(name: str, tmp_path: Path) -> None:
    """Marks, runs, entities, byte-order marks and line ends are gone; deleted words and scripts were never read."""
    text = plain_text(write(tmp_path, name, FILES[name]))

    assert text == PLAIN
    assert [a.kind for a in read(text, parties=parties()) if a.nested_in is None] == ["call", "attribution", "call"]


def test_a_pdf_gives_the_same_text(tmp_path: Path) -> None:
    """Lines are joined into the paragraphs they were; straight marks for curled ones are all that differs."""
    pytest.importorskip("pypdf", reason="the extra documents is not installed")
    text = plain_text(write(tmp_path, "a.pdf", pdf(PARAGRAPHS)))

    assert text == PLAIN.replace("“", '"').replace("”", '"')
    assert [a.kind for a in read(text, parties=parties()) if a.nested_in is None] == ["call", "attribution", "call"]


def test_a_title_over_several_lines_of_a_pdf_is_one(tmp_path: Path) -> None:
    """Its lines are short and begin with capitals, and in letters of one size they go on."""
    pytest.importorskip("pypdf", reason="the extra documents is not installed")
    text = plain_text(write(tmp_path, "a.pdf", pdf(PARAGRAPHS, ("Letter of the", "Panel on", "Faya"))))

    assert text.split("\n\n")[0] == "Letter of the Panel on Faya"


def test_a_pdf_without_its_reader_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is missing: exit 74, and the words to type."""
    monkeypatch.setitem(sys.modules, "pypdf", None)

    with pytest.raises(MachineError, match=r"solferino\[documents\]"):
        plain_text(write(tmp_path, "a.pdf", b"%PDF-1.4"))


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.odt", b"x", "no reader for .odt"),
        ("a.txt", b"", "holds no text"),
        ("a.txt", b" \n\n", "holds no text"),
        ("a.txt", "Ministère".encode("cp1252"), "not utf-8: byte 0xe8"),
        ("a.txt", b"ab\0cd", "NUL"),
        ("a.html", b"<meta charset='nonsense-8'><p>x</p>", "is not known"),
        ("a.html", b"<script>only</script>", "holds no text"),
        ("a.docx", b"PK\x03\x04 not an archive", "no document that can be read"),
        ("a.docx", docx(runs(PARAGRAPHS))[:-40], "no document that can be read"),
        ("a.docx", docx("<w:p><w:r>"), "its text is no XML"),
        ("a.docx", docx("<w:p/>", head=ENTITY), "defines entities"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    """Empty, wrong encoding, truncated, entities: one clear error each."""
    with pytest.raises((CaseError, UsageError), match=told):
        plain_text(write(tmp_path, name, data))


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a large one is refused."""
    monkeypatch.setattr("solferino.exchange.docx.MAX_UNPACKED", 2**20)
    path = write(tmp_path, "a.docx", docx("<w:p/>" + " " * 2_000_000))

    assert path.stat().st_size < 10_000
    with pytest.raises(CaseError, match="at most 1 MB are read"):
        plain_text(path)


@pytest.mark.parametrize("data", [b"%PDF-1.4 and then nothing", pdf(["x"])[:300], b"no PDF at all", pdf([""])])
def test_a_broken_or_empty_pdf_is_refused(data: bytes, tmp_path: Path) -> None:
    """Truncated, no PDF, without text: one clear error each."""
    pytest.importorskip("pypdf", reason="the extra documents is not installed")

    with pytest.raises(UsageError, match=r"cannot be read as a PDF|holds no text"):
        plain_text(write(tmp_path, "a.pdf", data))


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is on the file and on its text."""
    monkeypatch.setattr("solferino.exchange.documents.read.LARGEST", 10)
    with pytest.raises(UsageError, match="has 11 bytes"):
        plain_text(write(tmp_path, "a.txt", b"eleven char"))

    monkeypatch.setattr("solferino.exchange.documents.read.LARGEST", 100)
    monkeypatch.setattr("solferino.exchange.documents.read.LONGEST", 10)
    with pytest.raises(UsageError, match="holds 12 characters"):
        plain_text(write(tmp_path, "b.txt", b"eleven char"))


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    """A name without a file behind it."""
    with pytest.raises(UsageError, match="cannot be read"):
        plain_text(tmp_path / "none.txt")
