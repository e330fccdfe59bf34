"""The register of shops."""

from flask import request
from werkzeug.wrappers import Response

from models.shop.register import SHOPS_PAGE, shop_count, shop_rows
from views.desk.blueprint import desk
from views.kit import store
from views.kit.groups import opened_by
from views.kit.page import page
from views.kit.paging import Paged


@desk.get("/shops")
@opened_by("people", "service")
def shops() -> Response:
    """All shops, the newest first; found by number, name, keeper or the keeper's phone."""
    words = request.args.get("q", "").strip()[:80]
    paged = Paged(shop_count(store.session(), words), SHOPS_PAGE, "desk.shops", {"q": words})
    rows = shop_rows(store.session(), words, limit=SHOPS_PAGE, offset=paged.offset)
    return page("desk/people/shops.html", rows=rows, words=words, paged=paged)
