"""/console/own/new and /console/own/<code>: photograph it, write what it is called, what it costs and how many there
are; from there it is on sale. With script the draft keeps itself, and the page shows what buyers will see."""

import secrets
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.barcode.number import read_barcode
from models.catalogue.category.category import Category, attributes_of, category_called, tree
from models.catalogue.goods.description import as_typed
from models.catalogue.goods.finding import goods_coded
from models.catalogue.goods.forbidden import forbidden_texts
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.guessing import guessed_category
from models.catalogue.goods.limits import BRAND, PICTURES
from models.catalogue.goods.listing import attributes_lacking
from models.kernel.clock import local, now
from models.kernel.errors import Gone, Refused
from models.kernel.text import one_line
from models.pick.picking import pick_of
from models.stories.own.beginning import self_run_of
from models.stories.own.drafting import OwnWish, answers_before, check_figures, keep_draft, wish_of
from models.stories.own.publishing import publish
from views.console.blueprint import console
from views.console.own.form import WORDS_LIMIT, OwnForm
from views.console.own.pictures import owner_of_shots
from views.console.own.standing import standing, terms_for
from views.kit import locale, store
from views.kit.acting import as_keeper
from views.kit.bodies import FILES, carries
from views.kit.forms import attempt, complain
from views.kit.house import house
from views.kit.identity import member, shop
from views.kit.page import page, page_or_fragment, see, sentence, wants_fragment
from views.kit.safety import allows
from views.parts.scan import Scanned, latest_scans, scan_asked, scan_result
from views.parts.shots import KeptShot, shots_sent, standing_shots

_ANSWER = "attribute:"


@console.get("/own/new")
@allows("camera")
def new_own() -> Response:
    """An empty screen; to who may not sell own goods yet, what is missing. What a deposit is for stands above the first
    picture."""
    found = standing()
    if found.lack:
        return page("console/own/not_yet.html", standing=found, shop=shop())
    return _shown(OwnForm(formdata=None, once=secrets.token_hex(8)), [], None)


@console.get("/own/<code>")
@allows("camera")
def one_own(code: str) -> Response:
    """A draft to go on with. What was published is changed where all goods are (views/supply)."""
    goods = _own(code)
    if goods.state not in ("draft", "refused"):
        return redirect(url_for("supply.edit_goods", code=code), 303)
    wish = wish_of(goods, as_typed(goods.description))
    values = {name: getattr(wish, name) for name in ("once", "title", "price", "stock", "words", "brand", "barcode")}
    form = OwnForm(formdata=None, category=wish.category.slug if wish.category else "", **values)
    return _shown(form, standing_shots(owner_of_shots(), wish.pictures), wish.category, goods=goods)


@console.post("/own/new")
@carries(FILES)
@allows("camera")
def keep_own() -> Response:
    """Keeps the draft, and with `do=publish` puts it on sale. The same form again is the same goods. One that was sent
    to read a barcode comes back with what is known of it."""
    form = OwnForm()
    valid, shots = form.validate(), shots_sent(form, owner_of_shots())
    if scan_asked():
        return _scanned(form, shots)
    wish = _wish(form, shots)
    _look_at_words(form)
    wants_sale = request.form.get("do") == "publish"
    if wants_sale:
        _look_whether_whole(form, shots, wish)
    if not valid or form.errors or form.answer_errors:
        return _again(form, shots, wish, keeps=valid and not form.title.errors and not form.words.errors)
    with attempt(form) as outcome:
        goods = keep_draft(store.session(), shop(), wish, as_keeper(), rules=house().rules)
        if wants_sale:
            _publish(goods, wish)
    if not outcome.ok:
        return _again(form, shots, wish, keeps=wants_sale)
    if wants_sale:
        return see(url_for("console.own_list", done=goods.code))
    if request.form.get("do") in ("freight", "deposit"):
        return see(_onward(request.form["do"], goods))
    if wants_fragment():
        return _shown(form, shots, wish.category, goods=goods)
    flash(_("存好了，什么时候接着写都行"), "ok")
    return see(url_for("console.one_own", code=goods.code))


def _scanned(form: OwnForm, shots: list[KeptShot]) -> Response:
    scanned = scan_result(form, member().id)
    scanned.fill(form)
    return _shown(form, shots, _category(form), scanned=scanned)


def _onward(to: str, goods: Goods) -> str:
    if to == "freight":
        return url_for("supply.freight")
    return url_for("console.own_deposit", goods=goods.code)


def _publish(goods: Goods, wish: OwnWish) -> None:
    publish(store.session(), shop(), goods, as_keeper(), rules=house().rules)
    picked = pick_of(store.session(), shop(), goods)
    words = one_line(wish.words)[: house().rules.reason_limit]
    if picked is not None and words and not picked.reason:
        picked.recommend(words, at=now())


def _wish(form: OwnForm, shots: list[KeptShot]) -> OwnWish:
    category = _category(form)
    asked = attributes_of(store.session(), category.id) if category else []
    answers = {one.name: one_line(request.form.get(f"{_ANSWER}{one.name}", ""))[:200] for one in asked}
    return OwnWish(
        once=form.once.data or "",
        title=one_line(form.title.data or ""),
        price=form.price.data,
        stock=form.stock.data,
        words=form.words.data or "",
        category=category,
        brand=one_line(form.brand.data or "")[:BRAND],
        barcode=_barcode(form, says=request.form.get("do") == "publish"),
        attributes={name: said for name, said in answers.items() if said},
        pictures=[shot.digest for shot in shots],
    )


def _category(form: OwnForm) -> Category | None:
    """The one that was chosen; where the guess stands as it was shown, the title is asked anew."""
    chosen = form.category.data or ""
    if chosen and chosen != form.guessed.data:
        found = category_called(store.session(), chosen)
        form.guessed.data = ""
        return found if found is not None and found.parent_id is not None else None
    guess = guessed_category(store.session(), form.title.data or "")
    form.category.data = form.guessed.data = guess.slug if guess else ""
    return guess


def _barcode(form: OwnForm, *, says: bool) -> str:
    """As it is kept. One that is half typed, or names nothing outside of a shop, is left out of the draft; what cannot
    be read is said when the goods are to be on sale."""
    typed = one_line(form.barcode.data or "")
    if not typed:
        return ""
    try:
        return read_barcode(typed).gtin
    except Refused as no:
        if says and not form.barcode.errors:
            complain(form, no)
        return ""


def _look_at_words(form: OwnForm) -> None:
    texts = [("title", form.title.data or ""), ("words", form.words.data or "")]
    for place, why in forbidden_texts(texts, house().rules):
        form[place].errors = [*form[place].errors, sentence(why)]


def _look_whether_whole(form: OwnForm, shots: list[KeptShot], wish: OwnWish) -> None:
    """All that is missing at once, each beside its field."""
    if not shots:
        form.form_errors.append(_("先拍一张，或者从相册选一张"))
    if not one_line(form.title.data or ""):
        form.title.errors = [*form.title.errors, _("写一下叫什么")]
    for wrong in check_figures(form.price.data, form.stock.data):
        if not form[wrong.field].errors:
            complain(form, wrong)
    if wish.category is None:
        form.category.errors = [*form.category.errors, _("选一个类目")]
        return
    proposed = _known_answers(wish.category, None, None)
    for lacking in attributes_lacking(store.session(), wish.category.id, wish.attributes):
        name = lacking.params["name"]
        # Without script a question comes with the answer of the last goods of its kind only now.
        is_new = f"{_ANSWER}{name}" not in request.form and name in proposed
        form.answer_errors[name] = _("照你上一件填的，看一眼再交") if is_new else sentence(lacking)


def _again(form: OwnForm, shots: list[KeptShot], wish: OwnWish, *, keeps: bool) -> Response:
    """The filled form with what is wrong; what can be kept is kept all the same."""
    store.give_up()
    goods = None
    if keeps:
        try:
            goods = keep_draft(store.session(), shop(), wish, as_keeper(), rules=house().rules)
            store.commit()
        except Refused:
            store.give_up()
    category = category_called(store.session(), wish.category.slug) if wish.category else None
    return _shown(form, shots, category, goods=goods, status=422)


def _own(code: str) -> Goods:
    supplier = self_run_of(store.session(), shop())
    goods = goods_coded(store.session(), supplier, code) if supplier is not None else None
    if goods is None:
        raise Gone(code)
    return goods


def _shown(
    form: OwnForm,
    shots: list[KeptShot],
    category: Category | None,
    *,
    goods: Goods | None = None,
    scanned: Scanned | None = None,
    status: int = 200,
) -> Response:
    session, spoken = store.session(), locale.current()
    groups: dict[str, Any] = {_("还没选"): [("", _("看名字猜，猜不到再选"))]}
    groups |= {root.called(spoken): [(one.slug, one.called(spoken)) for one in below] for root, below in tree(session)}
    form.category.choices = groups
    asked = attributes_of(session, category.id) if category else []
    known = _known_answers(category, goods, scanned)
    return page_or_fragment(
        "console/own/new.html",
        "live",
        status=status,
        form=form,
        shots=shots,
        shop=shop(),
        goods=goods,
        category=category,
        root=session.get(Category, category.parent_id) if category and category.parent_id else None,
        asked=[one for one in asked if one.required],
        answers={one.name: _answer(one.name, known, fills=scanned is not None) for one in asked},
        scanned=scanned,
        scans=latest_scans(),
        terms=terms_for(category),
        kept_at=f"{local(now()):%H:%M}" if goods is not None and request.method == "POST" else "",
        locale=spoken,
        most=PICTURES,
        words_limit=WORDS_LIMIT,
    )


def _known_answers(category: Category | None, goods: Goods | None, scanned: Scanned | None) -> dict[str, str]:
    """What the keeper said of the last goods of this category, what the draft says, what the barcode is known by: each
    before the one it follows."""
    supplier = self_run_of(store.session(), shop())
    before = answers_before(store.session(), supplier, category) if supplier and category else {}
    return before | (dict(goods.attributes) if goods else {}) | (scanned.attributes if scanned else {})


def _answer(name: str, known: dict[str, str], *, fills: bool) -> str:
    """As it was sent; what was not asked yet is proposed, and after a scan what was left empty, too."""
    sent = request.form.get(f"{_ANSWER}{name}")
    return known.get(name, "") if sent is None or (fills and not sent) else sent
