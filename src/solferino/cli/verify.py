"""`solferino verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--root", metavar="sha256:…", help="The digest it must have, as you got it from elsewhere.")
@click.option(
    "--leaf",
    "leaves",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With a proof: the record, or an exhibit it is about; may be repeated.",
)
@click.option("--since", metavar="FILE", type=click.Path(path_type=Path), help="With a proof: the older checkpoint.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Of a proof, a vault or a bag: the public key, or its file, that must have signed it; may be repeated.",
)
@click.option("--fast", is_flag=True, help="Of a vault: read its log alone, and look whether its exhibits are there.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value.")
def command(
    path: Path,
    root: str | None,
    leaves: tuple[Path, ...],
    since: Path | None,
    keys: tuple[str, ...],
    fast: bool,
    as_json: bool,
) -> int:
    """Re-check a dossier, a vault, a bag or a proof at PATH, without the case.

    Every byte is hashed again, and every verdict that can be recomputed is. A bag may be of any version from 0.93 to
    1.0 of BagIt; nothing that it says lies elsewhere is fetched. A proof is a C2SP tlog-proof file, the file that
    `solferino prove --since` writes, a test vector of RFC 6962 in JSON, or, with --key, any C2SP signed note, such as
    a checkpoint.

    A proof or a vault names its own keys, and whoever made it chose them: --key holds it to the one you were given.

    With --fast the bytes of exhibits are not read, so it never says that a vault stands: only what it found wrong.

    Exits 4 where a byte is missing or altered, and names it.
    """
    import solferino as sol
    from solferino.cli.vkey import vkey_text

    found = sol.verify(path, root=root, leaves=leaves, since=since, fast=fast, keys=[vkey_text(key) for key in keys])
    if as_json:
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=1))
        return found.exit
    for word, names in (("altered", found.altered), ("missing", found.missing), ("warning", found.warnings)):
        for name in names:
            click.echo(f" {word:<9} {name}", err=True)
    if found.kind == "dossier":
        told = f"; {len(found.recomputed)} verdicts recomputed"
        told += f", {len(found.attested)} attested" if found.attested else ""
        told += f", {len(found.not_recomputable)} not recomputable" if found.not_recomputable else ""
        for claim, why in found.reasons.items():
            click.echo(f" {'attested' if claim in found.attested else 'not recomputable'}: {claim}: {why}")
    else:
        told = ""
        for line in found.said:
            click.echo(f" {line}")
    if found.unread is not None and found.ok:
        click.echo(
            f" a fast look found nothing wrong. The bytes of {found.unread} exhibits were not read: whether any was"
        )
        click.echo(" altered is not known. Leave out --fast to have them read.")
        return found.exit
    click.echo(f" {found.kind} {'stands' if found.ok else 'does not stand'}: {found.checked} files checked{told}")
    return found.exit
