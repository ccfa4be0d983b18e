"""Figures as SVG: text that can be selected, searched and read aloud; colours that survive print and the dark."""

from solferino.draw.chronicle import Entry, chronicle
from solferino.draw.maps import map  # noqa: A004 - the word of the room; nothing here maps a function
from solferino.draw.origins import Origin, origins
from solferino.draw.point import Point, clustered
from solferino.draw.roots import roots
from solferino.draw.timeline import Event, timeline
from solferino.draw.votes import votes
from solferino.draw.waterfall import waterfall
from solferino.draw.weeks import weeks
from solferino.draw.worlds import HOLDS, worlds

__all__ = [
    "HOLDS", "Entry", "Event", "Origin", "Point", "chronicle", "clustered", "map", "origins", "roots", "timeline",
    "votes", "waterfall", "weeks", "worlds",
]  # fmt: skip
