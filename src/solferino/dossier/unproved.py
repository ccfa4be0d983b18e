"""What a stranger can check of a verdict that rests on sealed rows: that the set counted is the set signed for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solferino.vault.seal.rows import Committed, signed
from solferino.words.claim import Claim


def unproved(claim: Claim, said: Mapping[str, Any], docs: Mapping[str, Any], *, open_rows: int | None) -> list[str]:
    """Return what is wrong with the attestation beside an attested verdict, in words; nothing where it proves it,
    or where there is none, which `recompute` says.

    `open_rows`: how many published rows the claim counts, where that can be told. That reviewers' keys are theirs
    nobody can learn from the dossier: ask them by another road.
    """
    given = docs["case"].get("attestations", {}).get(claim.id)
    if given is None:
        return []
    told, wrong = given["statement"], []
    found = Committed(told, tuple(given["commitments"]))
    if found.root != given["root"]:
        wrong.append("its commitments do not give the root that was signed")
    if told["claim"] != claim.id or told["form"] != said["digest"] or told["form"] != claim.digest():
        wrong.append("another form of the claim was signed for")
    if told["values"] != {k: [v["low"], v["base"], v["high"]] for k, v in said["values"].items()}:
        wrong.append("other values were signed for")
    if told["sealed"] != len(found.commitments) or len(set(found.commitments)) != len(found.commitments):
        wrong.append("the sealed rows are not as many as were signed for")
    elif open_rows is not None and open_rows + len(found.commitments) != told["total"]:
        wrong.append(
            f"{open_rows} published and {len(found.commitments)} sealed rows are not the {told['total']} counted"
        )
    keys = {s["key"] for s in given["signed"] if signed(s["key"], found.root, s["day"], s["sig"])}
    if len(keys) < given["needed"]:
        wrong.append(f"{len(keys)} good signatures, {given['needed']} are needed")
    return [f"verdict of {claim.id}: {text}" for text in wrong]
