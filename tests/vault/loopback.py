"""Authorities on this machine's own address: one that the program openssl runs, and any that a test makes up."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vault.authority import Authority, key

Reply = Callable[[bytes], bytes | int]
"""What is answered to a request: bytes, or a status code without any."""

_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """Answer POST requests on a free port until the block ends; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server asks for
            found = reply(self.rfile.read(int(self.headers["Content-Length"])))
            status, data = (found, b"") if isinstance(found, int) else (200, found)
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                self.wfile.write(data)
            except ConnectionError:
                return

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/stamp"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def by_openssl(folder: Path, authority: Authority) -> Reply:
    """Return an authority whose answers the program openssl writes, with the time of now."""
    (folder / "tsa.cnf").write_text(_CONFIG)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.pem").write_bytes(authority.signer().public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(
        key(authority.name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )

    def reply(request: bytes) -> bytes:
        (folder / "q.tsq").write_bytes(request)
        words = ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "a.tsr"]
        words += ["-signer", "tsa.pem", "-inkey", "tsa.key"]
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
        return (folder / "a.tsr").read_bytes()

    return reply
