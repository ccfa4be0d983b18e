"""fetch.txt: what a bag says can be had elsewhere. It is read, checked and told; nothing is ever fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from solferino.vault.bag.findings import Findings
from solferino.vault.bag.manifest import Manifest
from solferino.vault.bag.names import PAYLOAD, UnsafeNameError, inside, resolve
from solferino.vault.bag.tagfile import Text
from solferino.vault.bag.tree import Tree

NAME = "fetch.txt"
_LINE = re.compile(r"(\S+)[ \t]+(\d+|-)[ \t]+(.+)")


def fetch(data: bytes, text: Text, tree: Tree, manifests: list[Manifest], findings: Findings) -> None:
    """Check each line: a well-formed address, a length or `-`, and a payload path that the manifests list."""
    for number, line in enumerate(text.lines(NAME, data, findings), 1):
        where = f"{NAME}:{number}"
        match = _LINE.fullmatch(line)
        if match is None:
            if line.strip():
                findings.fault(where, "not an address, a length (or -) and a path")
            continue
        address, length, written = match.groups()
        try:
            path = inside(written).path
        except UnsafeNameError as error:
            findings.fault(where, f"{written}: {error}")
            continue
        _address(address, where, findings, strict=text.strict)
        if not path.startswith(PAYLOAD):
            findings.either(where, f"{path} is not of the payload", fault=text.strict)
        found = resolve(path, tree.files, tree.composed, strict=text.strict)
        listed = [found.path in m.sums if found else path in m.absent for m in manifests]
        if not all(listed):
            findings.either(where, f"{path} is not listed in every manifest", fault=text.strict)
        if found is None:
            findings.warn(where, f"{path} would come from {address}; nothing is fetched by itself")
        elif length != "-" and int(length) != tree.files[found.path]:
            findings.warn(where, f"{path} should have {length} bytes, has {tree.files[found.path]}")


def _address(address: str, where: str, findings: Findings, *, strict: bool) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not (parts.netloc or parts.path):
        findings.either(where, f"{address} is no address", fault=strict)
    elif parts.scheme.lower() not in ("http", "https", "ftp"):
        findings.warn(where, f"{address} points at this machine or at something that is not the web")
