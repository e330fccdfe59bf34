"""The tree of categories, with the least commission that each asks for."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import ValidationError

from models.catalogue.category import Category, tree
from models.catalogue.floors import below_floor, set_floor
from models.catalogue.sheets.cells import commission
from models.kernel.clock import now
from models.kernel.errors import Refused
from views.desk import desk
from views.kit import store
from views.kit.filters import rate
from views.kit.forms import TokenForm, complain
from views.kit.identity import member
from views.kit.page import page, see, sentence


class RateField(StringField):
    """A percentage as a person types it; `data` is basis points."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = commission(valuelist[0] if valuelist else "")
        except Refused as refusal:
            raise ValidationError(sentence(refusal)) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else rate(self.data)


@desk.get("/categories")
def categories() -> Response:
    """Every category; goods hang on the children, so these have a floor."""
    roots = tree(store.session())
    return _show(roots, _form(roots, formdata=None))


@desk.post("/categories")
def set_floors() -> Response:
    """Changes the floors that were typed anew. What somebody else changed meanwhile is not overwritten."""
    roots = tree(store.session())
    form = _form(roots)
    if not form.validate():
        return _show(roots, form, status=422)
    changed = [child for child in _children(roots) if _set(form, child)]
    if form.errors:
        store.give_up()
        return _show(roots, form, status=422)
    words = _("改了 %(count)s 个类目的佣金下限", count=len(changed)) if changed else _("没有改动")
    flash(words, "ok" if changed else "info")
    return see(url_for("desk.categories"))


def _set(form: TokenForm, child: Category) -> bool:
    seen = request.form.get(f"seen_{child.slug}", child.commission_floor_bp, int)
    field = form[f"floor_{child.slug}"]
    try:
        return set_floor(store.session(), child, field.data, seen=seen, by=member(), at=now())
    except Refused as refusal:
        complain(form, Refused(f"floor_{child.slug}", refusal.message, **refusal.params))
        return False


def _form(roots: list[tuple[Category, list[Category]]], **options: Any) -> TokenForm:
    """A form with a field for each category, named by its slug."""
    fields = {f"floor_{child.slug}": RateField(child.name) for child in _children(roots)}
    values = {f"floor_{child.slug}": child.commission_floor_bp for child in _children(roots)}
    made: TokenForm = type("FloorsForm", (TokenForm,), fields)(data=values, **options)
    return made


def _children(roots: list[tuple[Category, list[Category]]]) -> list[Category]:
    return [child for _root, children in roots for child in children]


def _show(roots: list[tuple[Category, list[Category]]], form: TokenForm, *, status: int = 200) -> Response:
    below = below_floor(store.session())
    return page("desk/categories.html", status=status, roots=roots, form=form, below=below)
