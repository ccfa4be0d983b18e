"""What `solferino review --database` asks for beside the pages: who belongs to the team, and is the ledger whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from solferino.store.ledger.postgres import PostgresLedger

F = TypeVar("F", bound=Callable[..., Any])


OPTIONS: dict[str, dict[str, Any]] = {
    "--database": {"envvar": "SOLFERINO_DATABASE", "metavar": "URL",
                   "help": "Several people decide, in this PostgreSQL; else $SOLFERINO_DATABASE."},
    "--host": {"multiple": True, "metavar": "NAME", "help": "Of --database: the name people reach it by, over TLS."},
    "--add-person": {"metavar": "NAME", "help": "Of --database: let somebody in, and end."},
    "--role": {"multiple": True, "help": "Of --add-person: reader … admin; none shuts them out."},
    "--clearance": {"default": "restricted", "show_default": True,
                    "help": "Of --add-person: public, restricted or sealed is shown at most."},
    "--reset-person": {"metavar": "NAME", "help": "Of --database: a new password and authenticator, and end."},
    "--take-in": {"is_flag": True, "help": "Of --database: take in what decisions.jsonl has more, and end."},
    "--check-ledger": {"is_flag": True, "help": "Of --database: was anything changed in the database? And end."},
}  # fmt: skip
"""Everything that a team asks for; the role, host and person options only mean something beside --database."""


BESIDE: dict[str, tuple[str, ...]] = {
    "add_person": ("role", "clearance"), "reset_person": (), "take_in": (), "check_ledger": (), "": ("host", "port"),
}  # fmt: skip
"""What can be asked of a team, nothing standing for its pages, and the options that mean something beside it."""


def team_options(command: F) -> F:
    """Add the options of a team to a command, in the order in which help lists them."""
    for name, told in reversed(OPTIONS.items()):
        command = click.option(name, **told)(command)
    return command


def review_as_team(
    case: Path, *, database: str | None, host: tuple[str, ...], add_person: str | None, reset_person: str | None,
    role: tuple[str, ...], clearance: str, take_in: bool, check_ledger: bool, port: int,
) -> bool:  # fmt: skip
    """Do what was asked of a team, serving its pages last; False where nothing was, and one person is alone."""
    from solferino.words.errors import UsageError

    asked = add_person is not None or reset_person is not None or take_in or check_ledger
    if database:
        _demand_used(click.get_current_context())
    else:
        if asked or host or role:
            raise UsageError("a team needs a database", "--database postgresql://…, or $SOLFERINO_DATABASE")
        return False
    from solferino.workbench.team.case import open_ledger

    ledger = open_ledger(case, database)
    if add_person is not None:
        _add(ledger, add_person, roles=role, clearance=clearance)
    if reset_person is not None:
        _reset(ledger, reset_person)
    if take_in:
        _take_in(ledger, case)
    if check_ledger:
        _check(ledger, case)
    if not asked:
        from solferino.workbench.team.serve import serve

        serve(case, ledger, port=port, hosts=host, tell=click.echo)
    return True


def _demand_used(context: click.Context) -> None:
    """Raise UsageError for an option that would be passed over."""
    from solferino.words.errors import UsageError

    source = click.core.ParameterSource.COMMANDLINE
    typed = [name for name in context.params if context.get_parameter_source(name) is source]
    act = next((name for name in typed if name in BESIDE), "")
    for name in typed:
        if name not in ("case", "database", act, *BESIDE[act]):
            there = f"with --{act}" if act else "where a team is served"
            message = f"--{name} means nothing {there}".replace("_", "-")
            raise UsageError(message, "leave it out, or give it in a call of its own")


def _add(ledger: PostgresLedger, name: str, *, roles: tuple[str, ...], clearance: str) -> None:
    from solferino.workbench.team.case import open_team

    team = open_team(ledger, hosts=frozenset())
    team.accounts.check(roles, clearance)
    if not team.accounts.exists(name):
        _show(name, team.accounts.add(name, _password()))
    team.accounts.admit(name, ledger.case, roles=roles, clearance=clearance)
    team.sessions.end_all(name)
    team.audit.write("", "admit", " ".join([name, *sorted(roles), clearance]))
    click.echo(f" {ledger.case}  {name}: {', '.join(sorted(roles)) or 'may not enter'}; is shown {clearance} at most")


def _reset(ledger: PostgresLedger, name: str) -> None:
    from solferino.workbench.team.case import open_team

    team = open_team(ledger, hosts=frozenset())
    _show(name, team.accounts.reset(name, _password()))
    team.audit.write("", "reset", name)


def _take_in(ledger: PostgresLedger, case: Path) -> None:
    from solferino.store.ledger.travel import take_in
    from solferino.workbench.team.case import FILE, open_team

    taken = take_in(ledger, case / FILE)
    open_team(ledger, hosts=frozenset()).audit.write("", "take-in", f"{taken} decisions of {FILE}")
    click.echo(f" {ledger.case}  {taken} decisions taken in, as they are; {len(ledger.lines())} in all")


def _check(ledger: PostgresLedger, case: Path) -> None:
    from solferino.store.ledger.file import FileLedger
    from solferino.store.ledger.verify import verify
    from solferino.words.errors import EvidenceError
    from solferino.workbench.team.case import FILE

    found = verify(ledger, known=FileLedger(case / FILE).lines())
    if found.problems:
        told = "\n".join(f"  {problem}" for problem in found.problems[:3])
        message = f"{ledger.case}: {len(found.problems)} signs that the database was changed\n{told}"
        raise EvidenceError(message, "decide nothing; compare with decisions.jsonl under version control", ["ledger"])
    click.echo(f" {ledger.case}  {found.lines} decisions, {found.signed} signed here; nothing was changed")
    for name, key in sorted(found.keys.items()):
        click.echo(f" key       {name} {key}")


def _show(name: str, shared: str) -> None:
    from solferino.workbench.team.code import code_address

    click.echo(f" authenticator, shown this once: {code_address(shared, name=name)}")


def _password() -> str:
    """Return what is typed, unseen and twice, else the first line of the input; never an argument, which others see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
