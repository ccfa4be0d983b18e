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
from solferino.vault.record import Draft, line_hash

SEGMENT = 40_000
"""Records of a segment, about what 16 MiB hold."""


def write(root: Path, count: int) -> list[bytes]:
    """Make a vault whose log holds `count` records of attempts, and return their leaf hashes."""
    Vault.open(root, create=True)
    header = read_header(root)
    body = json.loads(
        Draft("attempt", src={"url": "https://example.org/post/1"}, note="not found").line(0, header.prev)
    )
    (root / "log").mkdir(exist_ok=True)
    prev, leaves, tree = header.prev, [], merkle.Tree()
    for start in range(0, count, SEGMENT):
        lines = []
        for seq in range(start, min(start + SEGMENT, count)):
            body.update(seq=seq, prev=prev, salt=secrets.token_hex(16))
            raw = json.dumps(body, separators=(",", ":")).encode() + b"\n"
            prev = line_hash(raw)
            lines.append(raw)
            leaves.append(merkle.leaf_hash(raw))
            tree.append(leaves[-1])
        (root / "log" / f"{start:08d}.jsonl").write_bytes(b"".join(lines))
    checkpoint.write(root, header, size=count, tree_root=tree.root())
    return leaves


def million(count: int) -> dict[str, Any]:
    """Measure a log of `count` records: verify and its memory; the making and the checking of a proof."""
    with tempfile.TemporaryDirectory() as here:
        root = Path(here) / "vault"
        leaves = write(root, count)
        done = subprocess.run([sys.executable, __file__, str(root)], check=True, capture_output=True, text=True)
        index, top = count // 3, merkle.Tree(leaves).root()
        began = perf_counter()
        proof = merkle.inclusion(leaves, index)
        made = perf_counter()
        for _ in range(100):
            assert merkle.verify_inclusion(leaves[index], index, size=count, proof=proof, root=top)
        checked = (perf_counter() - made) / 100
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "make_proof_from_leaves_s": round(made - began, 2), "check_proof_ms": round(1000 * checked, 3)}


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
