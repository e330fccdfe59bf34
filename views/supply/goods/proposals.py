"""A change that waits for approval, taken back by its supplier."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.account.audit import note_audit
from models.catalogue.goods.change import withdraw_proposal
from models.catalogue.goods.facts import goods_subject
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.page import see
from views.supply.blueprint import supply
from views.supply.goods.table import own_goods


@supply.post("/goods/<code>/proposal/withdrawal")
def withdraw_change(code: str) -> Response:
    """Buyers go on with what was approved. A second press finds nothing to take back, and says so."""
    goods = own_goods(code)
    store.hold(goods)
    if withdraw_proposal(store.session(), goods, as_supplier()):
        note_audit(store.session(), "proposal.withdraw", goods_subject(goods), as_supplier())
        flash(_("改动撤回了，买家看到的还是原来的样子"), "ok")
    else:
        flash(_("已经没有等着审核的改动"), "warn")
    return see(url_for("supply.edit_goods", code=code))
