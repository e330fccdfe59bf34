"""Making coupons, stopping them, and finding them through who pays for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col
from sqlmodel import select as records

from models.account.audit import note_audit
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.coupon.coupon import MOST_OFF_BP, Coupon, CouponClaim
from models.coupon.passphrases import checked_passphrase
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.record import related
from models.kernel.text import one_line
from models.pick.picking import pick_of
from models.shop.shop import Shop

_CODE_LENGTH = 8
COUPON_TITLE_LIMIT = 20
MOST_QUOTA = 100_000
MOST_PER_BUYER = 10
_LONGEST = timedelta(days=366)
# Running or still to come, of one shop or supplier: what a buyer can still look through.
MOST_LIVE = 20
# Passphrases that one shop or supplier keeps from the others, those of stopped coupons too.
MOST_NAMED = 60
_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a coupon promises. Either `off`, or `off_bp` (basis points taken off, up to `most_off`); `goods` where it
    counts on these alone."""

    title: str
    quota: int
    begins_at: datetime
    ends_at: datetime
    off: Money | None = None
    off_bp: int | None = None
    most_off: Money | None = None
    minimum: Money = _NOTHING
    per_buyer: int = 1
    passphrase: str | None = None
    on_page: bool = False
    goods: Goods | None = None


def make_shop_coupon(session: Session, shop: Shop, terms: Terms, act: Act) -> Coupon:
    """Makes a coupon that the shopkeeper pays, out of the commission of the lines it counts on. The same terms again
    give the same coupon. Raises Refused."""
    _hold(session, Shop, shop.id)
    if shop.closed_at:
        raise Refused("", N_("小铺关着门，开门以后再发券"))
    if terms.goods is not None and pick_of(session, shop, terms.goods) is None:
        raise Refused("goods", N_("只能选自己店里的商品"))
    return _make(session, terms, {"payer": "shop", "shop_id": shop.id}, act)


def make_supplier_coupon(session: Session, supplier: Supplier, terms: Terms, act: Act) -> Coupon:
    """Makes a coupon that the supplier pays, out of its share, in whatever shop its goods are bought. The same terms
    again give the same coupon. Raises Refused."""
    _hold(session, Supplier, supplier.id)
    if terms.goods is not None and terms.goods.supplier_id != supplier.id:
        raise Refused("goods", N_("只能选自己的商品"))
    return _make(session, terms, {"payer": "supplier", "supplier_id": supplier.id}, act)


def stop_coupon(session: Session, coupon: Coupon, act: Act) -> None:
    """Ends claiming; what was claimed counts until the coupon ends. A second call changes nothing."""
    running = update(Coupon).where(col(Coupon.id) == coupon.id, col(Coupon.stopped_at).is_(None))
    if session.exec(running.values(stopped_at=act.at)).rowcount == 1:
        note_audit(session, "coupon.stop", f"{coupon.code} {coupon.title}", act)
    session.refresh(coupon)


def resume_coupon(session: Session, coupon: Coupon, act: Act) -> None:
    """It can be claimed again. Raises Refused where it has ended, or where too many run already."""
    _hold(session, Shop if coupon.payer == "shop" else Supplier, coupon.shop_id or coupon.supplier_id)
    session.refresh(coupon)
    if coupon.stopped_at is None:
        return
    if coupon.ends_at <= act.at:
        raise Refused("", N_("这张券已经结束了，另发一张吧"))
    _require_room(session, {"shop_id": coupon.shop_id, "supplier_id": coupon.supplier_id}, act.at)
    stopped = update(Coupon).where(col(Coupon.id) == coupon.id, col(Coupon.stopped_at).is_not(None))
    if session.exec(stopped.values(stopped_at=None)).rowcount == 1:
        note_audit(session, "coupon.resume", f"{coupon.code} {coupon.title}", act)
    session.refresh(coupon)


def checked_terms(terms: Terms, *, at: datetime) -> dict[str, Any]:
    """The terms as they will be kept, by column. Raises Refused on the field that is wrong."""
    title = one_line(terms.title)
    if not title:
        raise Refused("title", N_("给券起个名字"))
    if len(title) > COUPON_TITLE_LIMIT:
        raise Refused("title", N_("名字最多 %(most)s 个字"), most=COUPON_TITLE_LIMIT)
    _check_reduction(terms)
    if not 1 <= terms.quota <= MOST_QUOTA:
        raise Refused("quota", N_("张数要在 1 到 %(most)s 之间"), most=MOST_QUOTA)
    if not 1 <= terms.per_buyer <= MOST_PER_BUYER:
        raise Refused("per_buyer", N_("每人 1 到 %(most)s 张"), most=MOST_PER_BUYER)
    _check_period(terms, at)
    passphrase = checked_passphrase(terms.passphrase) if terms.passphrase else None
    if passphrase is None and not terms.on_page:
        raise Refused("passphrase", N_("怎么领：写一个口令，或者放在页面上，至少要一样"))
    return {
        "title": title,
        "off": terms.off,
        "off_bp": terms.off_bp,
        "most_off": terms.most_off,
        "minimum": terms.minimum,
        "quota": terms.quota,
        "per_buyer": terms.per_buyer,
        "passphrase": passphrase,
        "on_page": terms.on_page,
        "begins_at": terms.begins_at,
        "ends_at": terms.ends_at,
        "goods_id": terms.goods.id if terms.goods else None,
    }


def coupons_of_shop(session: Session, shop: Shop) -> list[Coupon]:
    """All that a shop ever made, the newest first."""
    return _newest(session, col(Coupon.shop_id) == shop.id)


def coupons_of_supplier(session: Session, supplier: Supplier) -> list[Coupon]:
    """All that a supplier ever made, the newest first."""
    return _newest(session, col(Coupon.supplier_id) == supplier.id)


def coupon_of_shop(session: Session, shop: Shop, code: str) -> Coupon | None:
    """One of the shop's own coupons."""
    return session.exec(records(Coupon).where(Coupon.shop_id == shop.id, Coupon.code == code)).first()


def coupon_of_supplier(session: Session, supplier: Supplier, code: str) -> Coupon | None:
    """One of the supplier's own coupons."""
    return session.exec(records(Coupon).where(Coupon.supplier_id == supplier.id, Coupon.code == code)).first()


def coupon_coded(session: Session, code: str) -> Coupon | None:
    """Anybody's coupon, by its public code."""
    return session.exec(records(Coupon).where(Coupon.code == code)).first()


def used_counts(session: Session, coupons: Sequence[Coupon]) -> dict[int, int]:
    """How many claims of each coupon were used on an order, by the coupon's id."""
    used = (
        col(CouponClaim.coupon_id).in_([coupon.id for coupon in coupons]),
        col(CouponClaim.order_number).is_not(None),
    )
    query = select(col(CouponClaim.coupon_id), func.count()).where(*used).group_by(col(CouponClaim.coupon_id))
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _make(session: Session, terms: Terms, payer: dict[str, Any], act: Act) -> Coupon:
    values = checked_terms(terms, at=act.at) | payer
    # The second of two taps at once waits for the owner's row, and finds here what the first one made.
    live = (col(Coupon.ends_at) > act.at, col(Coupon.stopped_at).is_(None))
    same = session.exec(records(Coupon).where(*(getattr(Coupon, k) == v for k, v in values.items()), *live)).first()
    if same:
        return same
    _require_room(session, payer, act.at)
    if values["passphrase"]:
        _require_words(session, payer, act.at)
    code = fresh_code(session, Coupon.code, _CODE_LENGTH)
    # Words of a coupon that has ended are free again; the button says how it could be had, as nobody can any more.
    over = update(Coupon).where(col(Coupon.passphrase) == values["passphrase"], col(Coupon.ends_at) <= act.at)
    session.exec(over.values(passphrase=None, on_page=True))
    row = insert_ignoring(session, Coupon).values(code=code, claimed=0, made_at=act.at, **values)
    if session.exec(row).rowcount != 1:
        # Its passphrase is the only other thing that no two coupons may share.
        raise Refused("passphrase", N_("这个口令有人用了，换一个吧"))
    note_audit(session, "coupon.make", f"{code} {values['title']}", act)
    return session.exec(records(Coupon).where(Coupon.code == code)).one()


def _hold(session: Session, owner: type[Shop] | type[Supplier], owner_id: int | None) -> None:
    # Not its key: rows that point to the owner may still be written meanwhile.
    session.exec(records(owner).where(col(owner.id) == owner_id).with_for_update(key_share=True)).one()


def _owned(payer: dict[str, Any]) -> Any:
    if payer.get("supplier_id"):
        return col(Coupon.supplier_id) == payer["supplier_id"]
    return col(Coupon.shop_id) == payer.get("shop_id")


def _require_words(session: Session, payer: dict[str, Any], at: datetime) -> None:
    held = select(func.count()).where(_owned(payer), col(Coupon.ends_at) > at, col(Coupon.passphrase).is_not(None))
    if session.connection().execute(held).scalar_one() >= MOST_NAMED:
        raise Refused("passphrase", N_("你的口令已经有 %(most)s 个了，等几张券结束再起新的"), most=MOST_NAMED)


def _require_room(session: Session, payer: dict[str, Any], at: datetime) -> None:
    own = _owned(payer)
    live = select(func.count()).where(own, col(Coupon.ends_at) > at, col(Coupon.stopped_at).is_(None))
    if session.connection().execute(live).scalar_one() >= MOST_LIVE:
        raise Refused("", N_("同时最多发 %(most)s 张券，先停掉几张再发"), most=MOST_LIVE)


def _check_reduction(terms: Terms) -> None:
    if (terms.off is None) == (terms.off_bp is None):
        raise Refused("off", N_("写明减多少元，或者打几折"))
    if terms.minimum < 0:
        raise Refused("minimum", N_("门槛不能是负数"))
    if terms.off is not None:
        _check_fixed(terms.off, terms)
    if terms.off_bp is not None and not 1 <= terms.off_bp <= MOST_OFF_BP:
        raise Refused("off_bp", N_("折扣在 1 折和 9.9 折之间"))
    if terms.off_bp is not None and terms.most_off is not None and terms.most_off <= 0:
        raise Refused("most_off", N_("封顶要大于 0；不封顶就空着"))


def _check_fixed(off: Money, terms: Terms) -> None:
    if off <= 0:
        raise Refused("off", N_("减的金额要大于 0"))
    if terms.most_off is not None:
        raise Refused("most_off", N_("减固定金额的券不用封顶"))
    if off * 10 > terms.minimum * 9:
        # The order must keep a tenth of its goods, so that there is something to pay.
        least = Money(-(-int(off) * 10 // 9))
        raise Refused("minimum", N_("减 %(off)s 元，门槛至少要 %(least)s 元"), off=off.short, least=least.short)


def _check_period(terms: Terms, at: datetime) -> None:
    if terms.ends_at <= at:
        raise Refused("ends_at", N_("结束的日子已经过了"))
    if terms.ends_at <= terms.begins_at:
        raise Refused("ends_at", N_("结束要在开始之后"))
    if terms.begins_at > at + _LONGEST or terms.ends_at > terms.begins_at + _LONGEST:
        raise Refused("ends_at", N_("最多提前一年，最多发一年"))


def _newest(session: Session, own: Any) -> list[Coupon]:
    query = records(Coupon).where(own).order_by(col(Coupon.id).desc())
    return list(session.exec(query.options(joinedload(related(Coupon.goods)))))
