"""What runs in the decoder's own process: bytes on standard input, one JSON object on standard output."""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any

from solferino.vault.intake.mail import read_mail, read_mbox
from solferino.vault.intake.pdf import read_pdf
from solferino.vault.intake.pdq import read_pdq
from solferino.vault.intake.picture import read_picture
from solferino.vault.intake.video import read_video
from solferino.vault.intake.wacz import read_wacz
from solferino.vault.intake.warc import read_warc

DECODERS: Mapping[str, Callable[[IO[bytes]], dict[str, Any]]] = {
    "pdf": read_pdf,
    "picture": read_picture,
    "pdq": read_pdq,
    "video": read_video,
    "warc": read_warc,
    "wacz": read_wacz,
    "mail": read_mail,
    "mbox": read_mbox,
}


def main(what: str, memory: int, seconds: int) -> None:
    """Set the limits, then decode; whatever a decoder raises is an answer, not a crash."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = DECODERS[what](sys.stdin.buffer)
    except ImportError as error:
        extra = {"pdf": "documents", "warc": "web", "wacz": "web"}.get(what, "media")
        answer = {"error": f'{error.name or "a package"} is not installed: pip install "solferino[{extra}]"'}
    except MemoryError:
        answer = {"error": "out of memory"}
    except Exception as error:  # noqa: BLE001  # libraries raise what they like on hostile bytes; one process ends
        said = re.sub(r" <_io\.\S+ name='<stdin>'>", "", f"{type(error).__name__}: {error}")
        answer = {"error": f"damaged, or otherwise than its format says ({said[:200]})"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
