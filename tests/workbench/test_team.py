"""The gate of a team: entering, staying, leaving, and what stands in its way."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher

from solferino.words.errors import UsageError
from solferino.workbench.team.limits import BY_ADDRESS, BY_PERSON
from solferino.workbench.team.secret import team_secret
from solferino.workbench.team.team import COOKIE
from store.ledgers import draft
from workbench.people import HOST, PASSWORD, World


@pytest.fixture
def world(url: str) -> World:
    """A team with one reviewer and one admin."""
    made = World(url)
    made.let_in("rosa", "reviewer")
    made.let_in("adam", "admin")
    return made


def test_nobody_is_there_before_the_first_is_made(url: str) -> None:
    """A new database has no account: no name and no password opens it."""
    world = World(url)
    for name in ("admin", "root", "solferino", ""):
        assert world.browser().enter(name, "000000", password=name).status_code == 401
    with psycopg.connect(url) as at:
        assert at.execute("SELECT count(*) FROM solferino.person").fetchone() == (0,)


def test_who_has_not_logged_in_is_sent_to_the_login(world: World) -> None:
    """A page leads to the login, a form is refused, and a path that does not exist tells no more than one that does."""
    browser = world.browser()
    for path in ("/account", "/people", "/audit", "/exports", "/no/such/page"):
        assert (browser.get(path).status_code, browser.get(path).headers["location"]) == (303, "/login")
    assert browser.post("/exports", page="/login", why="x").status_code == 401


@pytest.mark.parametrize("change", [{"name": "rosamund"}, {"password": "another four words"}, {"code": "000000"}, {"code": "٠٠٠٠٠٠"},
                                    {"name": "ROSA"}, {"name": "rosa\0"}, {"password": "\0"}, {"password": "x" * 100_000}, {"code": ""}])  # fmt: skip
def test_all_three_must_be_right(world: World, change: dict[str, str]) -> None:
    """A name, a password or a code that is not right gives the same answer, whichever it was."""
    right = {"name": "rosa", "password": PASSWORD, "code": world.code("rosa")}
    answer = world.browser().post("/login", page="/login", **{**right, **change})
    assert answer.status_code == 401
    assert "name, password or code is not right" in answer.text
    assert f"{COOKIE}=" not in answer.headers.get("set-cookie", "")


def test_no_code_opens_twice(world: World) -> None:
    """A code that was seen over somebody's shoulder is worth nothing, nor is the one before it."""
    earlier = world.code("rosa")
    code = world.code("rosa")
    assert world.browser().enter("rosa", code).status_code == 303
    assert world.browser().enter("rosa", code).status_code == 401
    assert world.browser().enter("rosa", earlier).status_code == 401
    assert world.browser().enter("rosa", world.code("rosa")).status_code == 303


def test_an_account_without_a_role_here_does_not_enter(world: World) -> None:
    """Who belongs to another case of the same database is told no more than a stranger."""
    world.let_in("omar")
    assert world.browser().enter("omar", world.code("omar")).status_code == 401


def test_guessing_one_person_is_stopped(world: World) -> None:
    """After five failures not even the right password enters, until a quarter of an hour has passed."""
    browser = world.browser()
    for _ in range(BY_PERSON):
        assert browser.enter("rosa", "000000").status_code == 401
    assert browser.enter("Rosa", "000000").status_code == 429
    assert browser.enter("rosa", world.code("rosa")).status_code == 429
    assert world.browser("adam").get("/account").status_code == 200
    world.clock.move(15 * 60)
    assert browser.enter("rosa", world.code("rosa")).status_code == 303


def test_guessing_from_one_address_is_stopped(world: World) -> None:
    """Many names tried from one address are counted together."""
    browser = world.browser()
    for k in range(BY_ADDRESS):
        assert browser.enter(f"name{k}", "000000").status_code == 401
    assert browser.enter("rosa", world.code("rosa")).status_code == 429


def test_a_session_ends_by_rest(world: World) -> None:
    """Half an hour without a request ends it; a request every twenty minutes does not."""
    browser = world.browser("rosa")
    for _ in range(3):
        world.clock.move(20 * 60)
        assert browser.get("/account").status_code == 200
    world.clock.move(31 * 60)
    assert browser.get("/account").status_code == 303


def test_a_session_ends_by_age(world: World) -> None:
    """Twelve hours after the login it is over, however busy it was."""
    browser = world.browser("rosa")
    for _ in range(36):
        world.clock.move(20 * 60 - 1)
        assert browser.get("/account").status_code == 200
    world.clock.move(60)
    assert browser.get("/account").status_code == 303


def test_the_session_changes_at_login(world: World) -> None:
    """A cookie that was planted, or that was there before, is not the one after the login, and is worth nothing then."""
    browser = world.browser("rosa")
    before = browser.client.cookies[COOKIE]
    assert browser.enter("rosa", world.code("rosa")).status_code == 303
    after = browser.client.cookies[COOKIE]
    assert after != before
    other = world.browser()
    other.client.cookies.set(COOKIE, before)
    assert other.get("/account").status_code == 303


def test_the_cookie_is_out_of_reach(world: World) -> None:
    """It goes over TLS alone, to this host alone, is read by no script and sent from no other site; the database has only its hash."""
    browser = world.browser()
    told = browser.enter("rosa", world.code("rosa")).headers["set-cookie"]
    assert told.startswith("__Host-")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(told.split("; "))
    assert "Domain" not in told
    token = told.split("=")[1].split(";")[0]
    with psycopg.connect(world.url) as at:
        assert token not in str(at.execute("SELECT * FROM solferino.session").fetchall())


def test_leaving_ends_the_session(world: World) -> None:
    """The cookie of a session that was left opens nothing."""
    browser = world.browser("rosa")
    token = browser.client.cookies[COOKIE]
    assert browser.post("/logout").status_code == 303
    browser.client.cookies.set(COOKIE, token)
    assert browser.get("/account").status_code == 303


def test_a_new_password_ends_every_other_session(world: World) -> None:
    """Whoever changes a password stays; the same person's other sessions do not, and the old password is worth nothing."""
    here, there = world.browser("rosa"), world.browser("rosa")
    answer = here.post("/account", password=PASSWORD, code=world.code("rosa"), new="another four words by lot")
    assert answer.status_code == 303
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)
    assert world.browser().enter("rosa", world.code("rosa")).status_code == 401


@pytest.mark.parametrize("new", ["", "short", "x" * 1001])
def test_a_password_has_a_length(world: World, new: str) -> None:
    """Twelve characters at least, a thousand at most; the old one stays otherwise."""
    browser = world.browser("rosa")
    assert browser.post("/account", password=PASSWORD, code=world.code("rosa"), new=new).status_code == 400
    assert world.browser("rosa").get("/account").status_code == 200


def test_a_form_of_another_site_or_session_is_refused(world: World) -> None:
    """Without the value of one's own session nothing is changed: none, a made-up one, another person's, a login form's."""
    rosa, adam = world.browser("rosa"), world.browser("adam")
    values = ["", "0" * 64, adam.value("/account"), world.browser().value("/login")]
    for value in values:
        assert rosa.client.post("/logout", data={"csrf": value}).status_code == 403
    assert rosa.client.post("/logout", json={"csrf": rosa.value("/account")}).status_code == 403
    assert rosa.client.post(f"/logout?csrf={rosa.value('/account')}").status_code == 403
    for elsewhere in (
        {"origin": "https://elsewhere.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert rosa.client.post("/logout", data={"csrf": rosa.value("/account")}, headers=elsewhere).status_code == 403
    assert rosa.get("/account").status_code == 200


def test_a_form_of_ours_is_taken_as_browsers_send_it(world: World) -> None:
    """A page that sends no referrer has forms of the origin null; that they are from here is said in another header."""
    rosa = world.browser("rosa")
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert rosa.client.post("/logout", data={"csrf": rosa.value("/account")}, headers=headers).status_code == 303


def test_a_login_form_of_another_browser_is_refused(world: World) -> None:
    """Nobody can be logged in as somebody else by a form that another browser fetched."""
    value = world.browser().value("/login")
    form = {"csrf": value, "name": "rosa", "password": PASSWORD, "code": world.code("rosa")}
    assert world.browser().client.post("/login", data=form).status_code == 403


@pytest.mark.parametrize("host", ["elsewhere.test", f"{HOST}:8000", f"{HOST}.elsewhere.test", ""])
def test_another_host_is_not_served(world: World, host: str) -> None:
    """A name that this server does not bear gets nothing, the login included."""
    assert world.browser().get("/login", headers={"host": host}).status_code == 421


def test_every_answer_bears_the_headers(world: World) -> None:
    """No script but ours and none inline, no frame, nothing kept, TLS from then on: on pages, refusals and errors."""
    browser = world.browser("rosa")
    answers = [browser.get("/account"), browser.get("/people"), browser.get("/none"), browser.get("/login"),
               browser.get("/account", headers={"host": "x"}), browser.client.post("/logout")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 403, 404, 200, 421, 403]
    for answer in answers:
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert (policy["script-src"], policy["frame-ancestors"], policy["form-action"]) == (
            "'self'",
            "'none'",
            "'self'",
        )
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "max-age" in answer.headers["strict-transport-security"]


def test_pages_have_no_inline_script_or_style(world: World) -> None:
    """What the policy forbids, the pages do not need."""
    world.let_in("cleo", "custodian", "editor", "admin")
    browser = world.browser("cleo")
    for path in ("/login", "/account", "/people", "/audit", "/exports"):
        assert re.search(r"<script|<style|style=|\son\w+=|javascript:", browser.get(path).text) is None


def test_what_a_person_looked_at_is_on_record(world: World) -> None:
    """Views, refusals and failed logins are there, with who and when; what was typed as a password or code is not."""
    world.browser().enter("rosa", "123456", password="a guess of somebody")
    browser = world.browser("rosa")
    browser.get("/account?q=a+name+searched+for")
    browser.get("/people")
    entries = world.team.audit.after(0)
    assert [(e.person, e.act, e.about, e.answer) for e in entries] == [
        ("", "login-failed", "rosa", 401), ("rosa", "login", "rosa", 303),
        ("rosa", "account", "GET /account", 200), ("rosa", "people", "GET /people", 403),
    ]  # fmt: skip
    assert not re.search("guess|123456|searched", str(entries))


def test_what_was_typed_at_the_login_is_text_in_the_record(world: World) -> None:
    """A name that is markup, tried by a stranger, is no element of the page that an admin reads."""
    world.browser().enter("<script>bird()</script>", "000000")
    text = world.browser("adam").get("/audit").text
    assert "&lt;script&gt;bird()" in text
    assert "<script>bird" not in text


@pytest.mark.parametrize(
    "sql", ["UPDATE solferino.audit SET person = 'x'", "DELETE FROM solferino.audit", "TRUNCATE solferino.audit"]
)
def test_the_record_is_only_added_to(world: World, sql: str) -> None:
    """The database itself refuses to change or remove what stands in it."""
    world.browser("rosa")
    with psycopg.connect(world.url) as at, pytest.raises(psycopg.errors.RestrictViolation):
        at.execute(sql)


def test_no_page_without_a_record(world: World) -> None:
    """Where the record cannot be written, nothing is shown."""
    browser = world.browser("rosa")
    with psycopg.connect(world.url) as at:
        at.execute("ALTER TABLE solferino.audit RENAME TO gone")
    answer = browser.get("/account")
    assert answer.status_code == 503
    assert "rosa" not in answer.text


def test_a_database_that_is_gone_is_said_and_comes_back(world: World) -> None:
    """Without it a page says so, nothing is shown and nothing breaks; when it answers again, so does the page."""
    browser, database = world.browser("rosa"), world.ledger.database
    url, database.url = database.url, "postgresql:///none?host=/nowhere"
    database.close()
    assert (browser.get("/account").status_code, browser.get("/login").status_code) == (503, 200)
    database.url = url
    assert browser.get("/account").status_code == 200


def test_an_admin_gives_roles_and_takes_them_away(world: World) -> None:
    """A change ends the other's sessions; without a role there is no way in."""
    rosa, adam = world.browser("rosa"), world.browser("adam")
    assert adam.post("/people/rosa", role=["reader", "editor"], clearance="restricted").status_code == 303
    assert rosa.get("/account").status_code == 303
    assert world.team.accounts.person("rosa", "harbour").roles == {"reader", "editor"}
    assert adam.post("/people/rosa", clearance="public").status_code == 303
    assert world.browser().enter("rosa", world.code("rosa")).status_code == 401


@pytest.mark.parametrize(("name", "form", "status"), [("rosa", {"role": ["admin"], "clearance": "sealed"}, 403), ("rosa", {"role": ["reader", "root"], "clearance": "sealed"}, 403),
                                                      ("rosa", {"role": ["reader"], "clearance": "secret"}, 400), ("adam", {"role": ["custodian"], "clearance": "sealed"}, 403),
                                                      ("ada", {"role": [], "clearance": "sealed"}, 403), ("nobody", {"role": ["reader"], "clearance": "public"}, 404)])  # fmt: skip
def test_no_page_makes_an_admin(world: World, name: str, form: dict[str, object], status: int) -> None:
    """Nobody is made admin, nor an admin changed, nor oneself given anything, nor an account made, by any form."""
    world.let_in("ada", "admin")
    before = world.team.accounts.members("harbour")
    assert world.browser("adam").post(f"/people/{name}", **form).status_code == status
    assert world.team.accounts.members("harbour") == before


def test_what_leaves_needs_a_second_person(world: World) -> None:
    """One asks, another approves, and what is handed out is what stood there when it was asked for."""
    for name, role in (("edda", "editor"), ("cleo", "custodian"), ("emil", "editor")):
        world.let_in(name, role)
    world.ledger.append(draft("rosa", "r/1", "r/2"), seen=0)
    edda, cleo, emil = world.browser("edda"), world.browser("cleo"), world.browser("emil")
    assert edda.post("/exports", page="/exports", why="for the annual report").status_code == 303
    assert edda.get("/exports/1/decisions.jsonl").status_code == 404
    assert edda.post("/exports/1/approve").status_code == 403
    world.ledger.append(draft("rosa", "r/3", "r/4"), seen=1)
    assert cleo.post("/exports/1/approve").status_code == 303
    assert edda.get("/exports/1/decisions.jsonl").text == world.ledger.lines()[0] + "\n"
    assert emil.get("/exports/1/decisions.jsonl").status_code == 404
    assert cleo.post("/exports", page="/exports", why="a copy").status_code == 303
    assert cleo.post("/exports/2/approve").status_code == 403  # nobody approves their own
    assert cleo.get("/exports/2/decisions.jsonl").status_code == 404


def test_who_may_not_see_what_is_sealed_approves_nothing(world: World) -> None:
    """Reasons may speak of what is sealed: a custodian with a lower clearance cannot let them out."""
    world.let_in("edda", "editor")
    world.let_in("cleo", "custodian", clearance="restricted")
    assert world.browser("edda").post("/exports", page="/exports", why="x").status_code == 303
    assert world.browser("cleo").post("/exports/1/approve").status_code == 403


@pytest.mark.parametrize("name", ["", "a b", "-a", "<b>", "a" * 61, "a/b", "../a", "a\0", "e\u0301a"])
def test_a_name_is_plain(world: World, name: str) -> None:
    """A name signs lines and stands in addresses: letters, digits, dot, hyphen, underscore, composed."""
    with pytest.raises(UsageError):
        world.team.accounts.add(name, PASSWORD)


def test_two_names_do_not_differ_by_case_alone(world: World) -> None:
    """Nobody can be taken for another."""
    with pytest.raises(UsageError):
        world.team.accounts.add("Rosa", PASSWORD)


def test_a_copy_of_the_database_opens_nothing(world: World) -> None:
    """Passwords are hashed with argon2id, authenticators encrypted for one row under a secret that is elsewhere."""
    with psycopg.connect(world.url) as at:
        held = at.execute("SELECT * FROM solferino.person").fetchall()
        at.execute(
            "UPDATE solferino.person SET totp = (SELECT totp FROM solferino.person WHERE name = 'adam') WHERE name = 'rosa'"
        )
    assert PASSWORD not in str(held)
    assert world.codes["rosa"].encode() not in b"".join(bytes(row[2]) for row in held)
    assert all(row[1].startswith("$argon2id$") for row in held)
    assert world.browser().enter("rosa", world.code("adam")).status_code == 401


def test_the_server_need_own_nothing(world: World) -> None:
    """With the rights that the page on teams names, a role that owns no table serves, and cannot switch a refusal off."""
    with psycopg.connect(world.url, autocommit=True) as at:
        at.execute("DROP ROLE IF EXISTS server; CREATE ROLE server LOGIN")
        at.execute(
            "GRANT USAGE ON SCHEMA solferino TO server; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA solferino TO server"
        )
        for table in ("ledger", "person", "access", "session", "attempt", "export"):
            at.execute(f"GRANT UPDATE, DELETE ON solferino.{table} TO server")
    served = World(world.url.replace("solferino@", "server@"), clock=world.clock, codes=world.codes)
    served.ledger.append(draft("rosa", "r/1", "r/2"), seen=0)
    assert served.browser("rosa").get("/account").status_code == 200
    with served.team.audit.database.transaction() as at, pytest.raises(psycopg.errors.InsufficientPrivilege):
        at.execute("ALTER TABLE solferino.audit DISABLE TRIGGER USER")
    with psycopg.connect(world.url, autocommit=True) as at:
        at.execute("DROP OWNED BY server; DROP ROLE server")


def test_who_has_not_logged_in_is_not_told_what_the_case_is(world: World) -> None:
    """Names of cases tell what is investigated: the login does not say one."""
    assert "harbour" not in world.browser().get("/login").text
    assert "harbour" in world.browser("rosa").get("/account").text


def test_a_session_of_one_case_opens_no_other(world: World) -> None:
    """Whoever is in at one case of a database is a stranger, with or without that cookie, at the next."""
    other = World(world.url, case="bridge", clock=world.clock)
    browser = other.browser()
    browser.client.cookies.set(COOKIE, world.browser("rosa").client.cookies[COOKIE])
    assert [browser.get(path).status_code for path in ("/account", "/people", "/audit", "/exports")] == [403] * 4


def test_one_code_sent_ten_times_at_once_opens_once(world: World) -> None:
    """Who races the person whose code they saw does not enter beside them."""
    code = world.code("rosa")
    with ThreadPoolExecutor(10) as pool:
        entered = list(
            pool.map(lambda _: world.team.accounts.right("rosa", PASSWORD, code, now=world.clock()), range(10))
        )
    assert sorted(entered) == [False] * 9 + [True]


def test_thirty_guesses_sent_at_once_are_five(world: World) -> None:
    """Guesses are counted before any is looked at, one after the other."""
    with ThreadPoolExecutor(10) as pool:
        let_through = list(pool.map(lambda k: world.team.limits.attempt("rosa", f"10.0.0.{k}"), range(30)))
    assert sum(map(bool, let_through)) == BY_PERSON


def test_a_name_that_nobody_has_costs_as_much(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is hashed once for every login, so that time tells nobody which names there are."""
    hashed = []
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, held, password: hashed.append(held) or True)
    for name in ("rosa", "nobody", "not a name"):
        world.team.accounts.right(name, PASSWORD, "000000", now=world.clock())
    assert len(hashed) == 3


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else on the machine can read it, a second start has the same, and a damaged one is not used."""
    monkeypatch.setenv("SOLFERINO_STATE", str(tmp_path / "state"))
    secret = team_secret()
    path = tmp_path / "state" / "team.key"
    assert (len(secret), team_secret(), path.stat().st_mode & 0o777) == (32, secret, 0o600)
    path.write_bytes(secret[:31])
    with pytest.raises(UsageError, match="not the secret"):
        team_secret()
