"""An answer to a review says nothing of who the buyer is: name, phone and street of the order may not stand in it."""

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.rules import Rules
from models.review.answering_reviews import answer_to_review, checked_answer
from models.review.review import AnswerSide, Review, ReviewAnswer
from models.trade.order.order import Line


def answer_review(
    session: Session, review: Review, side: AnswerSide, words: str, act: Act, *, rules: Rules
) -> ReviewAnswer:
    """Answers for the keeper or the supplier, once. Raises Refused("words")."""
    order = session.get_one(Line, review.line_id).parcel.order
    # The district alone is no secret: half a town lives there.
    private = (order.name, order.phone, order.street)
    return answer_to_review(session, review, side, checked_answer(words, private, rules), act)
