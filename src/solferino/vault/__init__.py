"""Floor 1: exhibits by SHA-256, and the custody log of what happened to them.

    VAULT                     format version and the vault's random 128-bit id
    objects/ab/<64 hex>       each file named by the SHA-256 of its bytes, mode 0444, written once
    log/00000000.jsonl        one record a line; each names the SHA-256 of the line before it
    checkpoints/<size>.note   size and RFC 6962 root of the log, after each write (unsigned)
    staging/  quarantine/     bytes on their way in; bytes found wrong, kept under their own hash
    lock                      who is writing

Log, checkpoints and VAULT belong under version control; the rest does not.
"""

from solferino.vault.audit import Report, check
from solferino.vault.item import Item, Receipt
from solferino.vault.record import Held, Record
from solferino.vault.vault import Vault

__all__ = ["Held", "Item", "Receipt", "Record", "Report", "Vault", "check"]
