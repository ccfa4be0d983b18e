"""bag-info.txt (package-info.txt before 0.95): what a bag says of itself, and the size of its payload."""

from __future__ import annotations

import re

from solferino.vault.bag.findings import Findings
from solferino.vault.bag.tagfile import Text, elements
from solferino.vault.bag.tree import Tree

NAMES = ("bag-info.txt", "package-info.txt")
OXUM = "payload-oxum"
_ONCE = (OXUM, "bagging-date", "bag-size", "bag-group-identifier", "bag-count")


def info(name: str, data: bytes, text: Text, tree: Tree, findings: Findings) -> list[tuple[str, str]]:
    """Check the elements and compare Payload-Oxum (bytes.files) with the payload; return the elements."""
    found = elements(name, text.lines(name, data, findings), findings, strict=text.strict)
    labels = [label.lower() for label, _ in found]
    for label in _ONCE:
        if labels.count(label) > 1:
            findings.either(name, f"{label} stands there more than once", fault=text.strict and label == OXUM)
    told = [value for label, value in zip(labels, (value for _, value in found), strict=True) if label == OXUM]
    here = f"{sum(tree.files[path] for path in tree.payload)}.{len(tree.payload)}"
    if not told:
        findings.warn(name, "has no Payload-Oxum, by which a cut-off copy would be seen at once")
    for value in told:
        if not re.fullmatch(r"[0-9]+\.[0-9]+", value):
            findings.fault(name, f"Payload-Oxum should be bytes.files, is {value!r}")
        elif value != here:
            findings.fault(name, f"Payload-Oxum says {value} (bytes.files), the payload has {here}")
    return found
