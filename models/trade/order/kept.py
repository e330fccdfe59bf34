"""An order that a browser keeps though another one made it: found again by phone, by its number, or by its address."""

from datetime import datetime

from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment


class KeptOrder(Record, table=True):
    """This visitor has proven that the order is theirs. Of one order several browsers may have such a row; it opens
    nothing by itself, the order's own address does."""

    visitor: str = Field(max_length=32, primary_key=True)
    order_id: int = belongs_to("buyer_order.id", primary_key=True)
    kept_at: datetime = moment()
