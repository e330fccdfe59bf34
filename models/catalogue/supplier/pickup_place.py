"""Where buyers fetch what they bought of a supplier, instead of having it sent: the shop, when it is open, how long a
parcel is kept there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session

from models.account.audit.editing import said_facts
from models.catalogue.supplier.supplier import Supplier
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.record import Record, moment
from models.kernel.text import one_line

PICKUP_PLACE_LIMIT, PICKUP_HOURS_LIMIT, PICKUP_WORDS_LIMIT = 120, 60, 120
MOST_PICKUP_DAYS = 60


@dataclass(frozen=True, slots=True)
class PickupTerms:
    """What a buyer who fetches agrees to. `days`: how long a parcel is kept once it is ready. `code` names these very
    terms: others have another."""

    place: str
    hours: str
    words: str = ""
    days: int = 7
    code: str = ""


class PickupPlace(Record, table=True):
    """A supplier that has such a row offers pick-up. `code` is another one after each change."""

    __table_args__ = (
        CheckConstraint("place <> '' AND hours <> ''", name="can_be_found"),
        CheckConstraint(f"days BETWEEN 1 AND {MOST_PICKUP_DAYS}", name="kept_for_days"),
    )

    supplier_id: int = Field(foreign_key="supplier.id", primary_key=True)
    code: str = Field(unique=True, max_length=8)
    place: str = Field(max_length=PICKUP_PLACE_LIMIT)
    hours: str = Field(max_length=PICKUP_HOURS_LIMIT)
    words: str = Field(default="", max_length=PICKUP_WORDS_LIMIT)
    days: int
    changed_at: datetime = moment()

    @property
    def terms(self) -> PickupTerms:
        """As plain values."""
        return PickupTerms(self.place, self.hours, self.words, self.days, self.code)


def pickup_place_of(session: Session, supplier: Supplier) -> PickupPlace | None:
    """Where the supplier's buyers may fetch; None where it offers no pick-up."""
    return session.get(PickupPlace, supplier.id)


def offer_pickup(session: Session, supplier: Supplier, wanted: PickupTerms, *, at: datetime) -> PickupPlace:
    """From now on buyers may fetch there. The same again changes nothing; parcels that were ordered before are fetched
    where their buyers were told. Raises Refused."""
    terms = _checked(wanted)
    place = pickup_place_of(session, supplier)
    if place is None:
        place = PickupPlace(supplier_id=supplier.id, code="", place="", hours="", days=terms.days, changed_at=at)
    elif (place.place, place.hours, place.words, place.days) == (terms.place, terms.hours, terms.words, terms.days):
        return place
    place.place, place.hours, place.words, place.days = terms.place, terms.hours, terms.words, terms.days
    with session.no_autoflush:
        place.code = fresh_code(session, PickupPlace.code, 8)
    place.changed_at = at
    session.add(place)
    session.flush()
    return place


def withdraw_pickup(session: Session, supplier: Supplier) -> None:
    """No new order is fetched there; those that stand are. Again, it changes nothing."""
    place = pickup_place_of(session, supplier)
    if place is not None:
        session.delete(place)
        session.flush()


def pickup_facts(place: PickupPlace | None) -> dict[str, str]:
    """What the trail tells of an offer; nothing where there is none."""
    if place is None:
        return {}
    return said_facts(
        {
            N_("自取地点"): place.place,
            N_("营业时间"): place.hours,
            N_("给来取的人的话"): place.words,
            N_("备好后留几天"): str(place.days),
        }
    )


def _checked(wanted: PickupTerms) -> PickupTerms:
    terms = PickupTerms(one_line(wanted.place), one_line(wanted.hours), one_line(wanted.words), wanted.days)
    if not terms.place:
        raise Refused("place", N_("请填店在哪里，买家照着找"))
    if not terms.hours:
        raise Refused("hours", N_("请填几点到几点能取"))
    limits = {"place": PICKUP_PLACE_LIMIT, "hours": PICKUP_HOURS_LIMIT, "words": PICKUP_WORDS_LIMIT}
    for field, most in limits.items():
        if len(getattr(terms, field)) > most:
            raise Refused(field, N_("最多 %(most)d 个字"), most=most)
    if not 1 <= terms.days <= MOST_PICKUP_DAYS:
        raise Refused("days", N_("写 1 到 %(most)s 之间的数"), most=MOST_PICKUP_DAYS)
    return terms
