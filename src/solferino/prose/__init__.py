"""Floor 1: sentences, numerals, dates, and the lexicons of quantity, hedge, law and attribution."""
