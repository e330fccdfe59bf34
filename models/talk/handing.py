"""Handing conversations to the supplier once something is bought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.kernel.codes import new_code, new_token
from models.kernel.errors import N_
from models.kernel.prebuilt import insert_absent
from models.kernel.text import mask_name
from models.talk.conversation import Conversation
from models.talk.talking import pass_on

_CODE_LENGTH = 8
BOUGHT = N_("已下单。接下来由供货商回答，掌柜也看得到")


@dataclass(frozen=True, slots=True)
class Handover:
    """The rows of the conversations that go on with suppliers, made before the lock."""

    visitor: str
    buyer: str
    rows: Sequence[dict[str, Any]]
    at: datetime


def handover(visitor: str, buyer: str, bought: Iterable[tuple[int, int, int]], *, at: datetime) -> Handover:
    """For each (goods id, shop id, supplier id) that a visitor bought. `buyer` is the name on the order; only its
    masked form is kept."""
    shown = mask_name(buyer)
    rows = [
        {
            "token": new_token(),
            "code": new_code(_CODE_LENGTH),
            "visitor": visitor,
            "goods_id": goods_id,
            "shop_id": shop_id,
            "supplier_id": supplier_id,
            "answerer": "supplier",
            "buyer": shown,
            "started_at": at,
        }
        # In one order for everybody, so that two orders never wait for each other.
        for goods_id, shop_id, supplier_id in sorted(set(bought))
    ]
    return Handover(visitor, shown, rows, at)


def hand_over(session: Session, to: Handover) -> None:
    """The conversations go on with the suppliers, and are made where there are none, so that the order's page can lead
    to them. A second call changes nothing."""
    if insert_absent(session, Conversation, to.rows, ("visitor", "goods_id", "shop_id")) != len(to.rows):
        _pass_on(session, to)


def _pass_on(session: Session, to: Handover) -> None:
    """Those that stood already, held and read as they are now."""
    bought = {(row["goods_id"], row["shop_id"]) for row in to.rows}
    found = select(Conversation).where(
        Conversation.visitor == to.visitor, col(Conversation.goods_id).in_({goods for goods, _ in bought})
    )
    found = found.order_by(col(Conversation.goods_id), col(Conversation.shop_id)).with_for_update()
    for talk in session.exec(found.execution_options(populate_existing=True)):
        if (talk.goods_id, talk.shop_id) in bought:
            talk.buyer = to.buyer
            if talk.answerer != "supplier":
                pass_on(session, talk, BOUGHT, at=to.at)
    session.flush()
