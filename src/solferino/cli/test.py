"""`solferino test`: a group of verbs, one for each test, imported when called."""

from __future__ import annotations

from importlib import import_module

import click

KINDS = {
    "knox": "near", "near-repeat": "near", "kst": "near", "labelling": "near", "proximity": "places", "odds": "places",
    "repeats": "places", "double-tap": "places", "listed": "places", "scan": "days", "before-after": "days",
}  # fmt: skip
"""Every test, and the module that asks for what it needs."""


class Kinds(click.Group):
    """A group whose commands are in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(KINDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in KINDS:
            return None
        module = import_module(f"solferino.cli.asking_{KINDS[name]}")
        command: click.Command = module.COMMANDS[name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from solferino.words.near import did_you_mean

        if args and args[0] not in KINDS and not args[0].startswith("-"):
            raise click.UsageError(f"there is no test {args[0]!r}; {did_you_mean(args[0], KINDS)}", ctx)
        return super().resolve_command(ctx, args)


@click.command("test", cls=Kinds)
def command() -> None:
    """Hold a pattern against chance, on plain CSV or Parquet FILEs; no case needed.

    Each test says what it compares, what chance is let loose on, and what may be written. A test that cannot answer
    refuses, with a code and the facts, and exits 3. Which test answers which question: docs/which-test.md
    """
