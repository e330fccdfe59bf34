"""Answers that were given once and help again: offered to keepers as replies, shown on the goods page where the
supplier approved them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, event
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.kernel.record import Record, belongs_to, moment, row_id, table_of
from models.talk.words_index import make_index

QUESTION_LIMIT = 200


class Answer(Record, table=True):
    """`question` and `answer` are as they were written, for finding and for the supplier's eyes; `shown_question` and
    `shown_answer` are the supplier's own wording, the only one that buyers see. `shop_id` empty: the supplier's,
    offered to every keeper who carries the goods; else that keeper's own, offered to nobody else."""

    __table_args__ = (
        CheckConstraint(
            "approved_at IS NULL OR (shop_id IS NULL AND shown_question <> '' AND shown_answer <> '')",
            name="approved_is_worded",
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    goods_id: int = belongs_to("goods.id")
    supplier_id: int = belongs_to("supplier.id")
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", unique=True, nullable=True)
    question: str = Field(max_length=QUESTION_LIMIT)
    answer: str = Field(max_length=500)
    shown_question: str = Field(default="", max_length=QUESTION_LIMIT)
    shown_answer: str = Field(default="", max_length=500)
    answered_at: datetime = moment()
    approved_at: datetime | None = moment(default=None, nullable=True)

    goods: Goods = Relationship()


@event.listens_for(table_of(Answer), "after_create")
def _index(table: object, connection: object, **options: object) -> None:
    make_index(connection)
