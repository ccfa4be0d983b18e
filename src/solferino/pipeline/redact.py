"""A redacted copy of a source of the case, bound to the original in the custody log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from solferino.pipeline.add import Added, add, source_id_of
from solferino.pipeline.open_case import open_case
from solferino.pipeline.sealed import SEALED, plain_bytes
from solferino.vault import Item, Vault
from solferino.vault.seal.redact import redact_picture, redact_text
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

Box = tuple[int, int, int, int]
Span = tuple[int, int]


def redact(
    root: Path, source_id: str, *, name: str, boxes: Sequence[Box] = (), spans: Sequence[Span] = (), by: str = ""
) -> Added:
    """Write the source without what boxes (of a picture) or spans (of a text) cover, as a source called `name`.

    The original stays as it is. A sealed one must be unlocked; its copy is in clear: look at it before it is published.
    """
    case = open_case(root)
    source = case.source(source_id)
    if source is None:
        raise UsageError(f"there is no source {source_id!r}", did_you_mean(source_id, [s.id for s in case.sources]))
    if name != source_id_of(name):
        raise UsageError(f"{name!a} is no id of a source", f"small letters, digits and -, such as {source_id_of(name)}")
    if bool(boxes) == bool(spans):
        raise UsageError("name what is removed: boxes of a picture, or spans of a text", "--box 10,20,300,40")
    vault = Vault.open(root / "vault")
    data = plain_bytes(case, source, vault)
    ending = ".png" if boxes else PurePath(source.path.removesuffix(SEALED)).suffix.lower() or ".txt"
    made = redact_picture(data, boxes) if boxes else redact_text(_text(data, source_id), spans).encode()
    place = root / "files" / f"{name}{ending}"
    if place.exists() or (root / "sources" / f"{name}.toml").exists():
        raise UsageError(f"there is a source or file {name!r} already", "give the copy another name")
    # Where the regions lie tells what is hidden in a text of known form: the log says how many, not where.
    how: dict[str, str | int | bool] = {
        "tool": "solferino redact",
        "regions": len(boxes) + len(spans),
        "kind": "picture" if boxes else "text",
    }
    item = Item(data=made, role="redacted", name=place.name)
    # Before it is added: bytes that came by hand first would not be known to come of the original alone.
    vault.derive(item, parent=[source.sha256], how=how, basis="redaction", actor=by)
    place.parent.mkdir(exist_ok=True)
    writing = place.with_name(place.name + ".writing")
    writing.write_bytes(made)
    writing.replace(place)
    return add(root, str(place), name=name, title=f"{name} (redacted)", by=by)


def _text(data: bytes, source_id: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(
            f"{source_id} is no text in UTF-8", "spans are for plain text; a picture takes --box"
        ) from None
