"""Colours: the palette of Okabe and Ito, darkened for paper and lightened for the dark until text in it can be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """One colour in its two styles, `light` for white paper and `dark` for a dark screen, as #rrggbb."""

    light: str
    dark: str


PAPER = Ink("#fdfcf9", "#161614")
PANEL = Ink("#f4f2ec", "#20201d")
GREY = Ink("#e6e3da", "#33322e")

INKS: dict[str, Ink] = {
    "ink": Ink("#1c1c1a", "#e9e6df"),
    "soft": Ink("#5b5a55", "#aba89f"),
    "supported": Ink("#005d92", "#74bdec"),
    "attested": Ink("#006b4f", "#56c9a2"),
    "qualified": Ink("#7d5500", "#e9b44c"),
    "contradicted": Ink("#a63d00", "#f5955a"),
    "insufficient": Ink("#8f3a69", "#e3a3c6"),
    "tracked": Ink("#5b5a55", "#aba89f"),
}
"""Every colour in which text is written. blue, bluish green, orange, vermilion and reddish purple, in that order."""

GROUNDS: dict[str, Ink] = {"paper": PAPER, "panel": PANEL, "grey": GREY}
"""Every colour on which text is written."""

RULES: dict[str, Ink] = {"line": Ink("#c9c5b9", "#4a4943"), "band": Ink("#ece9e0", "#2a2926")}
"""Colours of lines and bands, which carry no text of their own."""


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def css() -> str:
    """Return the colours as CSS variables for both styles, and for print, which is always light."""
    inks = {**INKS, **GROUNDS, **RULES}
    light = "".join(f"  --{name}: {ink.light};\n" for name, ink in inks.items())
    dark = "".join(f"    --{name}: {ink.dark};\n" for name, ink in inks.items())
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n  :root {{\n{dark}  }}\n}}\n"
    )
