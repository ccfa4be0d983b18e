"""Prints of a video's frames, one a second, where ffmpeg is on the machine."""

from __future__ import annotations

import shutil
import subprocess
from typing import IO, Any

from solferino.vault.intake.pdq import digits
from solferino.vault.intake.tool import packaged

SIDE = 256
FRAMES = 3600


def read_video(file: IO[bytes]) -> dict[str, Any]:
    """Return the print and quality of one frame a second, in order, at most an hour of them."""
    import numpy as np
    import pdqhash

    program = shutil.which("ffmpeg")
    if program is None:
        return {"error": "ffmpeg is not on this machine"}
    told = subprocess.run([program, "-version"], capture_output=True, check=False).stdout.decode("utf-8", "replace")
    # The file is this process's standard input, opened by number: no name of a source reaches the program.
    command = [program, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-i", f"/dev/fd/{file.fileno()}",
               "-vf", f"fps=1,scale={SIDE}:{SIDE}", "-frames:v", str(FRAMES), "-pix_fmt", "rgb24", "-f", "rawvideo",
               "pipe:1"]  # fmt: skip
    frames: list[dict[str, Any]] = []
    size = SIDE * SIDE * 3
    with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        while len(frames) < FRAMES and len(raw := running.stdout.read(size)) == size:
            bits, quality = pdqhash.compute(np.frombuffer(raw, np.uint8).reshape(SIDE, SIDE, 3))
            frames.append({"second": len(frames), "hash": digits(bits), "quality": int(quality)})
    if not frames:
        return {"error": "ffmpeg finds no frame in it"}
    tool = f"{packaged('pdqhash')}, {' '.join(told.split()[:3])}"
    return {"tool": tool, "algorithm": "PDQ, one frame a second", "frames": frames}
