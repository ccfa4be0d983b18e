"""sources/*.toml: what a description says reaches the reader, and what it cannot say is an error with its line."""

from __future__ import annotations

from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, parse_toml
from solferino.words.errors import Problem
from solferino.words.source import Source

HEAD = (
    '[source]\ntitle = "t"\nkind = "dataset"\npath = "files/a"\nsha256 = "'
    + "0" * 64
    + '"\n\n[[read]]\ntable = "acts"\n'
)


def _parsed(text: str) -> Source | list[Problem]:
    document = parse_toml(HEAD + text, "sources/a.toml")
    assert isinstance(document, Document)
    return parse_source(document, "a")


def test_options_of_a_format_and_of_a_column_reach_the_reader() -> None:
    """Path and sheet, default and pattern: written in the file, found in the reading."""
    for key in ("path", "sheet"):
        source = _parsed(f'format = "json"\n{key} = "x.y"\n[read.columns]\nwhat = "a"\n')
        assert isinstance(source, Source)
        assert source.readings[0].options == {key: "x.y"}
    source = _parsed('[read.columns]\nwhat = { column = "a", default = "none", pattern = "(x)" }\n')
    assert isinstance(source, Source)
    assert (source.readings[0].columns[0].default, source.readings[0].columns[0].pattern) == ("none", "(x)")
    assert source.readings[0].options == {}


def test_a_pattern_has_one_group() -> None:
    """None, two, or a bracket left open: said with file and line."""
    for pattern, text in (("x", "found 0"), ("(x)(y)", "found 2"), ("(x", "not a regular expression")):
        problems = _parsed(f'[read.columns]\nwhat = {{ column = "a", pattern = "{pattern}" }}\n')
        assert isinstance(problems, list)
        assert {(p.file, p.line) for p in problems} == {("sources/a.toml", 10)}
        assert any(text in p.text for p in problems)
