"""/supply/goods/<code>/copy: a new draft like these goods."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.goods.copying import copy_goods
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.page import see
from views.supply.blueprint import supply
from views.supply.goods.editing import handle_of
from views.supply.goods.table import own_goods


@supply.post("/goods/<code>/copy")
def copy(code: str) -> Response:
    """On to the copy's own page; the same form again leads to the same one."""
    made = copy_goods(store.session(), own_goods(code), as_supplier(), handle=handle_of(request.form.get("once")))
    flash(_("抄成了一件新草稿。库存和条码还空着，改好再提交审核"), "ok")
    return see(url_for("supply.edit_goods", code=made.code))
