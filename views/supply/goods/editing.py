"""/supply/goods/new and /supply/goods/<code>: writing goods by form. One form serves both; it works without script."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.category.category import tree
from models.catalogue.goods.description import has_markup
from models.catalogue.goods.editing import create, revise, usual_rate
from models.catalogue.goods.finding import goods_by_handle, goods_history
from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.listing import floor_of, lacks
from models.catalogue.goods.picturing import add_pictures
from models.catalogue.supplier.staff import staff_appointments
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.bodies import FILES, carries
from views.kit.edited import row_span
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import member, supplier
from views.kit.page import page_or_fragment, said, see, sentence
from views.kit.safety import allows
from views.parts.history import history_of
from views.parts.scan import Scanned, latest_scans, scan_asked, scan_result
from views.parts.shots import KeptShot, shots_sent
from views.supply.blueprint import supply
from views.supply.goods.drafting import all_valid, category_of, drafted, questions_of
from views.supply.goods.falls import announced_falls, notice_words, saved_words
from views.supply.goods.form import (
    GoodsForm,
    answers_of_today,
    answers_sent,
    beside,
    category_choices,
    prefill,
)
from views.supply.goods.pictures import owner_of_shots
from views.supply.goods.sku_rows import SkuRow, blank_rows, rows_of, rows_of_today, rows_sent
from views.supply.goods.table import edits_of, own_goods
from views.supply.goods.wanted import category_in, waiting_words, wanted_look
from views.supply.goods.words import words_allowed


@supply.get("/goods/new")
@allows("camera")
def new_goods() -> Response:
    """An empty form. Asked with a category, it shows what that category wants to know."""
    form = GoodsForm(category=request.args.get("category", ""), once=secrets.token_hex(8))
    return _shown(None, form, blank_rows(0), {})


@supply.get("/goods/<code>")
@allows("camera")
def edit_goods(code: str) -> Response:
    """The form of standing goods, with its pictures, state and history."""
    goods = own_goods(code)
    look = wanted_look(goods)
    values = prefill(look, category_in(look))
    if "category" in request.args:
        values["category"] = request.args["category"]
    rows = rows_of(goods, look)
    rows += blank_rows(len(rows), 1 if look.option_names else 0)
    return _shown(goods, GoodsForm(**values), rows, dict(look.attributes))


@supply.post("/goods/new")
@carries(FILES)
@allows("camera")
def make_goods() -> Response:
    """New goods, a draft; on to its own page, where it is submitted."""
    form, rows = GoodsForm(), rows_sent()
    handle = handle_of(form.once.data)
    existing = goods_by_handle(store.session(), supplier(), handle)
    if existing:
        return see(url_for("supply.edit_goods", code=existing.code))
    valid, pictures = "more" not in request.form and all_valid(form, rows), shots_sent(form, owner_of_shots())
    valid = valid and words_allowed(form, rows, answers_sent(questions_of(form)), None)
    if "more" in request.form:
        return _more(None, form, rows, pictures)
    if valid and not form.form_errors:
        with attempt(form) as outcome:
            draft = drafted(form, rows, answers_sent(questions_of(form)))
            made = create(store.session(), supplier(), draft, as_supplier(), handle=handle, rules=house().rules)
            add_pictures(store.session(), made, [one.digest for one in pictures], as_supplier(), house().rules)
        if outcome.ok:
            flash(_("“%(title)s”存成了草稿。检查一遍，没问题就提交审核", title=made.title), "ok")
            return see(url_for("supply.edit_goods", code=made.code))
    return _shown(None, form, rows, answers_sent(questions_of(form)), pictures, status=422)


@supply.post("/goods/<code>")
@carries(FILES)
@allows("camera")
def save_goods(code: str) -> Response:
    """Changes goods. What is on sale stays on sale unless it now breaks a rule."""
    goods, form, rows = own_goods(code), GoodsForm(), rows_sent()
    if "more" in request.form:
        return _more(goods, form, rows)
    store.hold(goods)
    look = wanted_look(goods)
    answers = answers_of_today(form, look, category_in(look), questions_of(form))
    rows = rows_of_today(goods, look, rows)
    if all_valid(form, rows) and words_allowed(form, rows, answers, goods):
        before, announced = goods.state, announced_falls(goods)
        with attempt(form) as outcome, edits_of(goods):
            became = revise(store.session(), goods, drafted(form, rows, answers), as_supplier(), rules=house().rules)
        if outcome.ok:
            if became.proposed is not None and goods.state in ("on_sale", "off_sale"):
                flash(_("改动送去审核了。通过之前，买家看到的还是原来的样子；库存和小幅调价已经生效"), "ok")
            elif goods.state == "refused" and before != "refused":
                flash(_("改动保存了，但没有通过自动检查，商品先下来了：%(why)s", why=said(goods.state_why)), "warn")
            else:
                flash(saved_words(goods, announced), "ok")
            return see(url_for("supply.edit_goods", code=code))
    return _shown(own_goods(code), form, rows, answers, status=422)


def _more(goods: Goods | None, form: GoodsForm, rows: list[SkuRow], pictures: Sequence[KeptShot] = ()) -> Response:
    """The same page with what was typed and more blank rows, or with the questions of the category just chosen."""
    extra = blank_rows(len(rows)) if request.form["more"] == "rows" else []
    scanned = scan_result(form, member().id) if scan_asked() else None
    known: dict[str, str] = {}
    if scanned is not None:
        scanned.fill(form)
        known = scanned.attributes
    answers = known | answers_sent(questions_of(form))
    return _shown(goods, form, rows + extra, answers, pictures, scanned=scanned)


def _shown(
    goods: Goods | None,
    form: GoodsForm,
    rows: list[SkuRow],
    answers: dict[str, str],
    pictures: Sequence[KeptShot] = (),
    *,
    status: int = 200,
    scanned: Scanned | None = None,
) -> Response:
    session = store.session()
    form.category.choices = category_choices(
        tree(session), locale.current(), existing=goods.category if goods else None
    )
    attributes = questions_of(form)
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
        "kept_pictures": pictures,
        "scanned": scanned,
        "scans": latest_scans(),
        "usual_bp": _usual_bp(form),
        "markup": has_markup(form.description.data or ""),
    }
    if goods is not None:
        values |= _standing_values(goods)
    return page_or_fragment("supply/goods/editing.html", "questions", status=status, **values)


def _standing_values(goods: Goods) -> dict[str, Any]:
    """What only goods that stand have: their history, what they lack, what waits."""
    session = store.session()
    return {
        "history": _history(goods),
        "changed": history_of(session, goods.code, "goods.add", "goods.edit", to_staff=True),
        "copy_once": secrets.token_hex(8),
        "lacks": [sentence(lack) for lack in lacks(session, goods)],
        "fetching": house().config.fetch_pictures,
        **notice_words(goods),
        **waiting_words(goods),
    }


def _history(goods: Goods) -> list[tuple[GoodsEvent, str | None]]:
    """With the names of the staff, and of nobody at the desk."""
    staff = {one.member_id for one in staff_appointments(store.session(), supplier())}
    events = goods_history(store.session(), goods)
    return [(event, who if event.by is None or event.by in staff else _("平台")) for event, who in events]


def _usual_bp(form: GoodsForm) -> int:
    return usual_rate(supplier(), floor_of(category_of(form)), house().rules)


def handle_of(once: str | None) -> str:
    """The supplier's own name for goods that were typed: from the form's mark, so that the form makes one goods."""
    mark = once if once and re.fullmatch(r"[0-9a-f]{16}", once) else secrets.token_hex(8)
    return f"form-{mark}"
