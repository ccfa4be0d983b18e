"""Measure the vault and its bags beside raw SHA-256, bagit.py and a loop that syncs each file, turn by turn in one run.

    python benchmarks/vault/bench.py [--quick] [--to FILE]

Verify: files of 64 KiB and 1 MiB on one and on two cores, against hashing alone (as many threads as cores) and against
bagit.py (one process, and as many as cores). Ingest: the same files, against writing and syncing one after the other and
against a copy that bagit.py makes a bag of; and how often a batch waits for the disk. Records: a log of a million lines,
verified in a process of its own, with its memory. Best of several turns, wall seconds. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import bagit
from million import million

from solferino.vault import Item, Vault, check
from solferino.vault.bag import check_bag
from solferino.vault.wholedisk import WholeDisk

SIZES = {"64 KiB": (1 << 16, 2000), "1 MiB": (1 << 20, 200)}
RAW_BAR, PEER_BAR = 0.9, 1.4
"""verify is to reach this share of raw hashing (1 MiB files), and be this many times as fast as bagit.py."""


def best(turns: int, works: dict[str, Callable[[], Any]]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the fewest wall and the fewest CPU seconds of each work, taken in turn: a busy machine is unkind to all."""
    wall, cpu = dict.fromkeys(works, float("inf")), dict.fromkeys(works, float("inf"))
    for _ in range(turns):
        for name, work in works.items():
            os.sync()  # nobody waits for what another left unwritten
            began, before = perf_counter(), sum(os.times()[:4])
            work()
            wall[name] = min(wall[name], perf_counter() - began)
            cpu[name] = min(cpu[name], sum(os.times()[:4]) - before)
    return wall, cpu


def raw(files: list[str], threads: int) -> None:
    """Hash files and do nothing else."""

    def one(path: str) -> str:
        with Path(path).open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    if threads == 1:
        list(map(one, files))
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, files))


def verify(here: Path, *, size: int, count: int, turns: int) -> dict[str, Any]:
    """Verify a vault, and a bag that bagit.py made of the same files, on one core and on two."""
    vault, bag = here / "vault", here / "bag"
    bag.mkdir(parents=True)
    for n in range(count):
        (bag / f"{n:05d}").write_bytes(os.urandom(size))
    Vault.open(vault, create=True).ingest([Item(path=path) for path in sorted(bag.iterdir())])
    bagit.make_bag(str(bag), checksums=["sha256"])
    files = [str(path) for path in sorted((bag / "data").iterdir())]
    cores, told = sorted(os.sched_getaffinity(0)), {}
    for n in (1, 2):
        os.sched_setaffinity(0, cores[:n])
        took, cpu = best(turns, {
            "raw": lambda n=n: raw(files, n), "vault": lambda: check(vault), "bag": lambda: check_bag(bag),
            "bagit.py": lambda: bagit.Bag(str(bag)).validate(),
            "bagit.py, all cores": lambda n=n: bagit.Bag(str(bag)).validate(processes=n),
        })  # fmt: skip
        peer = min(took["bagit.py"], took["bagit.py, all cores"])
        told[f"{n} core"] = {
            "seconds": {name: round(s, 3) for name, s in took.items()},
            "cpu seconds": {name: round(s, 3) for name, s in cpu.items()},
            "bag times bagit.py, cpu": round(cpu["bagit.py"] / cpu["bag"], 2),
            "vault of raw, cpu": round(cpu["raw"] / cpu["vault"], 2),
            "vault of raw": round(took["raw"] / took["vault"], 2), "bag of raw": round(took["raw"] / took["bag"], 2),
            "bag times bagit.py": round(took["bagit.py"] / took["bag"], 2),
            "bag times bagit.py at its best": round(peer / took["bag"], 2),
        }  # fmt: skip
    os.sched_setaffinity(0, cores)
    return told


def ingest(here: Path, *, size: int, count: int, turns: int) -> dict[str, Any]:
    """Preserve files in one batch, beside a loop that syncs each, and beside bagit.py."""
    source = here / "source"
    source.mkdir(parents=True)
    files = [source / f"{n:05d}" for n in range(count)]
    for file in files:
        file.write_bytes(os.urandom(size))
    places = iter(range(1_000_000))

    def ours() -> None:
        Vault.open(here / f"v{next(places)}", create=True).ingest([Item(path=file) for file in files])

    def loop() -> None:
        to = here / f"l{next(places)}"
        to.mkdir()
        log = os.open(to / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for file in files:
            data = file.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            fd = os.open(to / digest, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            os.write(fd, data)
            os.fsync(fd)
            os.close(fd)
            os.write(log, f"{digest}\n".encode())
            os.fsync(log)
        os.close(log)

    def peer() -> None:
        to = here / f"b{next(places)}"
        shutil.copytree(source, to)
        bagit.make_bag(str(to), checksums=["sha256"])

    took, _ = best(turns, {"vault": ours, "synced one by one": loop, "copy and bagit.py, never synced": peer})
    return {"seconds": {name: round(s, 3) for name, s in took.items()}, "files": count,
            "times the loop": round(took["synced one by one"] / took["vault"], 2),
            "times bagit.py": round(took["copy and bagit.py, never synced"] / took["vault"], 2)}  # fmt: skip


def barriers(here: Path, counts: tuple[int, ...]) -> dict[str, Any]:
    """Count syncs of a batch, and how often it waits: syncs that overlap in time are one wait."""
    told = {}
    for count in counts:
        spans: list[tuple[float, float]] = []
        real, whole = os.fsync, WholeDisk.sync

        def counted(fd: Any, spans: list[tuple[float, float]] = spans, real: Callable[[Any], None] = real) -> None:
            began = perf_counter()
            real(fd)
            spans.append((began, perf_counter()))

        vault = Vault.open(here / f"v{count}", create=True)
        items = [Item(data=os.urandom(4096), name=str(n)) for n in range(count)]
        os.fsync = counted
        WholeDisk.sync = lambda disk, counted=counted, whole=whole: counted(disk, real=whole)
        try:
            vault.ingest(items)
        finally:
            os.fsync, WholeDisk.sync = real, whole
        waits, end = 0, 0.0
        for began, ended in sorted(spans):
            waits += began > end
            end = max(end, ended)
        told[str(count)] = {"syncs": len(spans), "waits": waits}
    return told


def main() -> int:
    """Run every part, print and keep the figures, and say which bars are missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="a tenth of the files and of the records, two turns")
    asked.add_argument("--to", type=Path, help="also write the figures here")
    options = asked.parse_args()
    scratch = Path(__file__).resolve().parents[2] / "build"  # on the disk of the tree: /tmp may be memory
    scratch.mkdir(exist_ok=True)
    share, turns = (10, 2) if options.quick else (1, 3)
    told: dict[str, Any] = {"cores": len(os.sched_getaffinity(0)), "verify": {}, "ingest": {}}
    # Nothing is deleted before the end: some file systems make new files slowly for minutes after that.
    with tempfile.TemporaryDirectory(dir=scratch) as here:
        for part, work in (("ingest", ingest), ("verify", verify)):
            for name, (size, count) in SIZES.items():
                told[part][name] = work(Path(here) / part / name, size=size, count=count // share, turns=turns)
                print(part, name, json.dumps(told[part][name]), flush=True)
        told["barriers"] = barriers(Path(here), (2, 16, 64, 256, 1024))
        print("barriers", json.dumps(told["barriers"]), flush=True)
    told["records"] = {str(n): million(n) for n in (100_000 // share, 1_000_000 // share)}
    print("records", json.dumps(told["records"]), flush=True)
    told["missed"] = missed(told)
    if options.to:
        options.to.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for line in told["missed"]:
        print(f"missed: {line}")
    return bool(told["missed"])


def missed(told: dict[str, Any]) -> list[str]:
    """Return the bars that were not reached."""
    found = []
    for size, cores in told["verify"].items():
        for core, took in cores.items():
            if size == "1 MiB" and took["vault of raw"] < RAW_BAR:
                found.append(f"verify of a vault, {size}, {core}: {took['vault of raw']} of raw SHA-256")
            if took["bag times bagit.py"] < PEER_BAR:
                most = round(took["seconds"]["bagit.py"] / took["seconds"]["raw"], 2)
                found.append(f"verify of a bag, {size}, {core}: {took['bag times bagit.py']} times bagit.py, where hashing "
                             f"and nothing else is {most} times")  # fmt: skip
    syncs = [told["barriers"][n]["syncs"] for n in sorted(told["barriers"], key=int)]
    if max(syncs) > syncs[0]:
        found.append(f"syncs of a batch grow with its files: {syncs}")
    few, many = (told["records"][n] for n in sorted(told["records"], key=int))
    if many["peak_mb"] > few["peak_mb"] + 64:
        found.append(f"memory of verify grows with the log: {few['peak_mb']} to {many['peak_mb']} MB")
    for name in ("hashes_of_a_proof_ms", "check_proof_ms"):
        if many[name] > 1:
            found.append(f"{name}: {many[name]}")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
