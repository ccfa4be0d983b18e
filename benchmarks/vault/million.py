"""A log of very many records: written here by hand, since no case has one; verified in a process of its own."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from solferino.vault import Vault, check, checkpoint, merkle
from solferino.vault.header import read_header
from solferino.vault.index import Index, open_index
from solferino.vault.prove import prove_record
from solferino.vault.record import Draft, line_hash

SEGMENT = 40_000
"""Records of a segment, about what 16 MiB hold."""


TRIES = 100
"""Proofs of which the mean is told."""


def write(root: Path, count: int) -> None:
    """Make a vault whose log holds `count` records of attempts."""
    Vault.open(root, create=True)
    header = read_header(root)
    body = json.loads(
        Draft("attempt", src={"url": "https://example.org/post/1"}, note="not found").line(0, header.prev)
    )
    (root / "log").mkdir(exist_ok=True)
    prev, tree = header.prev, merkle.Tree()
    for start in range(0, count, SEGMENT):
        lines = []
        for seq in range(start, min(start + SEGMENT, count)):
            body.update(seq=seq, prev=prev, salt=secrets.token_hex(16))
            raw = json.dumps(body, separators=(",", ":")).encode() + b"\n"
            prev = line_hash(raw)
            lines.append(raw)
            tree.append(merkle.leaf_hash(raw))
        (root / "log" / f"{start:08d}.jsonl").write_bytes(b"".join(lines))
    checkpoint.write(root, header, size=count, tree_root=tree.root())


def million(count: int) -> dict[str, Any]:
    """Measure a log of `count` records: verify and its memory; the making and the checking of a proof."""
    with tempfile.TemporaryDirectory() as here:
        root = Path(here) / "vault"
        write(root, count)
        done = subprocess.run([sys.executable, __file__, str(root)], check=True, capture_output=True, text=True)
        began = perf_counter()
        prove_record(root, 0)
        indexed = perf_counter()
        proofs = [prove_record(root, seq) for seq in range(0, count, count // TRIES)]
        made = perf_counter()
        assert all(proof.shows(proof.extra) for proof in proofs)
        checked = perf_counter()
        with open_index(root) as table:
            index = Index(root, table)
            opened = perf_counter()
            for seq in range(0, count, count // TRIES):
                index.inclusion(seq, size=count)
            hashes = perf_counter()
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "first_proof_s": round(indexed - began, 2), "hashes_of_a_proof_ms": _each(hashes - opened),
            "proof_file_ms": _each(made - indexed), "check_proof_ms": _each(checked - made)}  # fmt: skip


def _each(seconds: float) -> float:
    """Return the milliseconds that each of the tries took."""
    return round(1000 * seconds / TRIES, 3)


def alone(root: Path) -> dict[str, Any]:
    """Verify the vault at `root` and say how long it took and the most memory this process had."""
    began = perf_counter()
    assert check(root).ok
    took = perf_counter() - began
    held = Path("/proc/self/status").read_text("utf-8")  # what getrusage says begins with the parent's
    return {"verify_s": round(took, 2), "peak_mb": int(held.partition("VmHWM:")[2].split()[0]) // 1024,
            "log_mb": sum(p.stat().st_size for p in (root / "log").iterdir()) >> 20}  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    print(json.dumps(alone(Path(sys.argv[1]))))
