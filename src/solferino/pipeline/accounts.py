"""The `[[read]]` of a text, drafted: every account that the rules find stands there for a person to read over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from solferino.exchange.accounts.account import Account
from solferino.exchange.accounts.read import accounts
from solferino.exchange.documents.mail import sent
from solferino.exchange.documents.read import text_of
from solferino.exchange.prose import offsets, span_of
from solferino.pipeline.mapping import one_line, quoted
from solferino.prose.atoms.dateline import dateline
from solferino.words.errors import MachineError, UsageError
from solferino.words.party import Parties

_SAME = (
    "date_from", "date_to", "place", "admin2", "object", "facility", "weapon", "attribution_relation", "attributed_by",
    "killed_min", "killed_max", "injured_min", "injured_max", "counts_cover", "scope", "stance", "note",
)  # fmt: skip
"""Columns of reports that the text fills under their own names."""
_TOLD = 100
_LOOKED = 20_000
"""Characters in which accounts are looked for where nobody asked for them."""


def published_of(data: bytes, name: str) -> date | None:
    """Return the day on which a text says it was sent: its dateline, or an e-mail's date as the sender wrote it."""
    if name.lower().endswith(".eml"):
        return sent(data)
    return dateline(text_of(data, name))


def known_as(data: bytes, name: str) -> str:
    """Return what a document is known as, and by which of its words; empty where it holds no text that can be read."""
    try:
        plain = text_of(data, name)
        found = accounts(plain[:_LOOKED], published=published_of(data, name))
    except (UsageError, MachineError):  # of a file that is only preserved no reader is asked for
        return ""
    part = f"its first {_LOOKED:,} characters" if len(plain) > _LOOKED else "it"
    if not found:
        return f"a text: no sentence of {part} tells of an incident by the rules"
    said = one_line(" ".join(plain[found[0].start : found[0].end].split()))
    short = said if len(said) <= _TOLD else f"{said[:_TOLD]}…"
    first = span_of(found[0], offsets(plain))
    return f"a text that tells of incidents: {len(found)} in {part}, the first at bytes {first}: “{short}”"


def account_lines(data: bytes, name: str, parties: Parties) -> list[str]:
    """Return the lines of `[[read]]` for the text `data`; no account is read before a person lets it in."""
    plain, published = text_of(data, name), published_of(data, name)
    found, at = accounts(plain, published=published), offsets(plain)
    head = ["[[read]]", 'table  = "reports"', 'format = "text"', 'id     = ["span"]']
    head += [
        f"published = {published}" if published else '# published = 2016-11-24   # from which "on Tuesday" is told'
    ]
    head += [
        "# Read by rules: a proposal. Read each over in the text; take the mark before its span away to let it in."
    ]
    head += ["where.span = [", *(f"    # {quoted(span_of(a, at))},  # {_told(a)}" for a in found), "]"]
    if not found:
        head += ["# no account of an incident was found"]
    columns = [f'{column} = "{column}"' for column in _SAME]
    return [*head, "", "[read.columns]", *columns, *_parties(found, parties)]


def proposed(text: str) -> int:
    """Return how many accounts wait in a description for a person to let them in."""
    return len(re.findall(r'(?m)^\s*#\s*"\d+-\d+",', text))


def _told(account: Account) -> str:
    """Return an account in one line of a comment."""
    parts = [account.first("date_from"), account.first("place"), account.first("object")]
    for what in ("killed", "injured"):
        low, high = account.first(f"{what}_min"), account.first(f"{what}_max")
        if low or high:
            parts.append(f"{what} {low if low == high else f'{low or 0} to {high or chr(8230)}'}")
    parts += [v.value for v in account.values.get("weapon", ())]
    parts += [f"by {v.value}" for v in account.values.get("parties", ())]
    parts += [f"says {account.first('word_of')}"] if account.values.get("word_of") else []
    text = " · ".join(p for p in parts if p) + "".join(f" ({n})" for n in account.notes)
    return one_line(text)[: 2 * _TOLD]


def _parties(found: Iterable[Account], parties: Parties) -> list[str]:
    """Return how names of parties are read: the code of the one party called so, else nothing, to be filled by hand."""
    names = sorted({v.value for a in found for v in a.values.get("parties", ())})
    if not names:
        return ['parties = "parties"']
    codes = {name: _codes(name, parties) for name in names}
    told = ", ".join(f"{quoted(n)} = {quoted(c[0] if len(c) == 1 else '')}" for n, c in codes.items())
    unknown = [n for n, c in codes.items() if len(c) != 1]
    hint = f"   # no one party of parties.toml is called {', '.join(unknown)}" if unknown else ""
    return [f'parties = {{ column = "parties", values = {{ {told} }} }}{one_line(hint)}']


def _codes(name: str, parties: Parties) -> list[str]:
    flat = _plain(name)
    return sorted(p.id for p in parties.by_id.values() if flat in {_plain(n) for n in (*p.names(), p.id)})


def _plain(name: str) -> str:
    return re.sub(r"^the\s+", "", " ".join(name.casefold().split()))
