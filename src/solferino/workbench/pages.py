"""Templates → pages. Everything that is not markup of ours is escaped, and what cannot be seen is written out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from solferino.draw import palette
from solferino.draw.svg import readable

HERE = Path(str(files("solferino.workbench")))
STATIC = {
    "review.css": ("static/review.css", "text/css; charset=utf-8"),
    "review.js": ("static/review.js", "text/javascript; charset=utf-8"),
    "htmx.js": ("vendor/htmx-2.0.8.js", "text/javascript; charset=utf-8"),
}


def render(template: str, **values: Any) -> str:
    """Return a page."""
    return environment().get_template(template).render(**values)


@cache
def environment() -> Environment:
    """Return the templates, with the few words that all of them use."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    made.filters["words"] = lambda text: str(text).replace("_", " ")
    made.globals["counted"] = counted
    return made


def counted(n: int, noun: str, plural: str = "") -> str:
    """Return `1 pair`, `2 pairs`."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}".replace(",", "\N{NARROW NO-BREAK SPACE}")


@cache
def static(name: str) -> tuple[bytes, str]:
    """Return a file that pages load, and its type; KeyError for any other name."""
    if name == "colours.css":
        return palette.css().encode(), "text/css; charset=utf-8"
    path, kind = STATIC[name]
    return (HERE / path).read_bytes(), kind


def _shown(value: Any) -> Any:
    """Write out what would reorder or hide the text beside it; nothing for None."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) or not isinstance(value, str) else readable(value)
