"""A vote drawn: one mark a member in a fixed order, by shape and colour, and the rule that decided the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solferino.draw.palette import INKS, PAPER
from solferino.draw.svg import element, figure, hint, lines, measure, shorten, words

COLUMN, GAP, SIZE, LONGEST = 35.0, 18.0, 13.0, 26
_KINDS = ("yes", "no", "abstain", "absent")
_SAID = {"yes": "yes", "no": "no", "abstain": "abstained", "absent": "absent"}
_INK = {"yes": "supported", "no": "contradicted", "abstain": "qualified", "absent": "soft"}
_NUMBERS = {7: "Seven", 9: "Nine"}
LEADING = 18.0
Seat = tuple[str, bool, str]


def votes(
    rows: Sequence[Mapping[str, object]], *, names: Mapping[str, str] | None = None, outcome: str = "", name: str = ""
) -> str:
    """Draw who voted how on one draft, whose `name` begins the title.

    `rows` have `member`, `permanent` and `vote` (yes, no, abstain, absent); `names` gives the name to print for
    a member. Permanent members stand first, then the others; both alphabetically by the printed name.
    """
    seats = order(rows, names=names)
    if not seats:
        return figure("votes", 640, 40, "No vote by name is on file", "", words("No vote by name is on file.", 4, 24))
    permanent = sum(p for _, p, _ in seats)
    longest = max(measure(shorten(member, LONGEST), SIZE) for member, _, _ in seats)
    rise = max(24.0, longest * 0.72)
    top = rise + 30
    body = ""
    for i, (member, fixed, vote) in enumerate(seats):
        x = 14 + i * COLUMN + (0 if fixed else GAP)
        body += words(shorten(member, LONGEST), x, top - 18, transform=f"rotate(-46 {x:g} {top - 18:g})")
        body += element("g", hint(f"{member}: {_SAID.get(vote, vote)}") + mark(vote, x, top))
    right = 14 + (len(seats) - 1) * COLUMN + GAP
    body += _bracket("permanent members", 4, 14 + (permanent - 1) * COLUMN + 10, top + 18) if permanent else ""
    if permanent < len(seats):
        body += _bracket("elected members", 14 + permanent * COLUMN + GAP - 10, right + 10, top + 18)
    y, x = top + 64, 14.0
    for kind in _KINDS:
        said = f"{sum(v == kind for _, _, v in seats)} {_SAID[kind]}"
        body += mark(kind, x, y - 4) + words(said, x + 14, y, class_="count")
        x += measure(said, SIZE) + 44
    rule, count = "", 0
    for sentence in deciding(rows, outcome=outcome, names=names):
        drawn, more = lines(sentence, 4, y + 30 + count * LEADING, columns=90, leading=LEADING)
        rule, count = rule + drawn, count + more
    width = max(right + longest * 0.72 + 14, 560.0)
    title = f"{name}: {finding(seats)}" if name else finding(seats)
    return figure("votes", width, y + 24 + count * LEADING, title, _desc(seats), body + rule)


def order(rows: Sequence[Mapping[str, object]], *, names: Mapping[str, str] | None = None) -> list[Seat]:
    """Return (name, permanent, vote) per member in the order in which they are drawn."""
    found = [(_name(row, names), bool(row.get("permanent")), str(row.get("vote") or "")) for row in rows]
    return sorted(found, key=lambda seat: (not seat[1], seat[0].casefold(), seat[2]))


def mark(vote: str, x: float, y: float) -> str:
    """Return the mark of one vote: a disc, a crossed square, a ring, a dash; a question mark for any other word."""
    colour = INKS[_INK.get(vote, "soft")].light
    if vote == "yes":
        return element("circle", cx=x, cy=y, r=8, fill=colour, class_="yes")
    if vote == "no":
        cross = f"M{x - 4:g} {y - 4:g}l8 8m0-8l-8 8"
        return element("rect", x=x - 8, y=y - 8, width=16, height=16, fill=colour, class_="no") + element(
            "path", d=cross, stroke=PAPER.light, stroke_width=2, fill="none", class_="cut"
        )
    if vote == "abstain":
        return element("circle", cx=x, cy=y, r=6.5, fill="none", stroke=colour, stroke_width=3, class_="abstain")
    if vote == "absent":
        return element("path", d=f"M{x - 7:g} {y:g}h14", stroke=colour, stroke_width=3, class_="absent")
    return words("?", x, y + 4, text_anchor="middle")


def deciding(
    rows: Sequence[Mapping[str, object]], *, outcome: str = "", names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return, in words, the rule that decides, the numbers of this vote, and what came of it."""
    seats = order(rows, names=names)
    counts = {kind: sum(v == kind for _, _, v in seats) for kind in _KINDS}
    against = [name for name, fixed, vote in seats if fixed and vote == "no"]
    needed = 9 if len(seats) > 11 else 7
    rule = f"{_NUMBERS[needed]} votes in favour are needed, and no permanent member against."
    have = f"In favour: {counts['yes']} of {len(seats)}. Against: {counts['no']}"
    have += f", among them {_list(against)}, permanent." if against else ", no permanent member."
    if outcome == "procedural":
        return "A procedural question, on which no veto can be cast.", have
    if outcome == "vetoed":
        return rule, have, "Not adopted: vetoed."
    if outcome == "failed":
        return rule, have, "Not adopted: too few in favour, so no veto, whoever voted against."
    return (rule, have, f"{outcome[:1].upper()}{outcome[1:]}.") if outcome else (rule, have)


def finding(seats: Sequence[Seat]) -> str:
    """Return the count of a vote in words: 13 yes, 2 no, 0 abstained, 0 absent."""
    return ", ".join(f"{sum(v == kind for _, _, v in seats)} {_SAID[kind]}" for kind in _KINDS)


def _desc(seats: list[Seat]) -> str:
    parts = []
    for kind in _KINDS:
        members = [name + (" (permanent)" if fixed else "") for name, fixed, vote in seats if vote == kind]
        parts += [f"{_SAID[kind].capitalize()}: {_list(members)}."] if members else []
    return " ".join(parts)


def _bracket(label: str, left: float, right: float, y: float) -> str:
    rule = element("path", d=f"M{left:g} {y:g}H{right:g}", stroke="currentColor", stroke_opacity=0.35, fill="none")
    return rule + words(label, left, y + 16, class_="quiet", font_size=12)


def _name(row: Mapping[str, object], names: Mapping[str, str] | None) -> str:
    member = str(row.get("member") or "")
    return (names or {}).get(member) or member


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
