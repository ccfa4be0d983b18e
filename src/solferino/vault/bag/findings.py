"""What a check of a bag collects; names are shown so that no terminal obeys them."""

from __future__ import annotations

from dataclasses import dataclass, field

from solferino.vault.audit import Report
from solferino.vault.printable import printable
from solferino.vault.time.anchored import Anchored


@dataclass
class Findings:
    """Faults make a bag invalid (`altered`, `missing`); warnings do not. Each begins with the file concerned."""

    checked: int = 0
    altered: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)

    def fault(self, where: str, why: str) -> None:
        self.altered[f"{printable(where)}: {printable(why)}"] = None

    def absent(self, where: str, why: str = "") -> None:
        self.missing[printable(where) + (f": {printable(why)}" if why else "")] = None

    def warn(self, where: str, why: str) -> None:
        self.warnings[f"{printable(where)}: {printable(why)}"] = None

    def either(self, where: str, why: str, *, fault: bool) -> None:
        """Note a fault or a warning: what BagIt 1.0 forbids, earlier versions often only advised against."""
        (self.fault if fault else self.warn)(where, why)

    def report(self, *, size: int = 0, root: str = "", anchors: tuple[Anchored, ...] = ()) -> Report:
        """Return the findings by name, with the proof that covers most of the log, and of those the earliest."""
        proved = [(-a.size, a.before, a.seq, a) for a in anchors if a.before]
        return Report(
            ok=not self.altered and not self.missing, checked=self.checked, altered=tuple(sorted(self.altered)),
            missing=tuple(sorted(self.missing)), warnings=tuple(sorted(self.warnings)), size=size, root=root,
            anchors=anchors, proved=min(proved)[-1] if proved else None,
        )  # fmt: skip
