"""How results read on a console: aligned columns, one colour per verdict, the last line is the answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from solferino.case import Build
from solferino.claims.mutants.outcome import Outcome
from solferino.words.result import ClaimResult, SentenceResult, Stage, coverage
from solferino.words.verdict import EXIT

COLOURS = {
    "error": "red", "contradicted": "red", "overstated": "yellow", "needs_qualifier": "yellow", "bare": "yellow",
    "insufficient": "magenta", "attested": "cyan", "supported": "green", "tracked": "blue",
}  # fmt: skip


def stage(s: Stage) -> None:
    """Print one stage as it ends: what it holds, why it ran, how long it took."""
    because = f"because {s.because}" if s.ran and s.because.endswith("changed") else s.because
    first, *more = s.facts or ("",)
    facts = f"{first:<18} {' '.join(more):<14}"
    seconds = f"{s.seconds:4.1f} s" if s.ran else ""
    click.echo(f" {s.name:<10} {facts} {because:<46.46} {seconds}".rstrip())


def build(b: Build, *, exit_: int) -> None:
    """Print the table of claims, every failure of the statement, and the answer."""
    claims = b.claims.values()
    click.echo()
    _claims(claims)
    for sentence in b.sentences:
        if EXIT.get(str(sentence.verdict), 0) == 1 or str(sentence.verdict) == "error":
            click.echo()
            failure(sentence, b.claims)
    for note in b.built.checked.notes:
        click.echo(f"\n note: {note}")
    click.echo()
    click.echo(f" {answer(b)}")


def _claims(claims: Iterable[ClaimResult]) -> None:
    rows = [
        (c.id, str(c.verdict.status), ", ".join(f"{k} = {v}" for k, v in c.values.items()), c.holds,
         ": ".join(part for part in (str(c.verdict.type or ""), *c.verdict.because[:1]) if part))
        for c in claims
    ]  # fmt: skip
    if not rows:
        click.echo(" no claims")
        return
    id_, value, asks = (max(4, *(len(r[i]) for r in rows)) for i in (0, 2, 3))
    value = min(value, 34)
    click.echo(f" {'claim':<{id_}}  {'verdict':<12}  {'value':<{value}}  {'asks':<{asks}}  because")
    width = _width() - id_ - value - asks - 22
    for claim_id, verdict, values, holds, because in rows:
        word = click.style(f"{verdict:<12}", fg=COLOURS.get(verdict))
        click.echo(
            f" {claim_id:<{id_}}  {word}  {values:<{value}}  {holds:<{asks}}  {cut(because, max(width, 24))}".rstrip()
        )


def failure(sentence: SentenceResult, claims: dict[str, ClaimResult]) -> None:
    """Print one sentence that does not stand: what, where, what holds, what next; at most five lines."""
    verdict = click.style(str(sentence.verdict).replace("_", " "), fg=COLOURS.get(str(sentence.verdict)), bold=True)
    click.echo(f"{sentence.file}:{sentence.line} {verdict}")
    worst = [f for f in sentence.findings if f.status == sentence.verdict] or list(sentence.findings)
    if not worst:
        return
    finding = next((f for f in worst if f.holds_instead), worst[0])
    click.echo(f"  {cut(finding.text, 2 * _width())}")
    if finding.holds_instead:
        click.echo(f"  what holds: {cut(finding.holds_instead, 2 * _width())}")
    cited = [claims[c] for c in sentence.claims if c in claims]
    bad = next((c for c in cited if str(c.verdict.status) not in ("supported", "attested", "tracked")), None) or next(
        iter(cited), None
    )
    if bad is not None:
        click.echo(f"  {bad.file}:{bad.line} · solferino why {bad.id}")
    elif len(worst) > 1:
        click.echo(f"  and {len(worst) - 1} more in this sentence")


def mutants(tried: Outcome) -> None:
    """Print each change of a sentence that nothing noticed, three lines each, then how many were caught."""
    for s in tried.survivors:
        now = s.mutant.now.strip() or "(left out)"
        click.echo()
        click.echo(f"{s.file}:{s.line} {click.style('survived', fg='yellow', bold=True)}  {s.mutant.operator}")
        click.echo(f"  {s.mutant.was.strip()} → {now}: {s.why}")
        click.echo(f"  {s.catch}")
    weaker = f" · {tried.weaker} weaker and still true" if tried.weaker else ""
    click.echo(
        f"\n mutants    {tried.made} made · {tried.caught} caught{weaker} · {len(tried.survivors)} survived "
        f"· {100 * tried.share:.1f} % of those that say something else caught"
    )


def answer(b: Build) -> str:
    """Return the last line: how much of each file of the statement is backed, and what does not stand."""
    told = []
    for file in dict.fromkeys(s.file for s in b.sentences):
        here = tuple(s for s in b.sentences if s.file == file)
        c = coverage(here)
        bare = f"{sum(bool(s.bare) for s in here)} bare{_at(c['bare'])}"
        told.append(f"{file}  {c['backed']}/{c['sentences']} sentences backed · {bare}")
    lines: dict[str, list[int]] = {}
    for sentence in b.sentences:
        lines.setdefault(str(sentence.verdict), []).append(sentence.line)
    words = " · ".join(
        f"{len(at)} {v.replace('_', ' ')}" + (_at(at) if v == "insufficient" and len(told) == 1 else "")
        for v, at in sorted(lines.items(), key=lambda p: list(COLOURS).index(p[0]) if p[0] in COLOURS else 99)
    )
    return "\n ".join([*told, words])


def _at(lines: Iterable[int]) -> str:
    """Return ` (line 3)` or ` (lines 3, 5)`; nothing for none."""
    found = [str(n) for n in dict.fromkeys(lines)]
    return f" ({'line' if len(found) == 1 else 'lines'} {', '.join(found)})" if found else ""


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((140, 24)).columns if sys.stdout.isatty() else 140


def cut(text: str, width: int) -> str:
    """Return a text in one line of at most `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
