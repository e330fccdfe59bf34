"""The counter of a supplier: whoever says a parcel's code gets that parcel, and no other one."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.text import narrow
from models.trade.order.order import Parcel
from models.trade.pickup.miss import count_miss, misses_of
from models.trade.pickup.pickup import PICKUP_CODE_DIGITS, Pickup
from models.trade.pickup.readying import take_counter

_CODE = re.compile(rf"(?:.*[?&]code=)?([0-9]{{{PICKUP_CODE_DIGITS}}})")


def read_pickup_code(typed: str) -> str:
    """The digits that were typed, or scanned from the picture on the buyer's phone. Raises Refused."""
    read = _CODE.fullmatch(re.sub(r"[\s-]", "", narrow(typed)))
    if read is None:
        raise Refused("code", N_("取货码是 %(n)s 位数字"), n=PICKUP_CODE_DIGITS)
    return read[1]


def parcel_said(
    session: Session, supplier: Supplier, typed: str, *, rules: Rules, at: datetime
) -> tuple[Parcel | None, Refused | None]:
    """The supplier's own parcel of this code, also where it was fetched or cancelled since; or why there is none. A
    wrong code is counted in the caller's transaction, which is to be committed even so. Raises Refused for what is no
    code, and where too many wrong ones were tried in the last hour: then a right one opens nothing either."""
    code = read_pickup_code(typed)
    take_counter(session, supplier.id)
    if misses_of(session, supplier.id, at=at) >= rules.pickup_misses:
        raise Refused("code", N_("一小时里错的取货码太多了，过一会儿再试"))
    mine = select(Parcel).join(Pickup).where(Pickup.supplier_id == supplier.id, Pickup.code == code)
    found = session.exec(mine.order_by(col(Pickup.fetch_by).desc()).limit(1)).first()
    if found is not None:
        return found, None
    count_miss(session, supplier.id, at=at)
    left = rules.pickup_misses - misses_of(session, supplier.id, at=at)
    return None, Refused("code", N_("没有这个取货码，核对一下再输。这一小时还能错 %(left)s 次"), left=left)
