"""The few pieces every figure is built from. All text passes through `readable` and is escaped."""

from __future__ import annotations

import hashlib
import re
import textwrap
from html import escape

# Controls, the characters that reorder or hide text, and lone surrogates. U+200E, U+200F and the joiners stay:
# right-to-left prose needs them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SAFE_HREF = re.compile(r"^(?!//)[A-Za-z0-9_./#%~-]+$")
_ADVANCE = 0.56


def readable(text: object) -> str:
    """Return `text` with every unseen character written out, so that none can reorder or hide what stands beside it."""
    plain = str(text)
    return plain if plain.isprintable() else _UNSEEN.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", plain)


def element(tag: str, body: str = "", **attributes: object) -> str:
    """Return one element; `body` is markup already, attribute values are escaped. `class_` is class, `a_b` is a-b."""
    found = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{tag}{found}>{body}</{tag}>" if body else f"<{tag}{found}/>"


def words(text: object, x: float, y: float, **attributes: object) -> str:
    """Return a line of text at a point; it takes the colour of the page it stands on unless told another."""
    return element("text", escape(readable(text)), x=x, y=y, **{"fill": "currentColor", **attributes})


def lines(text: str, x: float, y: float, *, columns: int, leading: float = 16, **attributes: object) -> tuple[str, int]:
    """Return `text` wrapped at `columns` characters, and how many lines that took."""
    wrapped = textwrap.wrap(readable(text), columns) or [""]
    return "".join(words(line, x, y + i * leading, **attributes) for i, line in enumerate(wrapped)), len(wrapped)


def link(href: str, body: str) -> str:
    """Return `body` as a link to a page of the same site; any other target is dropped and the body stays."""
    return element("a", body, href=href) if _SAFE_HREF.match(href) else body


def hint(text: str) -> str:
    """Return a title for the element it is put into."""
    return element("title", escape(readable(text)))


def measure(text: str, size: float) -> float:
    """Return about how wide a line of text is, in the user units of `size`; errs on the wide side."""
    return len(readable(text)) * size * _ADVANCE


def shorten(text: str, limit: int) -> str:
    """Return `text` cut to `limit` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def figure(kind: str, width: float, height: float, title: str, desc: str, body: str) -> str:
    """Return a complete SVG with its title and description; its ids depend on its content alone.

    Links inside an image cannot be reached by those who hear it: a figure that has some is a group.
    """
    name = hashlib.sha256(f"{kind}\n{title}\n{desc}\n{body}".encode()).hexdigest()[:10]
    head = element("title", escape(readable(title)), id=f"t{name}")
    head += element("desc", escape(readable(desc)), id=f"d{name}")
    return element(
        "svg", head + body, xmlns="http://www.w3.org/2000/svg", class_=f"figure {kind}",
        viewBox=f"0 0 {_number(width)} {_number(height)}", width=width, height=height,
        role="group" if "<a " in body else "img",
        aria_labelledby=f"t{name} d{name}", font_size=13,
        font_family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    )  # fmt: skip


def _attribute(value: object) -> str:
    if isinstance(value, int | float):
        return str(_number(value))
    return escape(readable(value), quote=True)


def _number(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
