"""The console: verbs, exit codes, messages. Nothing heavy is imported until a verb runs."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Any

import click

VERBS = (
    "init", "add", "build", "check", "why", "diff", "publish", "export", "verify", "log", "prove", "anchor", "lock",
    "unlock", "attest", "redact", "dispose", "write", "link", "test", "estimate", "review",
)  # fmt: skip


class Verbs(click.Group):
    """A group whose verbs are modules of this package, imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"solferino.cli.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        from solferino.words.near import did_you_mean

        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise click.UsageError(f"there is no verb {args[0]!r}; {did_you_mean(args[0], VERBS)}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="solferino", message="solferino %(version)s")
def cli() -> None:
    """Check every sentence of a human-rights statement against the evidence.

    A case is a folder: sources, claims, a statement. Only anchor touches a network.

    \b
    Exit codes: 0 stands · 1 contradicted, overstated, needs qualifier or bare · 2 usage, malformed case
    or claim error · 3 insufficient · 4 evidence missing or altered · 5 stale · 70 our own bug · 74 the machine
    """


def main() -> None:
    """Run the console; every error of ours becomes a message and its exit code."""
    from solferino.cli.failing import run

    # A run is short and nearly all that it makes lives to its end: looking for circles costs a tenth of a build.
    gc.set_threshold(100_000, 20, 20)
    run(cli)
