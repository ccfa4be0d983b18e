"""The description of a source as it is first written, its mapping guessed."""

from __future__ import annotations

from solferino.pipeline.accounts import account_lines
from solferino.pipeline.guess import Guess
from solferino.pipeline.mapping import one_line, reading_lines
from solferino.pipeline.mapping import quoted as _quoted
from solferino.pipeline.preserve import digest
from solferino.words.party import Parties


def draft(
    place: str, data: bytes, guess: Guess, told: dict[str, str], *, law: bool, parties: Parties | None = None,
    pinned: tuple[str, int] | None = None,
) -> str:  # fmt: skip
    """Return the description of a source as it is first written, its mapping guessed; `pinned`: digest and size."""
    sha256, size = pinned or (digest(data), len(data))
    head = ["[source]"]
    if not law:
        kind = "document" if guess.document else "dataset"
        head += [f"title     = {_quoted(told['title'])}", f'kind      = "{kind}"']
        head += [f"{key:<9} = {_quoted(told.get(key, ''))}" for key in ("publisher", "licence")]
        head += [f"url       = {_quoted(told['url'])}"] if "url" in told else []
    head += [f"path      = {_quoted(place)}", f'sha256    = "{sha256}"', f"size      = {size}"]
    if guess.field:
        head += ["", *reading_lines(guess)]
    elif guess.format == "text":
        head += ["", *account_lines(data, place, parties or Parties())]
    elif guess.table:
        head += ["", "[[read]]", f'table  = "{guess.table}"', f'format = "{guess.format}"']
        head += [f"{key} = {_quoted(value)}" for key, value in guess.options]
        naming = f"id = [{_quoted(guess.id)}]" if guess.id else '# id = ["…"]'
        head += [f"{naming}   # columns that name a row; without it, rows are numbered", "", "[read.columns]"]
        head += [
            f'{name} = {{ column = {_quoted(column)}, date = "{how}" }}' if how else f"{name} = {_quoted(column)}"
            for name, column in guess.mapped
            for how in [dict(guess.dates).get(name)]
        ]
        head += [f"# not read: {one_line(', '.join(guess.unmapped))}"] if guess.unmapped else []
    return "\n".join(head) + "\n"
