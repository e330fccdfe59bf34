"""What readers do with reviews, over HTTP: one useful, once a browser; one that breaks a rule, decided by the desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from models.checks.check import check
from models.kernel.act import Act
from models.kernel.clock import now
from models.review.review import ReviewReport
from models.stories.review.unreceived import take_off_unreceived
from models.stories.review.write import has_reviewed
from models.trade.order.order import Order, Parcel
from models.waiting.verdict import Verdict
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.reviews import Reviewing, reviewing
from views.kit.house import House
from views.kit.visitor import VISITOR
from views.kit.visitor_keys import signer

DAY = 86_400
WAITS = "/desk/waiting/review"


@pytest.fixture
def bought(app: Flask, house: House) -> Iterator[Reviewing]:
    made = reviewing(app, house)
    made.write(stars="2", words="掌柜是骗子")
    yield made
    assert [fault for fault in check(house.database, house.media) if fault.kind.startswith("review")] == []


def report(bought: Reviewing, one: Person, **more: str) -> int:
    return one.post(f"{bought.own_page}/report", {"rule": "insult"} | more).status_code


def decide(bought: Reviewing, operator: Person, verb: str) -> int:
    place = f"{WAITS}/{bought.review().code}"
    operator.get(place)
    return operator.post(f"{place}/verdict", {"do": verb, "why": "骂了掌柜"}).status_code


def take_back(house: House, operator: Person) -> int:
    with house.database.reading() as session:
        lot = session.exec(select(Verdict.lot).order_by(col(Verdict.id).desc())).first()
    return operator.post(f"/desk/waiting/verdicts/{lot}/end").status_code


def listed(bought: Reviewing) -> str:
    return Person(bought.sold.buyer.client.application).get(f"{bought.goods}/reviews").text.replace("<wbr>", "")


class TestUseful:
    """Each browser once; it can be taken back; who bought it is not asked."""

    def test_once_a_browser(self, app: Flask, bought: Reviewing) -> None:
        rank, readers = bought.review().rank, [Person(app), Person(app)]
        for reader in readers:
            for _ in range(3):
                assert reader.post(f"{bought.own_page}/useful").status_code == 303
        assert (bought.review().useful, bought.review().rank) == (2, rank + 2 * DAY)
        assert "记下了" in readers[0].get(bought.own_page).text
        for _ in range(2):
            assert readers[0].post(f"{bought.own_page}/useful/withdrawal").status_code == 303
        assert Person(app).post(f"{bought.own_page}/useful/withdrawal").status_code == 303
        assert (bought.review().useful, bought.review().rank) == (1, rank + DAY)

    def test_not_beyond_thirty_days(self, app: Flask, bought: Reviewing) -> None:
        rank, readers = bought.review().rank, [Person(app) for _ in range(32)]
        for reader in readers:
            reader.post(f"{bought.own_page}/useful")
        assert (bought.review().useful, bought.review().rank) == (32, rank + 30 * DAY)
        for reader in readers[:3]:
            reader.post(f"{bought.own_page}/useful/withdrawal")
        assert (bought.review().useful, bought.review().rank) == (29, rank + 29 * DAY)

    @ON_SQLITE
    def test_who_wrote_it_does_not_count(self, app: Flask, house: House, bought: Reviewing) -> None:
        with house.database.reading() as session:
            visitor = session.exec(select(Order.visitor)).one()
        writer = Person(app)
        writer.client.set_cookie(VISITOR, signer(house.config.ring).sign(visitor).decode())
        assert writer.post(f"{bought.own_page}/useful").status_code == 303
        assert bought.review().useful == 0 and "有没有用由别人说" in writer.get(bought.own_page).text

    @ON_SQLITE
    def test_a_script_without_cookies_meets_the_limit(self, app: Flask, house: House, bought: Reviewing) -> None:
        house.config.__dict__["message_limit"] = "3 per minute"
        replies = [Person(app).post(f"{bought.own_page}/useful").status_code for _ in range(6)]
        assert 429 in replies and bought.review().useful <= 3

    @ON_SQLITE
    def test_elsewhere_there_is_no_such_review(self, app: Flask, bought: Reviewing) -> None:
        code = bought.review().code
        shop = bought.goods[: len("/123456/")]
        for place in (f"{bought.goods}/reviews/nobody", f"/999999/abc/reviews/{code}", f"{shop}x/reviews/{code}"):
            for verb in ("useful", "useful/withdrawal"):
                assert Person(app).post(f"{place}/{verb}").status_code == 404


def test_reported_hidden_by_a_rule_that_is_said_and_taken_back(
    app: Flask, house: House, bought: Reviewing, operator: Person
) -> None:
    reader = Person(app)
    assert [report(bought, reader, words="骂人") for _ in range(2)] == [303, 303]
    assert report(bought, Person(app)) == 303
    with house.database.reading() as session:
        assert len(session.exec(select(ReviewReport.id)).all()) == 2
    assert "掌柜是骗子" in listed(bought), "a report alone hides nothing"
    page = operator.get(f"{WAITS}/{bought.review().code}").text
    assert "骂人" in page and "读者" in page
    assert decide(bought, operator, "insult") == 303
    assert bought.review().hidden_rule == "insult" and bought.counts().hidden == 1
    assert "掌柜是骗子" not in listed(bought) and "辱骂或者威胁人" in listed(bought)
    assert "辱骂或者威胁人" in bought.sold.buyer.get(f"{bought.line}/review").text
    assert "掌柜是骗子" not in Person(app).get(bought.goods).text.replace("<wbr>", "")
    # Nobody can have read it: by hand, too, it is not found useful, and not answered.
    assert Person(app).post(f"{bought.own_page}/useful").status_code == 422
    for one, place in ((bought.sold.keeper, "console"), (bought.sold.staff, "supply")):
        refused = one.post(f"/{place}/reviews/{bought.review().code}/answer", {"words": "换了快递"})
        assert refused.status_code == 422 and "收起来了" in refused.text
    assert bought.review().useful == 0 and bought.review().answers == []
    assert take_back(house, operator) == 303
    assert Person(app).post(f"{bought.own_page}/useful").status_code == 303
    assert bought.review().hidden_rule == "" and bought.review().reported_at is not None
    assert "掌柜是骗子" in listed(bought) and bought.counts().hidden == 0


def test_hiding_needs_a_reason_and_leaving_needs_none(app: Flask, bought: Reviewing, operator: Person) -> None:
    report(bought, Person(app))
    place = f"{WAITS}/{bought.review().code}"
    operator.get(place)
    assert operator.post(f"{place}/verdict", {"do": "insult"}).status_code == 422
    assert operator.post(f"{place}/verdict", {"do": "leave"}).status_code == 303
    assert bought.review().hidden_at is None and bought.review().reported_at is None
    # What was left stays left until it is changed.
    report(bought, Person(app))
    assert bought.review().reported_at is None
    bought.write(stars="2", words="掌柜还是骗子")
    report(bought, Person(app))
    assert bought.review().reported_at is not None


def test_what_was_changed_and_still_breaks_the_rule_is_hidden_again_and_waits_no_more(
    app: Flask, house: House, bought: Reviewing, operator: Person
) -> None:
    report(bought, Person(app))
    decide(bought, operator, "insult")
    bought.write(stars="2", words="掌柜是大骗子")
    assert bought.review().hidden_rule == "insult" and bought.review().reported_at is not None
    assert decide(bought, operator, "insult") == 303
    assert bought.review().hidden_rule == "insult" and bought.review().reported_at is None
    # Taken back it waits again, and is shown to nobody meanwhile: so it was.
    assert take_back(house, operator) == 303
    assert bought.review().hidden_rule == "insult" and bought.review().reported_at is not None
    assert "大骗子" not in listed(bought)
    assert decide(bought, operator, "leave") == 303
    assert "大骗子" in listed(bought) and bought.counts().hidden == 0


@pytest.mark.parametrize("rule", ["", "not_received", "few_stars", "insult' OR 1=1"])
@ON_SQLITE
def test_only_a_stated_rule_is_reported(app: Flask, bought: Reviewing, rule: str) -> None:
    reader = Person(app)
    assert report(bought, reader, rule=rule) == 422 and report(bought, reader, words="字" * 201) == 422
    assert bought.review().reported_at is None


@pytest.mark.parametrize("same", ["phone", "visitor", "neither"])
@ON_SQLITE
def test_many_orders_of_one_person_are_one_of_the_stars(house: House, bought: Reviewing, same: str) -> None:
    """Another phone in the same browser, another browser with the same phone: shown, marked, not counted."""
    with house.database.reading() as session:
        order = session.exec(select(Order)).one()
        goods_id = bought.review().goods_id
        # Held as another order would be, and never written.
        session.expunge(order)
        order.phone = order.phone if same == "phone" else "13700137000"
        order.visitor = order.visitor if same == "visitor" else "w" * 32
        assert has_reviewed(session, order, goods_id) is (same != "neither")


def test_what_came_back_unreceived_stays_hidden_whatever_the_desk_decides(
    app: Flask, house: House, bought: Reviewing, operator: Person
) -> None:
    report(bought, Person(app))
    decide(bought, operator, "leave")
    with house.database.transaction() as session:
        act = Act.buyer(now() + timedelta(seconds=1))
        take_off_unreceived(session, session.exec(select(Parcel)).one(), act)
    assert take_back(house, operator) == 303
    assert bought.review().hidden_rule == "not_received" and bought.review().reported_at is None
    bought.write(stars="1", words="再写一次")
    assert bought.review().hidden_rule == "not_received" and bought.review().reported_at is None
