"""Figures as SVG: text that can be selected, searched and read aloud; colours that survive print and the dark."""

from solferino.draw.timeline import Event, timeline
from solferino.draw.votes import votes
from solferino.draw.worlds import worlds

__all__ = ["Event", "timeline", "votes", "worlds"]
