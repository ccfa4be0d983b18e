"""Where it happened, what was hit, by what weapon, from one sentence; of several places or objects none is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from solferino.exchange.accounts.account import Found, Spot, Value
from solferino.exchange.accounts.words import Words

_WORD = r"(?:(?-i:al|el|ad|as|ash|at|az)[\s-])?(?-i:[A-Z][\w’'-]+)"
_NAME = rf"{_WORD}(?:\s+{_WORD})*(?:\s+{{article}}\s+[\w’'-]+)*"


def struck(text: str, taken: Sequence[Spot], w: Words) -> list[Spot]:
    """Return names right after what was done to them, such as "fell on Belad": places that no word marks as such.

    Nothing where the first of a list is in `taken`, known for something else: "hit Northern Front positions".
    """
    if "hit" not in w:
        return []
    found: list[Spot] = []
    hit = r"(?:{hit}|{event}[^.;,\n]{0,60}?\son)(?:\s+the)?"
    for m in w.search(rf"{hit}\s+(?P<at>{_NAME}(?:(?:,|,?\s+(?:and|or))\s+{_NAME})*)").finditer(text):
        spots = [(m.start("at") + n.start(), m.start("at") + n.end()) for n in w.search(_NAME).finditer(m["at"])]
        if all(spots[0][1] <= a or b <= spots[0][0] for a, b in taken):
            found += spots
    return found


def whole(text: str, places: Sequence[Spot], w: Words) -> list[Spot]:
    """Return places as they are named in full: "Al nerab" for "Al", "Belad" for "Attack on Belad"; none twice."""
    if "hit" not in w:
        return sorted(set(places))
    spots = []
    for a, b in places:
        for m in w.search(r"{event}\s+(?:on|in|at)\s+(?:the\s+)?").finditer(text[:b], a):
            a = m.end()
        ends = w.search(r"(?:\s+{article}\s+[\w’'-]+)+").match(text, b)
        b = ends.end() if ends else b
        late = w.search(r"\s+(?:on|in|at)$").search(text[:b], a)  # "Adra On 4 May"
        b = late.start() if late else b
        bare = w.search(r"{article}").fullmatch(text[a:b]) and w.search(r"\s+[\w’'-]+").match(text, b)
        spots.append((a, bare.end() if bare else b))
    return [s for s in sorted(set(spots)) if not any(s != t and t[0] <= s[0] and s[1] <= t[1] for t in spots)]


def where(text: str, places: Sequence[Spot], w: Words) -> Found:
    """Return `place` (and `admin2`, where a wider one follows it after a comma), `facility` and `object`."""
    found = list(w.things(text, "object"))
    objects = [(code, spot) for code, spot in found if _hit(text, spot, w)]
    things = [spot for _, spot in found]
    treating = [s for s in things if not _hit(text, s, w) and w.search("{hurt_people}").search(text[: s[0]])]
    named = [p for p in places if any(_names(text, p, thing) for thing in things)]
    at = [p for p in places if p not in named and _here(text, p, treating, w)]
    values: dict[str, tuple[Value, ...]] = {}
    notes = []
    run = [p for i, p in enumerate(at) if i == 0 or _wider(text[at[i - 1][1] : p[0]], w)]
    if at and len(run) == len(at) and len(at) <= 2:
        values |= {key: (_value(text, p),) for key, p in zip(("place", "admin2"), at, strict=False)}
    elif len({text[slice(*p)].casefold() for p in at}) == 1:
        values["place"] = (_value(text, at[0]),)
    elif at:
        notes.append("place: several: " + ", ".join(f"“{text[slice(*p)]}”" for p in at))
    codes = {code for code, _ in objects}
    if len(codes) == 1:
        code, spot = objects[0]
        values["object"] = (Value(code, *spot),)
        own = [p for p in named if _names(text, p, spot)]
        if len(own) == 1 and len(objects) == 1:
            a, b = min(own[0][0], spot[0]), max(own[0][1], spot[1])
            values["facility"] = (_value(text, (a, b)),)
    elif codes:
        notes.append("object: several: " + ", ".join(f"“{text[slice(*spot)]}”" for _, spot in objects))
    return Found(values, tuple(notes))


def weapons(text: str, w: Words) -> Found:
    """Return `weapon`: every kind that is named; what it came from counts where nothing more definite is said."""
    found = list(w.things(text, "weapon")) or list(w.things(text, "from_the_air"))
    kept: dict[str, Value] = {}
    for code, spot in found:
        kept.setdefault(code, Value(code, *spot))
    return Found({"weapon": tuple(kept.values())} if kept else {})


def _wider(between: str, w: Words) -> bool:
    """True where a name after these words is that of a wider place: "Petra, Elin", "Petra district in eastern Elin"."""
    if between.strip() == "," or "wider" not in w:
        return between.strip() == ","
    template = r"\s*(?:{place_kind}\s*)?(?:,\s*(?:{wider}\s+)?|\s(?:the\s+{place_kind}\s+)?{wider}\s+)(?:{side}\s+)?"
    return w.search(template).fullmatch(between) is not None


def _value(text: str, spot: Spot) -> Value:
    return Value(" ".join(text[slice(*spot)].split()), *spot)


def _names(text: str, place: Spot, thing: Spot) -> bool:
    """True where a name is that of a facility: it holds the noun, or stands right before it."""
    over = place[0] < thing[1] and thing[0] < place[1]
    return over or (place[1] <= thing[0] and not text[place[1] : thing[0]].strip())


def _here(text: str, place: Spot, treating: Sequence[Spot], w: Words) -> bool:
    """False for where people were treated, in one of `treating` or elsewhere, and for where a road leads."""
    if "not_there" not in w:
        return True
    if w.search("{treated}").search(text, place[1]) is not None:
        return False
    if any(b <= place[0] and w.search(r"\s*{there}").match(text, b, place[0]) for _, b in treating):
        return False
    return w.search(r"{not_there}(?:\s+the)?\s+$").search(text[max(0, place[0] - 60) : place[0]]) is None


def _hit(text: str, spot: Spot, w: Words) -> bool:
    """False for a place of treatment, a direction, or staff who speak."""
    if "not_hit" not in w:
        return True
    if re.match(
        r"(?:\s+in\s+[\w’' -]{1,40}?)?,?\s+(?:which|that)\s+(?:was|were|had\s+been)\s+(?:\w+ly\s+)?" + w["done_after"],
        text[spot[1] :],
        re.IGNORECASE,
    ):
        return True  # "the clinic, which was bombed": whatever else is told of it
    before, after = text[max(0, spot[0] - 60) : spot[0]], text[spot[1] : spot[1] + 30]
    away = re.search(w["not_hit"] + r"(?:\s+(?:the|a|an|their|its))?\s+(?:[\w’'-]+\s+)?$", before, re.IGNORECASE)
    return away is None and re.match(r"\s*" + w["not_hit_after"], after, re.IGNORECASE) is None
