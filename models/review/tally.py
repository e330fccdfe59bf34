"""How many reviews goods have, kept as they are written, so that a page never counts: one row a goods.

Only first reviews of a buyer that are not hidden count as stars (n1 to n5): `total` = stars + `again` + `hidden`.
"""

from dataclasses import dataclass, fields

from sqlalchemy import CheckConstraint, update
from sqlmodel import Field, Session, col, select

from models.kernel.database import insert_ignoring
from models.kernel.record import Record
from models.review.review import Review

# Below so many there is no mean: two opinions are two opinions.
FEWEST_FOR_MEAN = 5


class ReviewTally(Record, table=True):
    """`pictured` and `low` (three stars or fewer) are of what is shown, again or not."""

    __table_args__ = (
        CheckConstraint("total = n1 + n2 + n3 + n4 + n5 + again + hidden", name="adds_up"),
        CheckConstraint("n1 >= 0 AND n2 >= 0 AND n3 >= 0 AND n4 >= 0 AND n5 >= 0", name="stars_not_negative"),
        CheckConstraint("again >= 0 AND hidden >= 0 AND pictured >= 0 AND low >= 0", name="parts_not_negative"),
    )

    goods_id: int = Field(primary_key=True, foreign_key="goods.id")
    total: int = 0
    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    n5: int = 0
    again: int = 0
    hidden: int = 0
    pictured: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What one review adds to its goods' tally."""

    total: int = 0
    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    n5: int = 0
    again: int = 0
    hidden: int = 0
    pictured: int = 0
    low: int = 0

    def less(self, other: "Share") -> dict[str, int]:
        """What changes from the other to this; nothing where nothing does."""
        changes = {one.name: getattr(self, one.name) - getattr(other, one.name) for one in fields(self)}
        return {name: change for name, change in changes.items() if change}


NO_SHARE = Share()


def share_of(review: Review) -> Share:
    """What a review adds as it stands."""
    if review.hidden_at is not None:
        return Share(total=1, hidden=1)
    star = "again" if review.is_again else f"n{review.stars}"
    return Share(**{"total": 1, star: 1, "pictured": int(review.pictured > 0), "low": int(review.stars <= 3)})


def hold_tally(session: Session, goods_id: int) -> None:
    """Makes the goods' row where there is none, and holds it until the transaction ends: reviews of the same goods are
    written one after the other."""
    session.exec(insert_ignoring(session, ReviewTally).values(goods_id=goods_id, **_nothing()))
    session.exec(select(ReviewTally.goods_id).where(ReviewTally.goods_id == goods_id).with_for_update()).one()


def retally(session: Session, review: Review, before: Share) -> None:
    """Puts the difference that a change made into the goods' row, which is held."""
    changes = share_of(review).less(before)
    if changes:
        values = {name: getattr(ReviewTally, name) + change for name, change in changes.items()}
        session.exec(update(ReviewTally).where(col(ReviewTally.goods_id) == review.goods_id).values(**values))


def _nothing() -> dict[str, int]:
    return {one.name: 0 for one in fields(NO_SHARE)}
