"""/supply/goods/new and /supply/goods/<code>: writing goods by form. One form serves both; it works without script."""

import re
import secrets
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from models.catalogue.category.category import Attribute, Category, attributes_of, tree
from models.catalogue.goods.description import has_markup
from models.catalogue.goods.editing import GoodsDraft, create, revise
from models.catalogue.goods.finding import goods_by_handle, goods_history
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.listing import lacks
from models.catalogue.goods.pictures import attach, store_picture
from models.catalogue.goods.skus import SkuDraft
from models.kernel.clock import now
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, ROWS, carries
from views.kit.edited import row_span
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page_or_fragment, said, see, sentence
from views.supply.blueprint import supply
from views.supply.goods.form import (
    GoodsForm,
    SkuRow,
    answers_of_today,
    answers_sent,
    beside,
    blank_rows,
    category_choices,
    prefill,
    rows_of,
    rows_of_today,
    rows_sent,
)
from views.supply.goods.table import own_goods


@supply.get("/goods/new")
def new_goods() -> Response:
    """An empty form. Asked with a category, it shows what that category wants to know."""
    form = GoodsForm(category=request.args.get("category", ""), once=secrets.token_hex(8))
    return _shown(None, form, blank_rows(0), {})


@supply.get("/goods/<code>")
def edit_goods(code: str) -> Response:
    """The form of standing goods, with its pictures, state and history."""
    goods = own_goods(code)
    values = prefill(goods, goods.category)
    if "category" in request.args:
        values["category"] = request.args["category"]
    rows = rows_of(goods)
    rows += blank_rows(len(rows), 1 if goods.option_names else 0)
    return _shown(goods, GoodsForm(**values), rows, goods.attributes)


@supply.post("/goods/new")
@carries(FILES)
def make_goods() -> Response:
    """New goods, a draft; on to its own page, where it is submitted."""
    form, rows = GoodsForm(), rows_sent()
    if "more" in request.form:
        return _more(None, form, rows)
    handle = _handle(form.once.data)
    existing = goods_by_handle(store.session(), supplier(), handle)
    if existing:
        return see(url_for("supply.edit_goods", code=existing.code))
    if _valid(form, rows):
        with attempt(form) as outcome:
            with store.outside_transaction():
                digests = stored(request.files.getlist("pictures"))
            draft = _draft(form, rows, answers_sent(_asked(form)))
            made = create(store.session(), supplier(), draft, as_supplier(), handle=handle, rules=house().rules)
            for digest in digests:
                attach(made, digest)
            store.session().flush()
        if outcome.ok:
            flash(_("“%(title)s”存成了草稿。检查一遍，没问题就提交审核", title=made.title), "ok")
            return see(url_for("supply.edit_goods", code=made.code))
    return _shown(None, form, rows, answers_sent(_asked(form)), status=422)


@supply.post("/goods/<code>")
@carries(ROWS)
def save_goods(code: str) -> Response:
    """Changes goods. What is on sale stays on sale unless it now breaks a rule."""
    goods, form, rows = own_goods(code), GoodsForm(), rows_sent()
    if "more" in request.form:
        return _more(goods, form, rows)
    answers = answers_of_today(form, goods, _asked(form))
    rows = rows_of_today(goods, rows)
    if _valid(form, rows):
        before = goods.state
        with attempt(form) as outcome:
            revise(store.session(), goods, _draft(form, rows, answers), rules=house().rules, at=now())
        if outcome.ok:
            if goods.state == "refused" and before != "refused":
                flash(_("改动保存了，但没有通过自动检查，商品先下来了：%(why)s", why=said(goods.state_why)), "warn")
            else:
                flash(_("保存好了"), "ok")
            return see(url_for("supply.edit_goods", code=code))
    return _shown(own_goods(code), form, rows, answers, status=422)


def stored(uploads: list[FileStorage]) -> list[str]:
    """The digests of uploaded pictures, decoded and kept. Call it outside the transaction. Raises Refused."""
    chosen = [upload for upload in uploads if upload.filename]
    if len(chosen) > PICTURES:
        raise Refused("pictures", N_("一件商品最多 %(most)d 张图片"), most=PICTURES)
    digests = []
    for upload in chosen:
        try:
            digests.append(store_picture(house().media, upload.stream.read()))
        except Refused as no:
            name = (upload.filename or "")[-60:]
            raise Refused("pictures", N_("%(name)s：%(why)s"), name=name, why=sentence(no)) from None
    return digests


def _valid(form: GoodsForm, rows: list[SkuRow]) -> bool:
    """Checks everything, so that all that is to mend is told at once."""
    written = [row for row in rows if not row.is_blank and not row.remove.data]
    valid = form.validate()
    wrong = [number for number, row in enumerate(written, 1) if not row.validate()]
    if not written:
        form.form_errors.append(_("规格表里至少写一行：价格和库存"))
    if wrong:
        form.form_errors.append(_("规格表第 %(rows)s 行还要改", rows="、".join(map(str, wrong))))
    return valid and not wrong and bool(written)


def _draft(form: GoodsForm, rows: list[SkuRow], answers: dict[str, str]) -> GoodsDraft:
    written = [row for row in rows if not row.is_blank and not row.remove.data]
    category, asked = _category(form), {attribute.name: attribute for attribute in _asked(form)}
    return GoodsDraft(
        title=form.title.data or "",
        category=category,
        attributes={name: asked[name].read(said) if name in asked else said for name, said in answers.items()},
        description=form.description.data or "",
        barcode=form.barcode.data or "",
        option_names=form.option_names,
        skus=tuple(_sku(row, form.named_places) for row in written),
        declared_price=form.declared_price.data,
        declared_commission_bp=form.declared_commission_bp.data,
        seen={row.kept.data: int(row.seen.data) for row in written if row.kept.data and _is_stock(row.seen.data)},
    )


def _is_stock(seen: str | None) -> bool:
    """Whether a hidden field holds what the page put there."""
    return seen is not None and seen.isascii() and seen.isdecimal() and len(seen) <= 9


def _sku(row: SkuRow, places: tuple[int, ...]) -> SkuDraft:
    values = tuple(" ".join((row[f"option{place}"].data or "").split()) for place in places)
    code = row.kept.data or " ".join((row.code.data or "").split())
    return SkuDraft(code, values, row.price.data or Money(0), row.was.data, row.stock.data, row.commission.data)


def _more(goods: Goods | None, form: GoodsForm, rows: list[SkuRow]) -> Response:
    """The same page with what was typed and more blank rows, or with the questions of the category just chosen."""
    extra = blank_rows(len(rows)) if request.form["more"] == "rows" else []
    return _shown(goods, form, rows + extra, answers_sent(_asked(form)))


def _shown(
    goods: Goods | None, form: GoodsForm, rows: list[SkuRow], answers: dict[str, str], *, status: int = 200
) -> Response:
    session = store.session()
    form.category.choices = category_choices(
        tree(session), locale.current(), existing=goods.category if goods else None
    )
    attributes = _asked(form)
    values: dict[str, Any] = {
        "goods": goods,
        "form": form,
        "rows": rows,
        "span": row_span(rows),
        "shown_answers": beside({attribute.name: "" for attribute in attributes} | answers),
        "places": form.shown_places(more=request.form.get("more") == "option"),
        "asked": attributes,
        "answers": answers,
        "also": [name for name in answers if name not in {attribute.name for attribute in attributes}],
        "locale": locale.current(),
        "most_pictures": PICTURES,
        "usual_bp": _usual_bp(form),
        "markup": has_markup(form.description.data or ""),
    }
    if goods is not None:
        values |= {
            "history": goods_history(session, goods),
            "lacks": [sentence(lack) for lack in lacks(session, goods)],
        }
        values["fetching"] = house().config.fetch_pictures
    return page_or_fragment("supply/goods/editing.html", "questions", status=status, **values)


def _usual_bp(form: GoodsForm) -> int:
    category = _category(form)
    return max(category.commission_floor_bp if category else 0, house().rules.default_commission_bp)


def _category(form: GoodsForm) -> Category | None:
    """The category chosen; roots cannot be."""
    chosen = select(Category).where(
        col(Category.slug) == (form.category.data or ""), col(Category.parent_id).is_not(None)
    )
    return store.session().exec(chosen).first()


def _asked(form: GoodsForm) -> list[Attribute]:
    category = _category(form)
    return attributes_of(store.session(), category.id) if category else []


def _handle(once: str | None) -> str:
    """The supplier's own name for goods that were typed: from the form's mark, so that the form makes one goods."""
    mark = once if once and re.fullmatch(r"[0-9a-f]{16}", once) else secrets.token_hex(8)
    return f"form-{mark}"
