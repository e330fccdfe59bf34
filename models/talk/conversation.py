"""The records of a conversation: one a visitor, goods and shop, from the first question on into the order; or one a
visitor and post.

What may be said in it: talking.py. Who reads which part of it: finding.py.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.record import Record, belongs_to, json_list, moment, row_id, word
from models.shop.shop import Shop

# Who takes part, and who answers.
Side = Literal["buyer", "keeper", "supplier"]
Answering = Literal["keeper", "supplier"]
TEXT_LIMIT = 500
MESSAGE_PICTURES = 3
# So much of a post's words names a conversation about it.
ABOUT_LIMIT = 60


class Conversation(Record, table=True):
    """`token` is the buyer's unguessable address, `code` what the others' addresses say. `answerer` answers; a question
    waits since `waiting_since`, null where none does. It is about goods or about a post, of which `about` keeps the
    first words; of a post the keeper answers alone. `buyer` is a masked name, empty before the first order.
    `last_number` counts the messages; it and the unread counts change while the row is held. A conversation without a
    message is in nobody's list."""

    __table_args__ = (
        UniqueConstraint("visitor", "goods_id", "shop_id"),
        UniqueConstraint("post_id", "visitor"),
        CheckConstraint("(goods_id IS NULL) <> (post_id IS NULL)", name="one_thing"),
        CheckConstraint("(goods_id IS NULL) = (supplier_id IS NULL)", name="goods_have_a_supplier"),
        CheckConstraint("answerer = 'keeper' OR goods_id IS NOT NULL", name="keepers_answer_of_posts"),
        CheckConstraint("answerer IN ('keeper', 'supplier')", name="answerer_known"),
        CheckConstraint(
            "last_number >= 0 AND buyer_unread >= 0 AND keeper_unread >= 0 AND supplier_unread >= 0",
            name="counts_not_negative",
        ),
        Index(None, "shop_id", "last_at"),
        Index(None, "supplier_id", "last_at"),
    )

    id: int = row_id()
    token: str = Field(unique=True, max_length=24)
    code: str = Field(unique=True, max_length=10)
    visitor: str = Field(max_length=32)
    goods_id: int | None = belongs_to("goods.id", default=None, nullable=True)
    # By name: posts stand above this room.
    post_id: int | None = belongs_to("post.id", index=False, default=None, nullable=True)
    about: str = Field(default="", max_length=ABOUT_LIMIT)
    shop_id: int = belongs_to("shop.id", index=False)
    supplier_id: int | None = belongs_to("supplier.id", index=False, default=None, nullable=True)
    answerer: Answering = word(8, default="keeper")
    buyer: str = Field(default="", max_length=30)
    waiting_since: datetime | None = moment(default=None, nullable=True)
    started_at: datetime = moment()
    last_at: datetime | None = moment(default=None, nullable=True)
    last_number: int = 0
    buyer_unread: int = 0
    keeper_unread: int = 0
    supplier_unread: int = 0

    goods: Goods | None = Relationship()
    shop: Shop = Relationship()
    supplier: Supplier | None = Relationship()

    @property
    def title(self) -> str:
        """What it is about, as lists say it."""
        return self.goods.title if self.goods else self.about

    @property
    def cover(self) -> str | None:
        """The picture beside it; of a post none."""
        return self.goods.cover if self.goods else None

    @property
    def visitor_name(self) -> str:
        """What tells one visitor from another before there is a name: four characters that lead back to nobody."""
        return self.code[:4].lower()


class Message(Record, table=True):
    """One thing said, or a note of ours (side "note", whose text is a msgid). `text` is what its writer sees, `shown`
    what the others see; they differ where a contact was masked. `once` is its form's own mark: a retry is the same
    message. `is_open`: its writer agrees that it stands under the post (comments.py)."""

    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("conversation_id", "once"),
        CheckConstraint("side IN ('buyer', 'keeper', 'supplier', 'note')", name="side_known"),
        CheckConstraint("length(text) <= 500 AND length(shown) <= 500", name="text_at_most_500"),
    )

    id: int = row_id()
    conversation_id: int = belongs_to("conversation.id", index=False)
    number: int
    side: Literal[Side, "note"] = word(8)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    text: str = Field(default="", max_length=TEXT_LIMIT)
    shown: str = Field(default="", max_length=TEXT_LIMIT)
    has_contact: bool = False
    is_open: bool = False
    once: str | None = Field(default=None, max_length=32, nullable=True)
    said_at: datetime = moment()

    member: Member | None = Relationship()
    pictures: list["MessagePicture"] = Relationship(sa_relationship_kwargs={"order_by": "MessagePicture.id"})


class MessagePicture(Record, table=True):
    """A picture in a message, whole, in one size. `key` is random: two equal pictures have nothing in common."""

    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_a_size"),)

    id: int = row_id()
    message_id: int = belongs_to("message.id")
    key: str = Field(unique=True, max_length=24)
    width: int
    height: int


class Nudge(Record, table=True):
    """That a side is to be told of something unread, once until it reads: the row goes when it does. `done` are the
    ways that took it already; `next_at` is when it is tried (again), null once all is done or given up."""

    __table_args__ = (
        UniqueConstraint("conversation_id", "side"),
        CheckConstraint("side IN ('buyer', 'keeper', 'supplier')", name="side_known"),
    )

    id: int = row_id()
    conversation_id: int = belongs_to("conversation.id", index=False)
    side: Side = word(8)
    wanted_at: datetime = moment()
    next_at: datetime | None = moment(default=None, nullable=True, index=True)
    tries: int = 0
    done: list[str] = json_list()


class MailAddress(Record, table=True):
    """Where a member wants to be told of new messages by e-mail."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    address: str = Field(max_length=120)
    since: datetime = moment()


def side_of(act: Act) -> Side:
    """Whose side an act in a conversation is."""
    who = act.who
    assert who == "buyer" or who == "keeper" or who == "supplier", "nobody else says anything in it"
    return who
