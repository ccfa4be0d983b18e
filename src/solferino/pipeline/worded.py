"""From a report that rules read out of a text to the words that say each of its values, with their bytes."""

from __future__ import annotations

from datetime import date

from solferino.exchange.accounts.read import accounts
from solferino.exchange.documents.read import text_of
from solferino.exchange.prose import offsets, span_of
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.errors import EvidenceError, UsageError
from solferino.words.trace import Trace

_WHOLE = frozenset({"scope", "stance", "counts_cover", "date_precision"})
"""What follows from the sentence as a whole, and from no words of it alone."""


def worded(case: CaseFile, report_id: str) -> tuple[Trace, ...]:
    """Return the words behind each value of a report that was read out of prose; nothing for any other report.

    Of a sealed source nothing is told: its words are not ours to show.
    """
    source_id, _, span = report_id.partition("/")
    source = next((s for s in case.sources if s.id == source_id and s.sensitivity != "sealed"), None)
    reading = next((r for r in source.readings if r.format == "text"), None) if source else None
    if source is None or reading is None or not (case.root / "vault").is_dir():
        return ()
    try:
        plain = text_of(Vault.open(case.root / "vault").read(source.sha256), source.path)
    except (EvidenceError, UsageError):
        return (Trace("words", report_id, "the text it was read from is not in the vault"),)
    told = reading.options.get("published", "")
    at = offsets(plain)
    for account in accounts(plain, published=date.fromisoformat(told) if told else None):
        if span_of(account, at) == span:
            said = " ".join(plain[account.start : account.end].split())
            values = tuple(
                Trace(
                    "words",
                    f"bytes {span_of(v, at)}",
                    f"{name} {v.value}: “{' '.join(plain[v.start : v.end].split())}”",
                )
                for name, values in account.values.items()
                if name not in _WHOLE
                for v in values
            )
            left = tuple(Trace("left open", "", note) for note in account.notes)
            return (Trace("read by rules", f"bytes {span}", f"“{said}”", (*values, *left)),)
    return ()
