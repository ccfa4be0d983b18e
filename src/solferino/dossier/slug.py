"""File names from names that others chose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


def slug(name: str) -> str:
    """Return `name` in characters that every file system takes, with a hash where that loses something.

    `S/2012/77` gives `S-2012-77`, which loses nothing that tells drafts apart, so a slash alone adds no hash.
    """
    plain = _UNSAFE.sub("-", name.replace("/", "-")).strip("-.")[:80] or "x"
    lost = plain != name.replace("/", "-") or plain.partition(".")[0].casefold() in _DEVICES
    return f"{plain}-{_hash(name)}" if lost else plain


def statement_name(file: str) -> str:
    """Return the name under which a file of the statement stands in the dossier."""
    name = file.rpartition("/")[2]
    return name if name == slug(name) and name.endswith(".md") else f"{slug(name)}.md"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a file name for each of `names`; those that fall together, letter case apart, all get their hash."""
    plain = {name: slug(name) for name in sorted(set(names))}
    taken: dict[str, int] = {}
    for made in plain.values():
        taken[made.casefold()] = taken.get(made.casefold(), 0) + 1
    return {n: made if taken[made.casefold()] == 1 else f"{made}-{_hash(n)}" for n, made in plain.items()}


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
