"""A shop's figures in parts: by goods, link, placement, style, tone, coupon; each part by a name people know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.feed.post import Post
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.link.link import Link
from models.poster.copy import TONES
from models.report.numbers.asking import Of, parts_by
from models.report.numbers.day_range import DayRange
from models.report.numbers.figures import Figures
from models.shop.shop import Shop
from views.kit.words import placement

# As many as a phone shows; files have more.
SHOWN_PARTS, FILED_PARTS = 8, 1_000
OF_WORDS: Final[dict[Of, str]] = {
    "goods": N_("商品"),
    "link": N_("入口"),
    "placement": N_("场合"),
    "style": N_("海报样式"),
    "tone": N_("文案口吻"),
    "coupon": N_("优惠券"),
}
# Of a post so many characters name its links.
_SAID = 20
_goods, _link, _coupon, _post = table_of(Goods), table_of(Link), table_of(Coupon), table_of(Post)


@dataclass(frozen=True, slots=True)
class Named:
    """What a part is called, and its page, "" without."""

    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of the figures by its name."""

    named: Named
    figures: Figures


def parts_of(session: Session, shop: Shop, span: DayRange, of: Of, most: int = SHOWN_PARTS) -> list[ShownPart]:
    """The largest, then what is left of them in one."""
    return parts_of_each(session, shop, span, (of,), most)[of]


def parts_of_each(
    session: Session, shop: Shop, span: DayRange, ofs: Sequence[Of], most: int = SHOWN_PARTS
) -> dict[Of, list[ShownPart]]:
    """The same of several things at once."""
    shown = {}
    for of, found in parts_by(session, shop.id, span, ofs, most).items():
        names = names_of(session, of, [part.key for part in found if part.key is not None])
        shown[of] = [ShownPart(_named(names, part.key), part.figures) for part in found]
    return shown


def _named(names: Mapping[int | str, Named], key: int | str | None) -> Named:
    return Named(_("其余")) if key is None else names.get(key, Named(_("已经不在了")))


def names_of(session: Session, of: Of, keys: Sequence[int | str]) -> dict[int | str, Named]:
    """By the part's key; one statement at most."""
    numbers = [key for key in keys if isinstance(key, int)]
    if of == "goods":
        return _goods_named(session, numbers)
    if of == "link":
        return _links_named(session, numbers)
    if of == "coupon":
        return _coupons_named(session, numbers)
    words = {"placement": _placement, "style": _style, "tone": _tone}[of]
    return {key: Named(words(str(key))) for key in keys}


def _goods_named(session: Session, ids: Iterable[int]) -> dict[int | str, Named]:
    query = select(_goods.c.id, _goods.c.title, _goods.c.code).where(_goods.c.id.in_(list(ids)))
    rows = session.connection().execute(query)
    named: dict[int | str, Named] = {
        row.id: Named(row.title or _("没写名字的货"), url_for("console.picks", q=row.title)) for row in rows
    }
    return named | {0: Named(_("店铺首页"))}


def _links_named(session: Session, ids: Iterable[int]) -> dict[int | str, Named]:
    query = select(_link.c.id, _link.c.code, _link.c.placement, _link.c.post_id, _goods.c.title, _post.c.words)
    query = query.outerjoin_from(_link, _goods, _link.c.goods_id == _goods.c.id)
    query = query.outerjoin(_post, _link.c.post_id == _post.c.id).where(_link.c.id.in_(list(ids)))
    named: dict[int | str, Named] = {
        row.id: Named(f"{_of_link(row)} · {placement(row.placement)}", url_for("console.link", code=row.code))
        for row in session.connection().execute(query)
    }
    return named | {0: Named(_("没走入口"))}


def _of_link(row: Any) -> str:
    if row.post_id is None:
        return str(row.title or _("店铺"))
    return str(row.words)[:_SAID] or _("动态")


def _coupons_named(session: Session, ids: Iterable[int]) -> dict[int | str, Named]:
    query = select(_coupon.c.id, _coupon.c.title).where(_coupon.c.id.in_(list(ids)))
    rows = session.connection().execute(query)
    named: dict[int | str, Named] = {row.id: Named(row.title, url_for("console.coupons")) for row in rows}
    return named | {0: Named(_("没用券"))}


def _placement(key: str) -> str:
    return placement(key) if key else _("按店铺号进来")


def _style(key: str) -> str:
    # A process that draws nothing does without the drawing.
    from models.poster.styles import styles

    known = styles().get(key)
    return _(known.words) if known else key or _("没分样式")


def _tone(key: str) -> str:
    return _(TONES[key]) if key in TONES else key or _("没分口吻")
