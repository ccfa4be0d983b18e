"""Floor 1: gazetteer, names across scripts, distances on the ellipsoid. Ambiguity is kept, never settled here."""
