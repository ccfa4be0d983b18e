"""Floor 1: a case folder's own files — case.toml, parties, sources, claims, statement — read into frozen words.

Every error of every file is reported at once, with file and line.
"""

from solferino.casefile.load import load

__all__ = ["load"]
