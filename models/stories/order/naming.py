"""The names of an order that is about to be placed: number, token and codes that nobody has yet."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, union_all
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.codes import new_code, new_token
from models.kernel.record import table_of
from models.payment.payment import Payment
from models.talk.conversation import Conversation
from models.trade.order.order import Order, Parcel

_order, _parcel, _payment, _talk = table_of(Order), table_of(Parcel), table_of(Payment), table_of(Conversation)
_TAKEN = union_all(
    select(_order.c.number).where(_order.c.number == bindparam("number")),
    select(_payment.c.code).where(_payment.c.code == bindparam("payment")),
    select(_parcel.c.code).where(_parcel.c.code.in_(bindparam("parcels", expanding=True))),
    select(_talk.c.code).where(_talk.c.code.in_(bindparam("talks", expanding=True))),
)


@dataclass(frozen=True, slots=True)
class Names:
    """`number` is the day and six random digits: short enough to read out, telling nobody how many orders there are.
    `token` is the buyer's address of the order, `payment` what its gateway knows it by."""

    number: str
    token: str
    payment: str
    parcels: list[str]


def draw_names(parcels: int, at: datetime) -> Names:
    """Random ones."""
    return Names(
        number=f"{local(at):%y%m%d}{secrets.randbelow(1_000_000):06d}",
        token=new_token(),
        payment=new_code(12),
        parcels=[new_code(8) for _ in range(parcels)],
    )


def is_taken(session: Session, names: Names, talks: Iterable[str]) -> bool:
    """Whether somebody has one of them already, or the code of one of the conversations. Two orders that draw the same
    at the same moment meet the UNIQUE constraints."""
    asked = {"number": names.number, "payment": names.payment, "parcels": names.parcels, "talks": list(talks)}
    return session.connection().execute(_TAKEN, asked).first() is not None
