"""The name of a speaker from the words around a verb of saying: a person without office, else a noun phrase."""

from __future__ import annotations

import re

from solferino.prose.atoms.cues import OPENING, Cues

_PRONOUNS = ("he", "she", "they", "it", "we", "i", "you", "who", "both", "one")
_CUT = re.compile(
    r"\s*(?:[,;:(“”\"]|(?<!\b[A-Z])\.|\s(?:in\s+(?:a|an|its|his|her|the|response)\b|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|at\s+(?:a|the|an)\s+(?:\w+\s+)?(?:news|press|briefing|meeting|conference|hearing|session|rally|event|ceremony|summit|launch|funeral|interview|debate|forum)\b|after\b|during\b|while\b|as\b|when\b|who\b|today\b|yesterday\b|last\b|earlier\b|on\s+\d|interviewed\b|contacted\b|quoted\b|reached\s+by\b|based\s+in\b|speaking\b))"
)
_HEARD = re.compile(r"\s+(?:interviewed|contacted|reached|questioned|surveyed)\s+(?:in|by|at|from|for|near|on)\b.*$")
_DAY = re.compile(
    r"^(?:On|In|By|Since)\s+(?=[^.,]{0,14}\d)(?:\d{1,2}\s+)?[A-Z][a-z]+(?:\s+\d{1,2}\b)?(?:,?\s+\d{4})?\s+"
)
"""A day that opens the sentence without a comma: "On 13 June the Council"."""
_FIRST = re.compile(r"^(?:First|Then|Later|Earlier|Now|Also|And|But)\s+(?=(?:he|she|they|it|we|the)\b)")
"""What may stand before a pronoun without a comma: "First he announced"."""
_SOURCE = re.compile(
    r"['’]s?\s+(?:(?:own|latest|annual|official|preliminary|weekly|monthly|press|written)\s+)*"
    r"(?:statements?|figures|data|reports?|releases?|communiqués?|account|estimates|count|tally|website|records)$"
)
"""After a name: what somebody wrote speaks for them."""
_PAPER = re.compile(
    r"(?:(?:the|a|an|this|several|some|media|news|press|credible|other|many|initial|early)\s+)*"
    r"(?:statements?|reports?|press\s+releases?|communiqués?|letter|notice|text)",
    re.IGNORECASE,
)
"""A paper, and nobody by name."""
_SHARE = re.compile(r"[\d.,]+\s*(?:%|per\s*cent|percent)(?:\s+of\s+(?:them|those))?")
"""Nobody by name: "90 per cent reported"."""
_CAP = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w’'\-]*|(?:al|de|van|von|bin|el|da|dos)(?=\s+[A-Z]|-)")


def speaker(given: str, c: Cues) -> str:
    """Return the person named in `given`, else its noun phrase; empty for a pronoun."""
    text = re.sub(r"^(?:[Aa]nd|[Bb]ut)\s+(?=\w+\s[^,]*,\s)", "", given.strip().strip(",").strip())
    text = _DAY.sub("", without_opening(text))
    text = _SOURCE.sub("", _FIRST.sub("", re.sub(r"^(?:whereas|while|although|though|yet)\s+", "", text)))
    if _SHARE.fullmatch(text) or _PAPER.fullmatch(text):
        return ""
    if text.casefold() in _PRONOUNS:
        return ""
    if re.search(r"(?:^|,\s+)(?:we|i)$", text, re.IGNORECASE):
        return ""
    person = _person(text, c)
    if person:
        return person
    cut = _CUT.search(text)
    bare = (text[: cut.start()] if cut and cut.start() else text).strip(" ,.;:")
    bare += "." if re.search(r"\s[A-Z]$", bare) and text[len(bare) : len(bare) + 1] == "." else ""
    if bare.casefold() in _PRONOUNS:
        return ""
    return re.sub(
        r"\s+(?:also|today|again|now|repeatedly|therefore|further|(?!supply|family|ally)[a-z]\w*ly)$", "", bare
    )


def without_opening(given: str) -> str:
    """Return the words before a verb without what opens the sentence, in whatever letters: "on 3 May, the"."""
    raised = given[:1].upper() + given[1:]
    found = OPENING.sub("", raised)
    return found if found != raised else given


def without_aside(given: str) -> str:
    """Return the words before what tells on what occasion, or where, somebody was heard: "interviewed in …"."""
    heard = _HEARD.search(given)
    return given[: heard.start()] if heard else given


def pronoun(given: str) -> bool:
    """True for words such as `she`, of whom an earlier sentence tells."""
    return given.strip(" ,").casefold() in ("he", "she", "they")


def one_person(given: str) -> bool:
    """True for `he` and `she`, who spoke in a sentence before."""
    return given.strip(" ,").casefold() in ("he", "she")


def _person(text: str, c: Cues) -> str:
    """Return the capitalised name that an office or title stands beside: before it, or after a comma."""
    roles, bodies = c.titles, c.set_of("names", "bodies")
    words = list(re.finditer(r"[\w’'\-.]*\w|,", text))
    runs: list[list[re.Match[str]]] = [[]]
    before: list[str] = [""]
    for w in words:
        if (
            _CAP.match(w[0])
            and w[0] != ","
            and w[0].casefold().rstrip(".") not in roles
            and w[0] not in ("The", "A", "An", "Our")
        ):
            runs[-1].append(w)
        else:
            runs.append([])
            before.append(w[0])
    for i, run in enumerate(runs):
        if not run or {w[0].rstrip("’'s") for w in run} & bodies or {w[0] for w in run} & bodies:
            continue
        title = before[i].casefold().rstrip(".") in roles
        first = run[0].start() == 0 or text[: run[0].start()].strip(" ,") == ""
        follows = text[run[-1].end() :].lstrip()
        office = follows.startswith(",") or (follows.startswith("of ") and len(run) > 1)
        apposed = before[i] == "," and (not follows or follows.startswith(",")) and not first
        if (
            (title and len(run) <= 4)
            or (first and len(run) > 1 and (office or not follows))
            or (apposed and len(run) > 1)
        ):
            return text[run[0].start() : run[-1].end()]
        if first and len(run) > 1 and _CUT.match(" " + follows):
            return text[run[0].start() : run[-1].end()]
    return ""
