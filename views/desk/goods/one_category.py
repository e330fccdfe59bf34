"""One category at the desk: adding it, its names and deposit, its attributes, retiring it and bringing it back."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from models.catalogue.category.category import Category, category_called, tree
from models.catalogue.tree.attributes import attributes_mark, drafts_of, write_attributes
from models.catalogue.tree.changing import add_category, change_category, goods_in, reinstate, retire
from models.kernel.errors import Gone, Refused
from models.stories.own.deposit import reassess
from views.desk.blueprint import desk
from views.desk.goods.attribute_rows import AttributeRow, attribute_rows, in_order, rows_of_today, rows_sent
from views.desk.goods.category_forms import CategoryForm, NewCategoryForm
from views.kit import locale, store
from views.kit.acting import as_operator
from views.kit.bodies import ROWS, carries
from views.kit.edited import row_span
from views.kit.forms import TokenForm, attempt
from views.kit.page import page, see, sentence
from views.parts.history import history_of


@desk.get("/categories/new")
def new_category() -> Response:
    """The form for a new one; asked with a root, it goes below it."""
    return _show_new(NewCategoryForm(formdata=None, root=request.args.get("root", ""), floor=0))


@desk.post("/categories/new")
def make_category() -> Response:
    """Adds it; on to its page, where its attributes are written."""
    form = NewCategoryForm()
    if form.validate():
        with attempt(form) as outcome:
            root = _found(form.root.data) if form.root.data else None
            made = add_category(store.session(), form.draft(), as_operator(), root=root)
        if outcome.ok:
            flash(gettext("“%(name)s”加好了", name=made.called(locale.current())), "ok")
            return see(url_for("desk.one_category", slug=made.slug))
    return _show_new(form, status=422)


@desk.get("/categories/<slug>")
def one_category(slug: str) -> Response:
    """Everything of one category."""
    return _show(_found(slug))


@desk.post("/categories/<slug>")
def save_category(slug: str) -> Response:
    """Keeps other names and another deposit."""
    category, form = _found(slug), CategoryForm()
    store.hold(category)
    form.catch_up(CategoryForm(formdata=None, obj=category))
    if form.validate():
        with attempt(form) as outcome:
            changed = change_category(store.session(), category, form.draft(), as_operator())
            reassess(store.session(), category, as_operator())
        if outcome.ok:
            return _done(slug, gettext("保存好了"), changed=changed)
    return _show(_found(slug), form=form, status=422)


@desk.post("/categories/<slug>/attributes")
@carries(ROWS)
def save_attributes(slug: str) -> Response:
    """Makes the list of attributes what the form says."""
    category, rows, form = _with_goods(slug), rows_sent(), TokenForm()
    store.hold(category)
    seen, existing = request.form.get("seen", ""), drafts_of(store.session(), category)
    rows, is_level = rows_of_today(rows, existing)
    seen = attributes_mark(existing) if is_level else seen
    wanted = in_order(rows)
    wrong = [row for row in rows if not row.validate()]
    if not wrong:
        try:
            drafts = [row.draft() for row in wanted]
            changed = write_attributes(store.session(), category, drafts, as_operator(), seen=seen)
            return _done(slug, gettext("属性保存好了，供货商的表单马上跟着变"), changed=changed)
        except Refused as refusal:
            store.give_up()
            _complain(form, wanted, rows, refusal)
    else:
        form.form_errors.append(gettext("有的行还要改"))
    return _show(_found(slug), rows=_caught_up(_found(slug), rows, seen), listing=form, status=422)


@desk.post("/categories/<slug>/retirement")
def retire_category(slug: str) -> Response:
    """No new goods from now on."""
    changed = retire(store.session(), _found(slug), as_operator())
    return _done(slug, gettext("停用了：不再收新商品，已有的照常"), changed=changed)


@desk.post("/categories/<slug>/reopening")
def bring_category_back(slug: str) -> Response:
    """Puts the category in use again."""
    form = TokenForm()
    with attempt(form) as outcome:
        changed = reinstate(store.session(), _found(slug), as_operator())
    if not outcome.ok:
        return _show(_found(slug), listing=form, status=422)
    return _done(slug, gettext("恢复了，供货商又能选它"), changed=changed)


def _complain(form: TokenForm, wanted: list[AttributeRow], rows: list[AttributeRow], refusal: Refused) -> None:
    """Beside the row that it is about, and at the top by that row's number as it is shown."""
    row = next((row for at, row in enumerate(wanted, 1) if refusal.field == f"attribute{at}"), None)
    if row is None:
        form.form_errors.append(sentence(refusal))
        return
    row.name.errors = [sentence(refusal)]
    number = rows.index(row) + 1
    form.form_errors.append(gettext("第 %(row)s 行：%(why)s", row=number, why=sentence(refusal)))


def _caught_up(category: Category, rows: list[AttributeRow], seen: str) -> list[AttributeRow]:
    """What was typed, beside what somebody else added meanwhile: whoever was overtaken may save once more."""
    existing = drafts_of(store.session(), category)
    if seen == attributes_mark(existing):
        return rows
    known = {draft.was for draft in existing}
    for row in rows:
        if row.was.data not in known:
            row.was.data = ""
    have = {row.was.data for row in rows}
    missing = [draft for draft in existing if draft.was not in have]
    added = attribute_rows([*(row.draft() for row in rows), *missing], blank=0)
    return [*rows, *added[len(rows) :]]


def _found(slug: str) -> Category:
    category = category_called(store.session(), slug)
    if category is None:
        raise Gone(slug)
    return category


def _with_goods(slug: str) -> Category:
    """A category of the second level: roots ask nothing of goods."""
    category = _found(slug)
    if category.parent_id is None:
        raise Gone(slug)
    return category


def _done(slug: str, words: str, *, changed: bool) -> Response:
    flash(words if changed else gettext("没有改动"), "ok" if changed else "info")
    return see(url_for("desk.one_category", slug=slug))


def _show_new(form: NewCategoryForm, *, status: int = 200) -> Response:
    roots = [(root.slug, root.called(locale.current())) for root, _children in tree(store.session())]
    form.root.choices = [("", gettext("自成一个大类")), *roots]
    return page("desk/goods/category_new.html", status=status, form=form)


def _show(
    category: Category,
    *,
    form: CategoryForm | None = None,
    rows: list[AttributeRow] | None = None,
    listing: TokenForm | None = None,
    status: int = 200,
) -> Response:
    session = store.session()
    existing = drafts_of(session, category)
    rows = rows or attribute_rows(existing)
    values: dict[str, Any] = {
        "category": category,
        "root": session.get(Category, category.parent_id) if category.parent_id else None,
        "children": next((below for root, below in tree(session, retired=True) if root is category), []),
        "form": form or CategoryForm(formdata=None, obj=category),
        "listing": listing,
        "rows": rows,
        "span": row_span(rows),
        "seen": attributes_mark(existing),
        "goods": goods_in(session, category),
        "changed": history_of(session, category.slug, "category"),
    }
    return page("desk/goods/one_category.html", status=status, **values)
