"""What supplier and keeper answer to a review: once each, for everybody to read."""

from collections.abc import Iterable

from sqlmodel import Session, select

from models.kernel import text
from models.kernel.act import Act
from models.kernel.contacts import without_numbers
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import loosely
from models.review.review import ANSWER_WORDS, AnswerSide, Review, ReviewAnswer
from models.review.writing import HIDDEN, hold_review, plain_words

# So many characters of an address in a row are no accident.
_TELLING = 5


def checked_answer(typed: str, private: Iterable[str], rules: Rules) -> str:
    """An answer as it will be kept. `private` is what nobody may say of the buyer: name, phone, street. Raises
    Refused("words")."""
    words = plain_words("words", typed, ANSWER_WORDS, rules)
    if not words:
        raise Refused("words", N_("写点什么"))
    if without_numbers(words) != words:
        raise Refused("words", N_("大家都看得到，不要写单号、号码"))
    if tells_private(words, private):
        raise Refused("words", N_("大家都看得到，不能写买家的名字、电话或地址"))
    return words


def answer_to_review(session: Session, review: Review, side: AnswerSide, words: str, act: Act) -> ReviewAnswer:
    """Keeps a checked answer of one side, for good: once each. The same words again are the answer that stands. Raises
    Refused("words"), also for one that is hidden: nobody would read it."""
    hold_review(session, review)
    if review.hidden_at is not None:
        raise Refused("words", HIDDEN)
    made = {"review_id": review.id, "side": side, "member_id": act.by_id, "words": words, "at": act.at}
    is_first = session.exec(insert_ignoring(session, ReviewAnswer).values(**made)).rowcount == 1
    standing = answer_of(session, review, side)
    assert standing is not None, "it was written above, or before"
    if not is_first and standing.words != words:
        raise Refused("words", N_("已经回复过了，一条评价只回复一次"))
    session.expire(review, ["answers"])
    return standing


def answer_of(session: Session, review: Review, side: AnswerSide) -> ReviewAnswer | None:
    """What a side has answered."""
    query = select(ReviewAnswer).where(ReviewAnswer.review_id == review.id, ReviewAnswer.side == side)
    return session.exec(query).first()


def tells_private(words: str, private: Iterable[str]) -> bool:
    """Whether words hold a whole private word of two characters or more, or five characters in a row of a longer one,
    however they are spaced."""
    said = _bare(words)
    return any(part in said for one in private for part in _telling_parts(_bare(one)))


def _telling_parts(private: str) -> Iterable[str]:
    if len(private) <= _TELLING:
        return [private] if len(private) > 1 else []
    return [private[place : place + _TELLING] for place in range(len(private) - _TELLING + 1)]


def _bare(words: str) -> str:
    """Letters and digits alone."""
    return "".join(sign for sign in loosely(text.one_line(words)) if sign.isalnum())
