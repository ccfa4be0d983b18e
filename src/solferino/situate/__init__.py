"""Floor 2: what was hit, what protected it, who is said to have done it, how sure; values kept side by side."""

from solferino.situate.situate import Situated, situate

__all__ = ["Situated", "situate"]
