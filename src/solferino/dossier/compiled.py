"""Compiled templates, kept beside the templates as Python keeps its modules: to compile them is a tenth of a build."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Templates as compiled by the rooms whose digest is `made_by`: other rooms find nothing here.

    A folder that cannot be written, a file that cannot be read: the template is compiled again, and nobody is told.
    """

    def __init__(self, made_by: str) -> None:
        folder = files("solferino.dossier").joinpath("templates", "__pycache__")
        super().__init__(str(folder), f"%s.{made_by[:16]}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` from disk, or leave it empty."""
        with suppress(OSError, EOFError, ValueError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, unless Python was told to keep nothing."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
