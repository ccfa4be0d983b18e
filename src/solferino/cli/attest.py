"""`solferino attest`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("attest")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("claim", default="")
@click.option("--by", required=True, help="The reviewer, as case.toml names them.")
@click.option("--new", is_flag=True, help="Make the reviewer's key, and print its public half for case.toml.")
@click.option(
    "--passphrase-file", type=click.Path(path_type=Path, exists=True), help="Its file; else $SOLFERINO_PASSPHRASE."
)
def command(case: Path, claim: str, by: str, new: bool, passphrase_file: Path | None) -> None:
    """Sign for the sealed rows that CLAIM counts in CASE, which must be unlocked and built.

    A claim over sealed rows is attested when as many reviewers as case.toml asks have signed for the same rows. The
    signature is a line of decisions.jsonl; what was signed stands in attestations/CLAIM.json, and names no row.
    """
    from solferino.cli.passphrase import passphrase_of
    from solferino.pipeline.attest import attest, make_reviewer

    passphrase = passphrase_of(passphrase_file, twice=new)
    if new:
        public = make_reviewer(by, passphrase)
        click.echo(f' case.toml [seal.reviewers.{by}]\n           role = "…"\n           key = "{public}"')
        return
    if not claim:
        raise click.UsageError("name the CLAIM to sign for")
    found = attest(case, claim, by=by, passphrase=passphrase)
    values = ", ".join(f"{k} = {v[1]}" for k, v in found.statement["values"].items())
    click.echo(f" signed    {claim}: {found.statement['sealed']} sealed rows; {values}\n root      {found.root}")
