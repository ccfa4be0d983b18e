"""What people enter in the log themselves: who had an exhibit, what was tried in vain, a check of the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from solferino.vault.printable import printable
from solferino.vault.record import Held, Plain, Record, hashes
from solferino.vault.vault import Vault
from solferino.words.errors import UsageError

ABOUT = ("access", "transfer-in", "transfer-out")
"""Acts upon exhibits, which are to be named."""
SHORT = 12
"""Digits of a SHA-256 that tell the exhibits of one vault apart."""
BY_HAND = (*ABOUT, "attempt", "fixity", "search-none")


def enter(
    vault: Vault,
    act: str,
    *,
    about: Sequence[str] = (),
    by: str = "",
    basis: str = "",
    note: str = "",
    src: Mapping[str, Plain] | None = None,
    sealed: Held | None = None,
) -> tuple[int, bool]:
    """Write one record of what people did; return its number, and whether what it tells of was sound.

    `sealed` are words kept as ciphertext, which go with the record. For `fixity` every byte is read first, and the
    record says what was found. UsageError where it would say nothing, as `demand` does.
    """
    demand(act, about=about, by=by, note=note, sealed=sealed is not None)
    told, sound = dict(src or {}), True
    if act == "fixity":
        report = vault.check()
        sound = report.ok
        told |= {"sound": sound, "checked": report.checked, "records": report.size, "root": report.root}
        bad = [*report.altered, *report.missing]
        note = "; ".join(filter(None, (note, *bad[:20], f"and {len(bad) - 20} more" if len(bad) > 20 else "")))
    return vault.note(
        act, obj=[*_held(vault, about), *([sealed] if sealed else [])], src=told, basis=basis, note=note, actor=by
    ), sound


def demand(act: str, *, about: Sequence[str] = (), by: str = "", note: str = "", sealed: bool = False) -> None:
    """Raise UsageError where such an entry would say nothing, or is not one that people make."""
    if act not in BY_HAND:
        raise UsageError(f"{act!r} is not entered by hand", f"one of {', '.join(sorted(BY_HAND))}")
    if not by.strip():
        raise UsageError("an entry wants a name: who did it", "--by NAME; it stays in the log")
    if act in ABOUT and not about:
        raise UsageError(f"{act} is about an exhibit", "--about SHA256; solferino log CASE lists them")
    if act in ("attempt", "search-none") and not note.strip() and not sealed:
        raise UsageError(f"{act} wants words: what was tried or asked, where, and what came of it", "--note TEXT")


def entries(vault: Vault, about: Collection[str] = ()) -> Iterator[str]:
    """Yield each record as a line for people, or each that is about one of these exhibits, or names it as a parent."""
    for record in vault.records():
        if not about or not set(about).isdisjoint((*hashes(record), *record.parent)):
            yield _line(record)


def _held(vault: Vault, about: Sequence[str]) -> list[Held]:
    known = {held.sha256: held for record in vault.records() for held in record.obj} if about else {}
    if strange := [sha256 for sha256 in about if sha256 not in known]:
        raise UsageError(f"the vault does not know {', '.join(strange)}", "solferino log CASE lists what it holds")
    return [known[sha256] for sha256 in about]


def _line(record: Record) -> str:
    what = record.src.get("name") or record.src.get("url") or record.src.get("method") or ""
    words = [str(what), f"with {record.src['with']}" if record.src.get("with") else "", record.basis, record.note,
             f"sealed words {str(record.src['sealed'])[:SHORT]}" if record.src.get("sealed") else "",
             f"by {record.actor['id']}" if record.actor.get("id") else ""]  # fmt: skip
    about = " ".join(sha256[:SHORT] for sha256 in hashes(record)[:3]) or "-"
    return printable(f"{record.seq:>6}  {record.t}  {record.act:<12} {about}  {'; '.join(filter(None, words))}")


def whole(vault: Vault, given: str) -> str:
    """Return the SHA-256 of the exhibit that `given` means: all its digits, or the first twelve, as `entries` shows.

    UsageError where the log tells of no such exhibit, or of several.
    """
    start = given.removeprefix("sha256:")
    log = vault.log()
    found = [name for name in (*log.held, *log.disposed) if name.startswith(start)] if len(start) >= SHORT else []
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{given!a} begins {len(found)} exhibits", "give more of its digits")
    raise UsageError(
        f"{given!a} is no exhibit of this vault", f"its SHA-256, or {SHORT} digits of it: solferino log CASE shows them"
    )


def vault_of(case: Path) -> Path:
    """Return the folder of a vault given by itself or by its case."""
    return case if (case / "VAULT").is_file() else case / "vault"
