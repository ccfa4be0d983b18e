"""Imports go down only; rooms on one floor never import each other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LAW = {
    "words": 0,
    "casefile": 1, "vault": 1, "store": 1, "places": 1, "prose": 1, "draw": 1,
    "exchange": 2, "linkage": 2, "situate": 2, "law": 2, "patterns": 2, "undercount": 2,
    "claims": 3,
    "pipeline": 4,
    "dossier": 5, "workbench": 5,
}  # fmt: skip
FRONT = {"__init__", "__main__", "case", "cli"}
"""Front doors above the floors: they may import any room, and no room imports them."""


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, room or front door) for every import of the package in a module, at any depth of its code."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its floor"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == "solferino":
                yield node.lineno, [*name.split("."), "__init__"][1]


def forbidden(room: str, tree: ast.AST) -> list[tuple[int, str]]:
    """Return the imports that a module of `room` must not make."""
    return [(line, to) for line, to in imported(tree) if to != room and LAW.get(to, 99) >= LAW[room]]


def test_imports_go_down_only(repo: Path) -> None:
    """No module imports a room on its own floor or above it, nor a front door."""
    package = repo / "src" / "solferino"
    broken = []
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        if room not in FRONT:
            broken += [
                f"{path.relative_to(repo)}:{line} imports {to}"
                for line, to in forbidden(room, ast.parse(path.read_text("utf-8")))
            ]

    assert broken == []


def test_every_room_has_a_floor(repo: Path) -> None:
    """Whatever stands in the package is a room of the law or a front door."""
    found = {p.name.removesuffix(".py") for p in (repo / "src" / "solferino").iterdir() if p.suffix in ("", ".py")}

    assert found - {"__pycache__"} <= set(LAW) | FRONT


def test_the_law_finds_what_breaks_it() -> None:
    """A sibling, a room above and a front door are each found; the room itself and those below are not."""
    code = "import solferino\nfrom solferino.vault import log\ndef f():\n    from solferino.store.digest import x\n"
    code += "from solferino import law\nfrom solferino.words import near\nfrom solferino import casefile"

    assert forbidden("vault", ast.parse(code)) == [(1, "__init__"), (5, "law"), (7, "casefile"), (4, "store")]


def test_architecture_prints_the_same_table(repo: Path) -> None:
    """ARCHITECTURE.md lists the same rooms on the same floors and says which of them stand."""
    text = (repo / "ARCHITECTURE.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d) \| `(\w+)` \| (.+?) \| (stands|to come) \|$", text, re.MULTILINE)
    standing = {room for _, room, _, state in rows if state == "stands"}

    assert {room: int(floor) for floor, room, _, _ in rows} == LAW
    assert standing == {room for room in LAW if (repo / "src" / "solferino" / room).is_dir()}
