"""Packing slips: what goes into a parcel and where to, on a page each, as large as the labels that printers in a
warehouse take. No prices; only what the courier has to collect."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.kernel.address.recipient import Recipient
from models.kernel.money import Money
from models.kernel.text import mask_phone
from models.trade.order.order import Parcel
from models.trade.parcel.owed import owed
from models.trade.parcel.readdressing import destinations

# A thousand take two seconds to draw, and a printer most of an hour.
MOST_SLIPS = 1_000


@dataclass(frozen=True, slots=True)
class Packed:
    """Pieces of one SKU to lay into the parcel."""

    title: str
    options: str
    code: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip says. `collect` is what cash on delivery asks for, None where it is paid; `before` counts the boxes
    that left already. Of one that is fetched `to` is whom to ask for the code, which the slip does not say.
    `is_own`: a keeper sends own goods."""

    code: str
    order: str
    to: Recipient
    packed: tuple[Packed, ...]
    note: str
    supplier: str
    shops: tuple[str, ...]
    collect: Money | None
    before: int
    is_own: bool = False


def slips_of(session: Session, parcels: Sequence[Parcel]) -> list[Slip]:
    """The slips of what is still to be sent of these parcels."""
    places = destinations(session, parcels)
    return [_slip(parcel, _named(parcel, places[parcel.id])) for parcel in parcels]


def _named(parcel: Parcel, to: Recipient) -> Recipient:
    return Recipient(to.name, mask_phone(to.phone)) if parcel.is_pickup else to


def _slip(parcel: Parcel, to: Recipient) -> Slip:
    order = parcel.order
    packed = tuple(
        Packed(line.title, line.options, line.sku.code, line.to_ship) for line in parcel.lines if line.to_ship
    )
    return Slip(
        code=parcel.code,
        order=order.number,
        to=to,
        packed=packed,
        note=order.note,
        supplier=parcel.supplier.name,
        shops=tuple(dict.fromkeys(f"{line.shop.name} {line.shop.number}" for line in parcel.lines)),
        collect=owed(parcel) if order.payment_method == "cod" else None,
        before=len(parcel.shipments),
        is_own=parcel.supplier.is_self_run,
    )
