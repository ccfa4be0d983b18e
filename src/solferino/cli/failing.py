"""From exceptions to messages and exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback

import click

from solferino.words.errors import CaseError, SolferinoError


def run(command: click.Command) -> None:
    """Run `command` and exit: an error of ours by its own code, a full disk by 74, a bug by 70 with its trace."""
    try:
        code = command.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        if getattr(error, "ctx", None) is None:
            click.echo("  solferino --help lists the verbs, solferino VERB --help what each takes", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was finished stands, nothing is half-written", err=True)
        sys.exit(130)
    except CaseError as error:
        n = len(error.problems)
        click.echo(f"{error}\n\n{n} {'problem' if n == 1 else 'problems'}; nothing was built", err=True)
        sys.exit(error.exit_code)
    except SolferinoError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO):
            raise
        told = f"the machine cannot do it: {error.strerror} ({error.filename})"
        click.echo(f"{told}\n  make room, or check who may write there, then run it again", err=True)
        sys.exit(74)
    except Exception as error:  # noqa: BLE001  # the last fence: a bug of ours must never look like a verdict
        click.echo(_trace(error), err=True)
        click.echo("\nthis is a bug in solferino; the case is unchanged. Please report the lines above", err=True)
        sys.exit(70)


def _trace(error: Exception) -> str:
    """Return the trace of a bug; while a case is open without what the error says, which may quote what is sealed."""
    from solferino.vault.seal.session import any_open

    if not any_open():
        return "".join(traceback.format_exception(error)).rstrip()
    told = "what it says is left out, since a sealed case is open: it may quote what is sealed"
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{where}{type(error).__name__}: ({told})"
