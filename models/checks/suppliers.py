"""A supplier that is not through yet, or has left, sells nothing; nor does anybody without papers for a brand that need
them."""

from collections.abc import Iterator

from sqlalchemy import Connection, exists, select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.kernel.text import loosely

_supplier, _goods, _right = table_of(Supplier), table_of(Goods), table_of(BrandRight)
_checklist = table_of(Checklist)
_sells = exists().where(_goods.c.supplier_id == _supplier.c.id, _goods.c.state == "on_sale")


def sells_too_early(connection: Connection) -> Iterator[Fault]:
    """Whoever applies, or leaves, has nothing on sale; and whoever applies has a checklist that is not done."""
    away = _supplier.c.applying | _supplier.c.leaving_at.is_not(None)
    for row in stream(connection, select(_supplier.c.code).where(away, _sells)):
        yield Fault("supplier.sells", f"supplier {row.code}", "it may not sell, yet goods of it are on sale")
    opened = exists().where(_checklist.c.supplier_id == _supplier.c.id, _checklist.c.state == "begun")
    for row in stream(connection, select(_supplier.c.code).where(_supplier.c.applying, ~opened)):
        yield Fault("supplier.applying", f"supplier {row.code}", "it is marked as applying without a checklist")
    for row in stream(connection, select(_supplier.c.code).where(~_supplier.c.applying, opened)):
        yield Fault("supplier.applying", f"supplier {row.code}", "its checklist is not done, yet it may sell")


def sells_without_papers(connection: Connection) -> Iterator[Fault]:
    """Of a brand whose papers ran out nothing is on sale."""
    ended = select(_right.c.supplier_id, _right.c.brand_key, _supplier.c.code).join_from(_right, _supplier)
    ended = ended.where(_right.c.ended_at.is_not(None)).distinct()
    for row in list(stream(connection, ended)):
        mine = (_right.c.supplier_id == row.supplier_id, _right.c.brand_key == row.brand_key)
        if connection.execute(select(_right.c.id).where(*mine, _right.c.state == "standing").limit(1)).first():
            continue
        on_sale = select(_goods.c.code, _goods.c.brand).where(
            _goods.c.supplier_id == row.supplier_id, _goods.c.state == "on_sale", _goods.c.brand != ""
        )
        for goods in connection.execute(on_sale):
            if loosely(goods.brand) == row.brand_key:
                yield Fault("supplier.brand", f"goods {goods.code}", "the papers for its brand ran out")
