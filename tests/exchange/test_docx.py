"""Documents of a word processor: read to the byte, commented without touching a word, refused where they are traps."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.word import HEAD, RELS, URI, document, paragraph, part, run, words
from solferino.exchange.docx import read_docx
from solferino.exchange.docx_comments import Note, commented
from solferino.words.errors import CaseError


def test_paragraphs_have_their_words_and_kinds() -> None:
    """Runs join; headings, quotations and lists are told by their style's name, whatever its id."""
    made = document([
        paragraph("A title", style="berschrift1"),
        paragraph("It was ", run("not", bold=True), " so."),
        paragraph("As they said.", style="Zitat"),
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two &amp; three</w:t></w:r></w:p>",
        "<w:p/>",
    ])  # fmt: skip
    found = read_docx(made, "x.docx").paragraphs

    assert [(p.kind, p.level, p.text) for p in found] == [
        ("heading", 1, "A title"), ("paragraph", 0, "It was not so."), ("quote", 0, "As they said."),
        ("item", 0, "one two & three"),
    ]  # fmt: skip


def test_struck_out_words_are_not_read_and_put_in_words_are() -> None:
    """Tracked changes read as accepted; a fallback for older programs is not read twice."""
    made = document([
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:ins><w:r><w:t>new.</w:t></w:r></w:ins></w:p>",
        "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>Once.</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>Once.</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>",
    ])  # fmt: skip

    assert [p.text for p in read_docx(made, "x.docx").paragraphs] == ["Kept new.", "Once."]


def test_a_comment_stands_on_its_sentence_and_changes_no_byte_of_the_author() -> None:
    """Two sentences in one run: the run is cut after the first, its properties kept; what is added is all that differs."""
    made = document([paragraph(run("First & one. Second one.", bold=True), " Third.")])
    read = read_docx(made, "x.docx")
    (p,) = read.paragraphs
    second = p.text.index("Second")
    notes = [
        Note(p, 0, 12, ("a",)),
        Note(p, second, second + 11, ("b", "<c> & d")),
        Note(p, len(p.text) - 6, len(p.text), ("e",)),
    ]
    copy = commented(read, notes)
    text = part(copy, "word/document.xml")

    assert words(copy) == words(made)
    assert text.count("<w:rPr><w:b/></w:rPr>") == 2
    again = read_docx(copy, "x.docx")
    assert [q.text for q in again.paragraphs] == [p.text]
    start, end = text.index('<w:commentRangeStart w:id="1"'), text.index('<w:commentRangeEnd w:id="1"')
    assert (
        "".join(ElementTree.fromstring(f'<x xmlns:w="{URI}">{_balanced(text[start:end])}</x>').itertext())
        == " Second one."
    )
    comments = ElementTree.fromstring(part(copy, "word/comments.xml"))
    assert ["\n".join("".join(q.itertext()) for q in c) for c in comments] == ["a", "b\n<c> & d", "e"]
    assert 'Target="/word/comments.xml"' in part(copy, "word/_rels/document.xml.rels")
    assert 'PartName="/word/comments.xml"' in part(copy, "[Content_Types].xml")


def _balanced(fragment: str) -> str:
    """The text of a fragment that begins and ends within runs, as elements of its own."""
    return "".join(f"<w:t>{t}</w:t>" for t in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", fragment))


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
            min_size=1,
            max_size=12,
        ),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_whatever_the_runs_and_ranges_no_word_changes(texts: list[str], data: st.DataObject) -> None:
    """Any runs, any ranges in them: the characters are the same, the XML is whole, and each comment has its marks."""
    made = document([paragraph(*(run(t) for t in texts))])
    read = read_docx(made, "x.docx")
    notes, at = [], 0
    for p in read.paragraphs:
        while at < len(p.text):
            start = data.draw(st.integers(at, len(p.text) - 1))
            end = data.draw(st.integers(start + 1, len(p.text)))
            notes.append(Note(p, start, end, (p.text[start:end],)))
            at = end
    copy = commented(read, notes)
    text = part(copy, "word/document.xml")

    assert words(copy) == words(made)
    assert [text.count(f"<w:{tag} ") for tag in ("commentRangeStart", "commentRangeEnd", "commentReference")] == [
        len(notes)
    ] * 3


def test_comments_that_are_there_stay_and_new_ones_take_new_numbers() -> None:
    """A comment of the author's keeps its number and words; ours follow."""
    held = f'<w:comments xmlns:w="{URI}"><w:comment w:id="7" w:author="A"><w:p/></w:comment></w:comments>'
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>'
    )
    made = document([paragraph("One.")], {"word/comments.xml": held, "word/_rels/document.xml.rels": links})
    read = read_docx(made, "x.docx")
    copy = commented(read, [Note(read.paragraphs[0], 0, 4, ("x",))])
    comments = ElementTree.fromstring(part(copy, "word/comments.xml"))

    assert [c.get(f"{{{URI}}}id") for c in comments] == ["7", "8"]
    assert part(copy, "word/_rels/document.xml.rels") == links


def test_a_namespace_without_a_prefix_is_written_so() -> None:
    """A document may call its namespace anything, or nothing: the marks are in it all the same."""
    body = f'<document xmlns="{URI}"><body><p><r><t>One. Two.</t></r></p></body></document>'
    read = read_docx(document([], {"word/document.xml": body}), "x.docx")
    copy = commented(read, [Note(read.paragraphs[0], 5, 9, ("x",))])
    root = ElementTree.fromstring(part(copy, "word/document.xml"))

    assert [e.get(f"{{{URI}}}id") for e in root.iter(f"{{{URI}}}commentRangeStart")] == ["0"]
    assert "".join(root.itertext()) == "One. Two."


def test_the_same_document_gives_the_same_copy() -> None:
    """No time of day, no random name."""
    made = document([paragraph("One.")])
    copies = {commented(r := read_docx(made, "x.docx"), [Note(r.paragraphs[0], 0, 4, ("x",))]) for _ in range(2)}

    assert len(copies) == 1


def bomb() -> bytes:
    """A package that unpacks to more than may be read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(300):
            archive.writestr(f"word/{n}.bin", bytes(1024 * 1024))
    return out.getvalue()


TRAPS = {
    "entities": (document([], {"word/document.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{HEAD}</w:body></w:document>'}), "defines entities"),
    "path": (document([], {"../../etc/cron.d/x": "y"}), "outside itself"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
    "not a zip": (b"hello", "no document that can be read"),
    "no document": (document([], {"_rels/.rels": RELS.replace("officeDocument\"", "other\"")}), "holds no document"),
    "nested": (document(["<w:p>" * 500 + "</w:p>" * 500]), "nests without end"),
    "raw": (document(["<w:p><w:r><w:t><![CDATA[x]]></w:t></w:r></w:p>"]), "raw sections"),
    "no XML": (document(["<w:p>"]), "no XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*TRAPS, "bomb"])
def test_a_trap_is_refused_by_name(name: str) -> None:
    """Bombs, entities, paths that lead outside, passwords, what is no document: an error that says which."""
    data, message = (bomb(), "unpacks to") if name == "bomb" else TRAPS[name]
    with pytest.raises(CaseError, match=message):
        read_docx(data, "x.docx")


def test_another_program_opens_the_copy() -> None:
    """python-docx, where it is installed, reads the same paragraphs and the comments."""
    docx = pytest.importorskip("docx")
    made = document([paragraph(run("One. "), run("Two.")), paragraph("Three.")])
    read = read_docx(made, "x.docx")
    copy = commented(read, [Note(read.paragraphs[0], 5, 9, ("told",)), Note(read.paragraphs[1], 0, 6, ("also",))])
    opened = docx.Document(io.BytesIO(copy))

    assert [p.text for p in opened.paragraphs] == ["One. Two.", "Three."]
    assert [c.text for c in opened.comments] == ["told", "also"]
    assert {c.author for c in opened.comments} == {"Solferino"}


def test_bold_and_italic_are_known_of_each_run() -> None:
    """A run says what it is; one that is told not to be bold is not."""
    off = '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>c</w:t></w:r>'
    both = "<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>d</w:t></w:r>"
    read = read_docx(document([paragraph(run("a"), run("b", bold=True), off, both)]), "x.docx")

    assert [r.mark for r in read.paragraphs[0].runs] == ["", "**", "", "***"]
