"""Line numbers of keys, found by a scan that must agree with what tomllib reads."""

from solferino.casefile.toml import Document, parse_toml

TEXT = '''# head
[a]
x = 1
y = { p = 1, q = 2 }
text = """
z = "not a key"
[not.a.table]
"""
list = [
  "w = 3",
]
[[read]]
table = "one"
[read.columns]
k = "v"
[[read]]
table = "two"
[read.columns]
"quoted key" = "v"
'''


def test_keys_are_found_where_they_stand() -> None:
    """Tables, inline tables, arrays of tables and quoted keys have their lines; strings have none."""
    document = parse_toml(TEXT, "x.toml")

    assert isinstance(document, Document)
    assert document.line("a") == 2
    assert document.line("a", "y", "q") == 4
    assert document.line("a", "list") == 9
    assert document.line("read", 1, "table") == 17
    assert document.line("read", 1, "columns", "quoted key") == 19
    assert ("a", "z") not in document.lines
    assert ("not", "a", "table") not in document.lines


def test_an_unknown_path_falls_back_to_its_table() -> None:
    """A missing key is reported on the line of the table that lacks it."""
    document = parse_toml(TEXT, "x.toml")

    assert isinstance(document, Document)
    assert document.line("a", "missing") == 2
