"""One text with accounts of incidents, in every kind of document, and the reports that it gives; all of it is made up."""

from __future__ import annotations

from datetime import date

from exchange.test_documents import docx, pdf, runs

PARAGRAPHS = [
    "ELIN, 14 May 2031 - Southland aircraft struck the Al-Noor hospital in Karsim on Monday, killing a nurse and 12 "
    "patients, the Orlan Centre for Human Rights said. At least 30 people were wounded.",
    "The ministry denied that its forces had shelled the hospital in Karsim. It called on all parties to respect the law.",
    "In April 2031, cluster munitions were used against a water station near Tolma, according to local officials.",
]  # fmt: skip
_EMPTY = dict.fromkeys(
    ("date_from", "date_to", "admin2", "facility", "parties", "attribution_relation", "attributed_by", "killed_min",
     "killed_max", "injured_min", "injured_max", "counts_cover")
)  # fmt: skip
GOLD: list[dict[str, object]] = [
    _EMPTY | {
        "date_from": date(2031, 5, 12), "date_to": date(2031, 5, 12), "place": "Karsim", "object": "hospital",
        "facility": "Al-Noor hospital", "weapon": ["airstrike"], "parties": ["SOU"], "attribution_relation": "exactly",
        "attributed_by": "the Orlan Centre for Human Rights", "killed_min": 13, "killed_max": 13, "injured_min": 30,
        "counts_cover": "incident", "scope": "one", "stance": "affirms",
        "note": "read out of prose by rules; on the word of the Orlan Centre for Human Rights; "
        "date: “Monday” is told from the day of publication, 2031-05-14",
    },
    _EMPTY | {
        "place": "Karsim", "object": "hospital", "weapon": ["artillery"], "scope": "one", "stance": "denies",
        "note": "read out of prose by rules; on the word of The ministry",
    },
    _EMPTY | {
        "date_from": date(2031, 4, 1), "date_to": date(2031, 4, 30), "place": "Tolma", "object": "water",
        "weapon": ["cluster munition"], "scope": "one", "stance": "affirms",
        "note": "read out of prose by rules; on the word of local officials",
    },
]  # fmt: skip
"""Every column that a text fills, of each of its three reports."""
_HTML = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
_PLAIN = "\n\n".join(PARAGRAPHS)
SAMPLES = {
    "a.txt": _PLAIN.encode(),
    "a.md": _PLAIN.replace("Southland", "**Southland**").encode(),
    "a.html": f"<html><body><script>no</script>{_HTML}</body></html>".encode(),
    "a.docx": docx(runs(PARAGRAPHS)),
    "a.pdf": pdf(PARAGRAPHS),
    "a.eml": f"From: a@example.org\nDate: Wed, 14 May 2031 10:00 +0200\nSubject: Karsim\n\n{_PLAIN}\n".encode(),
}
