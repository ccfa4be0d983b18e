"""A PostgreSQL of the tests' own: in a temporary folder, on a socket there, gone when they end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MISSING = "no PostgreSQL server is installed (Debian: apt-get install postgresql; elsewhere: initdb on the PATH)"


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, and what a process needs to run as its owner."""

    programs: Path
    folder: Path
    owner: dict[str, Any]

    @property
    def url(self) -> str:
        """The address of the database that every server has."""
        return self.at("postgres")

    def at(self, name: str) -> str:
        """Return the address of a database by its name."""
        return f"postgresql://solferino@/{name}?host={self.folder}"

    def new(self) -> str:
        """Make an empty database and return its address."""
        import psycopg

        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as at:
            at.execute(f"CREATE DATABASE {name}")
        return self.at(name)

    def emptied(self) -> str:
        """Return the address of a database without our tables; it is one and the same, which saves half a second."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as at:
            at.execute("SET client_min_messages = error; DROP SCHEMA IF EXISTS solferino CASCADE")
        return self.url

    def control(self, *words: str) -> None:
        """Start or stop it."""
        command = [self.programs / "pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-s", *words]
        subprocess.run(command, check=True, timeout=60, cwd=self.folder, **self.owner)

    def start(self) -> None:
        """Start it, reachable by its socket alone; it is killed, but the machine stays up, so it need not sync."""
        self.control("-o", f"-c listen_addresses='' -k {self.folder} -c max_connections=40 -c fsync=off", "start")

    def kill(self) -> None:
        """Kill it as a power cut would, with every process of its own."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in (first, *map(int, children)):
            os.kill(each, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            time.sleep(0.01)


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, the newest; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


@contextmanager
def running() -> Iterator[Server]:
    """Run a server while the block lasts; it refuses to be run by root, so then somebody else runs it."""
    there = programs()
    assert there is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner: dict[str, Any] = {}
    if os.getuid() == 0:
        owner = {"user": "nobody", "group": _group("nobody"), "extra_groups": []}
        shutil.chown(folder, "nobody")
    server = Server(there, folder, owner)
    try:
        made = [
            there / "initdb",
            "-D",
            folder / "data",
            "-U",
            "solferino",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(made, check=True, timeout=60, cwd=folder, stdout=subprocess.DEVNULL, **owner)
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.control("-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
