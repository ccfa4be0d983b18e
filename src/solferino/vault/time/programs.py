"""Two programs that verify a time stamp at the time it states: rfc3161-client, and openssl where that cannot read it.

Either may refuse a good token for its form, so one that accepts is enough; what neither can read stays held.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from solferino.vault.state import handed_on
from solferino.vault.time.answer import Answer
from solferino.vault.time.request import Request
from solferino.vault.time.roots import malformed

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True)
class Opinion:
    """What one program says of a token: `accepts` is None where it could not judge it; `why` is in its own words."""

    program: str
    accepts: bool | None
    why: str = ""


Program = Callable[[Answer, Request, Sequence["Certificate"]], Opinion]


def client(answer: Answer, request: Request, roots: Sequence[Certificate]) -> Opinion:
    """Ask rfc3161-client, from the extra `time`."""
    name = "rfc3161-client"
    try:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        return Opinion(name, None, 'not installed: pip install "solferino[time]"')
    try:
        response = decode_timestamp_response(answer.whole)
        VerifierBuilder(roots=list(roots), nonce=request.nonce).build().verify(response, request.imprint)
    except VerificationError as error:
        return Opinion(name, False, _line(str(error).partition(": ErrorStack")[0]))
    except malformed() as error:
        return Opinion(name, None, _line(str(error) or type(error).__name__))
    except BaseException as error:
        # Some malformed certificates stop its compiled part outright; what that raises is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return Opinion(name, None, "stopped over its form")
    return Opinion(name, True)


def openssl(answer: Answer, request: Request, roots: Sequence[Certificate]) -> Opinion:
    """Ask the program openssl of this machine."""
    from cryptography.hazmat.primitives.serialization import Encoding

    name = "openssl"
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "request.tsq").write_bytes(request.der)
        (folder / "token").write_bytes(answer.token)
        (folder / "roots.pem").write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in roots))
        words = ["ts", "-verify", "-token_in", "-in", "token", "-queryfile", "request.tsq", "-CAfile", "roots.pem"]
        try:
            done = subprocess.run(
                [name, *words, "-attime", str(int(answer.time.timestamp()))],
                cwd=folder, capture_output=True, timeout=30, check=False, stdin=subprocess.DEVNULL,
                env=handed_on(),
            )  # fmt: skip
        except FileNotFoundError:
            return Opinion(name, None, "not on this machine")
        except (OSError, subprocess.TimeoutExpired) as error:
            return Opinion(name, None, type(error).__name__)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode == 0 and "Verification: OK" in said:
        return Opinion(name, True)
    reason = next((line for line in said.splitlines() if "error:" in line), said)
    # Without "Verification: FAILED" it never came to judge: another dialect, or bytes that it cannot read.
    return Opinion(name, False if "Verification: FAILED" in said else None, _line(_plain(reason)))


ALL: tuple[Program, ...] = (client, openssl)


def _plain(line: str) -> str:
    """Return the reason of a line of openssl's own errors, without the numbers that differ from run to run."""
    parts = line.split(":")
    # thread:error:code:library:function:reason:file:line:more
    return ", ".join(filter(None, (parts[5], *parts[8:]))) if len(parts) > 7 and parts[1] == "error" else line


def _line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[0][:200]
