"""A shop, a supplier and a conversation between them and a visitor."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, select

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import DEFAULT, Rules
from models.shop.shop import Shop
from models.talk.answering import answer
from models.talk.conversation import Conversation, Message, Side
from models.talk.talking import MessageDraft, open_talk, say
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
VISITOR = "f" * 32


@dataclass(frozen=True)
class Place:
    """Ids of one goods of one supplier in one shop."""

    goods: int
    shop: int
    supplier: int


def place(database: Database) -> Place:
    """A shop that carries a supplier's goods."""
    with database.transaction() as session:
        supplier = make_supplier(session, name="福鼎茶厂")
        goods = make_goods(session, supplier)
        shop = make_shop(session, name="林间", keeper="阿林")
        make_pick(session, shop, goods)
        return Place(goods.id, shop.id, supplier.id)


def talk_at(session: Session, at: Place, visitor: str = VISITOR) -> Conversation:
    """The visitor's conversation there."""
    goods, shop = session.get_one(Goods, at.goods), session.get_one(Shop, at.shop)
    return open_talk(session, visitor=visitor, goods=goods, shop=shop, at=NOON)


def ask(
    database: Database,
    at: Place,
    words: str,
    *,
    visitor: str = VISITOR,
    when: datetime = NOON,
    once: str = "",
    rules: Rules = DEFAULT,
) -> int:
    """A buyer's message; its number."""
    with database.transaction() as session:
        talk = talk_at(session, at, visitor)
        return say(session, talk, MessageDraft(words, once), Act.buyer(when), rules=rules).number


def reply(
    database: Database,
    at: Place,
    words: str,
    *,
    side: Side = "keeper",
    visitor: str = VISITOR,
    when: datetime = NOON,
    remember: bool = True,
) -> int:
    """The keeper's or the supplier's answer; its number."""
    with database.transaction() as session:
        talk = talk_at(session, at, visitor)
        by = _speaker(session, talk, side)
        said = answer(session, talk, MessageDraft(words, ""), Act(side, by, when), remember=remember, rules=DEFAULT)
        return said.number


def _speaker(session: Session, talk: Conversation, side: Side) -> Member:
    if side == "keeper":
        return talk.shop.keeper
    staff = select(SupplierStaff.member_id).where(SupplierStaff.supplier_id == talk.supplier_id)
    return session.get_one(Member, session.exec(staff).one())


def standing(database: Database, at: Place, visitor: str = VISITOR) -> Conversation:
    """The conversation as it is, loaded."""
    with database.reading() as session:
        query = select(Conversation).where(
            Conversation.goods_id == at.goods, Conversation.shop_id == at.shop, Conversation.visitor == visitor
        )
        return session.exec(query).one()


def heard(database: Database, at: Place, visitor: str = VISITOR) -> list[tuple[int, str, str]]:
    """Number, side and shown text of every message."""
    with database.reading() as session:
        query = (
            select(Message)
            .join(Conversation)
            .where(Conversation.goods_id == at.goods, Conversation.shop_id == at.shop, Conversation.visitor == visitor)
        )
        messages = session.exec(query.order_by(Message.number)).all()  # type: ignore[arg-type]
        return [(message.number, message.side, message.shown) for message in messages]
