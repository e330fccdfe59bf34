"""Coupons as buyers have them: what one is, taking it, and those that this browser took."""

from typing import Any

from flask import request, url_for
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from models.catalogue.goods.goods import Goods
from models.coupon.claiming import NOT_NOW, claim_state, claims_of, past_claims_of
from models.coupon.claiming import claim_coupon as claim
from models.coupon.coupon import Coupon
from models.coupon.making import coupon_coded
from models.kernel.clock import now
from models.kernel.codes import read_code
from models.kernel.errors import Gone, Refused
from models.pick.picking import pick_of
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from models.statistics.seen import Seen
from views.buyer.blueprint import buyer
from views.buyer.checkout.giving import held_codes
from views.kit import store, visitor
from views.kit.deeds import note_deed
from views.kit.house import house
from views.kit.limits import claim_tries, limiter, lookups, told_nothing
from views.kit.page import keep, page, see, sentence, wants_fragment

# One budget with looking numbers up: codes and passphrases could be walked through as well.
walking_limit = limiter.shared_limit(lookups, scope="lookup", deduct_when=told_nothing)


@buyer.get("/coupons")
def coupons() -> Response:
    """What this browser took, what ends soonest first; then what was used or ran out."""
    who, moment = visitor.current(), now()
    found, past = claims_of(store.session(), who, at=moment), past_claims_of(store.session(), who, at=moment)
    return page("buyer/coupons/mine.html", claims=found, past=past)


@buyer.get("/coupons/<code>")
@walking_limit
def coupon(code: str) -> Response:
    """One coupon: what it takes off, who gives it, where it counts, and the button. The same bytes for everybody."""
    return keep(_page(_coded(code)), seen=None)


@buyer.post("/coupons/<code>/claim")
@store.reads_first
@walking_limit
@limiter.shared_limit(claim_tries, scope="claim")
def claim_coupon(code: str) -> Response:
    """Claims the coupon for this browser. A second tap changes nothing. A page that gave it says so in place: its
    script asks for no page (claim.js), without script it is shown again."""
    coupon = _coded(code)
    try:
        claim(store.session(), coupon, visitor.known(), at=now(), rules=house().rules)
    except Refused as refusal:
        store.give_up()
        said = sentence(refusal)
        return (
            Response(said, 422, mimetype="text/plain")
            if wants_fragment()
            else _page(_coded(code), said=said, status=422)
        )
    into = coupon.shop or _into(request.form.get("shop", ""))
    seen = _taken(coupon, into) if into else None
    store.commit()
    if seen:
        note_deed(seen)
    reply = Response(status=204) if wants_fragment() else see(_onwards(read_code(code)))
    return visitor.remember(reply, claimed=held_codes())


def _taken(coupon: Coupon, into: Shop) -> Seen:
    place = {"shop_id": into.id, "shop_number": into.number}
    return Seen("coupon", f"coupon:{into.number}/{coupon.code}", coupon_id=coupon.id, **place)


def _onwards(code: str) -> str:
    """Back to the page whose button was pressed; else to the coupon, which is the buyer's now."""
    place: dict[str, Any] = {name: request.form[name] for name in ("shop", "goods") if request.form.get(name)}
    into = _into(request.form.get("shop", "")) if "here" in request.form else None
    if into is None:
        return url_for("buyer.claimed", code=code, **place)
    goods = read_code(place.get("goods", "")[:8])
    if goods:
        return url_for("landing.goods", number=into.number, code=goods, claimed=code, _anchor="coupons")
    return url_for("landing.shop", number=into.number, claimed=code, _anchor="coupons")


def _into(number: str) -> Shop | None:
    """The open shop of this number."""
    is_number = number.isascii() and number.isdigit() and len(number) == 6
    shop = shop_numbered(store.session(), int(number)) if is_number else None
    return shop if shop and not shop.closed_at else None


@buyer.get("/coupons/<code>/claimed")
def claimed(code: str) -> Response:
    """Shows that this browser has the coupon, until when, and the way to where it counts. Who has no claim is shown the
    coupon."""
    coupon = _coded(code)
    own = claims_of(store.session(), visitor.current(), at=now())
    mine = next((one for one in own if one.coupon_id == coupon.id), None)
    if mine is None:
        return see(url_for("buyer.coupon", code=coupon.code))
    return page("buyer/coupons/claimed.html", coupon=coupon, **_way(store.session(), coupon))


def _coded(code: str) -> Coupon:
    coupon = coupon_coded(store.session(), read_code(code))
    if coupon is None:
        raise Gone(code)
    return coupon


def _page(coupon: Coupon, *, said: str = "", status: int = 200) -> Response:
    stands = claim_state(store.session(), coupon, at=now(), rules=house().rules)
    why = NOT_NOW.get(stands, "")
    place = {name: value for name in ("shop", "goods") if (value := request.values.get(name))}
    ways = _way(store.session(), coupon)
    return page(
        "buyer/coupons/one.html", coupon=coupon, state=stands, why=why, said=said, place=place, status=status, **ways
    )


def _way(session: Session, coupon: Coupon) -> dict[str, Any]:
    """Where it can be used: its own shop, or the one the buyer comes from; and its goods there, or the goods the buyer
    was looking at."""
    into = coupon.shop or _into(request.values.get("shop", ""))
    if into is None or into.closed_at:
        return {"into": None, "goods": None}
    return {"into": into, "goods": _goods_there(session, into, coupon)}


def _goods_there(session: Session, into: Shop, coupon: Coupon) -> Goods | None:
    wanted = coupon.goods
    if wanted is None:
        code = read_code(request.values.get("goods", "")[:8])
        wanted = session.exec(select(Goods).where(Goods.code == code)).first() if code else None
    sold = wanted is not None and wanted.state == "on_sale" and pick_of(session, into, wanted) is not None
    return wanted if sold else None
