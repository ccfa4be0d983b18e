"""`solferino export`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="A new folder for the bag.")
@click.option("--all", "everything", is_flag=True, help="Also what is restricted or sealed, and every record.")
@click.option("--basis", default="", help="Why it leaves, or by what authority: written into the record.")
@click.option("--by", "actor", default="", help="Who exports: written into the record.")
def command(case: Path, to: Path, everything: bool, basis: str, actor: str) -> None:
    """Write the evidence of CASE as a bag (BagIt 1.0) with its custody log, and record that it left.

    Only what public sources pin leaves; of other records the log shows a hash that says nothing. VERIFY.txt in the
    bag says how strangers check it with sha256sum, openssl and Python alone.
    """
    from solferino.pipeline.export import export_case
    from solferino.pipeline.noticed import many

    done = export_case(case, to, everything=everything, basis=basis, actor=actor, ask=_passphrase)
    kept = f"{many(done.withheld_objects, 'exhibit')}, {many(done.withheld_records, 'record')}"
    click.echo(f" exported to {to}: {many(done.objects, 'exhibit')}, {done.size} bytes; kept back: {kept}")
    click.echo(f" record       {done.seq} of the log\n root         {done.root}")
    click.echo(f" tell whoever receives it this root by another road: solferino verify {to} --root …")


def _passphrase() -> str:
    return str(click.prompt("passphrase of the signing key", hide_input=True, err=True))
