"""Atoms: the smallest parts of a text that can be true or false by themselves, and what each of them names."""
