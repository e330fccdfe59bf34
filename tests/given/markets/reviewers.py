"""What buyers at a market say of what they received, and what becomes of it."""

from collections import Counter

from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.rules import DEFAULT
from models.review.answering_reviews import answer_of
from models.review.finding import ReviewCounts, review_counts
from models.review.hiding import hide_review, judge_again, report_review, show_review
from models.review.review import MOST_LIFTED, Review, UsefulTap
from models.review.useful import DAY, find_useful, find_useless
from models.stories.review.answer import answer_review
from models.stories.review.write import tap_stars
from models.trade.order.order import Line
from models.trade.order.progress import ARRIVED
from tests.given.markets.ground import Ground


class Reviewers(Ground):
    """They tap stars, once a line, and change them; both sides answer; readers and the desk do their part."""

    def review(self, pick: int, stars: int) -> str:
        """Stars on a line: only on what was received, and however often it is one review."""

        def verb(session: Session, line: Line) -> None:
            review = tap_stars(session, line, stars, signed_in=None, rules=DEFAULT, at=self.at)
            assert review.line_id == line.id and review.stars == stars

        return self.on(Line, pick, verb)

    def judge(self, pick: int, verdict: str) -> str:
        """The desk hides one by a rule, shows it, or takes that back; somebody reports it."""

        def verb(session: Session, review: Review) -> None:
            act = Act.operator(self._member(session), self.at)
            if verdict == "hide":
                hide_review(session, review, "insult", act)
            elif verdict == "show":
                show_review(session, review, act)
            elif verdict == "again":
                judge_again(session, review)
            else:
                report_review(session, review, f"reader-{pick}", "insult", "", at=self.at)

        return self.on(Review, pick, verb)

    def answer(self, pick: int, words: str) -> str:
        """The supplier answers: once, for good, and nothing that is hidden."""

        def verb(session: Session, review: Review) -> None:
            before = answer_of(session, review, "supplier")
            standing = answer_review(session, review, "supplier", words, Act.supplier(None, self.at), rules=DEFAULT)
            assert review.hidden_at is None and standing.words == (before.words if before else words)

        return self.on(Review, pick, verb)

    def useful(self, pick: int, *, taken_back: bool) -> str:
        """A reader finds one useful, or no longer does."""

        def verb(session: Session, review: Review) -> None:
            reader = f"reader-{pick % 3}"
            if taken_back:
                find_useless(session, review, reader)
            else:
                find_useful(session, review, reader, at=self.at)
                assert review.hidden_at is None

        return self.on(Review, pick, verb)

    def _reviews_are_counted(self, session: Session) -> None:
        """What pages count is what somebody who reads every row counts."""
        reviews = session.exec(select(Review)).all()
        taps = Counter(session.exec(select(UsefulTap.review_id)))
        for goods_id, told in review_counts(session, {review.goods_id for review in reviews}).items():
            assert told == _counted([review for review in reviews if review.goods_id == goods_id])
        for review in reviews:
            parcel = session.get_one(Line, review.line_id).parcel
            assert parcel.state in ARRIVED or review.hidden_rule == "not_received"
            assert review.useful == taps[review.id]
            assert review.rank == int(review.at.timestamp()) + DAY * min(review.useful, MOST_LIFTED)


def _counted(reviews: list[Review]) -> ReviewCounts:
    shown = [review for review in reviews if review.hidden_at is None]
    stars = Counter(review.stars for review in shown if not review.is_again)
    return ReviewCounts(
        total=len(reviews),
        spread=(stars[5], stars[4], stars[3], stars[2], stars[1]),
        again=sum(review.is_again for review in shown),
        hidden=len(reviews) - len(shown),
        pictured=sum(review.pictured > 0 for review in shown),
        low=sum(review.stars <= 3 for review in shown),
    )
