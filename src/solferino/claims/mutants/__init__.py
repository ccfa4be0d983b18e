"""Mutants of a sentence: one word changed at a time, to see whether its claims notice."""
