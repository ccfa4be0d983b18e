"""Guess which table a file seems to fill, and which of its columns fill which of the table's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import duckdb

from solferino.exchange.documents.read import FORMATS as DOCUMENTS
from solferino.exchange.field import Fitted, fields, fit
from solferino.exchange.grid import Loaded
from solferino.exchange.hxl import tagged
from solferino.exchange.points import plain_or_angle
from solferino.exchange.reader import READERS
from solferino.exchange.spans import span
from solferino.exchange.writers.known import own as written
from solferino.store.engine import quote, workspace
from solferino.words.errors import CaseError
from solferino.words.tables import Table, tables

READABLE = (
    "drafts", "votes", "vetoes", "participation", "norms", "acts", "figures", "reports", "places", "protected_places",
    "access",
)  # fmt: skip
"""Tables that a file people bring may fill; where two fit as well, the later of them is taken."""
_POINTS = ("coordinates", "coords", "geolocation", "geo", "wkt", "point")
"""Columns that may hold a whole point; they are taken where their cells say by themselves what is which."""
_ALIASES = {
    "draft": ("symbol", "draft_symbol", "resolution"), "member": ("country", "state", "vetoing_members"),
    "date_from": ("event_date", "start_date", "date", "incident_date", "recording_date", "day", "when"),
    "date_to": ("date_end", "end_date", "event_date", "date", "incident_date", "recording_date", "day", "when"),
    "name": ("name_en", "name_en_path", "name_ar"), "name_ar": ("name_ar_path",),
    "known_since": ("date_published", "published"), "what": ("description", "summary"), "state": ("iso3", "country"),
    "publisher": ("outlet",), "publisher_type": ("outlet_type",),
    "parties": ("party", "perpetrator", "attributed_to", "by"), "roots": ("root", "origin", "origins", "heard_from"),
    "killed_min": ("killed", "dead", "deaths", "fatalities"), "killed_max": ("killed", "dead", "deaths", "fatalities"),
    "injured_min": ("injured", "wounded"), "injured_max": ("injured", "wounded"),
    "place": ("town", "location", "location_en", "location_ar", "neighbourhood", "city"),
    "by": ("sender", "from"), "outcome": ("reply", "answer", "result"),
    "lat": ("latitude", *_POINTS), "lon": ("longitude", *_POINTS),
}  # fmt: skip
_ENDS = {"date_from": "span-first", "date_to": "span-last", "known_since": "span-last"}
"""Columns of days, and which end of what is said each of them takes."""
_TELLS = {"places": {"name"}, "protected_places": {"facility", "object"}}
"""What a list of places says of each; points alone are of anything."""
_TEXTS = frozenset(DOCUMENTS) - {".txt", ".text"}
"""Endings of what is read and quoted, and is no table."""
_ARCHIVES = (".zip", ".tar", ".wacz", ".warc", ".7z", ".rar")
"""Endings of what is taken apart or kept whole, and is never tried as a table: a reader would open all of it."""
_ENDINGS = {
    ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".geojson": "geojson", ".xlsx": "xlsx",
    ".parquet": "parquet",
}  # fmt: skip
_TAGGED = ("csv", "tsv", "xlsx")
"""Formats whose columns a row of hashtags may name."""
_ROWS = 3
_NAMING = ("id", "ref", "no", "nr", "number", "code", "key")


def readable(name: str) -> bool:
    """Return whether a file of that name may be a table or a text: only such are read whole to be looked at."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    return ending in ("", ".csv", *DOCUMENTS, *_ENDINGS)


@dataclass(frozen=True)
class Guess:
    """`table` is empty where nothing fits; `options` are further keys of [[read]], `id` the column that names rows.

    `trouble` says why the file cannot be read in the format of its name; `dates` how days are written that are not told
    as 2016-11-24, by the column of the table.
    """

    table: str = ""
    format: str = ""
    options: tuple[tuple[str, str], ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    id: str = ""
    trouble: str = ""
    document: bool = False
    field: Fitted | None = None
    dates: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, data: bytes, name: str, table: str) -> Guess:
        """Guess from the header of the file called `name`, and a row or two; `table`, where given, is taken."""
        ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
        if ending in _ARCHIVES and not table:
            return cls()
        if ending in _TEXTS or (ending in DOCUMENTS and not _tabular(data)):
            if not table:
                return cls(document=True)
            if table == "reports":
                return cls(table, "text", document=True)
        format_ = _ENDINGS.get(ending, "csv")
        options = _options(data, format_)
        try:
            with workspace() as con:
                given = dict(options) | ({"delimiter": "\t"} if format_ == "tsv" else {})
                loaded, own = _loaded(con, data, name, format_, given)
                header, rows, unique = loaded.columns, *_seen(con, loaded)
                own = own or ("hxl" if any(map(tagged, (header, *rows))) and format_ in _TAGGED else "")
                field = None if table or own else written(header, format_) or fit(header)
                if own := own or (field.reading.get("format", "") if field else ""):
                    loaded = READERS[own].load(con, data, table="guessed again", name=name, options=given)
                    header, rows = loaded.columns, _seen(con, loaded)[0]
                    field = _tagged(header) if own == "hxl" and not table else _refit(field, header)
        except CaseError as error:
            told = str(error.problems[0]).replace("\n", ";") if ending in (".csv", *_ENDINGS) or table else ""
            return cls(trouble=told)
        if own == "hxl":
            options = tuple({**dict(options), **({"delimiter": "\t"} if format_ == "tsv" else {})}.items())
            format_ = own
        if field is not None:
            format_ = field.reading.get("format", format_)
            return cls(
                field.reading["table"], format_, options, _shown(field), field.unread, (header, *rows), field=field
            )
        if len(header) < 2 and not table:
            return cls()
        fits = {n: _columns(tables()[n], header) for n in READABLE}
        for places, tells in _TELLS.items():
            if not tells & {name for name, _ in fits[places]}:
                del fits[places]
        best = table or max(fits, key=lambda n: (len({c for _, c in fits[n]}), len(fits[n]) / len(tables()[n].columns)))
        mapped = fits.get(best) or _columns(tables()[best], header)
        if not table and len(mapped) < 2:
            return cls(sample=(header, *rows))
        mapped = _who(_told(mapped, header, rows), header, rows)
        used = {column for _, column in mapped}
        names = next((c for c in header if c in unique and _names(c, best)), "")
        if best == "places" and names and names not in used:
            mapped = (("place_id", names), *mapped)
        return cls(best, format_, options, mapped, tuple(c for c in header if c not in used and c != names),
                   (header, *rows), names, dates=tuple(_dates(mapped, header, rows)))  # fmt: skip


def _dates(
    mapped: tuple[tuple[str, str], ...], header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield the ends of an interval whose first cells say their days in words, in part, or as an interval."""
    for name, column in mapped:
        cells = [cell for row in rows if (cell := row[header.index(column)])] if name in _ENDS else []
        with suppress(ValueError):
            if any(span(cell)[0].isoformat() != cell for cell in cells) and all(map(span, cells)):
                yield name, _ENDS[name]


def _told(
    mapped: tuple[tuple[str, str], ...], header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, str], ...]:
    """Return the columns without a point of one cell that does not say which of its coordinates is which."""
    by = dict(mapped)
    if "lat" not in by or by["lat"] != by.get("lon"):
        return mapped
    cells = [cell for row in rows if (cell := row[header.index(by["lat"])])]
    with suppress(ValueError):
        if [plain_or_angle(cell, axis=axis) for cell in cells for axis in ("lat", "lon")]:
            return mapped
    return tuple((name, column) for name, column in mapped if name not in ("lat", "lon"))


def _who(
    mapped: tuple[tuple[str, str], ...], header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, str], ...]:
    """Return the columns without who acted where that would be a day: `from` heads the first days of stretches too."""
    column = dict(mapped).get("by", "")
    cells = [cell for row in rows if column and (cell := row[header.index(column)])]
    with suppress(ValueError):
        if cells and all(map(span, cells)):
            return tuple((name, found) for name, found in mapped if name != "by")
    return mapped


def _loaded(
    con: duckdb.DuckDBPyConnection, data: bytes, name: str, format_: str, options: Mapping[str, str]
) -> tuple[Loaded, str]:
    """Load a file by its format, or, where that has no header or rejects rows, by the tags below it ("hxl")."""
    plain: Loaded | CaseError
    try:
        plain = READERS[format_].load(con, data, table="guessed", name=name, options=options)
    except CaseError as error:
        plain = error
    if format_ in _TAGGED and (isinstance(plain, CaseError) or plain.rejected):
        with suppress(CaseError):
            return READERS["hxl"].load(con, data, table="guessed by tags", name=name, options=options), "hxl"
    if isinstance(plain, CaseError):
        raise plain
    return plain, ""


def _tabular(data: bytes) -> bool:
    """True where the first line is a header that is known, so that a text is a table by another ending."""
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    for header in (tuple(map(str.strip, first.split(sign))) for sign in ",;\t"):
        if fit(header) or any(len(_columns(tables()[name], header)) > 1 for name in READABLE):
            return True
    return False


def _tagged(header: tuple[str, ...]) -> Fitted | None:
    return written(header, "hxl") or fit(header)


def _refit(field: Fitted | None, header: tuple[str, ...]) -> Fitted | None:
    """Return the format as it fits the columns that its own reader makes of the file."""
    fitted = replace(fields()[field.name], marks=header[:1]).fit(header) if field else None
    return replace(fitted, why=field.why) if field and fitted else None


def _shown(field: Fitted) -> tuple[tuple[str, str], ...]:
    told = field.reading["columns"].items()
    return tuple((name, c if isinstance(c, str) else c.get("column") or str(c.get("value"))) for name, c in told)


def _options(data: bytes, format_: str) -> tuple[tuple[str, str], ...]:
    """Return what the reader has to be told beside the format: the separator, or where the rows stand."""
    if format_ == "csv":
        first = data.split(b"\n", 1)[0].decode("utf-8", "replace")
        best = max(",\t;", key=first.count)
        return (("delimiter", best),) if best != "," else ()
    if format_ == "json":
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            return ()
        lists = [k for k, v in document.items() if isinstance(v, list)] if isinstance(document, Mapping) else []
        return (("path", lists[0]),) if len(lists) == 1 else ()
    return ()


def _seen(con: object, loaded: Loaded) -> tuple[list[tuple[str, ...]], set[str]]:
    """Return the first rows, and the columns whose cells are all filled and all different."""
    cells = ", ".join(f"coalesce(c{i}, '')" for i in range(len(loaded.columns)))
    table = quote(loaded.table)
    rows = con.execute(f"SELECT {cells} FROM {table} ORDER BY row LIMIT {_ROWS}").fetchall()  # type: ignore[attr-defined]
    counts = ", ".join(f"count(DISTINCT c{i}) = count(*)" for i in range(len(loaded.columns)))
    alone = con.execute(f"SELECT {counts} FROM {table}").fetchone()  # type: ignore[attr-defined]
    return rows, {c for c, one in zip(loaded.columns, alone, strict=True) if one}


def _names(column: str, table: str) -> bool:
    """True for a column whose name says that it names rows: ref, id, no, act_id in acts."""
    word = column.casefold().replace(" ", "_")
    return word in _NAMING or word in (f"{table.rstrip('s')}_id", "report_id", "row_id")


def _columns(schema: Table, header: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    bare = {h.removeprefix("properties."): h for h in header}  # as GeoJSON has its columns
    folded = {h.casefold().replace(" ", "_"): name for h, name in (bare | {h: h for h in header}).items()}
    found = []
    for name in schema.columns:
        if name in ("report_id", "sensitivity"):
            continue
        others = (
            n for n in _ALIASES.get(name, ()) if n not in schema.columns
        )  # each column's own name goes to it alone
        hit = next((folded[n] for n in (name, *others) if n in folded), None)
        if hit:
            found.append((name, hit))
    return tuple(found)
