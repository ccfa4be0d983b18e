"""Floor 2: how many no list recorded, estimated from the overlap of several lists, or refused with the reason."""
