"""/console/after-sales/<code>: a keeper reads along what became of goods the shop sold. No address, no photos."""

from werkzeug.wrappers import Response

from models.kernel.errors import Gone
from models.trade.after_sale.finding import after_sale_of_shop
from views.console.blueprint import console
from views.kit import store
from views.kit.identity import shop
from views.kit.page import page
from views.parts import after_sale as shown


@console.get("/after-sales/<code>")
def after_sale(code: str) -> Response:
    """How far it is, and what the two sides say."""
    after_sale = after_sale_of_shop(store.session(), shop(), code)
    if after_sale is None:
        raise Gone(code)
    return page(
        "console/after_sales.html",
        after_sale=after_sale,
        line=after_sale.line,
        history=shown.told(after_sale, travel=False),
        late=shown.is_late(after_sale),
    )
