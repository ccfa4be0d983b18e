"""The statement as a printed page: its words above, a numbered footnote to every sentence that was checked below.

HTML for a renderer that sets real footnotes; everything in it comes from the documents of `data/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import unquote

from solferino.dossier import say
from solferino.dossier.statement_view import RIGHT_TO_LEFT

Json = Mapping[str, Any]
_ROWS = 6
"""Rows that a footnote names before it only counts them."""
_NAMED = ("draft", "symbol", "report_id", "incident_id")
"""By what a row is named: the first that it has."""
_UNNOTED = ("context", "not_checkable")
STYLE = """
@page { size: A4; margin: 24mm 26mm 26mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555 }
  @footnote { border-top: .4pt solid #777; margin-top: 8pt } }
html { font: 11pt/1.5 "Noto Serif", "DejaVu Serif", "Noto Naskh Arabic", serif; color: #111 }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 4pt } h2 { font-size: 13pt; margin: 18pt 0 4pt }
p { margin: 0 0 7pt; hyphens: none; orphans: 1; widows: 1 } blockquote { margin: 0 18pt 7pt; font-style: italic }
.item { margin-inline-start: 14pt } .by { font: 9pt/1.4 "Noto Sans", "DejaVu Sans", sans-serif; color: #444 }
.note { float: footnote; footnote-policy: line; text-align: start; color: #222;
  font: 7.6pt/1.35 "Noto Sans", "DejaVu Sans", sans-serif }
.note b { font-weight: 600 } .note::footnote-marker { font-weight: 600; padding-inline-end: 3pt }
.contradicted, .overstated, .needs_qualifier, .bare { text-decoration: underline; text-decoration-thickness: .5pt }
.contradicted { text-decoration-style: double } .overstated, .needs_qualifier { text-decoration-style: dashed }
.insufficient { text-decoration: underline dotted; text-decoration-thickness: .5pt }
.note * , .note { text-decoration: none }
section.after { margin-top: 20pt; border-top: .4pt solid #777; padding-top: 8pt }
section.after p { font: 9pt/1.4 "Noto Sans", "DejaVu Sans", sans-serif }
"""


def paper(docs: Json, statement: Json) -> str:
    """Return one file of the statement as an HTML page made for print."""
    case = docs["case"]
    mine = [s for s in docs["sentences"] if s["file"] == statement["file"]]
    language = statement["language"]
    way = "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    blocks = "\n".join(
        _block(b, [_sentence(s, docs) for s in mine if s["block"] == n]) for n, b in enumerate(statement["blocks"])
    )
    author = f"{escape(case['author'])} · " if case["author"] else ""
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{way}"><head><meta charset="utf-8">'
        f"<title>{escape(case['title'])}</title>"
        f'<meta name="author" content="{escape(case["author"])}">'
        f'<meta name="dcterms.created" content="{case["as_of"]}">'
        f'<meta name="dcterms.modified" content="{case["as_of"]}">'
        f"<style>{STYLE}</style></head><body>"
        f'<h1 dir="auto">{escape(case["title"])}</h1><p class="by" dir="auto">{author}as of {say.day(case["as_of"])}. '
        "Every verdict holds on the evidence filed.</p>"
        f"{blocks}{_after(case)}</body></html>"
    )


def _block(block: Json, sentences: list[str]) -> str:
    text = " ".join(sentences) or escape(block["text"])
    if block["kind"] == "heading":
        return f"<h2>{text}</h2>"
    inner = f'<p class="{"item" if block["kind"] == "item" else "plain"}">{text}</p>'
    return f"<blockquote>{inner}</blockquote>" if block["kind"] == "quote" else inner


def _sentence(s: Json, docs: Json) -> str:
    text = f'<span class="{s["verdict"]}">{escape(s["text"])}</span>'
    if s["verdict"] in _UNNOTED and not s["claims"]:
        return text
    # A word joiner: no number of a note begins a line.
    return f'{text}\u2060<span class="note" dir="ltr" lang="en">{_note(s, docs)}</span>'


def _note(s: Json, docs: Json) -> str:
    """Verdict, what holds instead, each claim with its values and the rows it rests on, the sources cited."""
    told = [f"<b>{escape(say.verdict(s['verdict']).capitalize())}.</b>"]
    for f in [f for f in s["findings"] if f["status"] == s["verdict"]][:2]:
        instead = f"; what holds: {say.prose(f['holds_instead'])}" if f["holds_instead"] else ""
        told.append(escape(f"{say.prose(f['text'])}{instead}."))
    for claim in s["claims"]:
        if claim in docs["verdicts"]:
            told.append(_claim(claim, docs["verdicts"][claim], docs))
    titles = {x["id"]: x["title"] for x in docs["sources"]}
    for _, _, scheme, ids in s["spans"]:
        if scheme == "source":
            told += [f"Source: {escape(titles.get(i.partition('/')[0], 'withheld'))} ({escape(i)})." for i in ids]
    return " ".join(told)


def _claim(claim: str, r: Json, docs: Json) -> str:
    values = say.named(r["values"]) + (" found" if [*r["values"]] == ["n"] else "")
    asked = f"; asks {say.signs(r['holds'], r['values'])}" if values and r["holds"] else ""
    named = [unquote(str(next((row[k] for k in _NAMED if row.get(k)), ""))) for row in r["rows"]]
    named = list(dict.fromkeys(filter(None, named)))
    more = f" and {len(named) - _ROWS} more" if len(named) > _ROWS else ""
    rows = f" [{', '.join(named[:_ROWS])}{more}]" if named else ""
    words = f"{claim}: {say.verdict(r['verdict'], r['type'])}" + (f", {values}{asked}" if values else "")
    return escape(f"{words} ({r['file']}:{r['line']}){rows}.")


def _after(case: Json) -> str:
    """What was put right since, where anything was."""
    if not case["corrections"]:
        return ""
    told = "".join(
        f'<p dir="auto">{say.day(c["on"])}, {escape(c["about"])}: was “{escape(c["was"])}”, now “{escape(c["now"])}”. '
        f"{escape(c['why'])}</p>"
        for c in case["corrections"]
    )
    return f'<section class="after" dir="ltr" lang="en"><h2>Corrections</h2>{told}</section>'
