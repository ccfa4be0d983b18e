"""What arrives in a container or in a known format: recognised, taken apart into the store, described beside it.

The file itself is always an exhibit first, whatever is found in it. No member is ever written under a name of its
own: its bytes go straight into the store, its name into the record. Everything made from it is a derived exhibit.
"""

from solferino.vault.intake.folder import foreseen_folder, keep_folder, take_folder, told_folder
from solferino.vault.intake.take import foreseen, take, take_all
from solferino.vault.intake.taken import Taken

__all__ = ["Taken", "foreseen", "foreseen_folder", "keep_folder", "take", "take_all", "take_folder", "told_folder"]
