"""The tree of categories, with the least commission that each asks for and the order they are shown in."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.catalogue.category.category import Category, tree
from models.catalogue.tree.changing import order_categories
from models.catalogue.tree.floors import below_floor, set_floor
from models.kernel.errors import Refused
from views.desk.blueprint import desk
from views.desk.goods.category_forms import Branches, in_places, levels, places_form
from views.kit import store
from views.kit.acting import as_operator
from views.kit.asked import number_asked
from views.kit.bodies import ROWS, carries
from views.kit.forms import TokenForm, complain
from views.kit.page import page, see


@desk.get("/categories")
def categories() -> Response:
    """Every category, retired ones too; goods hang on the children, so these have a floor."""
    roots = tree(store.session(), retired=True)
    return _show(roots, places_form(roots, formdata=None))


@desk.post("/categories")
@carries(ROWS)
def set_floors() -> Response:
    """Changes the floors and places that were typed anew. What somebody else changed meanwhile is not overwritten."""
    roots = tree(store.session(), retired=True)
    form = places_form(roots)
    if not form.validate():
        return _show(roots, form, status=422)
    changed = [child for _root, children in roots for child in children if _set(form, child)]
    if form.errors:
        store.give_up()
        return _show(tree(store.session(), retired=True), form, status=422)
    moved = [_order(form, siblings) for siblings in levels(roots)]
    if changed:
        flash(ngettext("改了 %(num)s 个类目的佣金下限", "改了 %(num)s 个类目的佣金下限", len(changed)), "ok")
    if any(moved):
        flash(_("顺序改好了"), "ok")
    if not changed and not any(moved):
        flash(_("没有改动"), "info")
    return see(url_for("desk.categories"))


def _set(form: TokenForm, child: Category) -> bool:
    seen = number_asked(request.form, f"seen_{child.slug}", child.commission_floor_bp)
    field = form[f"floor_{child.slug}"]
    try:
        return set_floor(store.session(), child, field.data, as_operator(), seen=seen)
    except Refused as refusal:
        complain(form, Refused(f"floor_{child.slug}", refusal.message, **refusal.params))
        return False


def _order(form: TokenForm, siblings: list[Category]) -> bool:
    """Only where a place was typed anew: an old page puts nothing back."""
    typed = [(one, form[f"place_{one.slug}"].data, _shown_at(one, at)) for at, one in enumerate(siblings, 1)]
    if all(place in (None, shown) for _one, place, shown in typed):
        return False
    return order_categories(store.session(), in_places(typed), as_operator())


def _shown_at(category: Category, existing: int) -> int:
    return number_asked(request.form, f"shown_{category.slug}", existing)


def _show(roots: Branches, form: TokenForm, *, status: int = 200) -> Response:
    below = below_floor(store.session())
    return page("desk/goods/categories.html", status=status, roots=roots, form=form, below=below)
