"""Ways back in: a link for somebody at the desk takes two operators, and a lost second step is taken off by another."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.account.second_factor.factor import SecondFactor, has_factor
from models.kernel.clock import now
from tests.given.factories import PASSWORD, at_desk, make_member
from tests.given.people import Person
from tests.given.second_factors import stands_for
from views.kit.house import House
from views.kit.proving import factor_seal

NEW = "three unlikely words 71"


@pytest.fixture
def database_url(tmp_path):  # type: ignore[no-untyped-def]
    """Who may what does not depend on the kind of database; two at once are tried in tests/models."""
    from tests.given import databases

    with databases.sqlite(tmp_path) as url:
        yield url


def _operator(app: Flask, house: House, name: str, *roles: str) -> tuple[Person, str]:
    with house.database.transaction() as session:
        who = make_member(session, name=name)
        at_desk(session, who.id, *roles)  # type: ignore[arg-type]
        phone, code = who.phone, who.code
    return Person(app).sign_in(phone), code


def test_a_link_for_an_operator_takes_two(app: Flask, house: House, operator: Person, stranger: Person) -> None:
    second, second_code = _operator(app, house, "阿青", "admin")
    third, _ = _operator(app, house, "阿白", "people")
    lost, code = _operator(app, house, "阿忘", "finance")
    url = f"/desk/members/{code}"
    assert lost.get(url).status_code == 403
    assert stranger.post(f"{url}/reset-links").status_code == 404
    # Who looks after people makes none for the desk; nobody makes their own.
    third.get(url)
    sent = {"reset-phone": _phone(house, "阿忘"), "reset-why": "电话里认得声音"}
    reply = third.post(f"{url}/reset-links", sent)
    assert reply.status_code == 422
    assert "由管理员来做" in reply.text
    own = {"reset-phone": _phone(house, "阿青"), "reset-why": "忘了"}
    assert second.post(f"/desk/members/{second_code}/reset-links", own).status_code == 422
    operator.get(url)
    assert operator.post(f"{url}/reset-links", sent).status_code == 303
    page = operator.get(url).text
    assert "等另一位确认" in page
    assert "/sign-in/forgotten/" not in page
    mark = re.search(r'name="link" value="([^"]+)"', third.get(url).text)
    assert mark
    # Who made it does not confirm it; a link that was replaced since is not confirmed either.
    assert operator.post(f"{url}/reset-links/confirmation", {"link": mark[1]}).status_code == 422
    assert third.post(f"{url}/reset-links/confirmation", {"link": "another"}).status_code == 404
    assert third.post(f"{url}/reset-links/confirmation", {"link": mark[1]}).status_code == 303
    assert third.post(f"{url}/reset-links/confirmation", {"link": mark[1]}).status_code == 303
    address = re.search(r"/sign-in/forgotten/[^\"<]+", operator.get(url).text)
    assert address
    visitor = Person(app)
    assert visitor.get(address[0]).status_code == 200
    assert visitor.post(address[0], {"password": NEW}).status_code == 303
    with house.database.reading() as session:
        told = [one.what for one in session.exec(select(Audit).order_by(col(Audit.id)))]
    assert told == ["password.link", "password.link_confirm", "password.reset", "sign_in.new"]


def test_an_unconfirmed_link_opens_nothing(app: Flask, house: House, operator: Person) -> None:
    from models.account.reset_link import ResetLink

    _, code = _operator(app, house, "阿忘", "finance")
    operator.get(f"/desk/members/{code}")
    sent = {"reset-phone": _phone(house, "阿忘"), "reset-why": "认得"}
    operator.post(f"/desk/members/{code}/reset-links", sent)
    with house.database.reading() as session:
        address = session.exec(select(ResetLink)).one().address(house.config.secret)
    visitor = Person(app)
    reply = visitor.get(f"/sign-in/forgotten/{address}")
    assert reply.status_code == 409
    assert "这个链接还不能用" in reply.text
    visitor.get("/sign-in")
    assert visitor.post(f"/sign-in/forgotten/{address}", {"password": NEW}).status_code == 409
    assert Person(app).sign_in_by_form(_phone(house, "阿忘"), PASSWORD)


def test_a_lost_second_step_is_taken_off_with_a_reason(
    app: Flask, house: House, operator: Person, keeper: Person
) -> None:
    people, _ = _operator(app, house, "阿白", "people")
    lost, code = _operator(app, house, "阿忘", "finance")
    with app.app_context(), house.database.transaction() as session:
        for name in ("阿忘", "阿林"):
            stands_for(session, _named(session, name), seal=factor_seal(), at=now())
        keeper_code = _named(session, "阿林").code
    url = f"/desk/members/{code}"
    people.get(url)
    reply = people.post(f"{url}/second-factor/removal", {"factor-why": "认得"})
    assert reply.status_code == 422
    assert "由管理员来解除" in reply.text
    operator.get(url)
    assert operator.post(f"{url}/second-factor/removal", {"factor-why": "  "}).status_code == 422
    assert operator.post(f"{url}/second-factor/removal", {"factor-why": "视频里看过"}).status_code == 303
    assert operator.post(f"{url}/second-factor/removal", {"factor-why": "视频里看过"}).status_code == 422
    # Whoever holds the lost phone is signed out too.
    assert lost.get("/desk").status_code == 303
    people.get(f"/desk/members/{keeper_code}")
    kept = {"factor-why": "打店里座机核对过"}
    assert people.post(f"/desk/members/{keeper_code}/second-factor/removal", kept).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(SecondFactor)).all() == []
        assert session.exec(select(Audit.why).where(Audit.what == "factor.reset")).all() == [
            "视频里看过",
            kept["factor-why"],
        ]


def test_nobody_takes_their_own_off_at_the_desk(app: Flask, house: House, operator: Person) -> None:
    with app.app_context(), house.database.transaction() as session:
        me = _named(session, "平台")
        stands_for(session, me, seal=factor_seal(), at=now())
        code = me.code
    assert "second-factor" not in operator.get(f"/desk/members/{code}").text
    reply = operator.post(f"/desk/members/{code}/second-factor/removal", {"factor-why": "是我"})
    assert reply.status_code == 422


def test_the_command_line_takes_it_off_only_where_it_is_told(app: Flask, house: House, keeper: Person) -> None:
    with app.app_context(), house.database.transaction() as session:
        stands_for(session, _named(session, "阿林"), seal=factor_seal(), at=now())
        phone = _named(session, "阿林").phone
    runner = app.test_cli_runner()
    for more, stays in (([], True), (["--second-factor"], False)):
        assert runner.invoke(args=["reset-password", phone, "--password", NEW, *more]).exit_code == 0
        with house.database.reading() as session:
            assert has_factor(session, _named(session, "阿林").id) is stays


def _named(session: Session, name: str) -> Member:
    return session.exec(select(Member).where(Member.name == name)).one()


def _phone(house: House, name: str) -> str:
    with house.database.reading() as session:
        return str(_named(session, name).phone)
