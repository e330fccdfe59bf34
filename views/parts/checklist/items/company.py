"""The company of a supplier: its name, its code, its licence."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from models.catalogue.supplier.company import credit_code
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.kernel.act import Act
from models.stories.gate.supplier_papers import Company, give_company
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.house import house
from views.kit.written import Written
from views.parts.checklist.screen import ItemScreen
from views.parts.documents import uploaded_document


class CompanyForm(TokenForm):
    """What the business licence says, and the licence itself."""

    company = StringField(_("公司名"), [Written(_("请填营业执照上的公司名"))])
    credit_code = StringField(_("统一社会信用代码"), [Written(_("请填统一社会信用代码"))])
    photo = FileField(_("营业执照"), [FileRequired(_("拍一张营业执照"))])


def _takes(item: ChecklistItem, form: Any, act: Act) -> None:
    # Looked at before the photo is worked on: whoever mistyped it should not wait for that.
    credit_code(form.credit_code.data or "")
    with uploaded_document(form.photo.data.read(), "photo") as kept:
        company = Company(form.company.data or "", form.credit_code.data or "")
        give_company(store.session(), item, company, kept, act, rules=house().rules)


def _facts(item: ChecklistItem) -> dict[str, Any]:
    return {"supplier": store.session().get_one(Supplier, item.checklist.supplier_id)}


SCREEN = ItemScreen("company", 11, form=CompanyForm, takes=_takes, facts=_facts)
