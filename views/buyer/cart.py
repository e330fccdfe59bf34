"""The cart: putting things in, changing how many, taking them out."""

import re
from datetime import datetime

from flask import request, url_for
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.clock import now
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money
from models.link.link import Link
from models.link.linking import link_coded
from models.pick.picking import pick_of
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.statistics.seen import Seen
from models.trade.cart import changing
from models.trade.cart.lines import QuotedLine, line_coded, lines_of, pieces
from models.trade.cart.offered import fitting_coupons
from models.trade.cart.quote import Quote, by_supplier
from models.trade.order.finding import orders_of
from views.buyer.blueprint import buyer
from views.buyer.cookieless import no_cookies
from views.kit import store, visitor
from views.kit.deeds import note_deed
from views.kit.limits import limiter, lookups, told_nothing
from views.kit.page import page, see, sentence

_DIGITS = re.compile(r"[0-9]{1,4}")


@buyer.get("/cart")
def cart() -> Response:
    """What lies in the cart, by supplier, with freight; the total of the lines named (?line=…), or of all."""
    if request.args.get("first") and not visitor.current():
        return no_cookies()
    return _cart()


@buyer.post("/cart")
@store.reads_first
@limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)
def put_in() -> Response:
    """Puts one SKU in, found by shop, goods and the options ticked; then shows the cart or goes on to checkout. *Buy
    now* buys just what was chosen, whatever lay in the cart and however often it is pressed."""
    session, buys_now = store.session(), request.form.get("then") == "checkout"
    shop = _shop()
    typed = request.form.get("quantity", "1")
    try:
        sku, (link, opened_at) = _sku(shop), _link_into(shop)
        quantity = _pieces(typed)
        who = visitor.known()
        chosen = changing.Chosen(sku, shop, quantity, link, opened_at)
        code = changing.put_in(session, who, chosen, only=buys_now, at=now()).code
    except Refused as refusal:
        store.give_up()
        return _cart(said=sentence(refusal), back=_back(shop), status=422)
    # Who came without our cookie may be a browser that keeps none: the page then says so.
    ahead = f"/checkout?only={code}" if buys_now else "/cart" if visitor.current() else "/cart?first=1"
    seen = _seen(shop, sku, link)
    store.commit()
    note_deed(seen)
    return _remembering(see(ahead))


@buyer.post("/cart/lines/<code>")
@store.reads_first
def change(code: str) -> Response:
    """Changes how many; none takes the line out."""
    session, who = store.session(), visitor.current()
    if line_coded(session, who, code, at=now()) is None:
        raise Gone(code)
    try:
        quantity = _pieces(request.form.get("quantity", ""))
        if quantity == 0:
            changing.take_out(session, who, [code])
        else:
            changing.set_quantity(session, who, code, quantity)
    except Refused as refusal:
        store.give_up()
        return _cart(said=sentence(refusal), status=422)
    store.commit()
    return _remembering(see("/cart"))


def _pieces(typed: str) -> int:
    """How many, in plain digits."""
    if not _DIGITS.fullmatch(typed.strip()):
        raise Refused("quantity", N_("请填一个数字"))
    return int(typed)


def _remembering(reply: Response) -> Response:
    return visitor.remember(reply, cart=pieces(store.session(), visitor.known()))


def _cart(*, said: str = "", back: str = "", status: int = 200) -> Response:
    session, who = store.session(), visitor.current()
    lines = lines_of(session, who, at=now()) if who else []
    good = [line for line in lines if not line.obstacle]
    named = request.args.getlist("line")
    picked = [line for line in good if not named or line.code in named]
    return page(
        "buyer/cart.html",
        parcels=by_supplier(good),
        quote=Quote(who, picked, now()),
        discount=_discount(session, who, picked),
        bad=[line for line in lines if line.obstacle],
        orders=orders_of(session, who) if who else [],
        said=said,
        back=back,
        status=status,
    )


def _discount(session: Session, who: str, picked: list[QuotedLine]) -> Money:
    """What the buyer's best coupon takes off these, at checkout."""
    coupons = fitting_coupons(session, who, picked, at=now()) if who and picked else []
    return coupons[0].discount.total if coupons else Money(0)


def _shop() -> Shop:
    typed = request.form.get("shop", "")
    shop = shop_numbered(store.session(), int(typed)) if typed.isdecimal() and len(typed) == 6 else None
    if shop is None or shop.closed_at:
        raise Gone(typed)
    return shop


def _sku(shop: Shop) -> SKU:
    """Only what the shop carries can be put in through it."""
    goods = store.session().exec(select(Goods).where(Goods.code == request.form.get("goods", ""))).first()
    if goods is None or goods.state != "on_sale" or pick_of(store.session(), shop, goods) is None:
        raise Gone("goods")
    wanted = [request.form.get(f"o{i}", "") for i in range(len(goods.option_names))]
    sku = next((sku for sku in goods.on_offer if list(sku.options) == wanted), None)
    if sku is None:
        raise _no_such(goods, wanted)
    return sku


def _no_such(goods: Goods, wanted: list[str]) -> Refused:
    """What to say where the options do not fit together: which ones there are."""
    there = "、".join(sku.label for sku in goods.on_offer if sku.stock > 0)
    if not there:
        return Refused("sku", N_("这个规格卖完了，看看别的吧"))
    if not all(wanted):
        return Refused("sku", N_("先选好规格。现在有：%(there)s"), there=there)
    return Refused("sku", N_("没有“%(wanted)s”。现在有：%(there)s"), wanted=" · ".join(wanted)[:60], there=there)


def _seen(shop: Shop, sku: SKU, link: Link | None) -> Seen:
    place = {"shop_id": shop.id, "goods_id": sku.goods_id, "shop_number": shop.number}
    return Seen("cart", f"cart:{shop.number}/{sku.goods.code}", link_id=link.id if link else None, **place)


def _back(shop: Shop) -> str:
    """The goods page that the form came from."""
    code = request.form.get("goods", "")
    return url_for("landing.goods", number=shop.number, code=code) if code.isalnum() and code.isascii() else ""


def _link_into(shop: Shop) -> tuple[Link | None, datetime | None]:
    """The link the line came from: the page's own, else the one by which this browser last entered the shop. With the
    hour in which this browser opened it, where that is known."""
    entered = visitor.link_into(shop.number)
    code = request.form.get("link", "") or entered.code
    link = link_coded(store.session(), code) if code else None
    if link is None or link.shop_id != shop.id:
        return None, None
    return link, entered.opened_at if link.code == entered.code else None
