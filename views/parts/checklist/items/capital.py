"""Registered capital and the taxpayer's certificate of a supplier."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import InputRequired

from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.kernel.money import Money
from models.stories.gate.supplier_papers import give_capital
from views.kit import store
from views.kit.forms import MoneyField, TokenForm
from views.kit.house import house
from views.parts.checklist.screen import ItemScreen
from views.parts.documents import uploaded_document


class CapitalForm(TokenForm):
    """How much, that it is a general taxpayer, and the paper that says so."""

    capital = MoneyField(_("注册资本"), [InputRequired(_("请填注册资本"))])
    taxpayer = BooleanField(_("是增值税一般纳税人"), [InputRequired(_("只收一般纳税人"))])
    photo = FileField(_("一般纳税人证明"), [FileRequired(_("拍一张一般纳税人的证明"))])


def _takes(item: ChecklistItem, form: Any, act: Act) -> None:
    with uploaded_document(form.photo.data.read(), "photo") as kept:
        give_capital(store.session(), item, form.capital.data, kept, act, rules=house().rules)


SCREEN = ItemScreen(
    "capital", 12, form=CapitalForm, takes=_takes, facts=lambda item: {"least": Money(house().rules.supplier_capital)}
)
