"""/supply/promises: what sharings promise, and what it may cost at most; one's own alone."""

from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.link.linking import link_for
from models.link.promising import note_sharing
from tests.given.factories import make_pick, make_shop
from tests.given.people import Person
from tests.views.supply.conftest import Shelf
from views.kit.house import House


def test_the_supplier_sees_what_is_promised_and_what_it_may_cost(
    staff: Person, keeper: Person, shelf: Shelf, house: House
) -> None:
    assert "现在没有承诺中的佣金" in staff.get("/supply/promises").text
    with house.database.transaction() as session:
        for code in (shelf.mine, shelf.theirs):
            goods = session.exec(select(Goods).where(Goods.code == code)).one()
            shop = make_shop(session)
            link = link_for(session, make_pick(session, shop, goods), "moments", at=now())
            note_sharing(session, link, goods, rules=DEFAULT, at=now())
            goods.skus[0].listed_rate = 1000
    shown = staff.get("/supply/promises").text
    # Ten pieces of ¥128 at 15 %, of which 5 % are more than is written.
    assert "192.00" in shown and "64.00" in shown and shelf.mine in shown
    assert shelf.theirs not in shown and "别家" not in shown
    file = staff.get("/supply/promises.csv")
    assert f"{shelf.mine}," in file.text and "15%,10%,10%" in file.text and shelf.theirs not in file.text
    assert keeper.get("/supply/promises").status_code in (302, 303, 403, 404)
