"""`flask secret`, `flask rotate-keys`, `flask version`; and what people had before a rotation, after it."""

import gzip
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlmodel import select

from app import create_app
from config import Config, Misconfigured
from models.account.audit import Audit
from models.account.hash_secret import HashSecret
from models.account.member import Member
from models.account.sign_in import SignIn
from models.kernel.backup import backup
from models.kernel.ring import secret_mark
from models.kernel.sealing import Seal
from models.payout.payee import PAYEE_NUMBER, PayeeAccount
from models.stories.bring_up import bring_up
from tests.given.apps import close_app
from tests.given.databases import opened
from tests.given.people import Person
from tests.models.kernel.test_resealing import give_payees
from views.kit.house import House
from views.kit.visitor_keys import signer


def run(app: Flask, *words: str) -> Result:
    """A command, as somebody types it."""
    return app.test_cli_runner().invoke(args=list(words))


def secrets_in(house: House) -> list[str]:
    """The lines of the data folder's file."""
    return (house.config.data / "secret-key").read_text().splitlines()


def cookies_of(person: Person) -> dict[str, str]:
    """What this browser carries."""
    carried = (person.client.get_cookie(name) for name in ("session", "remember_token"))
    return {cookie.key: cookie.value for cookie in carried if cookie}


def seal_a_number(house: House) -> None:
    """A payee's number, sealed by the ring of today."""
    give_payees(house.database, 1)
    with house.database.transaction() as session:
        payee = session.exec(select(PayeeAccount)).one()
        payee.sealed = Seal(house.config.ring, PAYEE_NUMBER).close("6222")


def test_a_fresh_secret_is_long_and_never_the_same(app: Flask) -> None:
    first, second = run(app, "secret").output.strip(), run(app, "secret").output.strip()
    assert len(first) >= 32 and first != second
    assert Config(secret_key=first).ring.newest == first


def test_the_version_says_program_and_database(app: Flask) -> None:
    said = run(app, "version")
    assert said.exit_code == 0 and said.output.startswith("xiaopu 0.")
    assert "database at" in said.output


def test_a_rotation_makes_a_newer_secret_and_what_people_had_stays(app: Flask, house: House, keeper: Person) -> None:
    seal_a_number(house)
    old = house.config.ring.newest
    keeper.get("/console/me")
    visitor = signer(house.config.ring).sign("somebody").decode()
    assert run(app, "rotate-keys", "--check").exit_code == 1, "the secret of digests is not kept yet"
    done = run(app, "rotate-keys")
    assert done.exit_code == 0, done.output
    newest = secrets_in(house)[0]
    assert secrets_in(house) == [newest, old] and newest != old
    assert "payee_account.sealed: 1 of 1 sealed anew" in done.output
    assert newest not in done.output and old not in done.output
    # The same program goes on: it follows the file.
    assert house.config.ring.newest == newest
    assert keeper.post("/console/me/shop", {"name": ""}).status_code == 422, "its token counts"
    assert keeper.get("/console/me").status_code == 200
    assert signer(house.config.ring).unsign(visitor) == b"somebody"
    with house.database.reading() as session:
        assert Seal(house.config.ring, PAYEE_NUMBER).open(session.exec(select(PayeeAccount.sealed)).one()) == "6222"
        assert session.exec(select(Audit.subject).where(Audit.what == "keys.rotate")).all() == [secret_mark(newest)]
    checked = run(app, "rotate-keys", "--check")
    assert (checked.exit_code, checked.output.strip()) == (0, "nothing hangs on an earlier secret")


def test_a_run_that_was_cut_off_is_taken_up_before_another_secret_is_made(app: Flask, house: House) -> None:
    seal_a_number(house)
    run(app, "rotate-keys")
    house.config.secret_file.add("a newer one, and then it was killed")
    before = secrets_in(house)
    assert run(app, "rotate-keys", "--check").exit_code == 1
    assert "still needed" in run(app, "rotate-keys", "--drop").output
    assert run(app, "rotate-keys").exit_code == 0
    assert secrets_in(house) == before
    dropped = run(app, "rotate-keys", "--drop")
    assert (dropped.exit_code, secrets_in(house)) == (0, before[:1])
    assert run(app, "rotate-keys", "--check").exit_code == 0
    with house.database.reading() as session:
        assert Seal(house.config.ring, PAYEE_NUMBER).open(session.exec(select(PayeeAccount.sealed)).one()) == "6222"


def test_another_program_with_the_new_ring_knows_who_is_signed_in(
    app: Flask, house: House, config: Config, keeper: Person
) -> None:
    """Cookies of before, shown to a program that starts with the newer ring; and to one that has the newest alone."""
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone)).one()
    cookies = cookies_of(Person(app).sign_in_by_form(phone))
    assert {"session", "remember_token"} <= set(cookies)
    assert run(app, "rotate-keys").exit_code == 0
    other = create_app(Config(**config.model_dump()), database=opened(config.database))
    for name in ("session", "remember_token"):
        browser = other.test_client()
        browser.set_cookie(name, cookies[name])
        assert browser.get("/console/me").status_code == 200, name
        renewed = browser.get_cookie("session")
    assert run(app, "rotate-keys", "--drop").exit_code == 0
    for name in ("session", "remember_token"):
        browser = other.test_client()
        browser.set_cookie(name, cookies[name])
        assert browser.get("/console/me").status_code == 303, name
    # What was given out meanwhile is signed by the newest.
    assert renewed
    browser.set_cookie("session", renewed.value)
    assert browser.get("/console/me").status_code == 200
    close_app(other)


def test_after_a_leak_everybody_signs_in_anew(app: Flask, house: House, config: Config, keeper: Person) -> None:
    with house.database.reading() as session:
        before = session.exec(select(SignIn.token_hash)).all()
    leaked = house.config.ring.newest
    done = run(app, "rotate-keys", "--leaked")
    assert done.exit_code == 0 and "restart" in done.output
    other = create_app(Config(**config.model_dump()), database=opened(config.database))
    assert other.extensions["xiaopu"].hash_secret != leaked
    with house.database.reading() as session:
        assert session.exec(select(SignIn.token_hash)).all() == before
        assert len(session.exec(select(HashSecret)).all()) == 1
    close_app(other)


def test_a_ring_in_the_environment(config: Config) -> None:
    told = config.model_dump() | {"secret_key": "first " * 6}
    first = create_app(Config(**told), database=opened(config.database))
    seal_a_number(first.extensions["xiaopu"])
    alone = run(first, "rotate-keys")
    assert alone.exit_code == 0 and "XIAOPU_OLD_SECRET_KEYS" in alone.output
    newer = Config(**told | {"secret_key": "second " * 6, "old_secret_keys": ("first " * 6,)})
    second = create_app(newer, database=opened(config.database))
    assert run(second, "rotate-keys", "--check").exit_code == 1
    assert run(second, "rotate-keys").exit_code == 0
    assert "shorten XIAOPU_OLD_SECRET_KEYS" in run(second, "rotate-keys", "--drop").output
    last = create_app(Config(**told | {"secret_key": "second " * 6}), database=opened(config.database))
    assert run(last, "rotate-keys", "--check").exit_code == 0
    assert last.extensions["xiaopu"].hash_secret == "first " * 6
    for one in (first, second, last):
        close_app(one)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("a,b", ("a", "b")),
        (" a\nb , c ", ("a", "b", "c")),
        ('["a b", "c,d", ""]', ("a b", "c,d")),
        ("", ()),
    ],
)
def test_earlier_secrets_in_one_variable(monkeypatch: pytest.MonkeyPatch, said: str, meant: tuple[str, ...]) -> None:
    monkeypatch.setenv("XIAOPU_SECRET_KEY", "the newest, with a comma")
    monkeypatch.setenv("XIAOPU_OLD_SECRET_KEYS", said)
    assert Config().ring.secrets == ("the newest, with a comma", *meant)
    assert "a b" not in repr(Config())


def test_earlier_secrets_without_a_newest_are_refused() -> None:
    with pytest.raises(Misconfigured, match="OLD_SECRET_KEYS"):
        Config(env="test", old_secret_keys=("a",)).check()


def test_a_backup_holds_no_secret_and_says_elsewhere_what_stays_shut(
    app: Flask, house: House, config: Config, tmp_path: Path
) -> None:
    seal_a_number(house)
    run(app, "rotate-keys")
    backup(house.database, house.media, tmp_path / "all.tar.gz")
    plain = gzip.decompress((tmp_path / "all.tar.gz").read_bytes())
    for secret in [*secrets_in(house), house.hash_secret, "6222"]:
        assert secret.encode() not in plain
    elsewhere = config.model_dump() | {"data": tmp_path / "elsewhere", "database_url": "", "media_url": ""}
    other = create_app(Config(**elsewhere))
    bring_up(other.extensions["xiaopu"].database)
    done = run(other, "restore", str(tmp_path / "all.tar.gz"))
    for column in ("payee_account.sealed", "hash_secret.sealed"):
        assert f"{column}: 1 sealed values cannot be opened here" in done.output
    close_app(other)
