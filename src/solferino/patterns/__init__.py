"""Floor 2: statistical tests of patterns; each result is one frozen value that says what was dropped and refused."""
