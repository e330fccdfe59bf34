"""Goods: by code, by barcode, by title."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.prefixes import begins_with
from models.kernel.record import table_of
from models.report.search import MOST_HITS, Hit, SearchKind
from models.report.search.rows import in_order, newest, those
from models.report.search.typed import Typed

_goods, _sku, _supplier = table_of(Goods), table_of(SKU), table_of(Supplier)
_FACTS = select(
    _goods.c.code, _goods.c.title, _goods.c.state, _goods.c.changed_at, _supplier.c.name.label("supplier")
).join_from(_goods, _supplier)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _FACTS, _goods.c.code, typed.codes, _goods.c.id):
        yield _hit(row, N_("商品编号"), row.code)
    barcodes = [digits for digits in typed.digits if len(digits) in (8, 12, 13, 14)]
    for row in those(session, _FACTS, _goods.c.barcode, barcodes, _goods.c.id):
        yield _hit(row, N_("条形码"), " ".join(barcodes))
    if barcodes:
        of_sku = _FACTS.where(_goods.c.id.in_(select(_sku.c.goods_id).where(_sku.c.barcode.in_(barcodes))))
        for row in newest(session, of_sku, _goods.c.id):
            yield _hit(row, N_("条形码"), " ".join(barcodes))
    for row in those(session, _FACTS, _goods.c.title, typed.cased, _goods.c.id):
        yield _hit(row, N_("标题"), row.title)
    for name in typed.cased:
        for row in in_order(session, _FACTS.where(begins_with(session, _goods.c.title, name)), _goods.c.title):
            yield _hit(row, N_("标题开头"), row.title, exact=False)
    for name in typed.names[:1]:
        # Through the titles alone, which an index holds: descriptions are long.
        within = select(_goods.c.id).where(_goods.c.title.contains(name, autoescape=True)).limit(2 * MOST_HITS)
        for row in newest(session, _FACTS.where(_goods.c.id.in_(within)), _goods.c.id):
            yield _hit(row, N_("标题里有"), row.title, exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    path, below = f"/desk/goods/{row.code}", f"{row.code} · {row.supplier}"
    return Hit(row.title, matched, value, path, exact, noun="goods", state=row.state, at=row.changed_at, below=below)


SEARCH = SearchKind("goods", 9, N_("商品"), frozenset({"approval", "service"}), _find)
