"""`solferino redact`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("redact")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("source")
@click.option("--as", "name", required=True, help="The id of the redacted copy.")
@click.option("--box", "boxes", multiple=True, metavar="L,T,W,H", help="Blacken this box of a picture, in pixels.")
@click.option("--span", "spans", multiple=True, metavar="FROM-TO", help="Take these characters out of a text.")
@click.option("--by", default="", help="Who redacts; it is written to the custody log.")
def command(case: Path, source: str, name: str, boxes: tuple[str, ...], spans: tuple[str, ...], by: str) -> None:
    """Make a copy of SOURCE without some of it, as a source of its own that the custody log binds to the original.

    A picture is encoded anew from its pixels, so no metadata goes along. The original stays.
    """
    from solferino.pipeline.redact import redact

    cut = [_numbers(b, ",", 4) for b in boxes]
    out = [_numbers(s, "-", 2) for s in spans]
    added = redact(case, source, name=name, boxes=[(a, b, c, d) for a, b, c, d in cut], spans=[(a, b) for a, b in out],
                   by=by)  # fmt: skip
    click.echo(f" redacted  {source} → {name}\n   sha256  {added.sha256}\n   in      {added.file}\n"
               "   look at it before it is published: only the eye sees what a region missed")  # fmt: skip


def _numbers(text: str, separator: str, wanted: int) -> list[int]:
    parts = text.split(separator)
    if len(parts) != wanted or not all(p.isascii() and p.isdigit() for p in parts):
        raise click.UsageError(f"{text!r} is not {wanted} whole numbers with {separator!r} between them")
    return [int(p) for p in parts]
