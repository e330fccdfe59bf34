"""A copy of goods: a new draft with everything but what must be its own: its code, its stock and its barcodes."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.account.audit import note_audit
from models.account.audit.editing import changes_between
from models.catalogue.goods import listing
from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.editing import note_lacks
from models.catalogue.goods.facts import goods_facts, goods_subject
from models.catalogue.goods.finding import goods_by_handle
from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import listed_price, listed_rate
from models.catalogue.goods.sku_codes import made_code
from models.kernel.act import Act
from models.kernel.codes import fresh_code


def copy_goods(session: Session, goods: Goods, act: Act, *, handle: str) -> Goods:
    """A draft like these goods, sold as they are but for their time. Where the handle is taken, the goods that have it:
    the UNIQUE constraint decides between two submits of one form."""
    existing = goods_by_handle(session, goods.supplier, handle)
    if existing is not None:
        return existing
    copy = _copied(session, goods, act, handle)
    try:
        with session.begin_nested():
            session.add(copy)
            session.flush()
    except IntegrityError:
        existing = goods_by_handle(session, goods.supplier, handle)
        if existing is None:
            raise
        return existing
    listing.first_draft(session, copy, act)
    note_lacks(session, copy)
    note_audit(session, "goods.add", goods_subject(copy), act, changes_between({}, goods_facts(copy)))
    return copy


def _copied(session: Session, goods: Goods, act: Act, handle: str) -> Goods:
    return Goods(
        code=fresh_code(session, Goods.code, 8),
        supplier_id=goods.supplier_id,
        category_id=goods.category_id,
        handle=handle,
        title=goods.title,
        description=goods.description,
        brand=goods.brand,
        option_names=list(goods.option_names),
        attributes=dict(goods.attributes),
        declared_price=goods.declared_price,
        declared_commission_bp=goods.declared_commission_bp,
        details=[
            DetailPicture(digest=one.digest, width=one.width, height=one.height, position=place)
            for place, one in enumerate(goods.details)
        ],
        per_buyer=goods.per_buyer,
        per_buyer_days=goods.per_buyer_days,
        made_at=act.at,
        changed_at=act.at,
        skus=[_sku(sku, handle, place) for place, sku in enumerate(goods.on_offer)],
        pictures=[
            Picture(digest=one.digest, source=one.source, position=place) for place, one in enumerate(goods.pictures)
        ],
    )


def _sku(sku: SKU, handle: str, position: int) -> SKU:
    return SKU(
        code=made_code(handle, tuple(sku.options)),
        options=list(sku.options),
        listed_price=listed_price(sku),
        was=sku.was,
        listed_rate=listed_rate(sku),
        grams=sku.grams,
        picture=sku.picture,
        position=position,
    )
