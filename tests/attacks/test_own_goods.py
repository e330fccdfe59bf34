"""Somebody who works at the desk and for a supplier: the desk's word on those goods is for another to say."""

import pytest
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.goods import by_operator, listing
from models.catalogue.goods.goods import Goods, GoodsState
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.stories.waiting import waiting_kinds
from models.stories.waiting.deciding import decide_waiting
from tests.given.baskets import NOON
from tests.given.factories import at_desk, make_goods, make_member, make_supplier
from tests.given.waiting_things import press


def _of_both(session: Session, state: GoodsState) -> tuple[Member, Member, Goods]:
    """Who works for both, another operator, and goods of that supplier."""
    both, other = make_member(session, name="两头"), make_member(session, name="平台")
    for one in (both, other):
        at_desk(session, one.id, at=NOON)
    supplier = make_supplier(session, staff=both)
    return both, other, make_goods(session, supplier, state=state, digest="ab" * 16, at=NOON)


def test_nobody_approves_their_own_goods(database: Database) -> None:
    with database.writing() as session:
        both, other, goods = _of_both(session, "submitted")
        with pytest.raises(Refused, match="自己的"):
            decide_waiting(session, waiting_kinds()["goods"], goods.code, press("goods", "approve", both, NOON))
        assert by_operator.approve_each(session, {goods.code: ""}, Act.operator(both, NOON)).left == [goods.title]
        by_operator.approve_goods(session, goods.code, Act.operator(other, NOON))
        assert goods.state == "on_sale"


def test_what_the_network_took_off_is_not_brought_back_by_its_staff(database: Database) -> None:
    with database.writing() as session:
        both, other, goods = _of_both(session, "on_sale")
        listing.take_off(session, goods, Act.supplier(both, NOON))
        listing.put_back(session, goods, Act.supplier(both, NOON))
        by_operator.take_goods_off(session, goods.code, Act.operator(other, NOON, "图不对"))
        with pytest.raises(Refused, match="平台下架的"):
            listing.put_back(session, goods, Act.supplier(both, NOON))
        with pytest.raises(Refused, match="自己的"):
            by_operator.put_goods_back(session, goods.code, Act.operator(both, NOON))
        by_operator.put_goods_back(session, goods.code, Act.operator(other, NOON))
        assert goods.state == "on_sale"
