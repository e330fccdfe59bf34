"""Asking to be a star keeper: what is wrong is said beside its field, the screenshot is a sealed document that the desk
looks at on record, and nobody sees another's."""

import io

import pytest
from sqlmodel import select

from models.account.audit import Audit
from models.catalogue.goods.goods import GoodsEvent
from models.gate.documents.document import Document
from models.kernel.clock import now
from models.lesson.built_in import COURSE
from models.shop.opening import shop_numbered
from models.shop.settling_earlier import days_earlier
from models.shop.star import Star
from tests.given.documents import drawn_photo
from tests.given.factories import make_goods, make_supplier
from tests.given.people import Person
from tests.given.rules import change_rules
from views.kit.house import House

FOLLOWED = {"audience": "declared", "place": "小红书 林间阿林", "people": "12000"}


def shot(data: bytes) -> dict[str, object]:
    return {"pictures": (io.BytesIO(data), "fans.png")}


def stars(house: House) -> list[Star]:
    with house.database.reading() as session:
        return list(session.exec(select(Star)))


def documents(house: House) -> list[Document]:
    with house.database.reading() as session:
        return list(session.exec(select(Document)))


@pytest.mark.parametrize(
    ("typed", "sent", "words"),
    [
        (FOLLOWED | {"people": "10000"}, drawn_photo(), "要超过 10000 位粉丝"),
        (FOLLOWED | {"people": "很多"}, drawn_photo(), "很多"),
        (FOLLOWED | {"place": " "}, drawn_photo(), "写一写在哪里"),
        (FOLLOWED, b"", "选一张照片"),
        (FOLLOWED, b"<svg onload=alert(1)>", 'value="12000"'),
        ({"audience": "measured"}, b"", "要超过"),
    ],
    ids=["few", "no number", "nowhere", "not shown", "no picture", "unvisited"],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    keeper: Person, house: House, typed: dict[str, str], sent: bytes, words: str
) -> None:
    reply = keeper.post("/console/star", typed | shot(sent) if sent else typed)
    assert reply.status_code == 422
    assert words in reply.text
    assert stars(house) == [] and documents(house) == []
    assert house.media.keys_under("sealed/") == []


def test_a_screenshot_is_sealed_looked_at_on_record_and_decided_by(
    keeper: Person, operator: Person, buyer: Person, house: House
) -> None:
    assert keeper.get("/console/star").status_code == 200
    assert keeper.post("/console/star", FOLLOWED | shot(drawn_photo())).status_code == 303
    assert keeper.post("/console/star", FOLLOWED | shot(drawn_photo())).status_code == 303, "a second tap"
    (star,), (document,) = stars(house), documents(house)
    assert (star.state, star.picture) == ("waiting", document.code)
    assert "申请交上去了" in keeper.get("/console/star").text
    page = f"/desk/waiting/star/{star.code}"
    assert "data:image/jpeg" not in operator.get(page).text
    for person in (keeper, buyer):
        assert "data:image/jpeg" not in person.post(f"{page}/look").text
    assert "data:image/jpeg" in operator.post(f"{page}/look").text
    with house.database.reading() as session:
        (look,) = session.exec(select(Audit).where(Audit.what == "document.look")).all()
        assert document.code in look.why
    assert operator.post(f"{page}/verdict", {"do": "grant"}).status_code == 303
    (star,), (document,) = stars(house), documents(house)
    assert star.state == "granted" and document.delete_after is not None
    assert "你是红人掌柜" in keeper.get("/console/star").text


def test_a_star_settles_earlier_reads_what_is_featured_and_looks_first_all_at_once(
    keeper: Person, operator: Person, house: House
) -> None:
    change_rules(house, star_first_look_hours=24, star_settles_days_earlier=4)
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session), title="头一批新茶")
        session.add(GoodsEvent(goods_id=goods.id, state="on_sale", at=now()))
        code = goods.code
    featured = next(lesson for lesson in COURSE if lesson.featured)

    def has() -> tuple[bool, bool, int]:
        with house.database.reading() as session:
            shop = shop_numbered(session, keeper.shop_number)
            assert shop is not None
            days = days_earlier(session, [shop.id], rules=house.rules, at=now())[shop.id]
        reads = "#level-head" not in keeper.get(f"/console/lessons/{featured.slug}").text
        return reads, "头一批新茶" in keeper.get("/console/goods").text, days

    assert has() == (False, False, 0)
    assert keeper.post("/console/picks", {"goods": code}).status_code in (404, 422)
    keeper.post("/console/star", FOLLOWED | shot(drawn_photo()))
    operator.get("/desk/waiting")
    assert operator.post(f"/desk/waiting/star/{stars(house)[0].code}/verdict", {"do": "grant"}).status_code == 303
    assert has() == (True, True, 4)
    assert keeper.post("/console/picks", {"goods": code}).status_code == 303
