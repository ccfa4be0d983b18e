"""A packaged web archive (WACZ): its list of contents checked, its WARC files indexed, nothing unpacked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any

from solferino.vault.intake.measure import BROKEN
from solferino.vault.intake.room import Room
from solferino.vault.intake.warc import read_warc

LIST, DIGEST, PAGES = "datapackage.json", "datapackage-digest.json", "pages/pages.jsonl"
_LIST_BYTES = 16 << 20
_SHOWN = 50


def read_wacz(file: IO[bytes]) -> dict[str, Any]:
    """Return what the package says it holds, what it holds, and the records of its WARC files.

    A file may agree with the list, differ from it, be missing, be unlisted, be damaged, or bear a name that two have.
    That all agree is no proof: who rewrites a file rewrites its hash in the list too. No signature is checked.
    """
    room = Room()
    with zipfile.ZipFile(file) as package:
        names = Counter(info.filename for info in package.infolist())
        listed, troubles = _listed(package), [*_demanded(package, names)]
        files, warcs = list[dict[str, Any]](), dict[str, Any]()
        for name in sorted({*names, *listed} - {LIST, DIGEST}):
            if name.endswith("/"):
                continue
            state, digest = _state(package, name, names[name], listed.get(name))
            entry = {"name": name, "state": state, "sha256": digest, "said": str(listed.get(name, {}).get("hash", ""))}
            if not room.takes(entry):
                troubles.append(f"only the first {len(files)} files are indexed")
                break
            files.append(entry)
            if digest and name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                with package.open(name) as member:
                    warcs[name] = read_warc(member, room)
    states = Counter(f["state"] for f in files)
    records = sum(len(w.get("records", ())) for w in warcs.values())
    wrong = [f"{f['name']}: {f['state']}" for f in files if f["state"] not in ("agrees", "holds no digest")]
    for name, one in warcs.items():
        wrong += [f"{name}: {told}" for told in (*one.pop("troubles", ()), *filter(None, [one.get("error")]))]
        one.pop("made", None)
    shown = wrong[:_SHOWN] + ([f"and {len(wrong) - _SHOWN} more; the index has all"] if len(wrong) > _SHOWN else [])
    agree = f"{states['agrees']} files agree with the package's own list"
    made = [f"an index of {len(files)} files and {records} records; {agree}"]
    return {"tool": next((w["tool"] for w in warcs.values() if "tool" in w), "solferino"), "files": files,
            "warcs": warcs, "made": made, "troubles": [*troubles, *shown]}  # fmt: skip


def _listed(package: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    with package.open(LIST) as file:
        body = json.loads(file.read(_LIST_BYTES))
    told = body.get("resources", ()) if isinstance(body, dict) else ()
    return {str(r.get("path", "")): r for r in told if isinstance(r, dict)} if isinstance(told, list) else {}


def _demanded(package: zipfile.ZipFile, names: Mapping[str, int]) -> Iterator[str]:
    """Yield what the format (WACZ 1.1.1) demands of the package as a whole, and it is not."""
    if names[LIST] > 1:
        yield f"{LIST}: two files bear this name; the last of them was read"
    if not names[PAGES]:
        yield f"{PAGES}: missing, though the format demands it"
    if not names[DIGEST]:
        return
    try:
        with package.open(DIGEST) as file, package.open(LIST) as list_:
            told = json.loads(file.read(_LIST_BYTES))
            found = f"sha256:{hashlib.sha256(list_.read(_LIST_BYTES)).hexdigest()}"
    except (*BROKEN, RecursionError) as error:
        yield f"{DIGEST}: not read ({type(error).__name__})"
        return
    if not isinstance(told, dict) or told.get("hash") != found:
        yield f"{DIGEST}: is not about this {LIST}"
    elif "signedData" in told:
        yield f"{DIGEST}: bears a signature, which is kept and not checked"


def _state(package: zipfile.ZipFile, name: str, count: int, said: dict[str, Any] | None) -> tuple[str, str]:
    if not count:
        return "listed, and missing", ""
    if count > 1:
        return f"{'two' if count == 2 else count} files bear this name", ""
    digest, size = hashlib.sha256(), 0
    try:
        with package.open(name) as member:
            while piece := member.read(1 << 20):
                digest.update(piece)
                size += len(piece)
    except BROKEN as error:
        return f"not read: damaged or encrypted ({type(error).__name__})", ""
    found = digest.hexdigest()
    if said is None:
        return "not in the list", found
    wanted = str(said.get("hash", ""))
    if not wanted.startswith("sha256:"):
        return "holds no digest", found
    agrees = wanted == f"sha256:{found}" and said.get("bytes", size) == size
    return ("agrees" if agrees else "differs from the list"), found
