"""Append a decision to decisions.jsonl, chained to the same author's last: decide.py CASE BY ACT WHY VALUE REPORT…"""

import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

case, by, act, why, value, *about = sys.argv[1:]
path = Path(case) / "decisions.jsonl"
lines = path.read_text("utf-8").splitlines() if path.exists() else []
mine = [line for line in lines if json.loads(line)["by"] == by]
decision = {
    "id": f"d{len(lines) + 1}",
    "t": datetime.now(UTC).isoformat(timespec="seconds"),
    "by": by,
    "act": act,
    "about": about,
    "value": json.loads(value),
    "why": why,
    "prev": hashlib.sha256(mine[-1].encode()).hexdigest() if mine else "",
}
with path.open("a", encoding="utf-8") as file:
    file.write(json.dumps(decision, ensure_ascii=False) + "\n")
