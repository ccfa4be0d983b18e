"""Where the bags that we write keep the log, and what may stand outside their tag manifest."""

from __future__ import annotations

HOME = "solferino/"
HEADER = HOME + "VAULT"
LOG = HOME + "log.jsonl"
CHECKPOINTS = HOME + "checkpoints/"
BINDING = HOME + "export/"
"""Written after the tag manifest, whose hash it binds: the only tag files, itself apart, that it cannot list."""

RECORD = BINDING + "record.jsonl"
NOTE = BINDING + "checkpoint.note"
PROOF = BINDING + "record.tlog-proof"
TAGS = "tagmanifest-sha256.txt"
UNLISTED = (TAGS, RECORD, NOTE, PROOF)
MANIFEST = "manifest-sha256.txt"
AGENT = "solferino"
PUBLIC = ("keys", "anchors")
"""Folders of a vault that go with the log as they are."""
