"""The name and version under which this program appears in the records of what it derived."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def packaged(name: str) -> str:
    """Return a package's name and version, "name unversioned" when it runs from a tree that is not installed."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} unversioned"


TOOL = packaged("solferino")
