"""`solferino anchor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from solferino.pipeline.anchor import Anchoring


@click.command("anchor")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option(
    "--receive", "files", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
    help="Take an answer that was fetched on another machine; may be repeated. Nobody is asked.",
)  # fmt: skip
@click.option(
    "--witness", type=click.Path(path_type=Path), metavar="FILE",
    help="A FILE that is not there is written, for a partner to cosign; a partner's FILE is answered or taken.",
)  # fmt: skip
@click.option("--key", default="", metavar="KEY", help="With --witness: the partner's public key, or its file.")
@click.option(
    "--seen", type=click.IntRange(min=0), metavar="N",
    help="With --witness: how many records the partner has seen; else what the log says.",
)  # fmt: skip
@click.option("--by", "actor", default="", metavar="NAME", help="Who does it, as the log is to say.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value.")
def command(
    case: Path, files: tuple[Path, ...], witness: Path | None, key: str, seen: int | None, actor: str, as_json: bool
) -> int:  # fmt: skip
    """Ask the time-stamping authorities that CASE names to sign the newest checkpoint of its vault.

    The address of each, and its roots, stand in case.toml. Each is sent a hash and a number, and nothing else.
    This machine's own key signs first: its passphrase is asked for, or read from SOLFERINO_PASSPHRASE.
    Without a network the requests wait in vault/anchors, to be carried elsewhere; --receive takes the answers back.

    With --witness a partner cosigns instead, by mail or USB stick: only what extends all that it has seen before.

    Exits 3 where an authority was not reached, or an answer proves nothing. The vault is whole either way.
    """
    ask = _passphrase if sys.stdin.isatty() else None
    if witness is not None:
        if files:
            raise click.UsageError("--witness and --receive are two things: do one after the other")
        from solferino.cli.vkey import vkey_text

        return _witness(
            case, witness, key=vkey_text(key) if key else "", seen=seen, name=actor, ask=ask, as_json=as_json
        )
    from solferino.pipeline.anchor import anchor

    found = anchor(case, files=files, actor=actor, ask=ask)
    if as_json:
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=1))
        return found.exit
    if found.signed_by is None:
        click.echo(" unsigned  set SOLFERINO_PASSPHRASE, and the next checkpoint is signed with this machine's key")
    elif found.signed_by:
        click.echo(f" signed    by {found.signed_by}")
    for taken in found.taken:
        if taken.anchored is None:
            click.echo(f" not taken {taken.name} {taken.why}", err=True)
        elif taken.why:
            click.echo(f" {taken.name} {taken.why}")
    for one in (*found.told, *(t.anchored for t in found.taken if t.anchored)):
        click.echo(f" {one.state:<9} {one}")
    _carry(case, found)
    _sum(found)
    return found.exit


def _witness(case: Path, file: Path, *, as_json: bool, **terms: Any) -> int:
    from solferino.pipeline.witness import exchange

    done = exchange(case, file, **terms)
    if as_json:
        click.echo(json.dumps(done.json(), ensure_ascii=False, indent=1))
        return 0
    over = f"records 0 to {done.size - 1}" if done.size > 1 else "record 0"
    if done.did == "taken":
        click.echo(f" cosigned  {over}, with the key {done.key}")
        return 0
    click.echo(f" wrote     {done.file}, over {over}")
    click.echo(f"   send it, and by another road this key: {done.key}")
    if done.did == "asked":
        back = f"{done.file.name}.cosig --key THE-PARTNER'S-KEY"
        click.echo(f"   the partner    solferino anchor --witness {done.file.name} --by NAME --key '{done.key}'")
        click.echo(f"   and back here  solferino anchor {case} --witness {back}")
    return 0


def _passphrase(new: bool) -> str:
    text = "a passphrase for this machine's new signing key" if new else "passphrase of this machine's signing key"
    typed: str = click.prompt(text, hide_input=True, confirmation_prompt=new, err=True)
    return typed


def _carry(case: Path, found: Anchoring) -> None:
    from solferino.pipeline.anchor import waiting

    for one in waiting(found):
        name = Path(one.request).name
        click.echo(f"   carry   {case / 'vault' / 'anchors' / one.request}\n   and there")
        click.echo(f"     curl -H 'Content-Type: application/timestamp-query' --data-binary @{name} \\")
        click.echo(f"       -o {Path(name).with_suffix('.tsr')} {one.authority}")
        click.echo(f"   then    solferino anchor {case} --receive {Path(name).with_suffix('.tsr')}")


def _sum(found: Anchoring) -> None:
    from solferino.vault.time.anchored import resting

    if found.newest and found.newest not in (*found.told, *(t.anchored for t in found.taken)):
        click.echo(f" proved    {found.newest}")
    if found.rest:
        click.echo(f" unproved  {resting(found.rest)}")
