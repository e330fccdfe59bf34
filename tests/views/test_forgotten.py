"""A forgotten password, as those who forgot it and as attackers see it: by a code, by an operator's link."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import event
from sqlmodel import col, select

from config import Config
from models.account.audit import Audit
from models.account.member import Member
from models.account.one_time_code import OneTimeCode
from models.account.reset_link import ResetLink
from models.account.resetting import opens_now
from models.kernel.clock import now
from models.kernel.text import mask_phone
from models.notify.sms.double import SmsDouble
from tests.given.factories import at_desk, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.processes import in_threads
from tests.given.serving import serving
from views.kit.house import House

NEW = "a-quite-new-password"
NOBODY = "13900139000"
CODE = "/sign-in/forgotten/code"


@pytest.fixture
def sms() -> Iterator[SmsDouble]:
    """Who sends texts."""
    double = SmsDouble("a secret for notices")
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture
def config(config: Config, sms: SmsDouble) -> Config:
    """The network, with texts."""
    return Config(**config.model_dump() | sms.settings())


@pytest.fixture
def phone(house: House) -> str:
    """A member's."""
    with house.database.transaction() as session:
        return make_member(session, name="阿林").phone


def _ask(person: Person, phone: str) -> None:
    person.get("/sign-in/forgotten")
    reply = person.post("/sign-in/forgotten", {"phone": phone})
    assert (reply.status_code, reply.location) == (303, CODE)


def _sent(sms: SmsDouble) -> str:
    [(_, text)] = sms.texts.values()
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


def _take(person: Person, phone: str, code: str, password: str = NEW) -> tuple[int, str]:
    person.get(CODE)
    reply = person.post(CODE, {"phone": phone, "code": code, "password": password})
    return reply.status_code, reply.text


def _hash(house: House, phone: str) -> str:
    with house.database.reading() as session:
        return session.exec(select(Member.password_hash).where(Member.phone == phone)).one()


def _trail(house: House, what: str) -> list[tuple[str, str]]:
    with house.database.reading() as session:
        rows = session.exec(select(Audit.subject, Audit.why).where(Audit.what == what))
        return [(subject.partition(" ")[2], why) for subject, why in rows]


def test_a_code_sets_a_new_password_ends_other_sign_ins_and_signs_in(
    app: Flask, house: House, sms: SmsDouble, phone: str, buyer: Person
) -> None:
    elsewhere = Person(app).sign_in(phone)
    assert elsewhere.get("/console/opening").status_code == 200
    _ask(buyer, f"{phone[:3]} {phone[3:7]} {phone[7:]}")
    page = buyer.get(CODE).text
    assert f"{phone[:3]}****{phone[-4:]}" in page and "one-time-code" in page
    assert sms.texts and next(iter(sms.texts.values()))[0] == phone
    assert _take(buyer, phone, _sent(sms))[0] == 303
    assert buyer.get("/console/opening").status_code == 200
    assert elsewhere.get("/console/opening").status_code == 303
    Person(app).sign_in_by_form(phone, NEW)
    assert _trail(house, "password.reset") == [(f"阿林 {mask_phone(phone)}", "one-time code")]


def test_what_is_nobodys_looks_the_same(app: Flask, house: House, sms: SmsDouble, phone: str) -> None:
    """Words, status, limits: all that a page says is compared, from the first request to the last guess."""

    def story(of: str) -> list[tuple[int, str]]:
        person, told = Person(app), []
        person.get("/sign-in/forgotten")
        for _ in range(2):
            reply = person.post("/sign-in/forgotten", {"phone": of})
            told += [(reply.status_code, reply.location), (200, person.get(CODE).text)]
        told += [_take(person, of, "000000"), _take(person, of, "", NEW), _take(person, of, "000001", "short")]
        told += [_take(person, of, f"{guess:06d}") for guess in range(2, 8)]
        page = "|".join(f"{status} {text}" for status, text in told)
        page = re.sub(r'value="[^"]*"', "", page.replace(of, "PHONE").replace(f"{of[:3]}****{of[-4:]}", "PHONE"))
        return [(0, re.sub(r"\d+ 秒|data-wait=\"\d+\"", "SECONDS", page))]

    assert story(phone) == story(NOBODY)
    assert [to for to, _ in sms.texts.values()] == [phone]
    with house.database.reading() as session:
        assert set(session.exec(select(OneTimeCode.phone, OneTimeCode.tries))) == {(phone, 5), (NOBODY, 5)}


@ON_SQLITE
def test_what_is_nobodys_takes_the_same_way(
    app: Flask, house: House, phone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a request asks of the database, and whether a password is hashed, decide how long it takes. The worker, who
    looks up whose number it is, keeps nobody waiting."""
    monkeypatch.setattr(house, "enqueue", lambda *_: None)
    hashed: list[str] = []
    monkeypatch.setattr("views.forgotten.hash_password", lambda typed: hashed.append(typed) or "hash")  # type: ignore[func-returns-value]  # It returns nothing, so "hash".

    def way(of: str) -> list[str]:
        person, asked = Person(app), []
        person.get("/sign-in/forgotten")

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        for engine in (house.database.engine, house.database.reader):
            event.listen(engine, "before_cursor_execute", note)
        try:
            for _ in range(2):
                person.post("/sign-in/forgotten", {"phone": of})
            for guess in range(7):
                person.post(CODE, {"phone": of, "code": f"{guess:06d}", "password": NEW})
        finally:
            for engine in (house.database.engine, house.database.reader):
                event.remove(engine, "before_cursor_execute", note)
        return asked

    # A process asks for it once, whoever comes first.
    assert house.hash_secret
    assert way(phone) == way(NOBODY) != []
    assert hashed == [NEW] * 14


@ON_SQLITE
def test_the_right_guess_for_nobody_opens_nothing(house: House, buyer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.account.one_time_code.secrets.randbelow", lambda most: 123_456)
    _ask(buyer, NOBODY)
    status, text = _take(buyer, NOBODY, "123456")
    assert status == 422 and "这六位数用不了，重新要一条" in text
    assert buyer.get("/console/opening").status_code == 303


def test_a_weak_password_costs_no_try(house: House, sms: SmsDouble, phone: str, buyer: Person) -> None:
    _ask(buyer, phone)
    before = _hash(house, phone)
    for _ in range(6):
        status, text = _take(buyer, phone, _sent(sms), "short")
        assert status == 422 and "密码至少 8 位" in text
    assert _hash(house, phone) == before
    assert _take(buyer, phone, _sent(sms))[0] == 303


def test_a_code_opens_once_and_for_its_own_phone(
    app: Flask, house: House, sms: SmsDouble, phone: str, buyer: Person
) -> None:
    with house.database.transaction() as session:
        other = make_member(session, name="阿远").phone
    _ask(buyer, phone)
    code, before = _sent(sms), _hash(house, other)
    assert _take(buyer, other, code)[0] == 422
    assert _hash(house, other) == before
    thief = Person(app)
    _ask(thief, phone)
    assert _take(thief, phone, code)[0] == 422, "it opens in the browser that asked for it"
    answers = in_threads(lambda one: _take(one, phone, code)[0], [(one,) for one in _tabs(app, buyer, 3)])
    assert sorted(answers) == [303, 422, 422]


def _tabs(app: Flask, person: Person, many: int) -> list[Person]:
    """The same browser, several times at once."""
    carried = person.client.get_cookie("session")
    assert carried
    tabs = [Person(app) for _ in range(many)]
    for one in tabs:
        one.client.set_cookie("session", carried.value)
    return tabs


def test_a_stranger_elsewhere_voids_nothing_and_locks_nobody_out(
    app: Flask, house: House, sms: SmsDouble, phone: str, buyer: Person
) -> None:
    """Asks as often as they like, and guesses: the owner's digits stay good, and more can be had."""
    _ask(buyer, phone)
    code = _sent(sms)
    for n in range(8):
        stranger = Person(app)
        stranger.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        _ask(stranger, phone)
        for guess in range(6):
            _take(stranger, phone, f"{n}{guess:05d}")
    assert len(sms.texts) == 1 + 5, "what one place may have sent in a day"
    assert _take(buyer, phone, code)[0] == 303


def test_while_the_queue_is_gone_the_digits_are_sent_all_the_same(
    app: Flask, house: House, sms: SmsDouble, phone: str, buyer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise RedisConnectionError("nobody listens")

    monkeypatch.setattr(house, "enqueue", gone)
    _ask(buyer, phone)
    for one in threading.enumerate():
        if one.name == "send a code":
            one.join(20)
    assert _take(buyer, phone, _sent(sms))[0] == 303


def test_guesses_in_parallel_each_count(app: Flask, house: House, sms: SmsDouble, phone: str, buyer: Person) -> None:
    _ask(buyer, phone)
    people = _tabs(app, buyer, 8)
    code, before = _sent(sms), _hash(house, phone)
    wrong = [f"{(int(code) + by) % 1_000_000:06d}" for by in range(1, 9)]
    assert set(in_threads(lambda one, typed: _take(one, phone, typed)[0], list(zip(people, wrong, strict=True)))) == {
        422
    }
    assert _take(people[0], phone, code)[0] == 422
    assert _hash(house, phone) == before


@ON_SQLITE
def test_ten_requests_send_one(sms: SmsDouble, phone: str, buyer: Person) -> None:
    for _ in range(10):
        _ask(buyer, phone)
    assert len(sms.texts) == 1
    assert "秒后可以重发" in buyer.get(CODE).text


@ON_SQLITE
@pytest.mark.parametrize("typed", ["", "12345", "yes", "1" * 5000])
def test_what_is_no_number_is_said_beside_it(buyer: Person, typed: str) -> None:
    buyer.get("/sign-in/forgotten")
    reply = buyer.post("/sign-in/forgotten", {"phone": typed})
    assert reply.status_code == 422 and 'id="phone-error"' in reply.text


@ON_SQLITE
def test_forms_of_other_sites_are_refused(buyer: Person, phone: str, sms: SmsDouble) -> None:
    for url in ("/sign-in/forgotten", CODE, "/sign-in/forgotten/x.y"):
        assert buyer.client.post(url, data={"phone": phone}).status_code == 400
    assert sms.texts == {}


@ON_SQLITE
def test_the_page_of_the_code_needs_a_number(buyer: Person) -> None:
    assert buyer.get(CODE).location == "/sign-in/forgotten"


def _link_for(house: House, operator: Person, keeper: Person, why: str = "打店里座机核对过") -> str:
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone).where(Member.name == "阿林")).one()
    operator.get(f"/desk/shops/{keeper.shop_number}")
    sent = {"reset-phone": phone, "reset-why": why}
    reply = operator.post(f"/desk/shops/{keeper.shop_number}/reset-links", sent)
    assert reply.status_code == 303, reply.text
    found = re.search(r"/sign-in/forgotten/[\w.\-]+", operator.get(f"/desk/shops/{keeper.shop_number}").text)
    assert found
    return found[0]


def test_an_operators_link_opens_once(app: Flask, house: House, keeper: Person, operator: Person) -> None:
    link, guest = _link_for(house, operator, keeper), Person(app)
    with house.database.reading() as session:
        before = session.exec(select(Member.password_hash).where(Member.name == "阿林")).one()
        assert session.exec(select(ResetLink.mark)).one() != link.rpartition("/")[2]
    # A preview of the message opens it, with HEAD and GET, before anybody else does.
    for _ in range(3):
        assert guest.client.head(link).status_code == 200
        assert guest.get(link).status_code == 200
    assert keeper.get("/console/me").status_code == 200
    reply = guest.post(link, {"password": NEW})
    assert (reply.status_code, reply.location) == (303, "/console")
    assert guest.get("/console/me").status_code == 200
    assert keeper.get("/console/me").status_code == 303
    again = Person(app)
    page = again.get(link)
    assert page.status_code == 410 and "这个链接用过了" in page.text
    again.get("/sign-in")
    assert again.post(link, {"password": "another-password"}).status_code == 410
    with house.database.reading() as session:
        who, kept = session.exec(select(Member.phone, Member.password_hash).where(Member.name == "阿林")).one()
    assert kept != before
    Person(app).sign_in_by_form(who, NEW)
    assert _trail(house, "password.link") == [(f"阿林 {mask_phone(who)}", "打店里座机核对过")]
    assert _trail(house, "password.reset") == [(f"阿林 {mask_phone(who)}", "link")]


def test_of_two_who_use_a_link_at_once_one_comes_in(app: Flask, house: House, keeper: Person, operator: Person) -> None:
    link = _link_for(house, operator, keeper)
    people = [Person(app) for _ in range(4)]
    for one in people:
        one.get(link)
    assert sorted(
        in_threads(lambda one: one.post(link, {"password": NEW}).status_code, [(one,) for one in people])
    ) == [
        303,
        410,
        410,
        410,
    ]


@ON_SQLITE
def test_a_newer_link_ends_the_one_before(app: Flask, house: House, keeper: Person, operator: Person) -> None:
    first = _link_for(house, operator, keeper)
    second = _link_for(house, operator, keeper)
    assert first != second
    guest = Person(app)
    page = guest.get(first)
    assert page.status_code == 410 and "这个链接过期了" in page.text
    assert guest.get(second).status_code == 200


@ON_SQLITE
def test_a_link_that_is_nobodys_is_not_found(buyer: Person, house: House, keeper: Person, operator: Person) -> None:
    link = _link_for(house, operator, keeper)
    buyer.get("/sign-in")
    for wrong in (link[:-1], link[:-1] + "é", "/sign-in/forgotten/x", f"{link}0", "/sign-in/forgotten/" + "a" * 500):
        assert buyer.get(wrong).status_code == 404
        assert buyer.post(wrong, {"password": NEW}).status_code == 404


@ON_SQLITE
def test_no_link_without_a_reason_and_one_for_an_operator_waits(house: House, keeper: Person, operator: Person) -> None:
    with house.database.transaction() as session:
        member = session.exec(select(Member).where(Member.name == "阿林")).one()
        phone, member_id = member.phone, member.id
    url = f"/desk/shops/{keeper.shop_number}/reset-links"
    operator.get(f"/desk/shops/{keeper.shop_number}")
    reply = operator.post(url, {"reset-phone": phone, "reset-why": " "})
    assert reply.status_code == 422 and "写一句怎么确认是本人的" in reply.text
    with house.database.transaction() as session:
        at_desk(session, member_id)
    reply = operator.post(url, {"reset-phone": phone, "reset-why": "认识"})
    assert reply.status_code == 303
    assert operator.post(url, {"reset-phone": NOBODY, "reset-why": "认识"}).status_code == 404
    # One of somebody at the desk opens nothing until a second operator has confirmed it.
    with house.database.reading() as session:
        link = session.exec(select(ResetLink)).one()
        assert opens_now(session, link, at=now()) == "waiting"


@ON_SQLITE
def test_only_the_desk_makes_links(app: Flask, house: House, keeper: Person, staff: Person, stranger: Person) -> None:
    shop, supplier = f"/desk/shops/{keeper.shop_number}", f"/desk/suppliers/{staff.supplier_code}"
    for who in (keeper, staff, stranger):
        for url in (shop, supplier):
            assert who.post(f"{url}/reset-links", {"reset-why": "我"}).status_code in (403, 404)


def test_staff_of_a_supplier_get_a_link_too(app: Flask, house: House, staff: Person, operator: Person) -> None:
    page = f"/desk/suppliers/{staff.supplier_code}"
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone).where(Member.name == "茶厂小王")).one()
    operator.get(page)
    reply = operator.post(f"{page}/reset-links", {"reset-phone": phone, "reset-why": "电话里认得声音"})
    assert (reply.status_code, reply.location) == (303, f"{page}#way-back")
    found = re.search(r"/sign-in/forgotten/[\w.\-]+", operator.get(page).text)
    assert found
    guest = Person(app)
    guest.get(found[0])
    assert guest.post(found[0], {"password": NEW}).location == "/supply"


@ON_SQLITE
def test_the_command_line_resets_everybodys(app: Flask, house: House, operator: Person) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone).where(col(Member.name) == "平台")).one()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["reset-password", phone, "--password", NEW])
    assert done.exit_code == 0 and phone in done.output
    assert operator.get("/desk").status_code == 303
    Person(app).sign_in_by_form(phone, NEW)
    assert _trail(house, "password.reset") == [(f"平台 {mask_phone(phone)}", "command line")]
    assert runner.invoke(args=["reset-password", NOBODY, "--password", NEW]).exit_code == 2
    assert runner.invoke(args=["reset-password", phone, "--password", "short"]).exit_code == 2


class TestWithoutTexts:
    """Networks that cannot send texts."""

    @pytest.fixture
    def sms(self) -> Iterator[SmsDouble]:
        """Nobody."""
        yield SmsDouble("")

    @ON_SQLITE
    def test_elsewhere_than_in_production_the_code_stands_in_the_log(
        self, buyer: Person, phone: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        _ask(buyer, phone)
        assert "六位数写在程序的日志里" in buyer.get(CODE).text
        found = re.search(rf"the code for {phone} is (\d{{6}})", caplog.text)
        assert found and found[1] not in buyer.get(CODE).text
        assert _take(buyer, phone, found[1])[0] == 303
