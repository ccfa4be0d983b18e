"""`solferino check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from solferino.pipeline.document import Checkup


@click.command("check")
@click.argument("case", type=click.Path(path_type=Path), default=".")
@click.argument("document", type=click.Path(path_type=Path), required=False)
@click.option("--to", type=click.Path(path_type=Path), help="With a document: where its copy with comments goes.")
@click.option(
    "--statement", type=click.Path(path_type=Path), help="With a document: also write the statement it gives."
)
@click.option("--mutate", is_flag=True, help="Change each sentence one word at a time; list changes nothing notices.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON value, and nothing else.")
def command(
    case: Path, document: Path | None, to: Path | None, statement: Path | None, mutate: bool, as_json: bool
) -> int:
    """Judge the claims and the statement of CASE over its last build; write nothing.

    With DOCUMENT, a .docx, judge its sentences instead, and write a copy with the verdicts as margin comments,
    DOCUMENT.checked.docx, its words untouched. Its sentences keep the claims of those they were in the
    statement; those whose meaning moved are listed. Exits 5 where sources changed since that build. With --mutate
    a change that nothing notices counts like a sentence that does not stand: the exit code is 1 at least.
    """
    import solferino as sol

    if document is None and case.suffix.lower() == ".docx":
        case, document = Path(), case
    if document is None:
        if to or statement:
            raise click.UsageError("--to and --statement go with a document")
        return _judge(case, mutate=mutate, as_json=as_json)
    if mutate:
        raise click.UsageError("--mutate goes with the statement of a case, not with a document")
    copy = to or document.with_name(f"{document.stem}.checked.docx")
    found = sol.open(case).check_document(document, to=copy, statement=statement)
    if as_json:
        click.echo(json.dumps(found.json() | {"copy": str(copy)}, ensure_ascii=False, indent=1))
    else:
        _show(found, copy, statement)
    return found.exit


def _judge(case: Path, *, mutate: bool, as_json: bool) -> int:
    """Judge the statement of the case, and its mutants where asked."""
    import solferino as sol
    from solferino.cli import show
    from solferino.words.errors import worst_exit

    opened = sol.open(case)
    build = opened.check(tell=None if as_json else show.stage)
    tried = opened.mutate(build) if mutate else None
    if as_json:
        body = build.json() | ({"mutants": tried.json()} if tried else {})
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        show.build(build, exit_=build.exit)
        if tried:
            show.mutants(tried)
    return worst_exit([build.exit, 1]) if tried and tried.survivors else build.exit


def _show(found: Checkup, copy: Path, statement: Path | None) -> None:
    """Print what moved, what is new and what is gone, then where the copy is."""
    from solferino.cli.show import cut

    for line in found.lines:
        if line.how != "same":
            was = f" (was {found.file}:{line.was.line})" if line.was else ""
            click.echo(f" {line.how:<5} {str(line.result.verdict).replace('_', ' ')}{was}")
            click.echo(f"   {cut(line.result.text, 132)}")
            for text in line.moved:
                click.echo(f"   moved: {text}")
    for sentence in found.gone:
        click.echo(f" gone  {found.file}:{sentence.line}\n   {cut(sentence.text, 132)}")
    how = [sum(x.how == word for x in found.lines) for word in ("same", "near", "new")]
    click.echo(f"\n {how[0]} sentences as in {found.file} · {how[1]} reworded · {how[2]} new · {len(found.gone)} gone")
    counts: dict[str, int] = {}
    for line in found.lines:
        counts[str(line.result.verdict)] = counts.get(str(line.result.verdict), 0) + 1
    click.echo(" " + " · ".join(f"{n} {word.replace('_', ' ')}" for word, n in sorted(counts.items())))
    click.echo(f" copy with comments: {copy}")
    if statement is not None:
        click.echo(f" the statement it gives, claims kept: {statement}")
