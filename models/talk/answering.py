"""Answering a buyer, and remembering the answer with its question, so that nobody has to write it twice."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.contacts import without_numbers
from models.kernel.rules import Rules
from models.talk.answer import QUESTION_LIMIT, Answer
from models.talk.conversation import Conversation, Message, Side, side_of
from models.talk.talking import MessageDraft, hold_talk, said_with, say

# "好的" answers nothing that another buyer would ask.
_LEAST = 6


def answer(
    session: Session, talk: Conversation, words: MessageDraft, act: Act, *, remember: bool, rules: Rules
) -> Message:
    """What the keeper or the supplier says to the buyer. `remember` keeps question and answer for the next time, unless
    the answer is too short or holds somebody's number. Raises Refused as `say` does."""
    hold_talk(session, talk)
    is_retry = said_with(session, talk, words.once) is not None
    question = open_question(session, talk, side_of(act))
    message = say(session, talk, words, act, rules=rules)
    if remember and question and talk.goods_id is not None and not is_retry and _is_worth_it(message.text):
        _keep(session, talk, side_of(act), question, message)
    return message


def open_question(session: Session, talk: Conversation, side: Side) -> str:
    """What the buyer asked since the last answer: the newest words of it. Where the keeper only said "let me ask", the
    supplier gets the last thing asked since the supplier's own last answer."""
    question = _asked_since(session, talk, ("keeper", "supplier"), most=3)
    if not question and side == "supplier":
        question = _asked_since(session, talk, ("supplier",), most=1)
    return question


def _asked_since(session: Session, talk: Conversation, sides: tuple[Side, ...], *, most: int) -> str:
    last = select(func.max(Message.number)).where(Message.conversation_id == talk.id, col(Message.side).in_(sides))
    since = session.exec(last).one() or 0
    query = (
        select(Message.text)
        .where(Message.conversation_id == talk.id, Message.side == "buyer", Message.number > since, Message.text != "")
        .order_by(col(Message.number).desc())
        .limit(most)
    )
    return " ".join(reversed(list(session.exec(query))))[-QUESTION_LIMIT:]


def _is_worth_it(words: str) -> bool:
    return len(words) >= _LEAST and without_numbers(words) == words


def _keep(session: Session, talk: Conversation, side: Side, question: str, message: Message) -> None:
    assert talk.goods_id is not None and talk.supplier_id is not None, "only what is said of goods is kept"
    shop_id = talk.shop_id if side == "keeper" else None
    # A suggestion that was sent as it stood is remembered already.
    known = select(Answer.id).where(Answer.goods_id == talk.goods_id, Answer.answer == message.text)
    if side == "keeper" and session.exec(known.where(col(Answer.shop_id).in_((shop_id,)) | _suppliers())).first():
        return
    session.add(
        Answer(
            code=fresh_code(session, Answer.code, 8),
            goods_id=talk.goods_id,
            supplier_id=talk.supplier_id,
            shop_id=shop_id,
            message_id=message.id,
            question=without_numbers(question)[:QUESTION_LIMIT],
            answer=message.text,
            answered_at=message.said_at,
        )
    )
    session.flush()


def _suppliers() -> object:
    return col(Answer.shop_id).is_(None)
