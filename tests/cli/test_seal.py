"""The verbs of sealing, as a custodian and two reviewers type them."""

from __future__ import annotations

from pathlib import Path

from cases.sealed import CANARY, CLAIM, COLUMNS, PASSPHRASE, SAID, TOLD
from cases.small import CASE, CLAIMS, STATEMENT, write_case
from cli.test_verbs import run


def test_from_a_new_key_to_an_attested_claim_and_back_to_nothing(tmp_path: Path) -> None:
    """Key, seal, unlock, build, two signatures, lock, dispose: each says what it did, and nothing stays in clear."""
    case, plain, secret = tmp_path / "case", tmp_path / "outside" / "told.csv", tmp_path / "outside" / "passphrase"
    env = {"SOLFERINO_STATE": str(tmp_path / "state"), "XDG_RUNTIME_DIR": str(tmp_path / "memory")}
    for folder in ("outside", "memory"):
        (tmp_path / folder).mkdir(mode=0o700)
    write_case(case, claims=CLAIMS + CLAIM, statement=STATEMENT + SAID)
    plain.write_text(TOLD, "utf-8")
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    words = ("--passphrase-file", secret)

    made = run("unlock", case, "--new", *words, **env)
    public = next(word for word in made.stdout.split('"') if word.startswith("age1"))
    told = f'{CASE}[seal]\nrecipients = ["{public}"]\n'
    for name, role in (("ada", "research"), ("ben", "law")):
        printed = run("attest", case, "--by", name, "--new", *words, **env).stdout
        told += f'[seal.reviewers.{name}]\nrole = "{role}"\nkey = "{printed.split(chr(34))[-2]}"\n'
    (case / "case.toml").write_text(told, "utf-8")

    sealed = run("add", case, plain, "--sealed", "--as", "told", **env)
    assert sealed.returncode == 0, sealed.stderr
    assert "the plain file is still at" in sealed.stdout
    described = case / "sources" / "told.toml"
    described.write_text(described.read_text("utf-8").split("\n[[read]]")[0] + COLUMNS, "utf-8")

    assert "in memory" in run("unlock", case, *words, **env).stdout
    assert "0 of 2 reviewers have signed" in run("build", case, "--json", **env).stdout
    for name in ("ada", "ben"):
        signed = run("attest", case, "said-in-confidence", "--by", name, *words, **env)
        assert "3 sealed rows; n = 4" in signed.stdout, signed.stderr
    assert "attested" in run("build", case, **env).stdout
    assert " locked " in run("lock", case, **env).stdout

    digest = described.read_text("utf-8").split('sha256    = "')[1][:64]
    erased = run("dispose", case, digest, "--basis", "consent withdrawn", "--by", "archivist", **env)
    assert "by archivist, basis: consent withdrawn" in erased.stdout
    assert run("verify", case / "vault").returncode == 0
    assert not any(CANARY.encode() in p.read_bytes() for p in case.rglob("*") if p.is_file())


def test_what_cannot_be_done_ends_with_two_and_says_why(tmp_path: Path) -> None:
    """Nothing to unlock, a short passphrase, a box that is none: exit 2, and what to do next."""
    case, short = write_case(tmp_path / "case"), tmp_path / "short"
    short.write_text("brief", "utf-8")
    env = {"SOLFERINO_STATE": str(tmp_path / "state")}
    for words, told in (
        (("unlock", case, "--passphrase-file", short), "holds no sealed source"),
        (("unlock", case, "--new", "--passphrase-file", short), "fewer than 12 characters"),
        (("redact", case, "acts", "--as", "open", "--box", "1,2,3"), "is not 4 whole numbers"),
        (("redact", case, "acts", "--as", "open"), "name what is removed"),
        (("add", case, short, "--sealed", "--as", "x"), "the case names no recipient"),
    ):
        done = run(*words, **env)
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr
