"""A copy of goods: a draft with all but code, stock and barcode; once, however often it is sent."""

import re

from sqlmodel import col, select

from models.catalogue.goods.goods import Goods
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.views.supply.conftest import Shelf
from views.kit.house import House

pytestmark = ON_SQLITE


def copies(house: House, code: str) -> list[Goods]:
    """All goods but those of that code and other suppliers'."""
    with house.database.reading() as session:
        first = session.exec(select(Goods).where(Goods.code == code)).one()
        rows = session.exec(select(Goods).where(Goods.supplier_id == first.supplier_id, col(Goods.id) != first.id))
        found = list(rows)
        for one in found:
            assert one.skus and one.pictures is not None
        return found


def test_a_copy_is_a_draft_with_all_but_code_stock_and_barcode(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        goods.barcode, goods.skus[0].barcode, goods.skus[0].grams, goods.per_buyer = "6901234567892", "x", 500, 2
        facts = (goods.title, goods.category_id, goods.description, goods.attributes, goods.per_buyer)
        sku = (goods.skus[0].listed_price, goods.skus[0].listed_rate, goods.skus[0].grams)
        digests = [picture.digest for picture in goods.pictures]
    once = re.search(r'name="once" value="([0-9a-f]{16})"', staff.get(f"/supply/goods/{shelf.mine}").text)
    assert once
    replies = [staff.post(f"/supply/goods/{shelf.mine}/copy", {"once": once[1]}) for _ in range(2)]
    (made,) = copies(house, shelf.mine)
    assert {reply.location for reply in replies} == {f"/supply/goods/{made.code}"}
    assert (made.title, made.category_id, made.description, made.attributes, made.per_buyer) == facts
    assert (made.state, made.barcode, made.stock, made.skus[0].barcode) == ("draft", "", 0, "")
    assert (made.skus[0].listed_price, made.skus[0].listed_rate, made.skus[0].grams) == sku
    assert [picture.digest for picture in made.pictures] == digests
    page = staff.get(replies[0].location or "").text
    assert "抄成了一件新草稿" in page


def test_nobody_copies_another_suppliers_goods(staff: Person, house: House, shelf: Shelf) -> None:
    staff.get("/supply/goods")
    assert staff.post(f"/supply/goods/{shelf.theirs}/copy", {"once": "0" * 16}).status_code == 404
    assert copies(house, shelf.mine) == []
