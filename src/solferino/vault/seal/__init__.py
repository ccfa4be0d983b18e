"""Sealing: bytes kept as age ciphertext, opened by custodians' keys that stand outside vault and case.

A sealed exhibit is stored, hashed and proved as its ciphertext. What it says leaves only as a salted commitment.
"""
