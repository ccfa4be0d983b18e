"""What every module of the package keeps to: size, docstrings, nothing run as code."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from house.files import modules

CEILING = 400
MEDIAN = 140  # about 120, with room to breathe


def test_no_module_is_large(repo: Path) -> None:
    """No module has more than 400 lines."""
    large = {str(path): n for path, text in modules(repo) if (n := len(text.splitlines())) > CEILING}

    assert large == {}


def test_rooms_stay_small(repo: Path) -> None:
    """The median module, empty ones left out, stays near 120 lines."""
    sizes = [n for _, text in modules(repo) if (n := len(text.splitlines())) > 5]

    assert median(sizes) <= MEDIAN


def test_everything_public_says_what_it_is(repo: Path) -> None:
    """Every module, and every public class and function at its top, has a docstring."""
    silent = []
    for path, text in modules(repo):
        tree = ast.parse(text)
        named = [n for n in tree.body if isinstance(n, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
        silent += [str(path)] if ast.get_docstring(tree) is None else []
        silent += [
            f"{path}:{n.lineno} {n.name}"
            for n in named
            if not n.name.startswith("_") and ast.get_docstring(n) is None
        ]  # fmt: skip

    assert silent == []


def test_nothing_is_run_as_code(repo: Path) -> None:
    """No module calls eval, exec, compile or __import__: what a case says is walked, never run."""
    found = [
        f"{path}:{node.lineno} {node.func.id}"
        for path, text in modules(repo)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    ]  # fmt: skip

    assert found == []
