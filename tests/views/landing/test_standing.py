"""How a shop stands, for its buyers: figures with their counts, none of fewer than twenty, one tap from the shop."""

from datetime import timedelta

from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.report.standing import ShopFigure, ShopStanding, standing_of
from models.talk.talking import MessageDraft, open_talk, say
from models.trade.order.order import Line
from tests.given.people import Person
from tests.given.reviews import reviewing
from views.kit.house import House


def told(house: House, shop_id: int, *, later: int = 0) -> ShopStanding:
    with house.database.reading() as session:
        return standing_of(session, shop_id, rules=DEFAULT, at=now() + timedelta(hours=later))


def test_shares_are_of_twenty_at_least_and_half_up() -> None:
    assert not ShopFigure(19, 19).is_told and ShopFigure(0, 20).is_told
    assert (ShopFigure(1, 200).percent, ShopFigure(19, 20).percent, ShopFigure(200, 200).percent) == (1, 95, 100)
    assert ShopFigure(97, 21).mean == 462


def test_what_was_asked_sent_and_said_is_counted(app: Flask, house: House) -> None:
    bought = reviewing(app, house)
    bought.write(stars="2", service_stars="4")
    with house.database.transaction() as session:
        line = session.exec(select(Line)).one()
        shop_id = line.shop_id
        for nth in range(2):
            visitor, goods = f"{nth}".rjust(32, "v"), session.get_one(Goods, line.goods_id)
            talk = open_talk(session, visitor=visitor, goods=goods, shop=line.shop, at=now())
            say(session, talk, MessageDraft("几天到？", f"q{nth}".ljust(16, "0")), Act.buyer(now()), rules=DEFAULT)
            if nth:
                act = Act.keeper(line.shop.keeper, now())
                say(session, talk, MessageDraft("三天左右", "a".ljust(16, "0")), act, rules=DEFAULT)
    found = told(house, shop_id)
    # What waits within its time is neither; past it, it was not answered in time.
    assert (found.answered, found.service) == (ShopFigure(1, 1), ShopFigure(4, 1))
    assert told(house, shop_id, later=DEFAULT.keeper_answer_hours + 1).answered == ShopFigure(1, 2)
    assert (found.sent, found.faulty) == (ShopFigure(1, 1), ShopFigure(0, 1))
    assert told(house, shop_id, later=24 * 91).sent == ShopFigure(0, 0)


def test_the_page_says_so_lightly(app: Flask, house: House) -> None:
    bought = reviewing(app, house)
    number = bought.goods.split("/")[1]
    reader = Person(app)
    assert f"/{number}/standing" in reader.get(f"/{number}").text
    page = reader.get(f"/{number}/standing")
    assert page.status_code == 200 and page.text.count("太少，还不说") == 4
    assert reader.get("/999999/standing").status_code == 404
