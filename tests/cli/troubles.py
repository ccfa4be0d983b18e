"""Bad inputs over all verbs: what is done to a small case, the command, and what the message must say."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cases.small import ACTS, CASE, CLAIMS, PARTIES, write_case
from solferino.casefile.decisions import FILE
from solferino.pipeline.add import add

Do = Callable[[Path], object]


@dataclass(frozen=True)
class Trouble:
    """`do` spoils the case at `case/` in the folder where `words` are typed; `says` must stand in the message.

    `built` cases are built first. What is wrong with a claim alone is `printed` among the verdicts of the others.
    """

    words: str
    code: int
    says: tuple[str, ...]
    do: Do = lambda root: None
    built: bool = False
    printed: bool = False


def put(name: str, text: str | bytes) -> Do:
    """Write a file of the case, or beside it."""

    def done(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return done


def _bare(root: Path) -> None:
    (root / "empty" / "below").mkdir(parents=True)


def case(**texts: str) -> Do:
    """Write the small case with some of its texts replaced."""
    return lambda root: write_case(root, **texts)


def swap(name: str, old: str, new: str) -> Do:
    """Replace words in a file of the case."""

    def done(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), "utf-8")

    return done


def packed(name: str, parts: dict[str, bytes]) -> Do:
    """Write an archive."""

    def done(root: Path) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)
        put(name, out.getvalue())(root)

    return done


def line(**more: object) -> str:
    """Return a line of decisions.jsonl."""
    return (
        json.dumps({"id": "d1", "t": "2020-06-01", "by": "A. Reader", "act": "same", "about": ["a/1", "a/2"], **more})
        + "\n"
    )


def pinned(text: bytes) -> Do:
    """Put other bytes into the acts and pin them, so that what is wrong with them is found."""

    def done(root: Path) -> None:
        put("files/acts.csv", text)(root)
        path = root / "sources" / "acts.toml"
        old = hashlib.sha256(ACTS.encode()).hexdigest()
        path.write_text(path.read_text("utf-8").replace(old, hashlib.sha256(text).hexdigest()).replace(
            f"size = {len(ACTS.encode())}", f"size = {len(text)}"), "utf-8")  # fmt: skip

    return done


def held(root: Path) -> object:
    """Hold the lock of the build, as another process would; it is held until what is returned is closed."""
    (root / "build").mkdir(exist_ok=True)
    file = (root / "build" / ".lock").open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def law(claims: str) -> Do:
    """Write the small case with one claim of law, and the norms of the package filed."""

    def done(root: Path) -> None:
        write_case(root, claims=claims, statement="[It is so.](claim:a)\n")
        add(root, "law:norms")

    return done


def gone(name: str) -> Do:
    """Remove a file of the case."""
    return lambda root: (root / name).unlink()


RTL = "\u202e"

TROUBLES: dict[str, Trouble] = {
    # The command.
    "unknown verb": Trouble("bulid case", 2, ("there is no verb 'bulid'", "did you mean 'build'")),
    "unknown option": Trouble("build --lock case", 2, ("No such option", "--locked")),
    "option without its value": Trouble("publish case --to", 2, ("--to",)),
    "missing option": Trouble("publish case", 2, ("--to",)),
    "a day that is none": Trouble("init new --as-of 2020-02-31", 2, ("2020-02-31", "%Y-%m-%d")),
    "too many ids": Trouble("why case a b", 2, ("quote an id",)),
    "document options alone": Trouble("check case --to x.docx", 2, ("go with a document",)),
    "one id for two files": Trouble("add case a.csv b.csv --as x", 2, ("one source",)),
    # The folder.
    "no such case": Trouble("build nowhere", 2, ("nowhere", "solferino init nowhere")),
    "no case in a folder": Trouble("check .", 2, ("case.toml", "solferino init")),
    "a case that is a file": Trouble("build case/case.toml", 2, ("case.toml", "folder")),
    "init over a folder in use": Trouble("init case", 2, ("is not empty", "name a new folder")),
    "init from nothing": Trouble("init new --from nowhere.txt", 2, ("nowhere.txt",)),
    "init from an image": Trouble("init new --from case/x.png", 2, ("x.png", ".docx"), put("x.png", b"\x89PNG")),
    "init from an empty text": Trouble("init new --from case/x.txt", 2, ("x.txt", "holds no text"), put("x.txt", " \n")),
    "init from a damaged docx": Trouble("init new --from case/x.docx", 2, ("x.docx",), put("x.docx", b"PK\x03\x04")),
    "init with an unknown reader": Trouble("init new --from case/statement.md --reader rulez", 2, ("rulez", "did you mean 'rules'")),
    "check before a build": Trouble("check case", 5, ("nothing is built", "solferino build case")),
    "check after a source changed": Trouble(
        "check case", 5, ("changed", "solferino build case"), swap("sources/acts.toml", 'kind = "kind"', 'kind = "what"'), built=True),
    "why before a build": Trouble("why case raids", 5, ("solferino build case",)),
    "why of nothing": Trouble("why case raid", 2, ("nothing here is called 'raid'", "did you mean 'raids'"), built=True),
    "two processes at once": Trouble("build case", 74, ("another",), held),
    "build where it cannot be written": Trouble("build case", 74, ("build",), put("build", "a file in its place")),
    # case.toml and the files beside it.
    "empty case.toml": Trouble("build case", 2, ("case.toml", "case"), case(case="")),
    "case.toml that breaks off": Trouble("build case", 2, ("case.toml:2",), case(case='[case]\ntitle = "A')),
    "case.toml in another encoding": Trouble("build case", 2, ("case.toml", "UTF-8"), put("case.toml", CASE.encode("utf-16"))),
    "a key twice": Trouble("build case", 2, ("case.toml:3",), case(case='[case]\ntitle = "A"\ntitle = "B"\nas_of = 2020-01-01\n')),
    "a key that is none": Trouble("build case", 2, ("case.toml:3", "did you mean 'as_of'"), case(case=CASE.replace("as_of", "asof", 1))),
    "a day in words": Trouble("build case", 2, ("case.toml:3",), case(case=CASE.replace("2020-06-30", '"in June"', 1))),
    "a party within none": Trouble("build case", 2, ("parties.toml", "NORR"), case(parties=PARTIES.replace('within = "NOR"', 'within = "NORR"'))),
    "parties in a circle": Trouble("build case", 2, ("parties.toml",), case(parties=PARTIES + '[A]\nname = "A"\nwithin = "B"\n[B]\nname = "B"\nwithin = "A"\n')),
    "a correction without a reason": Trouble("build case", 2, ("corrections.toml",), put("corrections.toml", '[[correction]]\non = 2020-01-01\nabout = "raids"\nwas = "a"\nnow = "b"\n')),
    # Sources.
    "no such file": Trouble("build case", 4, ("files/acts.csv", "add"), gone("files/acts.csv")),
    "altered bytes": Trouble("build case", 4, ("files/acts.csv", "add"), put("files/acts.csv", ACTS + "a9\n")),
    "a path out of the case": Trouble("build case", 2, ("sources/acts.toml", ".."), swap("sources/acts.toml", "files/acts.csv", "../acts.csv")),
    "an unknown table": Trouble("build case", 2, ("sources/acts.toml", "did you mean 'acts'"), swap("sources/acts.toml", 'table = "acts"', 'table = "act"')),
    "a missing column": Trouble("build case", 2, ("sources/acts.toml:", "did you mean 'body'"), swap("sources/acts.toml", 'body = "body"', 'body = "boddy"')),
    "a column of no table": Trouble("build case", 2, ("sources/acts.toml:", "bodi"), swap("sources/acts.toml", 'body = "body"', 'bodi = "body"')),
    "a source in another encoding": Trouble("build case", 2, ("acts.csv:2", "encoding ="), pinned(ACTS.replace("saw nothing", "vu été").encode("latin-1"))),
    "an empty source": Trouble("build case", 2, ("acts.csv:1", "header"), pinned(b"\n")),
    "a header with a name twice": Trouble("build case", 2, ("acts.csv:1", "twice"), pinned(ACTS.replace("known", "date", 1).encode())),
    "an unknown encoding": Trouble("build case", 2, ("acts.csv", "utf-9"), swap("sources/acts.toml", "[[read]]", '[[read]]\nencoding = "utf-9"')),
    "facts that are none": Trouble("add case law:vetos", 2, ("vetos", "did you mean 'vetoes'")),
    "add nothing": Trouble("add case nowhere.csv", 2, ("nowhere.csv",)),
    "add an empty file": Trouble("add case case/x.csv", 2, ("x.csv", "empty"), put("x.csv", "")),
    "add a folder without files": Trouble("add case case/empty", 2, ("empty", "holds no file"), _bare),
    "add an address": Trouble("add case https://example.org/a.csv", 2, ("example.org", "download it")),
    "add to no case": Trouble("add nowhere case/files/acts.csv", 2, ("nowhere", "solferino init nowhere")),
    "add for no table": Trouble("add case case/x.csv --table act", 2, ("'act'", "did you mean 'acts'"), put("x.csv", "a,b\n1,2\n")),
    # Claims.
    "claims that break off": Trouble("build case", 2, ("claims/claims.toml:",), case(claims='[a]\nsays = "count\n')),
    "an unknown kind": Trouble("build case", 2, ("claims/claims.toml:2", "did you mean 'count'"), case(claims='[a]\nsays = "cuont"\n')),
    "an estimate of no lists": Trouble("build case", 2, ("claims/claims.toml:", "estimate"), case(claims='[a]\nsays = "estimate"\n')),
    "a key of no claim": Trouble("build case", 2, ("claims/claims.toml:", "did you mean 'where'"), case(claims=CLAIMS.replace("where = { act_id", "were = { act_id"))),
    "a column that is none": Trouble("build case", 2, ("claims/claims.toml:", "did you mean 'member'"), case(claims=CLAIMS.replace("{ member", "{ membre", 1)), printed=True),
    "a threshold that cannot be read": Trouble("build case", 2, ("claims/claims.toml:", "n >>"), case(claims=CLAIMS.replace('"n >= 3"', '"n >> 3"'))),
    "a name that the claim does not give": Trouble("build case", 2, ("claims/claims.toml:", "'m'"), case(claims=CLAIMS.replace('"n >= 3"', '"m >= 3"'))),
    "a party that is none": Trouble("build case", 2, ("claims/claims.toml:", "NORD"), case(claims=CLAIMS.replace('party = "NOR"', 'party = "NORD"')), printed=True),
    "an unknown norm": Trouble("build case", 2, ("claims/claims.toml:", "CIHL-99"), law('[a]\nsays = "norm"\nnorm = "CIHL-999"\nbinds = ["NOR"]\n'), printed=True),
    "a day beyond the calendar": Trouble("build case", 2, ("claims/claims.toml:",), case(claims=CLAIMS.replace('"as_of - 5y"', '"as_of - 5q"', 1)), printed=True),
    "a world that is none": Trouble("build case", 2, ("claims/claims.toml:", "did you mean 'no-press'"), case(claims=CLAIMS.replace('holds = "n >= 3"', 'holds = "n >= 3"\nunder = ["no-pres"]'))),
    "two claims of one id": Trouble("build case", 2, ("claims/", "isle-vetoes"), put("claims/more.toml", CLAIMS[: CLAIMS.index("[referrals]")])),
    # Statement, decisions, lock.
    "no statement": Trouble("build case", 2, ("statement.md",), gone("statement.md")),
    "a statement in another encoding": Trouble("build case", 2, ("statement.md", "UTF-8"), put("statement.md", "Über".encode("latin-1"))),
    "a claim that is none": Trouble("build case", 2, ("statement.md:3", "did you mean 'isle-vetoes'"), swap("statement.md", "claim:isle-vetoes", "claim:isle-vetos"), printed=True),
    "a claim hidden by marks of direction": Trouble("build case", 2, ("statement.md:3",), swap("statement.md", "claim:isle-vetoes", f"claim:{RTL}isle-vetoes"), printed=True),
    "decisions that are none": Trouble("build case", 2, (f"{FILE}:1", "one decision a line"), put(FILE, "{\n")),
    "a decision by no act": Trouble("build case", 2, (f"{FILE}:1", "did you mean 'same'"), put(FILE, line(act="sme"))),
    "a decision about one report": Trouble("build case", 2, (f"{FILE}:1", "two reports"), put(FILE, line(about=["a/1"]))),
    "a broken chain": Trouble("build case", 2, (f"{FILE}:2", '"prev"'), put(FILE, line() + line(id="d2"))),
    "a reply without a day": Trouble("build case", 2, (f"{FILE}:1", "deadline"), put(FILE, line(act="reply", value={"party": "NOR", "asked": "2020-01-01"}))),
    "a lock that cannot be read": Trouble("build case", 2, ("case.lock", "version control"), put("case.lock", "[")),
    # Documents, dossiers, tables.
    "no such document": Trouble("check case nowhere.docx", 2, ("nowhere.docx",), built=True),
    "a document that is none": Trouble("check case case/x.docx", 2, ("x.docx",), put("x.docx", "text"), built=True),
    "an archive that is a bomb": Trouble("check case case/x.docx", 2, ("x.docx",), packed("x.docx", {"word/document.xml": b"<w>" + b"0" * 80_000_000}), built=True),
    "a copy over the draft": Trouble("check case case/x.docx --to case/x.docx", 2, ("x.docx",), packed("x.docx", {"a": b""}), built=True),
    "verify nothing": Trouble("verify nowhere", 4, ("nowhere",)),
    "verify a folder of other things": Trouble("verify case", 4, ("SHA256SUMS",)),
    "verify a vault with half a root": Trouble("verify case --root abc", 2, ("root",), built=True),
    "verify a vault with a leaf": Trouble("verify case --leaf case/case.toml", 2, ("is no proof", "--leaf"), built=True),
    "verify a vault with a key that is none": Trouble("verify case --key nonsense", 2, ("no public key",), built=True),
    "redact under a name that is a path": Trouble("redact case acts --as ../up --span 0-2", 2, ("is no id of a source",)),
    "redact outside of a text": Trouble("redact case acts --as open --span 0-99999", 2, ("lies outside the text",), built=True),
    "redact a text as a picture": Trouble("redact case acts --as open --box 1,1,1,1", 2, ("cannot be read", "JPEG"), built=True),
    "dispose of what is not held": Trouble("dispose case 000000000000 --basis b --by a", 2, ("no exhibit", "solferino log"), built=True),
    "prove what is not held": Trouble("prove case abcdefabcdef --to p", 2, ("no exhibit",), built=True),
    "prove a record of tomorrow": Trouble("prove case 99999 --to p", 2, ("no record 99999",), built=True),
    "export into the vault": Trouble("export case --to case/vault/bag", 2, ("in the vault itself",), built=True),
    "export over other things": Trouble("export case --to case/files", 2, ("something stands there already",), built=True),
    "anchor without an authority": Trouble("anchor case", 2, ("no time-stamping authority", "--witness"), built=True),
    "take an answer that is not there": Trouble("anchor case --witness no.cosig --key k", 4, ("no such file",), built=True),
    "unlock where nobody can be asked": Trouble("unlock case", 2, ("a passphrase is needed", "SOLFERINO_PASSPHRASE")),
    "unlock with no passphrase in a file": Trouble("unlock case --passphrase-file case/empty", 2, ("holds no passphrase",), put("empty", "")),
    "log what would say nothing": Trouble("log case attempt --by a", 2, ("wants words",), built=True),
    "verify with half a root": Trouble("verify case/build/dossier --root abc", 2, ("root",), built=True),
    "publish over other things": Trouble("publish case --to case/files", 2, ("files",), case(case=CASE + "[publish]\napprovals = []\n")),
    "diff with nothing": Trouble("diff case nowhere", 2, ("nowhere", "a case that was built"), built=True),
    "diff before a build": Trouble("diff case case", 2, ("not built", "solferino build case")),
    "link nothing": Trouble("link nowhere.csv", 2, ("nowhere.csv",)),
    "link without a day": Trouble("link case/x.csv", 2, ("x.csv", "date"), put("x.csv", "report_id,place\n1,A\n")),
    "link an unknown engine": Trouble("link case/files/acts.csv --engine sparc", 2, ("sparc", "exact")),
    "link to no format": Trouble("link case/x.csv --to case/y.txt", 2, (".txt",), put("x.csv", "report_id,date\n1,2020-01-01\n")),
}  # fmt: skip
