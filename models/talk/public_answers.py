"""大家问过: answered questions that a supplier worded and approved for the goods page; and how it does so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel import text
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.talk.answer import QUESTION_LIMIT, Answer
from models.talk.conversation import TEXT_LIMIT

# So many stand on the goods page itself; all of them on a page of their own.
ON_GOODS = 5
QUESTIONS_PAGE = 30
ANSWERS_PAGE = 20

_answer = table_of(Answer)
# One read of an index, prebuilt: it is part of a hot page (models/pick/storefront.py).
_ASKED = (
    columns(_answer.c.shown_question, _answer.c.shown_answer)
    .where(_answer.c.goods_id == bindparam("goods_id"), _answer.c.approved_at.is_not(None))
    .order_by(_answer.c.approved_at.desc(), _answer.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


def approved_answers(session: Session, goods_id: int, *, limit: int = ON_GOODS + 1, offset: int = 0) -> Sequence[Any]:
    """Approved questions and answers, newest first. One row more than the goods page shows, where there are more."""
    bounds = {"goods_id": goods_id, "limit": limit, "offset": offset}
    return session.connection().execute(_ASKED, bounds).all()


def approved_count(session: Session, goods_id: int) -> int:
    """How many are approved."""
    query = select(func.count()).where(Answer.goods_id == goods_id, col(Answer.approved_at).is_not(None))
    return session.exec(query).one()


def answers_of(session: Session, supplier: Supplier, *, approved: bool, offset: int = 0) -> list[Answer]:
    """One page of a supplier's own answers: those on goods pages, or those that are not, newest first."""
    query = _of(supplier, approved).order_by(col(Answer.id).desc())
    return list(session.exec(query.limit(ANSWERS_PAGE).offset(offset)))


def answers_count(session: Session, supplier: Supplier, *, approved: bool) -> int:
    """How many of a supplier's answers are on goods pages, or are not."""
    return session.exec(select(func.count()).select_from(_of(supplier, approved).subquery())).one()


def answer_coded(session: Session, supplier: Supplier, code: str) -> Answer | None:
    """One of the supplier's own answers."""
    query = select(Answer).where(Answer.code == code, Answer.supplier_id == supplier.id, col(Answer.shop_id).is_(None))
    return session.exec(query).first()


def approve_answer(answer: Answer, *, question: str, words: str, at: datetime) -> None:
    """Shows it on the goods page in the supplier's own wording; again with another wording changes it there. Raises
    Refused beside the field."""
    for field, typed, limit in (("question", question, QUESTION_LIMIT), ("answer", words, TEXT_LIMIT)):
        if not text.paragraphs(typed):
            raise Refused(field, N_("这里不能空着"))
        if len(text.paragraphs(typed)) > limit:
            length = len(text.paragraphs(typed))
            raise Refused(field, N_("最多 %(limit)s 个字，现在是 %(length)s 个"), limit=limit, length=length)
    answer.shown_question, answer.shown_answer = text.paragraphs(question), text.paragraphs(words)
    answer.approved_at = answer.approved_at or at


def withdraw_answer(answer: Answer) -> None:
    """Takes it off the goods page; keepers are still offered it."""
    answer.approved_at = None


def forget_answer(session: Session, answer: Answer) -> None:
    """Deletes a remembered answer: it is neither shown nor offered any more."""
    session.delete(answer)
    session.flush()


def write_down(session: Session, goods: Goods, *, question: str, words: str, at: datetime) -> Answer:
    """A question that the supplier itself puts and answers, shown at once. Raises Refused beside the field."""
    made = Answer(
        code=fresh_code(session, Answer.code, 8),
        goods_id=goods.id,
        supplier_id=goods.supplier_id,
        question="",
        answer=text.paragraphs(words)[:TEXT_LIMIT],
        answered_at=at,
    )
    approve_answer(made, question=question, words=words, at=at)
    made.question = made.shown_question
    session.add(made)
    session.flush()
    return made


def _of(supplier: Supplier, approved: bool) -> SelectOfScalar[Answer]:
    query = select(Answer).where(Answer.supplier_id == supplier.id, col(Answer.shop_id).is_(None))
    at = col(Answer.approved_at)
    return query.where(at.is_not(None) if approved else at.is_(None))
