"""Reading reviews: of goods, for everybody, page by page without counting; of a shop's or a supplier's own sales.

One stated order: the newest first, where each person who finds one useful makes it a day younger, up to thirty. Pages
go on from the last row that was read, so that the last page costs what the first does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, bindparam, literal_column, select, tuple_
from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import table_of
from models.review.review import AnswerSide, Review, ReviewAnswer, ReviewPicture
from models.review.tally import FEWEST_FOR_MEAN, ReviewTally
from models.shop.shop import Shop

ReviewList = Literal["", "useful", "pictures", "low"]
REVIEW_LISTS: tuple[ReviewList, ...] = ("", "useful", "pictures", "low")
REVIEWS_PAGE = 20
OWN_REVIEWS_PAGE = 30
# So many stand on the goods page itself.
ON_GOODS_PAGE = 2

_review, _tally, _shop = table_of(Review), table_of(ReviewTally), table_of(Shop)
_picture, _answer = table_of(ReviewPicture), table_of(ReviewAnswer)
_member, _supplier = table_of(Member), table_of(Supplier)
_shown = _review.c.hidden_at.is_(None)
_ORDERS: dict[ReviewList, tuple[Any, ...]] = {
    "": (_review.c.rank, _review.c.id),
    "useful": (_review.c.useful, _review.c.rank, _review.c.id),
    "pictures": (_review.c.rank, _review.c.id),
    "low": (_review.c.rank, _review.c.id),
}
# Written out, so that the database sees the index of only such rows.
_ONLY: dict[ReviewList, ColumnElement[bool] | None] = {
    "": None,
    "useful": _shown,
    "pictures": _shown & (_review.c.pictured > literal_column("0")),
    "low": _shown & (_review.c.stars <= literal_column("3")),
}
# Part of a hot page (models/pick/storefront.py): one statement, two rows of an index.
_ON_GOODS = (
    select(
        _tally,
        _review.c.name,
        _review.c.stars,
        _review.c.words,
        _review.c.options,
        _review.c.useful,
        _review.c.at,
        _review.c.pictured.label("photos"),
    )
    .join_from(_tally, _review, _review.c.goods_id == _tally.c.goods_id)
    .where(_tally.c.goods_id == bindparam("goods_id"), _shown)
    .order_by(_review.c.rank.desc(), _review.c.id.desc())
    .limit(ON_GOODS_PAGE)
)
_COUNTS = select(_tally).where(_tally.c.goods_id.in_(bindparam("goods_ids", expanding=True)))
_ONE = select(_review).where(_review.c.id == bindparam("id"))
_PHOTOS = (
    select(_picture.c.review_id, _picture.c.key, _picture.c.width, _picture.c.height)
    .where(_picture.c.review_id.in_(bindparam("ids", expanding=True)))
    .order_by(_picture.c.id)
)
_ANSWERS = (
    select(
        _answer.c.review_id,
        _answer.c.side,
        _answer.c.words,
        _answer.c.at,
        _member.c.name.label("keeper"),
        _supplier.c.name.label("supplier"),
    )
    .join_from(_answer, _review, _review.c.id == _answer.c.review_id)
    .join(_shop, _shop.c.id == _review.c.shop_id)
    .join(_member, _member.c.id == _shop.c.keeper_id)
    .join(_supplier, _supplier.c.id == _review.c.supplier_id)
    .where(_answer.c.review_id.in_(bindparam("ids", expanding=True)))
    .order_by(_answer.c.id)
)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """`total` is all that were written; `spread` how many with five stars, four, … one: a buyer's first of the goods,
    unless it is hidden. `again` are those of buyers who had reviewed the goods before. `mean` is of the spread, in
    hundredths of a star, None below five."""

    total: int = 0
    spread: tuple[int, ...] = (0, 0, 0, 0, 0)
    again: int = 0
    hidden: int = 0
    pictured: int = 0
    low: int = 0

    @property
    def count(self) -> int:
        """How many stars are counted."""
        return sum(self.spread)

    @property
    def mean(self) -> int | None:
        """The mean, half up."""
        if self.count < FEWEST_FOR_MEAN:
            return None
        points = sum(stars * many for stars, many in zip((5, 4, 3, 2, 1), self.spread, strict=True))
        return (200 * points + self.count) // (2 * self.count)


@dataclass(frozen=True, slots=True)
class ReadReview:
    """A review with what belongs to it, as everybody reads it."""

    row: Any
    photos: Sequence[Any]
    answers: Sequence[Any]


def review_counts(session: Session, goods_ids: Collection[int]) -> dict[int, ReviewCounts]:
    """Of each of these goods; those without any have all zero."""
    found = {goods_id: ReviewCounts() for goods_id in goods_ids}
    if found:
        for row in session.connection().execute(_COUNTS, {"goods_ids": list(found)}):
            found[row.goods_id] = counts_in(row)
    return found


def counts_in(row: Any) -> ReviewCounts:
    """The counts of a row that has the tally's columns."""
    spread = (row.n5, row.n4, row.n3, row.n2, row.n1)
    return ReviewCounts(row.total, spread, row.again, row.hidden, row.pictured, row.low)


def reviews_on_goods(session: Session, goods_id: int) -> Sequence[Any]:
    """The first ones for the goods page, each with the goods' tally beside it; none where nothing is shown."""
    return session.connection().execute(_ON_GOODS, {"goods_id": goods_id}).all()


def read_reviews(session: Session, goods_id: int, which: ReviewList, *, after: str = "") -> list[ReadReview]:
    """A page of the goods' reviews behind the one of this code; one more than REVIEWS_PAGE where there is a next page.
    Hidden ones stand in their place in the whole list, and in no other."""
    order, only = _ORDERS[which], _ONLY[which]
    query = select(_review).where(_review.c.goods_id == goods_id)
    if only is not None:
        query = query.where(only)
    if after:
        last = session.connection().execute(select(*order).where(_review.c.code == after)).first()
        if last is not None:
            query = query.where(tuple_(*order) < tuple_(*last))
    rows = session.connection().execute(query.order_by(*(one.desc() for one in order)).limit(REVIEWS_PAGE + 1)).all()
    return with_belongings(session, rows)


def read_review(session: Session, review_id: int) -> ReadReview:
    """One, as everybody reads it."""
    return with_belongings(session, session.connection().execute(_ONE, {"id": review_id}).all())[0]


def reviews_of(
    session: Session, side: AnswerSide, id_: int, *, unanswered: bool = False, before: int = 0
) -> list[ReadReview]:
    """A page of the reviews of a shop's or a supplier's own sales, newest first, from before an id; only those that it
    has not answered."""
    own = _review.c.shop_id if side == "keeper" else _review.c.supplier_id
    query = select(_review).where(own == id_)
    if unanswered:
        mine = (_answer.c.review_id == _review.c.id) & (_answer.c.side == side)
        query = query.where(_shown, ~select(_answer.c.id).where(mine).exists())
    if before:
        query = query.where(_review.c.id < before)
    rows = session.connection().execute(query.order_by(_review.c.id.desc()).limit(OWN_REVIEWS_PAGE + 1)).all()
    return with_belongings(session, rows)


def with_belongings(session: Session, rows: Sequence[Any]) -> list[ReadReview]:
    """Reviews with their pictures and answers; two statements for all of them."""
    if not rows:
        return []
    ids = {"ids": [row.id for row in rows]}
    photos = session.connection().execute(_PHOTOS, ids).all() if any(row.pictured for row in rows) else []
    answers = session.connection().execute(_ANSWERS, ids).all()
    return [
        ReadReview(
            row,
            [one for one in photos if one.review_id == row.id],
            [one for one in answers if one.review_id == row.id],
        )
        for row in rows
    ]


def shown_picture(session: Session, key: str) -> bool:
    """Whether a picture belongs to a review that is not hidden."""
    query = select(_picture.c.id).join_from(_picture, _review).where(_picture.c.key == key, _shown)
    return session.connection().execute(query).first() is not None
