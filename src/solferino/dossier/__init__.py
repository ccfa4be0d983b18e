"""What is published: a site that reads from a folder, and the check that strangers run on it."""

from solferino.dossier.site import write
from solferino.dossier.verification import Verification, verify

__all__ = ["Verification", "verify", "write"]
