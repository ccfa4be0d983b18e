"""The pages of tables, verdicts, vocabularies and errors, from floor 0."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import solferino
from markup import code, page, table
from solferino.words.errors import PRECEDENCE, SolferinoError
from solferino.words.tables import Table, tables
from solferino.words.verdict import EXIT, Lack, SentenceStatus, Status, Track

CODES = {
    0: "it stands",
    1: "a sentence or claim is contradicted, overstated, needs a qualifier or is bare",
    2: "the command was typed wrongly, a file of the case is malformed, or a claim cannot be evaluated",
    3: "something is insufficient, or a method refused",
    4: "evidence is missing or altered",
    5: "stale: the lock file or the build does not match the case folder",
    70: "a fault of Solferino itself",
    74: "the machine cannot: disk full, a missing extra, another process holds the vault",
}
"""What each exit code means; the keys are those of PRECEDENCE."""

MEANING: dict[str, str] = {
    "error": "it cannot be evaluated: a bad key, a missing column",
    "contradicted": "the record says otherwise, in the base build and in every world",
    "insufficient": "the evidence filed decides it neither way; the type says why",
    "attested": "supported, on sealed evidence that named roles have reviewed and strangers cannot re-compute",
    "supported": "the threshold holds in the base build and in every world",
    "tracked": "a call or a promise: followed, never judged",
    "overstated": "the words ask more than the evidence gives; a weaker form, which is named, holds",
    "needs_qualifier": "true of some only: a law that binds its parties alone, for instance",
    "bare": "it holds checkable words outside any link",
    "attributed": "a source says so, and the sentence says that it does",
    "not_checkable": "a forecast or an opinion, marked as one",
    "context": "background without number, party, act, date, law or word of quantity",
    "not_filed": "nothing on it was filed; an open table is never complete",
    "withheld": "the evidence exists and may not be read here",
    "conflicting": "the sources disagree",
    "fragile": "a world breaks it, and that world is named",
    "between": "the threshold lies between the low and the high end of the value",
    "unconfirmed_fact": "it needs a fact that is marked as general knowledge",
    "method_refused": "the method cannot answer here, and says why",
    "open": "not due yet, or no day was set",
    "met": "an act that was said to count as an answer is on record",
    "partly": "an act that was said to count in part is on record",
    "unmet": "an act that was said to show a refusal is on record",
    "no_public_record": "the day has passed and nothing is on record",
}
"""What each word of the verdict algebra means."""


def tables_page() -> str:
    """Return tables.md: every table, column by column."""
    parts = [
        "Every table that a claim may ask and a dossier may publish. A **closed** table is complete between the days"
        " that its sources state; an **open** one holds what was filed, never all there was. Every table ends with"
        " `sensitivity`.",
        ", ".join(f"[{name}](#{name})" for name in tables()) + ".",
    ]
    for one in tables().values():
        parts += [f"## {one.name}", _about(one), table(("column", "holds", "meaning"), _columns(one))]
    return page("Tables", *parts)


def _columns(one: Table) -> Iterator[tuple[str, str, str]]:
    for field in one.fields:
        yield code(field.name), field.kind, field.doc


def _about(one: Table) -> str:
    text = f"{one.doc} {'Closed where a source says so.' if one.closed else 'Open.'}"
    if one.event:
        text += f" The clock of events reads {code(one.event)}"
        text += f", the clock of knowledge {code(one.known)}." if one.known else "."
    for key, (low, high) in one.ends.items():
        text += f" {code(key)} has two ends, {code(low)} and {code(high)}."
    return text


def verdicts_page() -> str:
    """Return verdicts.md: the words a claim, a sentence, a call can end with, and what each costs."""

    def rows(words: type[Status | SentenceStatus]) -> Iterator[tuple[str, str, str]]:
        for word in words:
            yield code(word), MEANING[word], str(EXIT.get(word, 0))

    def plain(words: type[Lack | Track]) -> Iterator[tuple[str, str]]:
        for word in words:
            yield code(word), MEANING[word]

    return page(
        "Verdicts",
        "Worst first. Joined claims (`a+b`) take the worst of their verdicts; `tracked` is neutral."
        " [method.md](../method.md) says how a verdict is reached.",
        "## Of claims", table(("verdict", "meaning", "exit code"), rows(Status)),
        "## Types of `insufficient`", table(("type", "meaning"), plain(Lack)),
        "## Types of `tracked`", table(("type", "meaning"), plain(Track)),
        "## Of sentences", table(("verdict", "meaning", "exit code"), rows(SentenceStatus)),
    )  # fmt: skip


def vocabulary_page() -> str:
    """Return vocabulary.md: the words that columns of the tables may hold."""
    raw = tomllib.loads(files("solferino.words").joinpath("data/vocabulary.toml").read_text("utf-8"))
    parts = ["The words that files of a case may use in these columns and keys, and what they mean."]
    for name, words in raw.items():
        parts += [f"## {name}", table(("word", "meaning"), [(code(str(w)), str(m)) for w, m in words.items()])]
    return page("Vocabularies", *parts)


def errors_of() -> list[type[SolferinoError]]:
    """Return every error that the package raises on purpose, the base first, children after their parent."""
    for module in pkgutil.walk_packages(solferino.__path__, "solferino."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return list(_family(SolferinoError))


def _family(error: type[SolferinoError]) -> Iterator[type[SolferinoError]]:
    yield error
    for child in sorted(error.__subclasses__(), key=lambda e: (e.exit_code, e.__name__)):
        yield from _family(child)


def errors_page() -> str:
    """Return errors.md: the tree of errors and the exit codes."""
    errors = [(code(e.__name__), str(e.exit_code), " ".join((e.__doc__ or "").split())) for e in errors_of()]
    codes = [(str(n), CODES[n]) for n in sorted(PRECEDENCE)]
    order = ", ".join(str(n) for n in PRECEDENCE)
    return page(
        "Errors and exit codes",
        "A message says what happened, where (file and line, or row), and what to do next. All that is wrong with"
        " the files of a case is said at once.",
        "## Exit codes", table(("code", "meaning"), codes), f"Where several apply, the first of these wins: {order}.",
        "## Errors", table(("error", "exit code", "meaning"), errors),
        "`SolferinoError` is the base of all; from Python, catching it catches every error raised on purpose.",
    )  # fmt: skip
