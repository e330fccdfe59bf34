"""Where goods come back to."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.stories.gate.supplier_papers import give_returns
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.kit.written import Written
from views.parts.checklist.screen import ItemScreen


class ReturnsForm(TokenForm):
    """Who takes what comes back, and where."""

    returns_to = TextAreaField(_("退货地址"), [Written(_("写上收件人、电话和地址"))])


def _takes(item: ChecklistItem, form: Any, act: Act) -> None:
    supplier = store.session().get_one(Supplier, item.checklist.supplier_id)
    give_returns(store.session(), supplier, form.returns_to.data or "", act, rules=house().rules)


SCREEN = ItemScreen("returns", 13, form=ReturnsForm, takes=_takes)
