"""The files of the tree as its tests see them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

PASSED_OVER = {".git", ".venv", "__pycache__", "build", "dist", "node_modules", "objects"}


def kept(repo: Path) -> list[Path]:
    """Return every file that version control keeps or would keep, sorted; without git, every file that is not derived."""
    done = subprocess.run(
        ["git", "-C", str(repo), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False,
    ) if (repo / ".git").exists() else None  # fmt: skip
    if done is None or done.returncode:
        return sorted(p for p in repo.rglob("*") if p.is_file() and not PASSED_OVER & set(p.relative_to(repo).parts))
    return sorted(p for name in done.stdout.split("\0") if name and (p := repo / name).is_file())


def texts(repo: Path) -> Iterator[tuple[Path, str]]:
    """Yield (path relative to the tree, text) of every kept file that is text."""
    for path in kept(repo):
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(repo), data.decode("utf-8", errors="replace")


def modules(repo: Path) -> Iterator[tuple[Path, str]]:
    """Yield (path relative to the tree, text) of every module of the package."""
    for path in sorted((repo / "src" / "solferino").rglob("*.py")):
        yield path.relative_to(repo), path.read_text("utf-8")
