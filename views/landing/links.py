"""What QR codes open."""

from werkzeug.wrappers import Response

from models.feed.finding import post_behind
from models.kernel.codes import read_code
from models.kernel.errors import Gone
from models.link.opening import opened
from models.pick import storefront
from views.kit import store, visitor
from views.landing.blueprint import bp, walking_limit
from views.landing.elsewhere import closed
from views.landing.goods import goods_page
from views.landing.posts import post_page
from views.landing.shop import shop_page


@bp.get("/q/<code>")
@bp.get("/Q/<code>")
@walking_limit
def link(code: str) -> Response:
    """What a QR code opens: the thing itself, at once. It never expires."""
    found = opened(store.session(), read_code(code))
    if found is None:
        raise Gone(code)
    if found.post_id is not None:
        door, post = storefront.door(store.session(), found.number), post_behind(store.session(), found.post_id)
        return visitor.remember_link(post_page(door, post.code, link=found), found.number, found.code)
    if found.goods_id is None:
        return visitor.remember_link(shop_page(str(found.number), link=found), found.number, found.code)
    door = storefront.door(store.session(), found.number)
    assert door is not None, "a link's shop stands for ever"
    if door.closed_at:
        return closed(door)
    offer = storefront.offer(store.session(), door.id, goods_id=found.goods_id)
    assert offer is not None, "goods are never deleted"
    return visitor.remember_link(goods_page(door, offer, link=found), found.number, found.code)
