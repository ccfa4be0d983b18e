"""`solferino prove`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("prove")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("record", required=False)
@click.option("--since", type=click.Path(path_type=Path), help="An older checkpoint: prove that nothing in it changed.")
@click.option("--to", "to", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where to write.")
def command(case: Path, record: str | None, since: Path | None, to: Path) -> int:
    """Write the proof that RECORD, by its number or an exhibit's SHA-256, is under the newest checkpoint of CASE.

    The file shows that one record and none of its neighbours; `solferino verify FILE` checks it anywhere. With
    --since it proves instead that the log still holds, unchanged, everything an older checkpoint covered.
    """
    from solferino.vault import Vault
    from solferino.vault.custody import vault_of, whole
    from solferino.vault.prove import prove_record, prove_since
    from solferino.words.errors import UsageError

    root = vault_of(case)
    if (record is None) == (since is None):
        raise UsageError("one thing is proved at a time", "give a record, or --since with an older checkpoint")
    if to.exists():
        raise UsageError(f"{to} is there already", "name another file: a proof given away should not be overwritten")
    if record is None:
        assert since is not None
        proof = prove_since(root, since)
        told = f"nothing of the {proof.old} records of {since} changed"
        raw = proof.raw
    else:
        number = record.isascii() and record.isdigit() and len(record) < 19
        shown = prove_record(root, int(record) if number else whole(Vault.open(root), record))
        told = f"record {shown.index} is under checkpoint {shown.checkpoint.size}"
        raw = shown.raw
    to.write_bytes(raw)
    click.echo(f" {to}: {told}")
    return 0
