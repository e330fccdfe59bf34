"""Handing conversations to the supplier once something is bought."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from models.catalogue.goods.goods import Goods
from models.kernel.errors import N_
from models.kernel.text import mask_name
from models.talk.conversation import Conversation
from models.talk.talking import begin, hold_talk, pass_on

BOUGHT = N_("已下单。接下来由供货商回答，掌柜也看得到")


def hand_over(session: Session, *, visitor: str, buyer: str, lines: Iterable[tuple[int, int]], at: datetime) -> None:
    """Hands the conversation to the supplier for each (goods id, shop id) that a visitor bought. Where there is none it
    is made, so that the order's page can lead to it. `buyer` is the name on the order; only its masked form is kept. A
    second call changes nothing."""
    # In one order for everybody, so that two orders never wait for each other.
    for goods_id, shop_id in sorted(set(lines)):
        supplier_id = session.exec(select(Goods.supplier_id).where(Goods.id == goods_id)).one()
        begin(session, visitor=visitor, goods_id=goods_id, shop_id=shop_id, supplier_id=supplier_id, at=at)
        talk = _of(session, visitor, goods_id, shop_id)
        hold_talk(session, talk)
        talk.buyer = mask_name(buyer)
        if talk.answerer != "supplier":
            pass_on(session, talk, BOUGHT, at=at)
        session.flush()


def _of(session: Session, visitor: str, goods_id: int, shop_id: int) -> Conversation:
    query = select(Conversation).where(
        Conversation.visitor == visitor, Conversation.goods_id == goods_id, Conversation.shop_id == shop_id
    )
    return session.exec(query).one()
