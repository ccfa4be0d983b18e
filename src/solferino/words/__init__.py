"""Floor 0: frozen values, vocabularies, table schemas, verdict algebra, the small grammar, errors.

Nothing here imports another room; every other room may import from here.
"""
