"""Write the reference pages from the program itself, or say where they differ from it.

    python tools/docs.py            write docs/reference/*.md
    python tools/docs.py --check    write nothing; exit 1 with the differences

Both work from any folder.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from reference import pages

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"


def differences(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Return the lines by which the pages in `folder` differ from `wanted`, stray pages included."""
    lines: list[str] = []
    present = {path.name for path in folder.glob("*.md")}
    for name in sorted(present | set(wanted)):
        path = folder / name
        before = path.read_text("utf-8").splitlines() if name in present else []
        after = wanted.get(name, "").splitlines()
        shown = f"docs/reference/{name}"
        lines += difflib.unified_diff(before, after, f"{shown} (as it stands)", f"{shown} (as generated)", lineterm="")
    return lines


def write(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Make `folder` hold exactly `wanted`; return the names of the pages that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for path in sorted(folder.glob("*.md")):
        if path.name not in wanted:
            path.unlink()
            changed.append(path.name)
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            changed.append(name)
    return changed


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not arguments:
        for name in write(FOLDER, pages()):
            print(f"docs/reference/{name}")
        return 0
    found = differences(FOLDER, pages())
    if found:
        print("\n".join(found), file=sys.stderr)
        print("\nThe reference differs from the program. Type: make docs", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
