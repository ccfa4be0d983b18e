"""`solferino unlock`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("unlock")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--key", default="custodian", show_default=True, help="Name of your key, or the path of its file.")
@click.option("--new", is_flag=True, help="Make the key, and print the public half for case.toml; open nothing.")
@click.option(
    "--passphrase-file", type=click.Path(path_type=Path, exists=True), help="Its file; else $SOLFERINO_PASSPHRASE."
)
def command(case: Path, key: str, new: bool, passphrase_file: Path | None) -> None:
    """Open what is sealed in CASE until solferino lock: builds then read it, in memory where there is room for that.

    Your private key stands outside the case, encrypted under a passphrase. The case builds meanwhile in a folder of
    the session, never in its own.
    """
    from solferino.cli.passphrase import passphrase_of
    from solferino.pipeline.unlock import unlock
    from solferino.vault.seal.identity import identity_path, make_identity

    passphrase = passphrase_of(passphrase_file, twice=new)
    if new:
        public = make_identity(key, passphrase)
        click.echo(
            f" key       {identity_path(key)}\n           keep a copy elsewhere: without it, what is sealed is lost"
        )
        click.echo(f' case.toml [seal]\n           recipients = ["{public}"]   # one line for each custodian')
        return
    path = Path(key) if key.endswith(".age") else identity_path(key)
    found = unlock(case, path, passphrase)
    where = "in memory" if found.in_memory else "on disk: no folder in memory was found"
    click.echo(f" unlocked  {case}\n session   {found.folder} ({where})\n           solferino lock {case} closes it")
