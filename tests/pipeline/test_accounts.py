"""From a text to reports: drafted, let in by a person, and traced back to the words."""

from __future__ import annotations

TEXT = """ELIN (14 May 2031) – On Monday fighters of the Northern Front shelled a school in Belad, killing two teachers, the Elin Monitor said.

On 2 May 2031 an airstrike hit the market in Murat.
"""
