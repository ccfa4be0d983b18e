"""A packaged web archive (WACZ): its list of contents checked, its WARC files indexed, nothing unpacked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from typing import IO, Any

from solferino.vault.intake.warc import read_warc

LIST = "datapackage.json"
_LIST_BYTES = 16 << 20
_OWN = (LIST, "datapackage-digest.json")


def read_wacz(file: IO[bytes]) -> dict[str, Any]:
    """Return what the package says it holds, what it holds, and the records of its WARC files.

    A file may agree with the list, differ from it, be missing, be unlisted, or bear a name that two have. That all
    agree is no proof: who rewrites a file rewrites its hash in the list too.
    """
    with zipfile.ZipFile(file) as package:
        names = Counter(package.namelist())
        listed = _listed(package)
        files, warcs = list[dict[str, Any]](), dict[str, Any]()
        for name in sorted({*names, *listed} - set(_OWN)):
            if name.endswith("/"):
                continue
            said = listed.get(name)
            state, digest = _state(package, name, names[name], said)
            files.append({"name": name, "state": state, "sha256": digest, "said": (said or {}).get("hash", "")})
            if digest and name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                with package.open(name) as member:
                    warcs[name] = {k: v for k, v in read_warc(member).items() if k != "made"}
    states = Counter(f["state"] for f in files)
    records = sum(len(w.get("records", ())) for w in warcs.values())
    wrong = [f"{f['name']}: {f['state']}" for f in files if f["state"] not in ("agrees", "holds no digest")]
    for name, one in warcs.items():
        wrong += [f"{name}: {told}" for told in (*one.get("troubles", ()), *filter(None, [one.get("error")]))]
    agree = f"{states['agrees']} files agree with the package's own list"
    made = [f"an index of {len(files)} files and {records} records; {agree}"]
    return {"tool": next((w["tool"] for w in warcs.values() if "tool" in w), "solferino"), "files": files,
            "warcs": warcs, "made": made, "troubles": wrong[:50]}  # fmt: skip


def _listed(package: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    with package.open(LIST) as file:
        body = json.loads(file.read(_LIST_BYTES))
    told = body.get("resources", ()) if isinstance(body, dict) else ()
    return {str(r.get("path", "")): r for r in told if isinstance(r, dict)}


def _state(package: zipfile.ZipFile, name: str, count: int, said: dict[str, Any] | None) -> tuple[str, str]:
    if not count:
        return "listed, and missing", ""
    if count > 1:
        return "two files bear this name", ""
    digest, size = hashlib.sha256(), 0
    with package.open(name) as member:
        while piece := member.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    found = digest.hexdigest()
    if said is None:
        return "not in the list", found
    wanted = str(said.get("hash", ""))
    if not wanted.startswith("sha256:"):
        return "holds no digest", found
    agrees = wanted == f"sha256:{found}" and said.get("bytes", size) == size
    return ("agrees" if agrees else "differs from the list"), found
