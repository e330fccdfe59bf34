"""What buyers see was approved: goods are their newest version, and at most one proposal of each waits."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import LISTED_PRICE
from models.catalogue.goods.proposal import Proposal
from models.catalogue.goods.version import GoodsVersion
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import CHUNK, stream

_goods, _sku, _picture = table_of(Goods), table_of(SKU), table_of(Picture)
_detail = table_of(DetailPicture)
_version, _proposal = table_of(GoodsVersion), table_of(Proposal)
_SAID = ("title", "description", "category_id", "attributes", "brand", "option_names")
# The widest move that ⚙ PRICE_MOVE_BP can let through: the setting may have been wider when a price moved.
_WIDEST = 9
_newest = select(func.max(_version.c.number)).where(_version.c.goods_id == _goods.c.id).correlate(_goods)


def approved_goods(connection: Connection) -> Iterator[Fault]:
    """Goods that were approved as they stand say what their newest version says, word for word; prices are near it."""
    columns = (_goods.c.id, _goods.c.code, _goods.c.version, *(_goods.c[name] for name in _SAID), _version.c.facts)
    query = (
        select(*columns, _newest.scalar_subquery().label("newest"))
        .outerjoin(_version, and_(_version.c.goods_id == _goods.c.id, _version.c.number == _goods.c.version))
        .where(_goods.c.version.is_not(None))
        .order_by(_goods.c.id)
        .limit(CHUNK)
    )
    last = 0
    while rows := connection.execute(query.where(_goods.c.id > last)).all():
        last = rows[-1].id
        pictures, skus = _in_order(connection, _picture, rows), _skus(connection, rows)
        details = _in_order(connection, _detail, rows)
        for row in rows:
            shown = {"pictures": pictures.get(row.id, []), "details": details.get(row.id, [])}
            for words in _against(row, shown, skus.get(row.id, [])):
                yield Fault("goods.version", f"goods {row.code}", words)


def proposals(connection: Connection) -> Iterator[Fault]:
    """What waits, waits alone, and of goods that stand approved."""
    waits = _proposal.c.state == "waiting"
    query = select(_goods.c.code, func.count().label("count")).join_from(_proposal, _goods).where(waits)
    for row in stream(connection, query.group_by(_goods.c.code).having(func.count() > 1)):
        yield Fault("goods.proposal", f"goods {row.code}", f"{row.count} proposals wait")
    loose = _goods.c.version.is_(None) | _goods.c.state.not_in(("on_sale", "off_sale"))
    for row in stream(connection, select(_goods.c.code).join_from(_proposal, _goods).where(waits, loose)):
        yield Fault("goods.proposal", f"goods {row.code}", "a proposal waits, but nobody approved them as they stand")


def _against(row: Any, shown: dict[str, list[str]], skus: list[Any]) -> Iterator[str]:
    if row.facts is None or row.newest != row.version:
        yield f"it is version {row.version}, the newest is {row.newest}"
        return
    other = [name for name in _SAID if getattr(row, name) != row.facts[name]]
    other += [name for name, digests in shown.items() if digests != row.facts.get(name, [])]
    own = row.facts.get("sku_pictures", {})
    if any((sku.picture or "") != own.get(sku.code, "") for sku in skus):
        other.append("pictures of SKUs")
    if other:
        yield f"not as version {row.version} says: {', '.join(other)}"
    for sku in skus:
        options, price = row.facts["skus"].get(sku.code, (sku.options, sku.approved_price))
        if sku.approved_price is None or (list(sku.options), int(sku.approved_price)) != (options, int(price)):
            yield f"SKU {sku.code} is not as version {row.version} says"
        elif abs(int(sku.price) - int(sku.approved_price)) * 10 > int(sku.approved_price) * _WIDEST:
            yield f"SKU {sku.code} costs {sku.price.yuan}, {sku.approved_price.yuan} was approved"


def _in_order(connection: Connection, table: Table, rows: Sequence[Any]) -> dict[int, list[str]]:
    """The digests of some goods' pictures, as buyers see them."""
    query = select(table.c.goods_id, table.c.digest).where(table.c.goods_id.in_([row.id for row in rows]))
    found: dict[int, list[str]] = {}
    for goods_id, digest in connection.execute(query.order_by(table.c.position, table.c.id)):
        found.setdefault(goods_id, []).append(digest)
    return found


def _skus(connection: Connection, rows: Sequence[Any]) -> dict[int, list[Any]]:
    said = (_sku.c.goods_id, _sku.c.code, _sku.c.options, _sku.c.picture)
    columns = (*said, LISTED_PRICE.label("price"), _sku.c.approved_price)
    offered = (_sku.c.goods_id.in_([row.id for row in rows]), _sku.c.withdrawn_at.is_(None))
    found: dict[int, list[Any]] = {}
    for sku in connection.execute(select(*columns).where(*offered)):
        found.setdefault(sku.goods_id, []).append(sku)
    return found
