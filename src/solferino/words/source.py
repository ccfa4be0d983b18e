"""A source as described by `sources/*.toml`: where its bytes are, what they are pinned to, how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from solferino.words.testimony import Testimony


class Sensitivity:
    """Who may see a row, from least to most guarded; a derived row takes the highest of its inputs."""

    ORDER = ("public", "restricted", "sealed")

    @classmethod
    def highest(cls, levels: tuple[str, ...]) -> str:
        return max(levels, key=cls.ORDER.index, default="public")


@dataclass(frozen=True)
class Column:
    """How one column of a table is filled: from `column` of the file, or the constant `value`.

    `pattern` takes the one group of a regular expression (no match: empty); `default` fills an empty cell;
    `values` maps what the file says to what the table says (unmapped values pass unchanged), item by item
    in a list; `split` cuts a cell into a list; `date` names the format dates are written in; `point` how
    coordinates are; `labels` puts the name of its column before each value that is joined; `decimal` is the sign before
    fractions, where numbers have thousands apart or fractions after a comma; `within` is a column with a code of how
    fine a date is, and `units` says what each code means.
    """

    name: str
    column: str = ""
    value: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    date: str = ""
    default: str = ""
    pattern: str = ""
    point: str = ""
    labels: bool = False
    decimal: str = ""
    within: str = ""
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How a file becomes rows of `table`; `id` names the columns whose values make a row's own id.

    `area` is west, south, east and north: a point outside is rejected, and told to be swapped where it is.
    `options` are keys that only some formats take, such as the sheet of a workbook.
    """

    table: str
    format: str
    columns: tuple[Column, ...]
    id: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    area: tuple[float, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One collection of evidence. `path` is relative to the case, or `law:NAME` for data of the package.

    `closed_from`, `closed_to`: the days between which the source is complete for its table (None: it is not).
    `kind` citation has no bytes, no hash, and can never support anything. `show`: the dossier shows the image, plain
    or graphic, and `alt` says what is on it; or lays its map on the tiles. `commitment`: the salted hash of what is
    sealed, whose `sha256` and `size` are those of the ciphertext.
    """

    id: str
    file: str
    line: int
    title: str
    kind: str
    publisher: str = ""
    path: str = ""
    sha256: str = ""
    size: int = 0
    commitment: str = ""
    testimony: Testimony | None = None
    url: str = ""
    licence: str = ""
    credit: str = ""
    note: str = ""
    sensitivity: str = "public"
    retrieved: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    closed_note: str = ""
    readings: tuple[Reading, ...] = ()
    show: str = ""
    alt: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
