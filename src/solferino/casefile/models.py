"""What case.toml, parties.toml and sources/*.toml may hold, as models; the reference pages derive from them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


class Strict(BaseModel):
    """A table of a file: unknown keys are errors, values are not coerced across types."""

    # Built when first used: a case needs few of them, and every start would pay for all.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False, defer_build=True)


class PeriodModel(Strict):
    """Days, both included."""

    start: date | None = Field(None, alias="from", description="first day")
    end: date | None = Field(None, alias="to", description="last day")


class CaseTable(Strict):
    """`[case]`: what, when, where."""

    title: Text = Field(description="what the case is about, as a heading")
    language: str = Field("en", description="language of statement.md, as a BCP 47 tag")
    timezone: str = Field("UTC", description="IANA time zone in which days are meant")
    author: str = Field("", description="whose statement it is")
    period: PeriodModel = Field(default_factory=lambda: PeriodModel(), description="days the case is about")
    as_of: date = Field(description="the day the statement speaks; nothing later enters its verdicts")
    tracked_to: date | None = Field(None, description="calls and promises are judged up to this day; as_of if left out")


class LinkTable(Strict):
    """`[link]`: how reports are linked."""

    incident: dict[str, Any] = Field(
        default_factory=dict,
        description="settings of incident linkage, laid over the shipped ones table by table: levels of a field, "
        "`windows`, `cuts`; `learn = { from = 2000 }`: reports from which weights and cuts are learned instead",
    )
    person: dict[str, Any] = Field(default_factory=dict, description="settings of person linkage")
    names: Literal["as written", "spelling", "alike"] = Field(
        "spelling",
        description="how far the name of a place or facility may be from a listed one: as written, spelt otherwise "
        "or in another script, or also the nearest of those that sound like it, a lead that may be wrong",
    )
    far_km: float = Field(
        50,
        gt=0,
        description="a report whose own point lies farther from the place it names is told, with the likely slip",
    )


class WorldTable(Strict):
    """`[world.NAME]`: a further world that a claim can be asked to survive."""

    drop: dict[str, str | list[str]] = Field(description="column = value(s): rows with these are left out")


class PublishTable(Strict):
    """`[publish]`: what leaves the house."""

    places: Literal["0.01deg", "0.1deg", "1deg", "none"] = Field("0.01deg", description="coarsening of coordinates")
    map: Literal["zoomed", "drawn"] = Field(
        "zoomed", description="zoomed: beside the drawn map one that can be moved and zoomed, which adds 1.2 MB"
    )
    withhold: tuple[Literal["restricted", "sealed"], ...] = Field(
        ("restricted", "sealed"), strict=False, description="sensitivities that stay inside; sealed always does"
    )
    smallest: int = Field(5, ge=1, le=1000, description="counts of fewer persons than this leave as a range")
    approvals: tuple[Literal["research", "law", "security", "editor"], ...] = Field(
        ("research", "law", "security", "editor"), strict=False, description="roles that must approve the text"
    )


class ReviewerModel(Strict):
    """`[seal.reviewers.NAME]`: somebody who has seen what is sealed and answers for it with a signature."""

    role: Text = Field(description="in what role; it is printed, the name is not")
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="public key (Ed25519), hexadecimal; solferino attest CASE --new prints it"
    )


class SealTable(Strict):
    """`[seal]`: who can open what is sealed, and who vouches for it."""

    recipients: list[Text] = Field(default_factory=list, description="public keys of the custodians: age1…")
    attest: int = Field(2, ge=1, le=20, description="how many reviewers must attest a claim that rests on sealed rows")
    reviewers: dict[str, ReviewerModel] = Field(default_factory=dict, description="who may attest")


class AuthorityModel(Strict):
    """One of `authorities`: who signs when a checkpoint of the vault was seen (RFC 3161)."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/@?#]+(/[^\s?#]*)?$")] = Field(
        description="its address, `https://…` or `http://…`, without a password or a question mark: the log repeats it"
    )
    roots: Text = Field(description="file in the case with its root certificates (PEM), got from it by another road")


class AnchorTable(Strict):
    """`[anchor]`: whom `solferino anchor` asks for time stamps."""

    authorities: list[AuthorityModel] = Field(
        default_factory=list, description="authorities of different operators; two are better than one"
    )


class CaseModel(Strict):
    """The whole of case.toml."""

    case: CaseTable = Field(description="what, when, where")
    link: LinkTable = Field(default_factory=lambda: LinkTable(), description="how to link")
    world: dict[str, WorldTable] = Field(default_factory=dict, description="further worlds")
    publish: PublishTable = Field(default_factory=lambda: PublishTable(), description="what leaves the house")
    seal: SealTable = Field(default_factory=lambda: SealTable(), description="who can open what is sealed")
    anchor: AnchorTable = Field(default_factory=lambda: AnchorTable(), description="who stamps the vault's checkpoints")


class PartyModel(Strict):
    """One table of parties.toml; its name is the party's code."""

    name: Text = Field(description="name to print")
    aliases: list[Text] = Field(default_factory=list, description="other names and adjectives people write")
    within: str = Field("", description="code of the party that contains it")
    kind: Literal["state", "force", "group", "organisation", "body", "office"] = Field(
        "organisation", description="what it is"
    )


class OverrideModel(Strict):
    """facts.toml: one table per fact that the case puts right, called by its row: ["participation/x"]."""

    set: dict[str, str | int | bool | date | list[str]] = Field(
        min_length=1, description='column = value, such as { check_status = "confirmed" }'
    )
    why: Text = Field(description="the reason, printed with the change")
    by: str = Field("", description="who answers for it")


class CorrectionModel(Strict):
    """`[[correction]]`: what was published and is put right. Every word of it is printed in every later release."""

    on: date = Field(description="day of the correction")
    about: Text = Field(description="a claim's id, a line such as statement.md:45, an incident or a report")
    was: Text = Field(description="what was published")
    now: Text = Field(description="what stands instead")
    why: Text = Field(description="the reason")
    by: str = Field("", description="who answers for it: a role or an office; it is printed")


class CorrectionsModel(Strict):
    """corrections.toml: what was put right after it was published, oldest first; nothing is ever taken out."""

    correction: list[CorrectionModel] = Field(default_factory=list, description="one table for each correction")


class ClosedModel(Strict):
    """The days between which a source holds everything there was."""

    start: date | None = Field(None, alias="from", description="first day; left out: from the beginning")
    end: date = Field(alias="to", description="last day")
    note: str = Field("", description="complete in what")


class SourceTable(Strict):
    """`[source]`: what it is, where its bytes are, what they are pinned to."""

    title: str = Field("", description="what it is (a law:NAME source inherits it)")
    kind: Literal["dataset", "document", "testimony", "record", "citation", ""] = Field("", description="what kind")
    publisher: str = Field("", description="who published it")
    path: str = Field("", description="file in the case, or law:NAME for data of the package; none for a citation")
    sha256: Sha256 = Field("", description="pinned digest of the bytes, hexadecimal")
    size: int = Field(0, ge=0, description="bytes")
    commitment: Sha256 = Field(
        "", description="sealed: salted hash of the plain bytes; path, sha256 and size are those of the ciphertext"
    )
    url: str = Field("", description="where it was found")
    licence: str = Field("", description="terms of use")
    credit: str = Field("", description="who must be named")
    note: str = Field("", description="anything a reader should know")
    sensitivity: Literal["public", "restricted", "sealed"] = Field("public", description="who may see its rows")
    retrieved: date | None = Field(None, description="day it was fetched")
    show: Literal["", "plain", "graphic", "map"] = Field(
        "",
        description="plain, graphic: an image (JPEG or PNG) that the dossier shows, a graphic one blurred until the "
        "reader asks; map: tiles (PMTiles) on which the map that zooms lies",
    )
    alt: str = Field("", description="what an image shows, in words; wanted where it is shown")
    closed: ClosedModel | None = Field(None, description="days between which it is complete; left out: open")


class ColumnModel(Strict):
    """How one column is filled, when a plain column name is not enough."""

    column: str = Field("", description="column of the file; a|b: the first that is filled, a+b: both, joined")
    value: str | None = Field(None, description="the same value in every row")
    pattern: str = Field("", description="regular expression with one group, which is taken; no match: empty")
    default: str = Field("", description="what an empty cell (or one without a match) says")
    values: dict[str, str] = Field(
        default_factory=dict,
        description="what the file says = what the table says; in a list, item by item, and one may become several",
    )
    split: str = Field("", description="separator of a list within the cell; left out: a semicolon")
    date: Literal[
        "",
        "iso",
        "iso-first",
        "iso-last",
        "dmy",
        "mdy",
        "span-first",
        "span-last",
        "hijri-first",
        "hijri-last",
        "epoch",
    ] = Field(
        "",
        description="how dates are written; iso-first and iso-last read 2016 and 2016-10 as their first or last day; "
        "span-…: the first or last day of whatever is said, such as 2016-10-08T23:30Z, 2016-1X, night of 4 May 2016; "
        "hijri-…: 1438-01-07, give or take a day; epoch: seconds since 1970",
    )
    point: Literal["", "angle", "lat lon", "lon lat"] = Field(
        "",
        description="lat, lon: angle: one angle such as 36°12′30″ N; lat lon, lon lat: both in one cell, in that order",
    )
    decimal: Literal["", ".", ","] = Field(
        "", description="sign before fractions; where said, spaces and the other of point and comma part thousands"
    )
    within: str = Field("", description="span-…: column of the file that says by a code how fine the date is")
    units: dict[str, Literal["day", "week", "month", "year"]] = Field(
        default_factory=dict,
        description="what each code of `within` means: day: as written; week: three days more on either side; month, "
        "year: the whole of it. Another code is a rejection, no code is a day",
    )
    labels: bool = Field(False, description="a+b: put the name of the column before each value")

    @model_validator(mode="after")
    def _fine(self) -> ColumnModel:
        if bool(self.within) != bool(self.units) or (self.within and not self.date.startswith("span-")):
            raise ValueError("within and units stand together, beside date = span-first or span-last")
        return self

    @field_validator("pattern")
    @classmethod
    def _one_group(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groups if pattern else 1
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if groups != 1:
            raise ValueError(f"expected one group in brackets, found {groups}")
        return pattern


class ReadModel(Strict):
    """`[[read]]`: how the file becomes rows of one table."""

    table: Text = Field(description="which table the rows belong to")
    format: Literal["csv", "tsv", "json", "jsonl", "geojson", "xlsx", "parquet", "hxl", "text", "ftm-statements"] = (
        Field("csv", description="format of the file; text: accounts read out of prose by rules")
    )
    encoding: str = Field("utf-8", description="encoding of the file; an xlsx knows its own")
    delimiter: Annotated[str, StringConstraints(max_length=1)] = Field(
        "", description="csv, tsv: one character, if unusual"
    )
    path: str = Field("", description="json: dotted keys that lead to the array of rows, where it stands inside")
    published: date | None = Field(None, description="text: the day it was published, from which Tuesday is told")
    sheet: str = Field("", description="xlsx: which sheet, where there are several")
    id: list[Text] = Field(default_factory=list, description="columns of the file that name a row; else its number")
    area: list[float] = Field(
        default_factory=list,
        description="west, south, east, north in degrees: points outside are rejected, swapped ones named",
    )
    where: dict[str, str | list[str]] = Field(default_factory=dict, description="read only rows with these values")
    columns: dict[str, str | ColumnModel] = Field(description="column of the table = column of the file")


class QuoteModel(Strict):
    """`[[testimony.quote]]`: exact words of a witness, in clear because they agreed to it."""

    id: Text = Field(description="names it: source/id in decisions of consent")
    span: tuple[int, int] = Field(strict=False, description="bytes of the transcript: from, up to")
    text: Text = Field(description="the words to the letter, in the language they were said in")
    translation: str = Field("", description="the same in another language")
    language: str = Field("", description="language of the translation, as a BCP 47 tag")
    translator: str = Field("", description="who made it, by code")


class TestimonyModel(Strict):
    """`[testimony]`: an account in confidence, whose transcript is the sealed file of the source."""

    witness: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}-?[0-9]{1,6}$")] = Field(
        description="the witness by code, such as W-07; who that is stands in no file of the case"
    )
    consent: Literal["publish", "restricted", "withdrawn"] = Field(description="widest use the witness agreed to")
    quote: list[QuoteModel] = Field(default_factory=list, description="words that may be quoted")


class SourceModel(Strict):
    """The whole of one sources/*.toml."""

    source: SourceTable = Field(description="what, where, pinned to what")
    read: list[ReadModel] = Field(default_factory=list, description="how to read it")
    testimony: TestimonyModel | None = Field(None, description="an account in confidence")
